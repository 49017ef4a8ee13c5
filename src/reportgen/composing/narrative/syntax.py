"""Which of Jinja's syntax templates may use: what says something of facts, and nothing to compute with.

What Jinja compiles goes through here, so that no template grows beyond what it shows.
"""

from collections.abc import Iterator

from jinja2 import TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

# The longest of the real templates has 4,200 characters and 300 braces, nine levels deep.
_MOST_CHARACTERS = 100_000
_MOST_BRACES = 3_000
_MOST_LEVELS = 25  # Python compiles no more than 20 loops in one another
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Extends,
    nodes.Block,
    nodes.Include,
    nodes.Import,
    nodes.FromImport,
    nodes.Macro,
    nodes.If,
    nodes.For,
    nodes.With,
    nodes.Assign,
    nodes.AssignBlock,
    nodes.Name,
    nodes.Const,
    nodes.List,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Filter,
    nodes.Test,
    nodes.Call,
    nodes.Keyword,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Concat,
    nodes.Add,
)
# What a macro was given besides its parameters: lists of lists could be made of it.
_HIDDEN_NAMES = {"caller", "varargs", "kwargs"}
_KINDS: tuple[tuple[type[nodes.Node] | tuple[type[nodes.Node], ...], str], ...] = (
    (nodes.Mod, "模板里不能用 %，拼文字请用 ~"),
    ((nodes.Mul, nodes.Pow, nodes.Div, nodes.FloorDiv, nodes.Sub), "模板里不能作算术"),
    (nodes.UnaryExpr, "模板里不能用正负号"),
    ((nodes.Tuple, nodes.Dict, nodes.Pair), "模板里不能用括号列出几个值，也不能用花括号"),
    (nodes.Slice, "模板里不能用冒号截取"),
    ((nodes.CallBlock, nodes.FilterBlock), "模板里没有 {% call %} 和 {% filter %} 语句"),
)


class RefusedError(TemplateSyntaxError):
    """Syntax that templates may not use: a sentence for the user."""


def check_source(source: str) -> None:
    """Refuse a template that is too long to be read; words of a ledger stand on their own line of it.

    Raises:
        RefusedError: it is.
    """
    if len(source.lstrip("\n")) > _MOST_CHARACTERS:
        raise RefusedError(f"模板超过 {_MOST_CHARACTERS // 10_000} 万字", 1)
    if source.count("{") > _MOST_BRACES:
        raise RefusedError(f"模板里的花括号超过 {_MOST_BRACES} 个", 1)


def admitted(tree: nodes.Template) -> nodes.Template:
    """Return a template that uses nothing but what templates may use.

    Raises:
        RefusedError: it does not.
    """
    for node, level in _with_levels(tree):
        if level > _MOST_LEVELS:
            raise RefusedError(f"嵌套超过 {_MOST_LEVELS} 层", node.lineno)
        if not isinstance(node, _ALLOWED):
            told = next((words for kinds, words in _KINDS if isinstance(node, kinds)), "模板里不能这样写")
            raise RefusedError(told, node.lineno)
        if isinstance(node, nodes.For) and node.recursive:
            raise RefusedError("模板里不能用 recursive 循环", node.lineno)
        if isinstance(node, nodes.Name) and node.name in _HIDDEN_NAMES:
            raise RefusedError(f"模板里不能用“{node.name}”", node.lineno)
    return tree


def bounded(tree: nodes.Template) -> nodes.Template:
    """Let whatever grows a text, a list or a loop go through the environment, which counts."""
    _Bounding().visit(tree)
    return tree


class _Bounding(NodeTransformer):
    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 - Jinja's own name
        self.generic_visit(node)
        assert isinstance(node.iter, nodes.Expr)
        node.iter = _asked("each", node.iter, lineno=node.lineno)
        return node

    def visit_List(self, node: nodes.List) -> nodes.Call:  # noqa: N802 - Jinja's own name
        self.generic_visit(node)
        return _asked("listed", *node.items, lineno=node.lineno)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Call:  # noqa: N802 - Jinja's own name
        self.generic_visit(node)
        return _asked("joined", *node.nodes, lineno=node.lineno)

    def visit_Add(self, node: nodes.Add) -> nodes.Call:  # noqa: N802 - Jinja's own name
        self.generic_visit(node)
        return _asked("joined", node.left, node.right, lineno=node.lineno)


def _asked(method: str, *arguments: nodes.Expr, lineno: int) -> nodes.Call:
    """Return the call of a method of the environment with some expressions."""
    attribute = nodes.EnvironmentAttribute(method)
    return nodes.Call(attribute, list(arguments), [], None, None, lineno=lineno)


def _with_levels(tree: nodes.Template) -> Iterator[tuple[nodes.Node, int]]:
    """Yield every node with how deep it lies, in no order, and without recursion."""
    waiting: list[tuple[nodes.Node, int]] = [(tree, 0)]
    while waiting:
        node, level = waiting.pop()
        yield node, level
        waiting += [(below, level + 1) for below in node.iter_child_nodes()]
