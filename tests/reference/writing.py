"""Declared keys as Markdown in Chinese: where a key stands, its type, whether it may lack, help, example."""

from collections.abc import Iterator

from reportgen.source.keys import (
    Amount,
    AnyOf,
    Choice,
    CodeOf,
    Count,
    Date,
    Entries,
    Flag,
    Key,
    Length,
    Lengths,
    ListOf,
    Other,
    Paragraphs,
    Record,
    Reference,
    Text,
    ValueType,
)
from tests.declared import example, written

HEAD = "| 键 | 写什么 | 要不要写 | 说明 | 例子 |\n|---|---|---|---|---|"
_MANY = 3  # places; with more a heading is longer than a line


def described(record: Record, above: str) -> Iterator[str]:
    """Yield a section for *record*, called *above*, and one for each record in it, each once."""
    places: dict[Record, list[str]] = {}
    for place, found in _records(record, above):
        places.setdefault(found, []).append(place)
    for found, names in places.items():
        yield section(_title(names), found)


def _title(places: list[str]) -> str:
    """Name the places of one record; many that stand together by what they stand in."""
    above = {place.rpartition(" / ")[0] for place in places}
    return f"{above.pop()} / 各键" if len(above) == 1 and len(places) > _MANY else "；".join(places)


def section(title: str, record: Record) -> str:
    """Return the table of the keys of one record under a heading."""
    return "\n".join((f"### {title}", "", rows(record.keys, record.others)))


def rows(keys: tuple[Key, ...], others: Entries | None = None) -> str:
    """Return the table of *keys*."""
    lines = [_row(f"`{key.name}`", type_of(key.type), _need(key), key.help, _example(key)) for key in keys]
    if others:
        lines.append(_row(f"〈{others.name}〉", type_of(others.value), "由表式定", "", ""))
    return "\n".join((HEAD, *lines))


def _row(*cells: str) -> str:
    line = " | ".join(cell.replace("|", r"\|") for cell in cells)
    return f"| {line} |"


def _records(declared: ValueType, place: str) -> Iterator[tuple[str, Record]]:
    if isinstance(declared, Record):
        yield place, declared
        for key in declared:
            yield from _records(key.type, f"{place} / {key.name}")
        if declared.others:
            yield from _records(declared.others, place)
    elif isinstance(declared, ListOf):
        yield from _records(declared.member, f"{place}（每一项）")
    elif isinstance(declared, Entries):
        yield from _records(declared.value, f"{place} / 〈{declared.name}〉")
    elif isinstance(declared, AnyOf):
        for one in declared.types:
            yield from _records(one, place)


def _need(key: Key) -> str:
    if key.required and key.undisclosed:
        return f"必写；`未披露` 里写了{key.undisclosed}的可以不写"
    if key.required and key.instead:
        return f"必写；写了 `{key.instead}` 的可以不写"
    if key.required:
        return "必写"
    if key.default_from:
        return f"可以不写，默认同 `{key.default_from}`"
    return f"可以不写，默认“{key.default}”" if key.default else "可以不写"


def _example(key: Key) -> str:
    return f"`{key.name}: {written(example(key.type, key.example))}`" if key.example else ""


def type_of(declared: ValueType) -> str:  # noqa: C901, PLR0912 - one line a type
    """Say what a value of the type looks like."""
    match declared:
        case Text(slot=slot) if slot:
            says = f"文字，里面有 {slot}"
        case Text(expressions=True, blank=True):
            says = '文字，可以有 `{{ … }}`；空着的格子写 `""`'
        case Text(slots=True):
            says = "文字，可以有 `{…}`"
        case Text(expressions=True):
            says = "文字，可以有 `{{ … }}`"
        case Text(lines=lines):
            says = "文字" if lines else "一行文字"
        case Paragraphs():
            says = "文字的列表"
        case Amount():
            says = "金额（元）"
        case Count():
            says = "整数"
        case Date():
            says = "日期"
        case Length(unit=unit):
            says = f"数（{unit}）"
        case Lengths(unit=unit):
            says = f"由大到小的数（{unit}）"
        case Flag():
            says = "是、否"
        case Choice(values=values):
            says = "、".join(values)
        case CodeOf(digits=digits, coarse=coarse):
            says = f"{digits} 位编码" + (f"，没有公开的可以 {coarse} 位" if coarse else "")
        case Reference(key=name):
            says = f"{name}的名称" if name != "单位" else "单位的编码或名称"
        case Other(what=what):
            says = what
        case Record():
            says = "几个键，见下"
        case _:
            says = _compound(declared)
    return says


def _compound(declared: ValueType) -> str:
    match declared:
        case ListOf(member=Record()):
            return "列表，每项的键见下"
        case ListOf(member=member):
            return f"列表：{type_of(member)}"
        case Entries(name=name, value=value):
            return f"〈{name}〉: {type_of(value)}"
        case AnyOf(types=types):
            return "，或 ".join(map(type_of, types))
    raise AssertionError(declared)
