"""Nodes → model: a ledger becomes a `Budget`, or every reason why it is none.

Nothing is repaired and nothing stops at the first fault.
The keys are those of the ledger (docs/guide.md); codes are looked up in the classification of the year.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import PurePosixPath
from typing import TypeVar

from reportgen.classification.code_names import WrittenCode, codes_named, name_fault, written_code
from reportgen.classification.tables import CATEGORY, ITEM, SECTION, Classification, CodeTable
from reportgen.findings.diagnostics import Diagnostic, Span, has_errors
from reportgen.findings.rules import (
    BAD_REGION,
    CLOSED_CODE,
    DUPLICATE_ENTRY,
    MISSING_KEY,
    NEGATIVE_AMOUNT,
    NOT_A_COUNT,
    THREE_PUBLIC_BESIDE_CODE,
    UNKNOWN_CODE,
    UNKNOWN_PROJECT,
    UNKNOWN_UNIT,
    UNKNOWN_VALUE,
    WRONG_TYPE,
)
from reportgen.findings.suggestions import did_you_mean
from reportgen.ledger.model import (
    APPROPRIATION_FUNDS,
    BASIC_CATEGORIES,
    COUNTED,
    CURRENT,
    DEPARTMENT_STAGE,
    FUNDS,
    NO,
    NO_THREE_PUBLIC,
    PERIODS,
    PROCUREMENT_CATEGORIES,
    PROJECT,
    STAGES,
    THREE_PUBLIC,
    UNIT_TYPES,
    YES,
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
from reportgen.source.names import is_region
from reportgen.source.parsing import Node, Scalar, Sequence
from reportgen.source.reading import Findings, Reader, read_amount, read_count, reader_of

T = TypeVar("T")
_DEFAULT_SELF = "本部门"
_DEPARTMENT_NAMES = ("简称", "自称", "表内称", "别名", "主管", "行政区划", "级次")
_UNDISCLOSED = ("单位", "单位编码", "功能科目", "经济科目", "项目类别")
_NOTHING = ("~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class Heading:
    """What is needed before the rest can be read: profile, region and year."""

    profile: Scalar
    region: Scalar
    year: int
    year_span: Span


def decode_heading(root: Reader) -> Heading | None:
    """Read profile, region and year."""
    profile, region, at = (root.scalar(key) for key in ("表式", "地区", "年度"))
    year = read_count(at, "年度", root.findings) if at else None
    if profile is None or region is None or at is None or year is None:
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
    budget = decoder.budget(root, heading, path)
    root.finish()
    return (None if has_errors(root.findings) else budget), list(root.findings)


def words_of(scalar: Scalar, level: int = 0) -> Words:
    """Turn a text of the ledger into words; line breaks of the file are no part of it."""
    return Words("".join(line.strip() for line in scalar.text.splitlines()), scalar.span, level)


class _Decoder:
    """Holds what references are checked against: the classification, the units and the projects."""

    def __init__(self, findings: Findings, classification: Classification) -> None:
        self._findings = findings
        self._classification = classification
        self._three_public_under = cache(classification.economic.three_public)
        self._units: dict[str, Unit] = {}
        self._projects: dict[str, Span] = {}
        self._undisclosed: tuple[str, ...] = ()

    def budget(self, root: Reader, heading: Heading, path: str) -> Budget:
        department = self._department(root)
        self._undisclosed = self._names_of(root, "未披露", _UNDISCLOSED)
        units = self._all_units(root)
        projects = tuple(self._all_projects(root))
        return Budget(
            path=path,
            region=heading.region.text,
            year=heading.year,
            stem=PurePosixPath(path).stem,
            profile=heading.profile.text,
            date=root.date("日期", required=False),
            department=department,
            units=units,
            revenue=self._each(root, "收入", self._fund_line, required=True),
            carried_in=self._each(root, "上年结转", self._fund_line),
            carried_out=self._each(root, "年终结转", self._fund_line),
            basic=self._each(root, "基本支出", self._basic_line, required=True),
            projects=projects,
            procurement=self._each(root, "政府采购", self._procurement),
            purchased_services=self._each(root, "政府购买服务", self._purchased_service),
            assets=self._assets(root),
            transfers=self._each(root, "转移支付", self._named_amount),
            protection=self._each(root, "保障层次", self._named_amount),
            declared=self._declared(root, "另列"),
            texts={key: self._words(_members(node)) for key, node in self._text_entries(root)},
            without_tables=self._without_tables(root),
            previous=self._declared(root, "上年"),
            reasons=self._reasons(root),
            duties=self._words(root.items("职责", required=True)),
            offices=self._words(root.items("内设机构", required=True)),
            descriptions=tuple(self._descriptions(root)),
            performance=self._performance(root.mapping("绩效", required=False)),
            classification=self._classification,
            profile_span=heading.profile.span,
            year_span=heading.year_span,
            date_span=_span_of(root.node.get("日期")),
        )

    def _each(
        self, root: Reader, key: str, read: Callable[[Reader], T], *, required: bool = False
    ) -> tuple[T, ...]:
        found = []
        for reader in root.readers(key, required=required):
            found.append(read(reader))
            reader.finish()
        return tuple(found)

    def _department(self, root: Reader) -> Department:
        reader = root.mapping("部门")
        if reader is None:
            return Department("", {"全称": ""}, root.span)
        code, full_name = reader.text("编码", required=False), self._name(reader, "全称")
        defaults = {"简称": full_name, "自称": _DEFAULT_SELF, "表内称": full_name}
        names = {
            key: self._name(reader, key, required=False, default=defaults.get(key, ""))
            for key in _DEPARTMENT_NAMES
        }
        reader.finish()
        return Department(code, {"全称": full_name, **names}, reader.span)

    def _name(self, reader: Reader, key: str, *, required: bool = True, default: str = "") -> str:
        """A name stands in one line and says something; YAML's words for nothing are no name."""
        scalar = reader.scalar(key, required=required)
        if scalar is None:
            return default
        if len(scalar.text.splitlines()) > 1 or (not scalar.quoted and scalar.text in _NOTHING):
            hint = "请写在一行里；没有就不写这个键。"
            self._findings.report(WRONG_TYPE, scalar.span, f"“{key}”应当是一行文字", hint)
        return scalar.text

    def _all_units(self, root: Reader) -> tuple[Unit, ...]:
        for reader in root.readers("单位", required=True):
            unit = Unit(
                reader.text("编码", required="单位编码" not in self._undisclosed),
                self._name(reader, "名称"),
                reader.choice("类型", UNIT_TYPES) or "",
                reader.span,
            )
            reader.finish()
            if unit.key in self._units:
                self._findings.report(
                    DUPLICATE_ENTRY, reader.span, f"单位“{unit.key}”重复", "每个单位只写一次。"
                )
            self._units[unit.key] = unit
        return tuple(self._units.values())

    def _names_of(self, root: Reader, key: str, known: tuple[str, ...]) -> tuple[str, ...]:
        """Read a list of names that must be among *known*."""
        names = []
        for scalar in root.scalars(key):
            if scalar.text not in known:
                hint = did_you_mean(scalar.text, known) or f"可用的值：{'、'.join(known)}。"
                self._findings.report(UNKNOWN_VALUE, scalar.span, f"“{key}”里不能是“{scalar.text}”", hint)
            names.append(scalar.text)
        return tuple(names)

    def _named_amount(self, reader: Reader) -> NamedAmount:
        return NamedAmount(reader.text("名称"), self._amount(reader), reader.span)

    def _text_entries(self, root: Reader) -> Iterator[tuple[str, Node]]:
        for key, node in root.entries("文字"):
            yield key.text, node

    def _without_tables(self, root: Reader) -> Words | None:
        reader = root.mapping("附表", required=False)
        if reader is None:
            return None
        reason = reader.scalar("不列")
        reader.finish()
        return words_of(reason) if reason else None

    def _unit(self, reader: Reader) -> str:
        scalar = reader.scalar("单位", required="单位" not in self._undisclosed)
        if scalar is None:
            return ""
        if scalar.text not in self._units:
            hint = did_you_mean(scalar.text, self._units) or f"台账里的单位：{'、'.join(self._units)}。"
            self._findings.report(UNKNOWN_UNIT, scalar.span, f"“单位”里没有“{scalar.text}”", hint)
        return scalar.text

    def _fund_line(self, reader: Reader) -> FundLine:
        fund = reader.choice("资金来源", FUNDS) or ""
        return FundLine(
            unit=self._unit(reader),
            fund=fund,
            appropriation=self._appropriation(reader, fund),
            amount=self._amount(reader),
            span=reader.span,
        )

    def _appropriation(self, reader: Reader, fund: str) -> str:
        """The three appropriation funds are 财政拨款 unless the ledger says otherwise, others are not."""
        return reader.choice("财政拨款", (YES, NO), default=YES if fund in APPROPRIATION_FUNDS else NO) or ""

    def _amount(self, reader: Reader) -> Decimal:
        amount = reader.amount("金额")
        if amount is None:
            return Decimal(0)
        scalar = reader.scalar("金额")
        self._check_sign("金额", amount, scalar.span if scalar else reader.span)
        return amount

    def _check_sign(self, what: str, amount: Decimal, span: Span) -> None:
        if amount < 0:
            hint = "预算数不能为负；冲减请改在原来的行里。"
            self._findings.report(NEGATIVE_AMOUNT, span, f"{what}是负数：{amount}", hint)

    def _basic_line(self, reader: Reader) -> ExpenditureLine:
        category = reader.choice("类别", BASIC_CATEGORIES) or ""
        return self._line(reader, self._unit(reader), category, "")

    def _line(self, reader: Reader, unit: str, category: str, project: str) -> ExpenditureLine:
        function = self._code(reader, "功能科目", self._classification.functional, (ITEM,))
        digits = (SECTION, CATEGORY) if "经济科目" in self._undisclosed else (SECTION,)
        economic = self._code(reader, "经济科目", self._classification.economic, digits)
        fund = reader.choice("资金来源", FUNDS) or ""
        return ExpenditureLine(
            unit=unit,
            category=category,
            function=function,
            economic=economic,
            fund=fund,
            period=reader.choice("期", PERIODS, default=CURRENT) or "",
            appropriation=self._appropriation(reader, fund),
            three_public=self._three_public(reader, economic),
            project=project,
            item=reader.text("名称", required=False) if project else "",
            amount=self._amount(reader),
            span=reader.span,
        )

    def _code(self, reader: Reader, key: str, table: CodeTable, lengths: tuple[int, ...]) -> str:
        scalar = reader.scalar(key, required=key not in self._undisclosed)
        if scalar is None:
            return ""
        written = written_code(key, scalar.text, scalar.span)
        code = written.code
        entry = table.lookup(code)
        if entry is None:
            self._findings.append(self._code_fault(written, table))
        elif len(code) not in lengths:
            sentence = f"“{key}”{code} 不是 {lengths[0]} 位编码"
            self._findings.report(UNKNOWN_CODE, scalar.span, sentence, _finer(code, table))
        elif written.name:
            fault = name_fault(written, entry, table, self._classification)
            self._findings.extend([fault] if fault else [])
        return code

    def _code_fault(self, written: WrittenCode, table: CodeTable) -> Diagnostic:
        code, key, span = written.code, written.key, written.span
        closed = table.closed(code)
        moved = [rename for rename in self._classification.renames(code) if rename.new_codes]
        name = closed.name if closed else moved[-1].old if moved else ""
        if not name:
            owners = codes_named(table, written.name, code) if written.name else ()
            known = [f"{owner}-{table.name(owner)}" for owner in owners] or table.similar(code)
            hint = " 或 ".join(known) or "如确有此科目，请按 classification/README.md 增加。"
            return Diagnostic(UNKNOWN_CODE, span, f"{table.year} 年没有“{key}”{code}", hint)
        sentence = f"“{key}”{code}（{name}）{table.year} 年不能使用"
        codes = (closed.successor,) if closed and closed.successor else moved[-1].new_codes if moved else ()
        if codes:
            successors = " 或 ".join(self._successor(code, table) for code in codes)
            return Diagnostic(CLOSED_CODE, span, sentence, f"请改用 {successors}。")
        assert closed is not None
        hint = f"这个科目自 {closed.valid_from or '更早'} 起使用，至 {closed.valid_to or '今'} 止。"
        return Diagnostic(CLOSED_CODE, span, sentence, hint)

    @staticmethod
    def _successor(code: str, table: CodeTable) -> str:
        entry = table.lookup(code)
        return f"{code}-{entry.name}" if entry else code

    def _three_public(self, reader: Reader, economic: str) -> str:
        """The classification fills the dimension in; only a ledger that knows no 款 may state it.

        Empty where a line without 款 may hold such expenses and does not say.
        """
        possible = self._three_public_under(economic)
        stated = reader.choice("三公", (*THREE_PUBLIC, NO_THREE_PUBLIC), default="") or ""
        if len(economic) == SECTION:
            if stated:
                sentence = f"经济科目 {economic} 已经定了是不是“三公”经费，不能另写“三公: {stated}”"
                self._three_public_fault(reader, sentence)
            return possible[0] if possible else NO_THREE_PUBLIC
        if stated not in (*possible, NO_THREE_PUBLIC, ""):
            sentence = f"经济科目 {economic} 里没有“三公”经费的“{stated}”"
            self._three_public_fault(reader, sentence)
        return stated or ("" if possible else NO_THREE_PUBLIC)

    def _three_public_fault(self, reader: Reader, sentence: str) -> None:
        scalar = reader.scalar("三公", required=False)
        span = scalar.span if scalar else reader.span
        self._findings.report(THREE_PUBLIC_BESIDE_CODE, span, sentence, "请删去“三公”，或改正“经济科目”。")

    def _all_projects(self, root: Reader) -> Iterator[Project]:
        for reader in root.readers("项目支出"):
            project = self._project(reader)
            reader.finish()
            if project.name in self._projects:
                self._findings.report(
                    DUPLICATE_ENTRY, reader.span, f"项目名称“{project.name}”重复", "请合并明细。"
                )
            self._projects[project.name] = reader.span
            yield project

    def _project(self, reader: Reader) -> Project:
        name, unit = self._name(reader, "名称"), self._unit(reader)
        lines = []
        for line in reader.readers("明细", required=True):
            lines.append(self._line(line, unit, PROJECT, name))
            line.finish()
        return Project(
            name=name,
            code=reader.text("编码", required=False),
            unit=unit,
            category=reader.text("项目类别", required="项目类别" not in self._undisclosed),
            stage=reader.choice("阶段", STAGES, default=DEPARTMENT_STAGE) or "",
            lines=tuple(lines),
            performance=self._performance(reader.mapping("绩效", required=False)),
            span=reader.span,
        )

    def _project_name(self, reader: Reader, *, required: bool = True) -> str:
        scalar = reader.scalar("项目", required=required)
        if scalar is None:
            return ""
        self._check_project(scalar)
        return scalar.text

    def _check_project(self, scalar: Scalar) -> None:
        if scalar.text not in self._projects:
            hint = did_you_mean(scalar.text, self._projects)
            self._findings.report(UNKNOWN_PROJECT, scalar.span, f"“项目支出”里没有“{scalar.text}”", hint)

    def _procurement(self, reader: Reader) -> Procurement:
        return Procurement(
            unit=self._unit(reader),
            project=self._project_name(reader, required=False),
            category=reader.choice("类别", PROCUREMENT_CATEGORIES) or "",
            name=reader.text("名称", required=False),
            amount=self._amount(reader),
            span=reader.span,
        )

    def _purchased_service(self, reader: Reader) -> PurchasedService:
        first, second, third = (reader.text(key, required=False) for key in ("一级", "二级", "三级"))
        return PurchasedService(
            unit=self._unit(reader),
            project=self._project_name(reader),
            catalogue=(first, second, third),
            field=reader.text("服务领域", required=False),
            amount=self._amount(reader),
            span=reader.span,
        )

    def _performance(self, reader: Reader | None) -> Performance | None:
        if reader is None:
            return None
        order = reader.count("顺序", required=False) or 0
        indicators, tasks = (
            tuple(self._words_map(item.node.entries) for item in reader.readers(key))
            for key in ("指标", "任务")
        )
        return Performance(
            order=order,
            fields=self._words_map(reader.rest()),
            indicators=indicators,
            tasks=tasks,
            span=reader.span,
        )

    def _words_map(self, entries: Iterable[tuple[Scalar, Node]]) -> dict[str, Words]:
        return {key.text: words_of(scalar) for key, scalar in self._scalars(entries)}

    def _scalars(self, entries: Iterable[tuple[Scalar, Node]]) -> Iterator[tuple[Scalar, Scalar]]:
        for key, value in entries:
            if isinstance(value, Scalar):
                yield key, value
            else:
                self._findings.report(WRONG_TYPE, value.span, f"“{key.text}”应当是一个值，不是列表或多个键")

    def _assets(self, root: Reader) -> Assets | None:
        reader = root.mapping("资产", required=False)
        if reader is None:
            return None
        as_of = reader.date("截至")
        vehicles = tuple(self._count(key, value) for key, value in reader.entries("车辆", required=True))
        general, special = (self._equipment(reader, key) for key in ("通用设备", "专用设备"))
        reader.finish()
        return (
            Assets(
                as_of=as_of,
                vehicles=vehicles,
                general_equipment=general,
                special_equipment=special,
                span=reader.span,
            )
            if as_of
            else None
        )

    def _equipment(self, reader: Reader, key: str) -> Count:
        scalar = reader.scalar(key)
        return self._count(Scalar(key, reader.span), scalar) if scalar else Count(key, 0, reader.span)

    def _count(self, key: Scalar, value: Node) -> Count:
        number = read_count(value, key.text, self._findings) if isinstance(value, Scalar) else None
        if not isinstance(value, Scalar):
            self._findings.report(NOT_A_COUNT, value.span, f"“{key.text}”应当是整数")
        return Count(key.text, number or 0, value.span)

    def _declared(self, root: Reader, section: str) -> dict[str, Declared]:
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

    def _reasons(self, root: Reader) -> dict[str, Words]:
        """A reason says something: a full stop alone would print as a reason left out."""
        reasons = {}
        for key, value in self._scalars(root.entries("原因")):
            reasons[key.text] = words_of(value)
            if not value.text.strip("。 \n"):
                hint = "请写明原因；没有增减的，删去这一项。"
                self._findings.report(MISSING_KEY, key.span, f"“原因”里的“{key.text}”是空的", hint)
        return reasons

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

    def _descriptions(self, root: Reader) -> Iterator[ProjectDescription]:
        for name, node in root.entries("项目说明"):
            self._check_project(name)
            reader = reader_of(node, self._findings, f"“{name.text}”")
            if reader:
                sections = {key.text: self._words(reader.items(key.text)) for key, _ in reader.node.entries}
                yield ProjectDescription(name.text, sections, name.span)


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
