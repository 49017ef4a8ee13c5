"""Row labels → rows: fixed rows, members of generators, and the ledger lines that each row selects."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportgen.findings.diagnostics import Span
from reportgen.findings.rules import INDICATOR_WITHOUT_PLACE
from reportgen.findings.suggestions import did_you_mean
from reportgen.form.tables.cell_text import Record, fill
from reportgen.form.tables.spec import (
    FIXED_LIST,
    FRAME,
    INDICATORS,
    LINES,
    PROJECT_INDICATORS,
    TASKS,
    FixedRow,
    Generator,
    RowSpec,
    is_part,
    is_total,
)
from reportgen.ledger.dimensions import (
    ACCOUNT,
    CODES,
    DEPARTMENT,
    DIMENSIONS,
    ECONOMIC,
    EXPENDITURE,
    FUNCTION,
    GOVERNMENTAL,
    PROJECT_NAME,
    THIS_YEAR,
    UNIT,
    YEAR,
    Condition,
)
from reportgen.ledger.model import Budget, Department, Performance, Project, Words
from reportgen.ledger.postings import Posting, Postings, possible, select
from reportgen.source.reading import Findings

RenderWords = Callable[[Words, str], str]
Shown = Callable[[tuple[Condition, ...], Postings], tuple[Posting, ...]]

_CLASS_OFFSET = 200
_SEPARATOR = "；"
_DEFAULTS: Condition = {ACCOUNT: (EXPENDITURE,), YEAR: (THIS_YEAR,)}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a table is about; account and year are defaults that a heading or row label replaces."""

    defaults: Condition
    rest: tuple[Condition, ...]

    @classmethod
    def of(cls, conditions: Iterable[Condition]) -> "Scope":
        """Split conditions into defaults and the rest."""
        defaults, rest = dict(_DEFAULTS), []
        for condition in conditions:
            defaults |= {name: values for name, values in condition.items() if name in _DEFAULTS}
            rest.append({name: values for name, values in condition.items() if name not in _DEFAULTS})
        return cls(defaults, tuple(rest))

    def narrow(self, postings: Iterable[Posting]) -> Postings:
        """Keep what satisfies the scope without its defaults."""
        return select(postings, *self.rest)

    def select(
        self,
        postings: Iterable[Posting],
        conditions: Iterable[Condition],
        satisfied: Iterable[Condition] = (),
    ) -> Postings:
        """Keep what satisfies *conditions*, with the defaults that none of them names.

        The postings are known to satisfy *satisfied*, which may name account or year too.
        """
        return select(postings, *self.asked(conditions, satisfied))

    def asked(
        self, conditions: Iterable[Condition], satisfied: Iterable[Condition] = ()
    ) -> tuple[Condition, ...]:
        """Return *conditions* with the defaults that neither they nor the *satisfied* ones name."""
        wanted = tuple(conditions)
        named: set[str] = set().union(*wanted, *satisfied)
        if named.isdisjoint(self.defaults):
            return (self.defaults, *wanted)
        defaults = {key: value for key, value in self.defaults.items() if key not in named}
        return (defaults, *wanted)


@dataclass(slots=True, kw_only=True)
class BuiltRow:
    """A row before its cells are printed.

    *postings* satisfy the row's conditions (not yet those of a column), *open_lines* do or may;
    *owner* tells rows of one project or list from those of the next;
    *unknown* is printed instead of amounts that nobody can know.
    """

    label: str
    span: Span
    conditions: tuple[Condition, ...]
    postings: Postings
    open_lines: Postings
    record: Record
    depth: int
    total: bool
    part: bool
    owner: str
    fill: Mapping[str, str] = field(default_factory=dict)
    unknown: str = ""
    children: list["BuiltRow"] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """Where a row spec stands: what holds above it and which names are known.

    *open_lines* leave something unsaid, and so far nothing excludes them.
    """

    conditions: tuple[Condition, ...]
    postings: Postings
    open_lines: Postings
    record: Record
    depth: int
    owner: str
    project: Project | None = None
    unknown: str = ""

    def within(self, condition: Condition, names: Record, owner: str = "") -> "_Context":
        return replace(
            self,
            conditions=(*self.conditions, condition),
            postings=select(self.postings, condition),
            open_lines=possible(self.open_lines, condition),
            record={**self.record, **names},
            owner=owner or self.owner,
        )

    def deeper(self) -> "_Context":
        return replace(self, depth=self.depth + 1)


