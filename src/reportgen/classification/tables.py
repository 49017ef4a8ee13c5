"""政府收支分类科目 (government revenue and expenditure classification) of one year.

The tables under `classification/` hold every year; `Classification` is the view of one.
Codes are texts: 类 3, 款 5, 项 7 digits; the parent of a code is the code without its last two digits.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from reportgen.classification.word_lists import FILES as WORD_FILES
from reportgen.classification.word_lists import WordLists, load_word_lists
from reportgen.findings.diagnostics import Diagnostic, Related, Span
from reportgen.findings.rules import MISSING_KEY, NOT_A_DATE, UNKNOWN_CODE, WRONG_TYPE
from reportgen.source.memory import Memory
from reportgen.source.parsing import Mapping, Node, Scalar, Sequence, read_source
from reportgen.source.reading import Findings, Reader, read_day, reader_of
from reportgen.source.texts import folded

CLASSIFICATION = "classification"
TABLES = ("functional.yaml", "economic-departmental.yaml", "economic-governmental.yaml", "renamed.yaml")
# Everything beneath the folder that documents depend on.
FILES = (*TABLES, *(f"words/{name}" for name in WORD_FILES))
_INSTITUTION = "事业"
# 事业单位 use 505 and 506 where 行政 and 参公 units use 501–504; the others serve both.
_FOR_INSTITUTIONS, _FOR_AGENCIES = ("505", "506"), ("501", "502", "503", "504")
_BY_UNIT_TYPE = (*_FOR_INSTITUTIONS, *_FOR_AGENCIES)
CATEGORY, SECTION, ITEM = 3, 5, 7
_ENTRY_KEYS = (
    *("编码", "名称", "预算", "三公", "起", "止", "接替", "依据", "把握", "见于", "名称见于"),
    *("曾名", "曾名见于", "异名", "释义", "对应", "对应依据"),
)
_LISTS = {"预算", "见于", "名称见于", "曾名", "曾名见于", "异名", "释义", "对应", "新编码"}
_RENAME_KEYS = ("编码", "旧名", "新名", "新编码", "起", "依据", "见于", "把握", "方式", "日期依据")
_VARIANT_KEYS = ("编码", "写法", "正式名称", "性质", "见于")


@dataclass(frozen=True, slots=True)
class Definition:
    """The official wording of a code's meaning and the documents it was read in."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One entry: *published* tells a pair read in documents from one that is background knowledge."""

    code: str
    name: str
    budgets: tuple[str, ...]
    three_public: str
    valid_from: str
    valid_to: str
    successor: str
    published: bool
    doubtful: bool
    sources: tuple[str, ...]
    definitions: tuple[Definition, ...]
    departmental: tuple[str, ...]
    span: Span

    def is_valid(self, year: int) -> bool:
        """Whether the code is in force on the first day of the budget year."""
        day = f"{year}-01-01"
        return self.valid_from <= day and (not self.valid_to or day <= self.valid_to)

    def definition(self, preferred: tuple[str, ...] = ()) -> Definition | None:
        """Return the wording of the first *preferred* source that has one, else the first there is."""
        for source in preferred:
            for definition in self.definitions:
                if source in definition.sources:
                    return definition
        return self.definitions[0] if self.definitions else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """A name that changed: *code* was called *old* until *since*; a closed code has *new_codes*."""

    code: str
    old: str
    new: str
    new_codes: tuple[str, ...]
    since: str


@dataclass(frozen=True, slots=True)
class Variant:
    """A spelling of a name that was met in documents; *kind* says what it is: 简称, 误印, …."""

    code: str
    text: str
    kind: str


