"""One rule for every text of a ledger: nothing is no text, and names are names whatever their width."""

import pytest

from reportgen.commands.checking import check_file
from reportgen.document.document import Paragraph
from reportgen.findings.diagnostics import Diagnostic
from reportgen.repository.repository import Repository
from reportgen.source.keys import CodeOf, Entries, ListOf, Paragraphs, Reference, Text, ValueType
from tests.conftest import EXAMPLE_LEDGER, Edit
from tests.declared import Path, Tree, with_value
from tests.ledger.test_keys import KEYS, findings_of, ledger

NOTHING = ("~", "null", '""', '"　"', '" "', '"-"', '"。"')
CELL = Text(expressions=True, blank=True)


def texts() -> list[tuple[Path, ValueType]]:
    """Where texts stand, as declared: so that a new key is tried too."""
    found: list[tuple[Path, ValueType]] = []
    for path, key in KEYS.items():
        found += [(place, of) for place, of in _texts(path, key.type)]
    return found


def _texts(path: Path, declared: ValueType) -> list[tuple[Path, ValueType]]:
    match declared:
        case Text() | Reference() | CodeOf():
            return [(path, declared)]
        case Paragraphs():
            return [((*path, 0), Text())]
        case ListOf(member=member):
            return _texts((*path, 0), member)
        case Entries(value=value, example=example):
            return _texts((*path, example), value)
    return []


def place(path: Path) -> str:
    return ".".join(map(str, path))


def codes(tree: Tree) -> list[str]:
    return [finding.code for finding in findings_of(tree)]


@pytest.mark.parametrize("nothing", NOTHING)
@pytest.mark.parametrize(("path", "declared"), texts(), ids=[place(path) for path, _ in texts()])
def test_nothing_is_an_error_wherever_a_text_is_wanted(path: Path, declared: ValueType, nothing: str) -> None:
    tree = ledger()
    if isinstance(path[-1], int):
        path, nothing = path[:-1], f"[甲, {nothing}]"
    told = "E202" in codes(with_value(tree, path, nothing))
    assert told == (declared != CELL or nothing not in {'""', '"-"', '"。"'})


def test_a_list_of_nothing_is_an_error() -> None:
    for items in ("[甲, ~]", "[甲, [~]]", "[甲, [[]]]", "[甲, []]", '[甲, ["　"]]'):
        assert codes(with_value(ledger(), ("职责",), items)), items


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  - 完成交办的其他任务。", "  - ~", "67:"),
        ("  - 完成交办的其他任务。", "  -", "67:"),
        ("业务科]", '"　"]', "69:"),
        ("机要通信用车: 1", '"　": 1', "61:"),
        ("全称: 示例市档案局", "全称:", "7:"),
    ],
)
def test_it_is_said_at_its_place(example: Repository, edit: Edit, old: str, new: str, told: str) -> None:
    edit(EXAMPLE_LEDGER, (old, new))
    assert [f"{finding.span.line}:" for finding in errors(example)] == [told]


def errors(example: Repository) -> list[Diagnostic]:
    findings = check_file(example, example.root / EXAMPLE_LEDGER).findings
    return [finding for finding in findings if finding.is_error]


def test_an_empty_cell_is_written_as_such(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ('指标值: "≥2000"', '指标值: ""'))
    assert errors(example) == []
    edit(EXAMPLE_LEDGER, ('指标值: ""', "指标值: "))
    (finding,) = errors(example)
    assert (finding.code, finding.hint) == ("E202", '请写上内容；空着的格子写 ""。')


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[办公室, 业务科]", '[业务科, "业务科　"]'),
        ("[办公室, 业务科]", "[业务（一）科, 业务(一)科]"),
        ('编码: "900002"', '编码: "９００００１"'),
        ("- 名称: 查档服务", '- 名称: " 档案 数字化"'),
        ("机要通信用车: 1, 其他用车: 2", "Ａ类用车: 1, A类用车: 2"),
    ],
)
def test_names_that_differ_in_width_or_blanks_only_are_one(
    example: Repository, edit: Edit, old: str, new: str
) -> None:
    edit(EXAMPLE_LEDGER, (old, new))
    assert {finding.code for finding in errors(example)} & {"E210", "E104"}


