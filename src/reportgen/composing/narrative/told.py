"""What Jinja and Python complain of, in words for whoever writes templates."""

import re

from jinja2 import TemplateError, TemplateNotFound, UndefinedError
from jinja2.exceptions import SecurityError

from reportgen.composing.narrative.marks import TemplateFaultError
from reportgen.composing.narrative.syntax import RefusedError
from reportgen.facts.facts import FormatMissingError

_TOKENS = {
    "end of statement block": "%}",
    "end of print statement": "}}",
    "begin of statement block": "{%",
    "begin of print statement": "{{",
    "end of template": "模板末尾",
    "template data / text": "文字",
    "name": "名字",
    "string": "引号里的文字",
}
_COMPLAINTS = (
    (re.compile(r"No filter named '(.+?)'"), "没有过滤器“{}”"),
    (re.compile(r"No test named '(.+?)'"), "没有“is {}”这种判断"),
    (re.compile(r"Encountered unknown tag '(.+?)'\. You probably"), "“{}”语句写在这里不对"),
    (re.compile(r"Encountered unknown tag '(.+?)'"), "没有“{}”这个语句"),
    (re.compile(r"Unexpected end of template"), "语句没有结束：缺少 endif、endfor 或 endmacro"),
    (re.compile(r"unexpected end of template, expected '(.+?)'"), "没有写完：缺少“{}”"),
    (re.compile(r"Missing end of comment tag"), "注释没有结束：缺少“#}}”"),
    (re.compile(r"Missing end of raw directive"), "没有写完：缺少 {{% endraw %}}"),
    (re.compile(r"expected token 'end of (?:print|statement).*?', got"), "一个值后面多了字，或缺少运算符"),
    (re.compile(r"expected token '(.+?)'"), "这里应当是“{}”"),
    (re.compile(r"unexpected char \"'\""), "引号没有结束"),
    (re.compile(r"(?:unexpected char|unexpected) ['\"](.+?)['\"]"), "“{}”写在这里不对"),
    (re.compile(r"block '(.+?)' defined twice"), "块“{}”写了两次"),
    (re.compile(r"chain multiple tests"), "一个判断里只能有一个 is"),
    (re.compile(r"can't assign to"), "等号左边应当是一个名字"),
    (re.compile(r"Expected an expression"), "这里缺少内容"),
    (re.compile(r"tag name expected"), "{{% 后面应当是语句的名称"),
    (re.compile(r"unexpected keyword argument '(.+?)'"), "这里没有参数“{}”"),
    (re.compile(r"positional argument|multiple values for"), "参数的个数不对"),
    (re.compile(r"operand type|not supported between"), "这样的值不能运算或比较"),
    (re.compile(r"not iterable|unpack|not subscriptable|has no len"), "这个值不是列表"),
    (re.compile(r"multiple times|non top-level"), "extends 只能写一次，写在最前面"),
)
_OTHERWISE = "写法不对"
_RAISED: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    (ArithmeticError, "数字算不出来，或位数太多"),
    ((RecursionError, MemoryError, SyntaxError), "嵌套太深、引用了自己，或要的太多"),
    (SecurityError, "用到了不能用的名字"),
    (UndefinedError, "用到了没有的名字"),
    ((LookupError, NameError), "用到了没有的名字或项"),
    ((TypeError, AttributeError), "这个值不能这样用"),
    (ValueError, "这个值不对"),
)


def told(error: Exception) -> str:
    """Say what is wrong with a template in Chinese; none of Jinja's or Python's words is left."""
    if isinstance(error, RefusedError):
        return str(error.message)
    if isinstance(error, TemplateFaultError | FormatMissingError):
        return str(error)
    if isinstance(error, TemplateNotFound):
        return f"没有模板“{error.name}”" if isinstance(error.name, str) else "没有这个模板"
    complaint = str(error.message) if isinstance(error, TemplateError) else ""
    if isinstance(error, TypeError | AttributeError):
        complaint = str(error)
    for pattern, words in _COMPLAINTS:
        found = pattern.search(complaint)
        if found:
            return words.format(*(_TOKENS.get(name, name) for name in found.groups()))
    return next((words for kinds, words in _RAISED if isinstance(error, kinds)), _OTHERWISE)