@dataclass(frozen=True)
class CodeTable:
    """The codes of one scheme in one year."""

    year: int
    entries: dict[str, tuple[Code, ...]] = field(repr=False)

    @cached_property
    def _valid(self) -> dict[str, Code]:
        valid = (entry for entries in self.entries.values() for entry in entries if entry.is_valid(self.year))
        return {entry.code: entry for entry in reversed(list(valid))}

    def lookup(self, code: str) -> Code | None:
        """Return the entry in force."""
        return self._valid.get(code)

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for entry in self.in_force():
            found.setdefault(folded(entry.name), []).append(entry.code)
        return found

    def codes_named(self, name: str) -> list[str]:
        """Return the codes in force whose names are *name*, which is `folded`."""
        return self._by_name.get(name, [])

    def in_force(self) -> Iterator[Code]:
        """Yield every entry in force, in the order of the table."""
        return (self._valid[code] for code in self.entries if code in self._valid)

    def three_public(self, code: str) -> tuple[str, ...]:
        """Return the items of the “三公” expenses that 款 under *code* stand for."""
        below = (entry for entry in self.in_force() if entry.three_public and entry.code.startswith(code))
        return tuple(dict.fromkeys(entry.three_public for entry in below))

    def under(self, departmental: str) -> tuple[str, ...]:
        """Return the codes of this scheme that a departmental 款, or the 类 above it, falls under."""
        return tuple(
            entry.code for entry in self.in_force() if departmental.startswith(entry.departmental or ("-",))
        )

    def closed(self, code: str) -> Code | None:
        """Return the entry of a code that exists, but not in this year."""
        found = self.entries.get(code)
        return found[-1] if found and self.lookup(code) is None else None

    def name(self, code: str) -> str:
        """Return the official name; the code must be in force."""
        entry = self.lookup(code)
        if entry is None:
            raise KeyError(code)
        return entry.name

    def similar(self, code: str) -> list[str]:
        """Return codes in force that look like *code*, under the same 款 or 类 first, as 编码-名称."""
        known = [known for known in self.entries if len(known) == len(code) and self.lookup(known)]
        for shared in (len(code) - 2, len(code) - 4, 0):
            near = [candidate for candidate in known if candidate.startswith(code[: max(shared, 0)])]
            matches = get_close_matches(code, near, n=2, cutoff=0.7)
            if matches:
                return [f"{match}-{self.name(match)}" for match in matches]
        return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """The tables of one year; *economic* is the departmental scheme (部门预算支出经济分类)."""

    year: int
    functional: CodeTable
    economic: CodeTable
    governmental: CodeTable
    renamed: tuple[Rename, ...] = field(repr=False)
    variants: tuple[Variant, ...] = field(repr=False)
    words: WordLists = field(repr=False, compare=False)

    def renames(self, code: str) -> list[Rename]:
        """Return what is known of former names and successors of *code*."""
        return [rename for rename in self.renamed if rename.code == code]

    def governmental_code(self, economic: str, unit_type: str) -> str:
        """Return the 款 of the governmental scheme that a departmental 款 falls under, empty if unknown.

        Without a unit type it is known only where both kinds of units use the same one.
        """
        codes = self.governmental.under(economic)
        if not unit_type:
            return codes[0] if len(codes) == 1 and not codes[0].startswith(_BY_UNIT_TYPE) else ""
        other = _FOR_AGENCIES if unit_type == _INSTITUTION else _FOR_INSTITUTIONS
        return next((code for code in codes if not code.startswith(other)), "")


def parents(code: str) -> tuple[str, ...]:
    """Return the codes above *code* and the code itself, 类 first.

    >>> parents("2010301")
    ('201', '20103', '2010301')
    """
    return tuple(code[:length] for length in (CATEGORY, SECTION, ITEM) if length <= len(code))


def load_classification(root: Path, year: int) -> tuple[Classification, list[Diagnostic]]:
    """Read the tables of the repository *root* as of *year*."""
    tables = _TABLES.get(root, CLASSIFICATION, lambda: _load(root))
    words, faults = load_word_lists(root)
    return tables.as_of(year, words), [*tables.findings, *faults]