class RowBuilder:
    """Builds the rows of one panel.

    *shown* picks the lines of a row that any amount column shows,
    *may_be_shown* also those that leave something unsaid and that a column may show.
    """

    def __init__(
        self,
        budget: Budget,
        render_words: RenderWords,
        shown: Shown,
        may_be_shown: Shown,
    ) -> None:
        self._budget = budget
        self._words = render_words
        self._shown = shown
        self._may_be_shown = may_be_shown
        self._units = {unit.key: unit for unit in budget.units}
        self.findings = Findings()
        self.undisclosed: dict[str, tuple[Posting, ...]] = {}

    def rows(
        self,
        specs: Iterable[RowSpec],
        postings: Postings,
        open_lines: Postings,
        project: Project | None = None,
    ) -> list[BuiltRow]:
        """Build the rows of *specs*; *project* is set on a sheet of one project."""
        record = self.base_record(project)
        return self._expand(
            specs,
            _Context(
                conditions=(),
                postings=postings,
                open_lines=open_lines,
                record=record,
                depth=0,
                owner="",
                project=project,
            ),
        )

    def base_record(self, project: Project | None = None) -> Record:
        """Return the names that every text of the table knows."""
        budget = self._budget
        record: dict[str, str | Record] = {
            "年度": str(budget.year),
            "上年": str(budget.year - 1),
        }
        if budget.members:
            record["地区"] = budget.department.full_name
        else:
            record["部门"] = _department_record(budget.department)
        if budget.performance:
            record["绩效"] = self._words_record(budget.performance.fields, "")
        if project:
            record["项目"] = self._project_record(project, "")
        return record

    def _expand(self, specs: Iterable[RowSpec], context: _Context) -> list[BuiltRow]:
        rows: list[BuiltRow] = []
        for spec in specs:
            if isinstance(spec, FixedRow):
                rows.append(self._fixed(spec, context))
            else:
                rows += self._generated(spec, context)
        return rows

    def _fixed(self, spec: FixedRow, context: _Context) -> BuiltRow:
        label = fill(spec.label, context.record)
        inner = context.within(spec.condition, {"标签": label, "名称": label})
        row = self._row(spec, inner, label, total=is_total(spec.label))
        row.children = self._expand(spec.children, inner.deeper())
        return row

    def _row(self, spec: RowSpec, context: _Context, label: str, *, total: bool = False) -> BuiltRow:
        return BuiltRow(
            label=label,
            span=spec.span,
            conditions=context.conditions,
            postings=context.postings,
            open_lines=context.open_lines,
            record=context.record,
            depth=context.depth,
            total=total,
            part=is_part(spec),
            owner=context.owner,
            fill=spec.fill,
            unknown=context.unknown,
        )

    def _generated(self, spec: Generator, context: _Context) -> list[BuiltRow]:
        if spec.over in CODES:
            return self._tree(spec, context, spec.levels)
        if spec.over in (INDICATORS, PROJECT_INDICATORS):
            return list(self._indicators(spec, context))
        if spec.over == TASKS:
            return list(self._tasks(spec, context))
        rows: list[BuiltRow] = []
        members = (member for member in self._members(spec, context) if self._is_shown(spec, member))
        for number, member in enumerate(members, 1):
            rows += self._member_rows(spec, _numbered(spec, member, number))
        return rows

    def _is_shown(self, spec: Generator, member: _Context) -> bool:
        always = spec.over == FIXED_LIST or (spec.over == DEPARTMENT and self._budget.members)
        return bool(always) or self._shows(member)

    def _shows(self, member: _Context) -> bool:
        """A row is there for its lines, and for those that may be its own: its cells tell of them."""
        return bool(
            self._shown(member.conditions, member.postings)
            or self._may_be_shown(member.conditions, member.open_lines)
        )

    def _member_rows(self, spec: Generator, member: _Context) -> list[BuiltRow]:
        if spec.hidden:
            return self._expand(spec.children, member)
        row = self._labelled(spec, member)
        row.children = self._expand(spec.children, member.deeper())
        return [row]

    def _labelled(self, spec: Generator, member: _Context) -> BuiltRow:
        label = fill(spec.label, member.record)
        return self._row(spec, replace(member, record={**member.record, "标签": label}), label)

    def _members(self, spec: Generator, context: _Context) -> Iterator[_Context]:
        makers = {
            DEPARTMENT: self._departments,
            UNIT: self._unit_members,
            PROJECT_NAME: self._projects,
            LINES: self._lines,
        }
        if spec.over == FIXED_LIST:
            return self._listed(spec, context)
        return makers[spec.over](context)

    def _departments(self, context: _Context) -> Iterator[_Context]:
        """Yield the department, or each of a region, which is one of several even without a line."""
        if not self._budget.members:
            names = _department_record(self._budget.department)
            yield context.within({}, {**names, "部门": names})
            return
        postings, open_lines = _by_department(context.postings), _by_department(context.open_lines)
        for member in self._budget.members:
            names = _department_record(member.department)
            own = replace(
                context,
                postings=Postings(postings.get(member.key, ())),
                open_lines=Postings(open_lines.get(member.key, ())),
                unknown=member.unknown,
            )
            yield own.within({DEPARTMENT: (member.key,)}, {**names, "部门": names})

    def _unit_members(self, context: _Context) -> Iterator[_Context]:
        for unit in self._budget.units:
            names = {"编码": unit.code, "名称": unit.name, "类型": unit.type}
            yield context.within({UNIT: (unit.key,)}, {**names, "单位": names}, unit.key)

    def _projects(self, context: _Context) -> Iterator[_Context]:
        for project in self._budget.projects:
            names = {"编码": project.code, "名称": project.name}
            record: Record = {**names, "项目": self._project_record(project, "")}
            member = context.within({PROJECT_NAME: (project.name,)}, record, project.name)
            yield replace(member, project=project)

    def _lines(self, context: _Context) -> Iterator[_Context]:
        certain, loose = set(context.postings), set(context.open_lines)
        for posting in dict.fromkeys((*context.postings, *context.open_lines)):
            names: Record = {"明细": dict(posting.dimensions), "名称": posting.dimensions.get("名称", "")}
            mine, unsure = (Postings({posting} & lines) for lines in (certain, loose))
            yield replace(context, postings=mine, open_lines=unsure, record={**context.record, **names})

    def _listed(self, spec: Generator, context: _Context) -> Iterator[_Context]:
        for code, name in spec.entries:
            names = {"编码": code, "名称": name}
            if code.isdigit():
                names["类号"] = str(int(code) - _CLASS_OFFSET)
            yield context.within({FUNCTION: (code,)}, names)

    def _tree(self, spec: Generator, context: _Context, levels: tuple[str, ...]) -> list[BuiltRow]:
        if not levels:
            return self._expand(spec.children, context)
        dimension, digits = spec.over, DIMENSIONS[spec.over].levels[levels[0]]
        lines = dict.fromkeys((*context.postings, *context.open_lines))
        missing = {p: None for p in lines if len(p.dimensions.get(dimension, "")) < digits}
        asked = self._may_be_shown(context.conditions, Postings(missing))
        if asked:
            self.undisclosed[f"{spec.over}（{levels[0]}）"] = asked
        codes = {posting.dimensions[dimension][:digits] for posting in lines if posting not in missing}
        context = replace(context, open_lines=Postings(p for p in context.open_lines if p not in missing))
        rows: list[BuiltRow] = []
        for code in sorted(codes):
            member = context.within({dimension: (code,)}, self._code_record(spec, code))
            if self._shows(member):
                member = _numbered(spec, member, len(rows) + 1)
                row = self._labelled(spec, member)
                row.children = self._tree(spec, member.deeper(), levels[1:])
                rows.append(row)
        return rows

    def _code_record(self, spec: Generator, code: str) -> Record:
        classification = self._budget.classification
        tables = {
            FUNCTION: classification.functional,
            ECONOMIC: classification.economic,
            GOVERNMENTAL: classification.governmental,
        }
        table = tables[spec.over]
        names = {"编码": code, "名称": table.name(code)}
        parts = {"类": code[:3], "款": code[3:5], "项": code[5:7]}
        return {**names, "科目": {**names, **parts}}

    def _indicators(self, spec: Generator, context: _Context) -> Iterator[BuiltRow]:
        performance = self._performance_of(spec, context)
        indicators = performance.indicators if performance else ()
        self._check_frame(spec, indicators)
        records = [self._words_record(item, context.owner) for item in indicators]
        for number, record in enumerate(_framed(spec.skeleton, records) if spec.skeleton else records):
            row = self._row(spec, context.within({}, {"指标": record}), "")
            row.part = number == 0  # all show the money of one project: a total counts it once
            yield row

    def _tasks(self, spec: Generator, context: _Context) -> Iterator[BuiltRow]:
        performance = self._budget.performance
        for task in performance.tasks if performance else ():
            record = self._words_record(task, "")
            yield self._row(spec, context.within({}, {"任务": record}), "")

    def _performance_of(self, spec: Generator, context: _Context) -> Performance | None:
        if spec.over == INDICATORS:
            return self._budget.performance
        return context.project.performance if context.project else None

    def _check_frame(self, spec: Generator, indicators: Iterable[Mapping[str, Words]]) -> None:
        """An indicator that the form's fixed list has no place for must not vanish."""
        for indicator in indicators if spec.skeleton else ():
            words = indicator.get("二级指标")
            names = tuple(indicator[key].text if key in indicator else "" for key in FRAME)
            if words and names not in spec.skeleton:
                known = [second for _, second in spec.skeleton]
                hint = did_you_mean(words.text, known) or f"可用的二级指标：{'、'.join(known)}。"
                self.findings.report(
                    INDICATOR_WITHOUT_PLACE, words.span, f"表式里没有“{'—'.join(names)}”", hint
                )

    def _words_record(self, texts: Mapping[str, Words], project: str) -> Record:
        return {key: self._words(words, project) for key, words in texts.items()}

    def _project_record(self, project: Project, number: str) -> Record:
        unit = self._units.get(project.unit)
        record: dict[str, str | Record] = {
            "名称": project.name,
            "编码": project.code,
            "项目类别": project.category,
            "序": number,
            "单位": {"编码": unit.code if unit else "", "名称": unit.name if unit else ""},
        }
        if project.performance:
            record["绩效"] = self._words_record(project.performance.fields, project.name)
            indicators = (self._words_record(item, project.name) for item in project.performance.indicators)
            record["各指标"] = indicators_by_place(list(indicators))
        return record