def test_a_reference_finds_its_name_in_another_width(example: Repository, edit: Edit) -> None:
    edit(
        EXAMPLE_LEDGER,
        ("- 名称: 档案数字化", "- 名称: 档案数字化（2024）"),
        ("项目: 档案数字化, 类别", '项目: " 档案数字化(2024)", 类别'),
        ("  档案数字化:\n", "  档案数字化 (2024):\n"),
        ('{单位: "900002", 资金来源: 财政专户', '{单位: "９００００２ ", 资金来源: 财政专户'),
    )
    checked = check_file(example, example.root / EXAMPLE_LEDGER)
    assert checked.document, checked.findings
    headings = [block.text for block in checked.document.blocks if isinstance(block, Paragraph)]
    assert "（一）档案数字化（2024）" in headings


def test_what_is_missed_is_named(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("项目: 档案数字化, 类别", "项目: 绿化, 类别"))
    (finding,) = errors(example)
    assert (finding.code, finding.hint) == ("E209", "台账里的项目支出：档案数字化、查档服务。")


DUTY = "  - 负责全市档案工作。"


@pytest.mark.parametrize(
    ("words", "column"),
    [
        ("落实 #1 工程", 8),
        ("落实  #1 工程", 9),
        ("负责全市 # 和各县的工作", 10),
        ("负责全市\n    档案 #1 工程", 8),
    ],
)
def test_a_sentence_that_a_comment_cuts_is_told(
    example: Repository, edit: Edit, words: str, column: int
) -> None:
    edit(EXAMPLE_LEDGER, (DUTY, f"  - {words}"))
    (finding,) = errors(example)
    assert (finding.code, finding.span.column) == ("E108", column)
    assert "引号" in finding.hint


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (DUTY, "  - '落实 #1 工程'"),
        (DUTY, "  - 落实#1工程"),
        (DUTY, "  - 负责全市档案工作。 # 照三定方案"),
        (DUTY, "  - 负责全市档案工作  # 照三定方案"),
        (DUTY, "  - 负责全市档案工作\t# 照三定方案"),
        ("年度: 2024", "年度: 2024 #1"),
        ("类型: 事业}", "类型: 事业}  # 参公的另列"),
        ("项目类别: 特定目标类", "项目类别: 特定目标类\n    阶段: 部门预算 # 不是预留"),
        ("表式: shili-2024", "表式: shili-2024 # 文件夹"),
    ],
)
def test_a_comment_is_a_comment(example: Repository, edit: Edit, old: str, new: str) -> None:
    edit(EXAMPLE_LEDGER, (old, new))
    assert errors(example) == []


@pytest.mark.parametrize("number", ["1. ", "1、", "１．", "（一）", "(2)", "一、", "①", "3）"])
def test_a_number_before_an_item_that_the_form_numbers_is_told(
    example: Repository, edit: Edit, number: str
) -> None:
    edit(EXAMPLE_LEDGER, (DUTY, f"  - {number}负责全市档案工作。"))
    (finding,) = errors(example)
    assert (finding.code, finding.span.line) == ("P106", 66)


def test_a_number_beneath_a_paragraph_is_told(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("        - 扫描{{", "        - （1）扫描{{"))
    assert [(finding.code, finding.span.line) for finding in errors(example)] == [("P106", 76)]


@pytest.mark.parametrize("words", ["1.5万平方米库房", "3、5号楼", "第一条 总则", "2024年归档"])
def test_a_figure_is_no_number_of_an_item(example: Repository, edit: Edit, words: str) -> None:
    edit(EXAMPLE_LEDGER, (DUTY, f"  - {words}"))
    assert errors(example) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (DUTY, "  - '负责{# 全市 #}档案工作。'"),
        ("收入.合计: 新增数字化", "收入.合计: 新增{# 若干 #}数字化"),
        ("年度绩效目标: 完成", "年度绩效目标: 按时{# 若干 #}完成"),
        ('指标值: "≥2000"', '指标值: "≥{# 若干 #}2000"'),
        ("- 扫描{{", "- 按时{# 若干 #}扫描{{"),
        ("- 名称: 查档服务", "- 名称: 查档{# 若干 #}服务"),
        ("项目类别: 特定目标类", "项目类别: 特定{{ 年度 }}目标类"),
        ("全称: 示例市档案局", '全称: "示例市{年度}档案局"'),
    ],
)
def test_no_word_hides_in_braces(example: Repository, edit: Edit, old: str, new: str) -> None:
    edit(EXAMPLE_LEDGER, (old, new))
    assert {finding.code for finding in errors(example)} & {"P101", "E204", "E108"}