_Entries = dict[str, tuple[Code, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tables:
    """The tables of all years, and the views of the years that were asked for."""

    functional: _Entries
    economic: _Entries
    governmental: _Entries
    renamed: tuple[Rename, ...]
    variants: tuple[Variant, ...]
    findings: tuple[Diagnostic, ...]
    years: dict[int, Classification] = field(default_factory=dict)

    def as_of(self, year: int, words: WordLists) -> Classification:
        if year not in self.years or self.years[year].words is not words:
            self.years[year] = Classification(
                year=year,
                functional=CodeTable(year, self.functional),
                economic=CodeTable(year, self.economic),
                governmental=CodeTable(year, self.governmental),
                renamed=self.renamed,
                variants=self.variants,
                words=words,
            )
        return self.years[year]


_TABLES: Memory[_Tables] = Memory(2, shared=True)  # a proof has two states, which may differ in their tables


def _load(root: Path) -> _Tables:
    findings = Findings()
    *tables, renamed = (_read(root, f"{CLASSIFICATION}/{name}", findings) for name in TABLES)
    functional, economic, governmental = map(_codes, tables)
    _check_budgets(functional, findings)
    for entries in (functional, economic, governmental):
        _check_parents(entries, findings)
    renames, variants = tuple(_renames(renamed)), tuple(_variants(renamed))
    if renamed:
        renamed.finish()
    return _Tables(
        functional=functional,
        economic=economic,
        governmental=governmental,
        renamed=renames,
        variants=variants,
        findings=tuple(findings),
    )


def _read(root: Path, path: str, findings: Findings) -> Reader | None:
    source = read_source(root, path)
    findings.extend(source.findings)
    return reader_of(source.root, findings, "科目文件")


def _codes(reader: Reader | None) -> _Entries:
    entries: _Entries = {}
    for item in reader.readers("科目", required=True) if reader else ():
        code = _code(item)
        entries[code.code] = (*entries.get(code.code, ()), code)
    if reader:
        reader.finish()
    return entries


def _check_budgets(functional: _Entries, findings: Findings) -> None:
    """An entry of the functional scheme says in which budgets it may be spent."""
    for codes in functional.values():
        for code in codes:
            if not code.budgets:
                hint = "请加上“预算: [一般公共预算]”，可以写几个。"
                findings.report(MISSING_KEY, code.span, f"科目 {code.code} 缺少“预算”", hint)


def _check_parents(entries: _Entries, findings: Findings) -> None:
    """The code above a code is in the table, and in force whenever the code is."""
    for code, codes in entries.items():
        above = code[:-2]
        if len(code) > CATEGORY and above not in entries:
            findings.report(
                UNKNOWN_CODE, codes[0].span, f"科目 {code} 的上级科目 {above} 不在表里", "请先写上级科目。"
            )
        elif len(code) > CATEGORY:
            findings.extend(_without_parent(codes, entries[above]))


def _without_parent(codes: tuple[Code, ...], parents: tuple[Code, ...]) -> Iterator[Diagnostic]:
    """Report the first years in which an entry is in force and none of its parent's entries is."""
    dates = [day for entry in (*codes, *parents) for day in (entry.valid_from, entry.valid_to) if day]
    if not dates:
        return
    turns = [int(day[:4]) for day in dates]
    span = range(min(turns) - 1, max(turns) + 2)
    for entry in codes:
        alone = [year for year in span if entry.is_valid(year) and not _any_valid(parents, year)]
        if alone:
            last = next(year for year in alone if year + 1 not in alone)
            years = _years(alone[0], last, span)
            sentence = f"科目 {entry.code} {years}可以使用，上级科目 {parents[0].code} 不能"
            related = tuple(Related(parent.span, f"上级科目 {parent.code}") for parent in parents)
            hint = "请核对两个科目的“起”和“止”：下级科目不能早于上级科目开始，也不能晚于它停用。"
            yield Diagnostic(UNKNOWN_CODE, entry.span, sentence, hint, related)


def _any_valid(entries: tuple[Code, ...], year: int) -> bool:
    return any(entry.is_valid(year) for entry in entries)


def _years(first: int, last: int, span: range) -> str:
    """Say a run of years; at an end of *span* it goes on for ever.

    >>> [_years(*run, range(2018, 2025)) for run in ((2019, 2023), (2019, 2019), (2018, 2020), (2021, 2024))]
    ['2019—2023 年', '2019 年', '2020 年及以前', '2021 年起']
    """
    if first == span[0]:
        return f"{last} 年及以前"
    if last == span[-1]:
        return f"{first} 年起"
    return f"{first} 年" if first == last else f"{first}—{last} 年"


def _check_keys(reader: Reader, known: tuple[str, ...]) -> None:
    """Thousands of entries are read: only one with a wrong key or kind of value is looked at twice."""
    if not {key.text for key, _ in reader.node.entries} <= set(known):
        reader.asked = list(known)
        reader.finish()
    for key, value in reader.node.entries:
        if isinstance(value, Scalar if key.text in _LISTS else Sequence | Mapping) and not _is_absent(value):
            expected = "列表" if key.text in _LISTS else "一个值"
            reader.findings.report(WRONG_TYPE, value.span, f"“{key.text}”应当是{expected}")


def _code(reader: Reader) -> Code:
    _check_keys(reader, _ENTRY_KEYS)
    fields = {key.text: value for key, value in reader.node.entries}
    return Code(
        code=reader.text("编码"),
        name=reader.text("名称"),
        budgets=_texts(fields.get("预算")),
        three_public=_text(fields.get("三公")),
        valid_from=_day(fields.get("起"), reader.findings),
        valid_to=_day(fields.get("止"), reader.findings),
        successor=_text(fields.get("接替")),
        published=_text(fields.get("依据")) == "公开文件",
        doubtful=_text(fields.get("把握")) == "低",
        sources=_texts(fields.get("见于")),
        definitions=tuple(_definitions(fields.get("释义"))),
        departmental=_texts(fields.get("对应")),
        span=reader.span,
    )


def _definitions(node: Node | None) -> Iterator[Definition]:
    for item in node.items if isinstance(node, Sequence) else ():
        if isinstance(item, Mapping):
            yield Definition(_text(item.get("文")), _texts(item.get("见于")))


def _renames(reader: Reader | None) -> Iterator[Rename]:
    for item in reader.readers("改名", required=True) if reader else ():
        _check_keys(item, _RENAME_KEYS)
        yield Rename(
            code=item.text("编码"),
            old=item.text("旧名"),
            new=item.text("新名"),
            new_codes=_texts(item.value("新编码", required=False)),
            since=item.text("起"),
        )


def _variants(reader: Reader | None) -> Iterator[Variant]:
    for item in reader.readers("异写") if reader else ():
        _check_keys(item, _VARIANT_KEYS)
        yield Variant(item.text("编码"), item.text("写法"), item.text("性质"))


def _day(node: Node | None, findings: Findings) -> str:
    """Read a day, written as 2024-01-01; empty where there is none."""
    text = _text(node)
    try:
        return read_day(text).isoformat() if text else ""
    except ValueError:
        if node:
            findings.report(NOT_A_DATE, node.span, f"不是日期：{text}", "请写成 2024-01-01 的样子。")
        return ""


def _is_absent(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_absent


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _texts(node: Node | None) -> tuple[str, ...]:
    return tuple(_text(item) for item in node.items) if isinstance(node, Sequence) else ()