def _by_department(lines: Iterable[Posting]) -> dict[str, list[Posting]]:
    """Divide the lines of a region once, because going through all of them for each department is slow."""
    divided: dict[str, list[Posting]] = {}
    for line in lines:
        divided.setdefault(line.dimensions[DEPARTMENT], []).append(line)
    return divided


def _department_record(department: Department) -> dict[str, str]:
    """Return the names of a department; 名称 is what tables call it."""
    return {"编码": department.code, "名称": department.names["表内称"], **department.names}


def flat(rows: Iterable[BuiltRow]) -> Iterator[BuiltRow]:
    """Yield rows and those beneath them, as they are printed."""
    for row in rows:
        yield row
        yield from flat(row.children)


def _numbered(spec: Generator, member: _Context, number: int) -> _Context:
    """Give a member its number, as {序} of its row and, for a project, as {项目.序} of the rows beneath."""
    record = {**member.record, "序": str(number)}
    project = record.get("项目")
    if spec.over == PROJECT_NAME and isinstance(project, Mapping):
        record["项目"] = {**project, "序": str(number)}
    return replace(member, record=record)


def _framed(skeleton: tuple[tuple[str, str], ...], records: list[Record]) -> Iterator[Record]:
    """Put indicators into the fixed list of 一级 and 二级; a place without indicators is a blank row."""
    for first, second in skeleton:
        names: Record = dict(zip(FRAME, (first, second), strict=True))
        mine = [record for record in records if _place(record) == (first, second)]
        yield from mine or [names]


