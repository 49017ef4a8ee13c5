"""Nodes → model: a ledger becomes a `Budget`, or every reason why it is none.

Nothing is repaired and nothing stops at the first fault.
The keys are those of `ledger.keys`; codes are looked up in the classification of the year.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from pathlib import PurePosixPath

from reportgen.classification.code_names import WrittenCode, check_name, codes_named, written_code
from reportgen.classification.tables import SECTION, Classification, CodeTable
from reportgen.findings.diagnostics import Diagnostic, Span, has_errors
from reportgen.findings.rules import (
    BAD_REGION,
    CLOSED_CODE,
    DUPLICATE_ENTRY,
    NEGATIVE_AMOUNT,
    NOT_A_COUNT,
    THREE_PUBLIC_BESIDE_CODE,
    UNKNOWN_CODE,
    UNKNOWN_PROJECT,
    UNKNOWN_UNIT,
    UNKNOWN_VALUE,
    WRONG_TYPE,
)
from reportgen.findings.suggestions import sought
from reportgen.ledger.keys import DEPARTMENT, ECONOMIC, FUNCTIONAL, LEDGER, PROJECTS, UNITS
from reportgen.ledger.listed_names import Names
from reportgen.ledger.model import (
    APPROPRIATION_FUNDS,
    COUNTED,
    NO_THREE_PUBLIC,
    PROJECT,
    Assets,
    Budget,
    Count,
    Declared,
    Department,
    ExpenditureLine,
    FundLine,
    NamedAmount,
    Performance,
    Procurement,
    Project,
    ProjectDescription,
    PurchasedService,
    Unit,
    Words,
)
from reportgen.source.fields import Fields, fields_of
from reportgen.source.keys import NO, YES, CodeOf
from reportgen.source.names import is_region
from reportgen.source.parsing import Node, Scalar, Sequence
from reportgen.source.reading import Findings, Reader, read_amount, read_count, reader_of
from reportgen.source.texts import folded, with_texts


@dataclass(frozen=True, slots=True)
class Heading:
    """What is needed before the rest can be read: profile, region and year."""

    profile: Scalar
    region: Scalar
    year: int
    year_span: Span


def ledger_reader(root: Node | None, findings: Findings) -> Reader | None:
    """Return a reader of a whole ledger with its texts as they read; it is None for what is no mapping."""
    return reader_of(with_texts(root, LEDGER, findings) if root else None, findings, "台账")


def decode_heading(root: Reader) -> Heading | None:
    """Read profile, region and year."""
    fields = Fields(root, LEDGER)
    profile, region, at = (fields.scalar(key) for key in ("表式", "地区", "年度"))
    year = read_count(at, "年度", root.findings) if at else None
    if not (profile and profile.text and region and region.text and at) or year is None:
        return None
    if not is_region(region.text):
        hint = "请用小写字母、数字和连字符，如 city-district。"
        root.findings.report(BAD_REGION, region.span, f"“地区”不能是“{region.text}”", hint)
    return Heading(profile, region, year, at.span)


def decode(
    root: Reader, heading: Heading, classification: Classification, path: str
) -> tuple[Budget | None, list[Diagnostic]]:
    """Read a whole ledger; the budget is None where it has errors.

    *path* is relative to the repository root and gives the stem of the output.
    """
    decoder = _Decoder(root.findings, classification)
    budget = decoder.budget(fields_of(root, LEDGER), heading, path)
    return (None if has_errors(root.findings) else budget), list(root.findings)


def words_of(scalar: Scalar, level: int = 0) -> Words:
    """Turn a text of the ledger into words."""
    return Words(scalar.text, scalar.span, level)


class _Decoder:
    """Holds what references are checked against: the classification, the units and the projects."""

    def __init__(self, findings: Findings, classification: Classification) -> None:
        self._findings = findings
        self._classification = classification
        self._tables = {FUNCTIONAL: classification.functional, ECONOMIC: classification.economic}
        self._three_public_under = cache(classification.economic.three_public)
        self._units = Names("单位", UNKNOWN_UNIT, findings)
        self._projects = Names(PROJECTS, UNKNOWN_PROJECT, findings)

    def budget(self, root: Fields, heading: Heading, path: str) -> Budget:
        department = self._department(root)
        root = root.lacking(self._names_of(root, "未披露"))
        units = self._all_units(root)
        projects = tuple(self._all_projects(root))
        return Budget(
            path=path,
            region=heading.region.text,
            year=heading.year,
            stem=PurePosixPath(path).stem,
            profile=heading.profile.text,
            date=root.date("日期"),
            department=department,
            units=units,
            revenue=tuple(map(self._fund_line, root.records("收入"))),
            carried_in=tuple(map(self._fund_line, root.records("上年结转"))),
            carried_out=tuple(map(self._fund_line, root.records("年终结转"))),
            basic=tuple(map(self._basic_line, root.records("基本支出"))),
            projects=projects,
            procurement=tuple(map(self._procurement, root.records("政府采购"))),
            purchased_services=tuple(map(self._purchased_service, root.records("政府购买服务"))),
            assets=self._assets(root.fields("资产")),
            transfers=tuple(map(self._named_amount, root.records("转移支付"))),
            protection=tuple(map(self._named_amount, root.records("保障层次"))),
            declared=self._declared(root, "另列"),
            texts={key.text: self._words(_members(node)) for key, node in root.entries("文字")},
            without_tables=self._without_tables(root.fields("附表")),
            previous=self._declared(root, "上年"),
            reasons=self._words_map(root.entries("原因")),
            duties=self._words(root.items("职责")),
            offices=self._offices(root),
            descriptions=tuple(self._descriptions(root)),
            performance=self._performance(root.fields("绩效")),
            classification=self._classification,
            profile_span=heading.profile.span,
            year_span=heading.year_span,
            date_span=_span_of(root.node("日期")),
            sections=_places(root.reader),
        )

    def _department(self, root: Fields) -> Department:
        fields = root.fields("部门")
        if fields is None:
            return Department("", {"全称": ""}, root.span)
        names = {key: fields.text(key) for key in DEPARTMENT.names if key != "编码"}
        return Department(fields.text("编码"), names, fields.span, _places(fields.reader))

    def _all_units(self, root: Fields) -> tuple[Unit, ...]:
        units = []
        for fields in root.records(UNITS):
            unit = Unit(fields.text("编码"), fields.text("名称"), fields.choice("类型"), fields.span)
            if self._units.is_new(unit.key):
                units.append(unit)
            else:
                self._findings.report(
                    DUPLICATE_ENTRY, fields.span, f"单位“{unit.key}”重复", "每个单位只写一次。"
                )
        return tuple(units)

    def _names_of(self, root: Fields, key: str) -> tuple[str, ...]:
        """Read a list of names, each of which is one of those declared."""
        known = root.allowed(key)
        names = []
        for scalar in root.scalars(key):
            if scalar.text not in known:
                hint = sought(scalar.text, known, "可用的值", known)
                self._findings.report(UNKNOWN_VALUE, scalar.span, f"“{key}”里不能是“{scalar.text}”", hint)
            names.append(scalar.text)
        return tuple(names)

    def _named_amount(self, fields: Fields) -> NamedAmount:
        return NamedAmount(fields.text("名称"), self._amount(fields), fields.span)

    def _without_tables(self, fields: Fields | None) -> Words | None:
        reason = fields.scalar("不列") if fields else None
        return words_of(reason) if reason else None

    def _unit(self, fields: Fields) -> str:
        return self._units.meant(fields.scalar("单位"))

    def _fund_line(self, fields: Fields) -> FundLine:
        fund = fields.choice("资金来源")
        return FundLine(
            unit=self._unit(fields),
            fund=fund,
            appropriation=self._appropriation(fields, fund),
            amount=self._amount(fields),
            span=fields.span,
        )

    def _appropriation(self, fields: Fields, fund: str) -> str:
        """The three appropriation funds are 财政拨款 unless the ledger says otherwise, others are not."""
        return fields.choice("财政拨款") or (YES if fund in APPROPRIATION_FUNDS else NO)

    def _amount(self, fields: Fields) -> Decimal:
        amount = fields.amount("金额")
        if amount is not None:
            self._check_sign("金额", amount, fields.place("金额"))
        return amount or Decimal(0)

    def _check_sign(self, what: str, amount: Decimal, span: Span) -> None:
        if amount < 0:
            hint = "预算数不能为负；冲减请改在原来的行里。"
            self._findings.report(NEGATIVE_AMOUNT, span, f"{what}是负数：{amount}", hint)

    def _basic_line(self, fields: Fields) -> ExpenditureLine:
        return self._line(fields, self._unit(fields), fields.choice("类别"), "", "")

    def _line(self, fields: Fields, unit: str, category: str, project: str, item: str) -> ExpenditureLine:
        function, economic = (self._code(fields, key) for key in (FUNCTIONAL, ECONOMIC))
        fund = fields.choice("资金来源")
        return ExpenditureLine(
            unit=unit,
            category=category,
            function=function,
            economic=economic,
            fund=fund,
            period=fields.choice("期"),
            appropriation=self._appropriation(fields, fund),
            three_public=self._three_public(fields, economic),
            project=project,
            item=item,
            amount=self._amount(fields),
            span=fields.span,
        )

    def _code(self, fields: Fields, key: str) -> str:
        scalar, declared = fields.scalar(key), fields.type(key)
        if scalar is None or not scalar.text:
            return ""
        assert isinstance(declared, CodeOf)
        table = self._tables[declared.table]
        written = written_code(key, scalar.text, scalar.span)
        code = written.code
        entry = table.lookup(code)
        if entry is None:
            self._report_code(written, table)
        elif len(code) not in (declared.digits, declared.coarse if key in fields.undisclosed else 0):
            sentence = f"“{key}”{code} 不是 {declared.digits} 位编码"
            self._findings.report(UNKNOWN_CODE, scalar.span, sentence, partial(_finer, code, table))
        elif written.name:
            check_name(written, entry, table, self._classification, self._findings)
        return code

    def _report_code(self, written: WrittenCode, table: CodeTable) -> None:
        code, key, span = written.code, written.key, written.span
        plain = folded(code)
        if plain != code and table.lookup(plain):
            hint = f"请用半角数字，中间不留空：{plain}。"
            self._findings.report(UNKNOWN_CODE, span, f"“{key}”不是编码：{code}", hint)
            return
        closed = table.closed(code)
        moved = [rename for rename in self._classification.renames(code) if rename.new_codes]
        name = closed.name if closed else moved[-1].old if moved else ""
        if not name:
            sentence = f"{table.year} 年没有“{key}”{code}"
            self._findings.report(UNKNOWN_CODE, span, sentence, partial(_codes_meant, written, table))
            return
        sentence = f"“{key}”{code}（{name}）{table.year} 年不能使用"
        codes = (closed.successor,) if closed and closed.successor else moved[-1].new_codes if moved else ()
        if codes:
            successors = " 或 ".join(self._successor(code, table) for code in codes)
            self._findings.report(CLOSED_CODE, span, sentence, f"请改用 {successors}。")
            return
        assert closed is not None
        hint = f"这个科目自 {closed.valid_from or '更早'} 起使用，至 {closed.valid_to or '今'} 止。"
        self._findings.report(CLOSED_CODE, span, sentence, hint)

    @staticmethod
    def _successor(code: str, table: CodeTable) -> str:
        entry = table.lookup(code)
        return f"{code}-{entry.name}" if entry else code

    def _three_public(self, fields: Fields, economic: str) -> str:
        """The classification fills the dimension in; only a ledger that knows no 款 may state it.

        Empty where a line without 款 may hold such expenses and does not say.
        """
        possible = self._three_public_under(economic)
        stated = fields.choice("三公")
        if len(economic) == SECTION:
            if stated:
                sentence = f"经济科目 {economic} 已经定了是不是“三公”经费，不能另写“三公: {stated}”"
                self._three_public_fault(fields, sentence)
            return possible[0] if possible else NO_THREE_PUBLIC
        if stated not in (*possible, NO_THREE_PUBLIC, ""):
            sentence = f"经济科目 {economic} 里没有“三公”经费的“{stated}”"
            self._three_public_fault(fields, sentence)
        return stated or ("" if possible else NO_THREE_PUBLIC)

    def _three_public_fault(self, fields: Fields, sentence: str) -> None:
        hint = "请删去“三公”，或改正“经济科目”。"
        self._findings.report(THREE_PUBLIC_BESIDE_CODE, fields.place("三公"), sentence, hint)

    def _all_projects(self, root: Fields) -> Iterator[Project]:
        for fields in root.records(PROJECTS):
            project = self._project(fields)
            if not self._projects.is_new(project.name):
                self._findings.report(
                    DUPLICATE_ENTRY, fields.span, f"项目名称“{project.name}”重复", "请合并明细。"
                )
            yield project

    def _project(self, fields: Fields) -> Project:
        name, unit = fields.text("名称"), self._unit(fields)
        return Project(
            name=name,
            code=fields.text("编码"),
            unit=unit,
            category=fields.text("项目类别"),
            stage=fields.choice("阶段"),
            lines=tuple(self._project_lines(fields, unit, name)),
            performance=self._performance(fields.fields("绩效")),
            span=fields.span,
            places=_places(fields.reader),
        )

    def _project_lines(self, fields: Fields, unit: str, project: str) -> Iterator[ExpenditureLine]:
        """Lines of one item are summed: its name is that of the first."""
        items: dict[str, str] = {}
        for line in fields.records("明细"):
            name = line.text("名称")
            yield self._line(line, unit, PROJECT, project, items.setdefault(folded(name), name))

    def _project_name(self, fields: Fields) -> str:
        return self._projects.meant(fields.scalar("项目"))

    def _procurement(self, fields: Fields) -> Procurement:
        return Procurement(
            unit=self._unit(fields),
            project=self._project_name(fields),
            category=fields.choice("类别"),
            name=fields.text("名称"),
            amount=self._amount(fields),
            span=fields.span,
        )

    def _purchased_service(self, fields: Fields) -> PurchasedService:
        return PurchasedService(
            unit=self._unit(fields),
            project=self._project_name(fields),
            catalogue=(fields.text("一级"), fields.text("二级"), fields.text("三级")),
            field=fields.text("服务领域"),
            amount=self._amount(fields),
            span=fields.span,
            places=_places(fields.reader),
        )

    def _performance(self, fields: Fields | None) -> Performance | None:
        if fields is None:
            return None
        indicators, tasks = (
            tuple(self._words_map(reader.node.entries) for reader in fields.readers(key))
            for key in ("指标", "任务")
        )
        return Performance(
            order=fields.count("顺序") or 0,
            fields=self._words_map(fields.others()),
            indicators=indicators,
            tasks=tasks,
            span=fields.span,
        )

    def _words_map(self, entries: Iterable[tuple[Scalar, Node]]) -> dict[str, Words]:
        return {key.text: words_of(scalar) for key, scalar in self._scalars(entries)}

    def _scalars(self, entries: Iterable[tuple[Scalar, Node]]) -> Iterator[tuple[Scalar, Scalar]]:
        for key, value in entries:
            if isinstance(value, Scalar):
                yield key, value
            else:
                self._findings.report(WRONG_TYPE, value.span, f"“{key.text}”应当是一个值，不是列表或多个键")

    def _assets(self, fields: Fields | None) -> Assets | None:
        if fields is None:
            return None
        as_of = fields.date("截至")
        vehicles = tuple(self._count(key, value) for key, value in fields.entries("车辆"))
        general, special = (self._equipment(fields, key) for key in ("通用设备", "专用设备"))
        if as_of is None:
            return None
        return Assets(
            as_of=as_of,
            vehicles=vehicles,
            general_equipment=general,
            special_equipment=special,
            span=fields.span,
            places=_places(fields.reader),
        )

    def _equipment(self, fields: Fields, key: str) -> Count:
        return Count(key, fields.count(key) or 0, fields.place(key))

    def _count(self, key: Scalar, value: Node) -> Count:
        number = read_count(value, key.text, self._findings) if isinstance(value, Scalar) else None
        if not isinstance(value, Scalar):
            self._findings.report(NOT_A_COUNT, value.span, f"“{key.text}”应当是整数")
        return Count(key.text, number or 0, value.span)

    def _declared(self, root: Fields, section: str) -> dict[str, Declared]:
        declared = {}
        for key, value in self._scalars(root.entries(section)):
            amount = self._declared_value(key.text, value)
            declared[key.text] = Declared(key.text, amount or Decimal(0), key.span)
        return declared

    def _declared_value(self, path: str, value: Scalar) -> Decimal | None:
        if path in COUNTED:
            number = read_count(value, path, self._findings)
            return None if number is None else Decimal(number)
        amount = read_amount(value, path, self._findings)
        if amount is not None:
            self._check_sign(f"“{path}”", amount, value.span)
        return amount

    def _words(self, nodes: Iterable[Node], level: int = 0) -> tuple[Words, ...]:
        """Paragraphs; a list inside the list holds the items under the paragraph before it."""
        words: list[Words] = []
        for node in nodes:
            if isinstance(node, Scalar):
                words.append(words_of(node, level))
            elif isinstance(node, Sequence) and level == 0:
                words += self._words(node.items, 1)
            else:
                self._findings.report(WRONG_TYPE, node.span, "这里应当是文字", "含有“: ”的文字要加引号。")
        return tuple(words)

    def _offices(self, root: Fields) -> tuple[Words, ...]:
        """An office is listed once: they are counted."""
        offices = self._words(root.items("内设机构"))
        names = Names("内设机构", DUPLICATE_ENTRY, self._findings)
        for office in offices:
            if not names.is_new(office.text):
                sentence = f"内设机构“{office.text}”重复"
                self._findings.report(DUPLICATE_ENTRY, office.span, sentence, "每个机构只写一次。")
        return offices

    def _descriptions(self, root: Fields) -> Iterator[ProjectDescription]:
        for name, node in root.entries("项目说明"):
            project = self._projects.meant(name)
            reader = reader_of(node, self._findings, f"“{name.text}”")
            if reader:
                sections = {key.text: self._words(reader.items(key.text)) for key, _ in reader.node.entries}
                yield ProjectDescription(project, sections, name.span, _places(reader))


def _codes_meant(written: WrittenCode, table: CodeTable) -> str:
    owners = codes_named(table, written.name, written.code) if written.name else ()
    known = [f"{owner}-{table.name(owner)}" for owner in owners] or table.similar(written.code)
    return " 或 ".join(known) or "如确有此科目，请按 classification/README.md 增加。"


def _places(reader: Reader) -> dict[str, Span]:
    """Return where the keys of a mapping stand, in their order."""
    return {key.text: key.span for key, _ in reader.node.entries}


def _span_of(node: Node | None) -> Span | None:
    return node.span if node else None


def _members(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else (node,)


def _finer(code: str, table: CodeTable) -> str:
    below = [
        f"{known}-{table.name(known)}"
        for known in table.entries
        if known[:-2] == code and table.lookup(known)
    ]
    return f"请写到下一级，如 {'、'.join(below[:3])}。" if below else ""