def indicators_by_place(indicators: Sequence[Record]) -> Record:
    """Arrange a project's indicators by 一级指标, and beneath that by 二级指标, one text for each key.

    >>> both = [{"一级指标": "产出指标", "二级指标": second, "指标值": value}
    ...         for second, value in (("数量指标", "9"), ("质量指标", "≥90%"))]
    >>> view = indicators_by_place(both)["产出指标"]
    >>> view["指标值"], view["质量指标"]["指标值"]
    ('9；≥90%', '≥90%')
    """
    return _by_level(indicators, FRAME)


def _by_level(indicators: Sequence[Record], levels: tuple[str, ...]) -> Record:
    if not levels:
        return {}
    names = dict.fromkeys(str(item[levels[0]]) for item in indicators if item.get(levels[0]))
    groups = {name: [item for item in indicators if item.get(levels[0]) == name] for name in names}
    return {name: {**_joined(mine), **_by_level(mine, levels[1:])} for name, mine in groups.items()}


def _joined(indicators: Sequence[Record]) -> dict[str, str | Record]:
    """Join the texts of several indicators key by key."""
    keys = dict.fromkeys(key for item in indicators for key in item)
    return {key: _SEPARATOR.join(str(item[key]) for item in indicators if item.get(key)) for key in keys}


def _place(record: Record) -> tuple[object, ...]:
    return tuple(record.get(key) for key in FRAME)
