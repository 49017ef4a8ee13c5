"""Two invented departments in each of the five real forms: every amount of every table and sentence.

The first has three units and all kinds of money that the form can hold, the second one line.
What a column and a row mean is written down in `meaning/`, what a figure in the text means in `facts.yaml`;
`oracle.py` works out from that and from `lines.yaml` what should be printed.
`printed/` shows what is printed, each amount as the letters of the lines that add up to it.
"""

from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reportgen.commands.checking import Checked
from reportgen.document.document import Cell, Document, Field, Figure, Grid, Kind, Paragraph, Part, Table
from reportgen.repository.repository import Repository
from tests.every_form.ledgers import DATA, FORMS, NEARLY_EMPTY, checked, facts, kept_by, oracle, repository
from tests.every_form.oracle import HERE, STEP, Department, Facts, Oracle, meaning

# One worker makes the fixtures of the module.
pytestmark = pytest.mark.xdist_group("every form")

DEPARTMENTS = [(form, kept) for form in FORMS for kept in (kept_by(form), NEARLY_EMPTY)]
each_department = pytest.mark.parametrize(
    ("form", "kept"), DEPARTMENTS, ids=[f"{form}-{len(kept)}" for form, kept in DEPARTMENTS]
)
RISE = ("增加", "增长", "上升")
FALL = ("减少", "下降", "降低")


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return repository(tmp_path_factory.mktemp("forms").resolve())


@pytest.fixture(scope="module")
def document_of(forms: Repository) -> Callable[[str, str], Document]:
    @cache
    def document(form: str, kept: str) -> Document:
        found = checked(forms, form, kept)
        assert found.document is not None, [item.headline for item in found.findings if item.is_error]
        return found.document

    return document


def printed_rows(document: Document, expected: Oracle, key: str) -> list[list[str]]:
    """The rows of all grids with amounts, texts first in each panel; or the amounts above the tables."""
    tables = [table for table in document.tables if table.key == key]
    spec = expected.meaning["表"][key]
    if "每" in spec:
        return [[field.label, field.cell.text] for table in tables for field in amount_fields(table)]
    rows = []
    for grid in amount_grids(tables):
        widths = [spec.get("文字列", 1) + len(panel["列"]) for panel in spec.get("栏", [spec])]
        assert sum(widths) == len(grid.columns), key
        rows += [arranged(grid, [cell.text for cell in row.cells], widths) for row in grid.rows]
    return rows


def amount_grids(tables: list[Table]) -> Iterator[Grid]:
    for table in tables:
        for grid in table.grids:
            if any(column.kind is Kind.AMOUNT for column in grid.columns):
                yield grid


def has_amounts(table: Table) -> bool:
    return bool(amount_fields(table)) or any(amount_grids([table]))


def amount_fields(table: Table) -> list[Field]:
    return [field for field in table.fields if field.kind is Kind.AMOUNT]


def arranged(grid: Grid, texts: list[str], widths: list[int]) -> list[str]:
    found, start = [], 0
    for width in widths:
        panel = range(start, start + width)
        found += [texts[index] for index in panel if grid.columns[index].kind is not Kind.AMOUNT]
        found += [texts[index] for index in panel if grid.columns[index].kind is Kind.AMOUNT]
        start += width
    return found


@each_department
def test_every_amount_of_every_table_is_that_of_the_oracle(
    document_of: Callable[[str, str], Document], form: str, kept: str
) -> None:
    document, expected = document_of(form, kept), oracle(form, kept)
    keys = {table.key for table in document.tables if has_amounts(table)}
    assert keys <= set(expected.meaning["表"])
    for key in expected.meaning["表"]:
        assert printed_rows(document, expected, key) == expected.table(key), key


@each_department
def test_every_figure_of_the_text_is_that_of_the_oracle(
    document_of: Callable[[str, str], Document], form: str, kept: str
) -> None:
    assert_figures(document_of(form, kept), form, kept)


def assert_figures(document: Document, form: str, kept: str) -> None:
    known, wording = facts(form, kept), meaning(form)["文字"]
    for block, figure in figures(document):
        assert block.text[figure.start : figure.start + len(figure.text)] == figure.text
        if figure.fact != "资产.截至":
            value = known.value(figure.fact)
            assert figure.value == value, figure.fact
            assert figure.text == written(figure, value, wording), figure.fact


def figures(document: Document) -> Iterator[tuple[Paragraph | Part, Figure]]:
    for block in document.blocks:
        if isinstance(block, Paragraph | Part):
            for figure in block.figures:
                yield block, figure


def written(figure: Figure, value: Decimal, wording: dict[str, Any]) -> str:
    """A figure as the form writes it; the word before it says whether it rises or falls."""
    size = abs(value)
    if figure.unit == "":
        return str(int(size))
    if figure.unit == "%":
        share = figure.fact.startswith("占比")
        text = str(
            (size * 100).quantize(Decimal(10) ** -(2 if share else wording["变动率小数"]), ROUND_HALF_UP)
        )
        return bare(text) if share or wording["变动率尾零"] == "去" else text
    text = str((size / 10_000).quantize(Decimal("0.01"), ROUND_HALF_UP))
    return "0" if size == 0 else bare(text) if wording["金额尾零"] == "去" else text


def bare(text: str) -> str:
    return text.rstrip("0").rstrip(".")


@each_department
def test_words_of_direction_agree_with_the_change(
    document_of: Callable[[str, str], Document], form: str, kept: str
) -> None:
    known = facts(form, kept)
    seen = 0
    for block, figure in figures(document_of(form, kept)):
        if figure.fact.startswith("变动"):
            before = block.text[: figure.start][-2:]
            assert before in (RISE if known.value(figure.fact) > 0 else FALL), block.text
            seen += 1
    assert seen or form == "dalian-gaoxin-2024"


def shown(document: Document, held: Department) -> str:
    """Every table and every paragraph, each sum of lines as the letters of the lines."""
    lines = ["# 打印的结果：=abc 是代号为 a、b、c 的各行之和（见 lines.yaml）；由 test_every_form.py 写出。"]
    for table in document.tables:
        amounts = [(f"{field.label}", field.cell) for field in amount_fields(table)]
        grids = list(amount_grids([table]))
        if amounts or grids:
            lines += ["", f"## {table.key}", *(f"{label}：{letters(cell, held)}" for label, cell in amounts)]
        for grid in grids:
            lines += [" | ".join(">".join(column.heading) for column in grid.columns)]
            lines += [" | ".join(letters(cell, held) for cell in row.cells) for row in grid.rows]
    lines += ["", "## 文字"]
    for block in document.blocks:
        if isinstance(block, Paragraph | Part) and block.figures:
            lines.append(in_letters(block, held))
    return "\n".join(lines) + "\n"


def letters(cell: Cell, held: Department) -> str:
    """What a cell adds up; what is declared of last year stays a number."""
    known = cell.value is not None and cell.value != 0 and cell.value % STEP == 0
    found = held.decomposed(cell.value) if known and cell.value is not None else ""
    return found if found and len(found) - 1 == len(cell.sources) else cell.text


def in_letters(block: Paragraph | Part, held: Department) -> str:
    text, known = block.text, Facts(held, {}, {})
    for figure in reversed(block.figures):
        if figure.value and known.is_sum(figure.fact):
            end = figure.start + len(figure.text)
            text = f"{text[: figure.start]}{{{held.decomposed(figure.value)}}}{text[end:]}"
    return text


@each_department
def test_what_is_printed_can_be_read_in_letters(
    document_of: Callable[[str, str], Document], golden: Callable[[Path, str], None], form: str, kept: str
) -> None:
    name = "kong" if kept == NEARLY_EMPTY else "quan"
    golden(
        HERE / "printed" / f"{form}-{name}.txt", shown(document_of(form, kept), oracle(form, kept).department)
    )


@pytest.mark.parametrize(
    ("form", "more"), [(form, more) for form in FORMS for more in meaning(form)["容不下"]]
)
def test_money_that_a_form_has_no_place_for_is_named(forms: Repository, form: str, more: str) -> None:
    found = checked(forms, form, kept_by(form) + more)
    assert found.document is None
    assert {item.code for item in found.findings if item.is_error} == {"T101"}


def test_text_alone_holds_the_money_that_tables_have_no_place_for(
    forms: Repository, golden: Callable[[Path, str], None]
) -> None:
    """The text of 高新区, as it is published: without tables, and so with the money of the units too."""
    form, kept = "dalian-gaoxin-2024", "".join(DATA["行"]).replace("z", "")
    found = checked(forms, form, kept, 附表={"不列": "只公布文字"})
    assert found.document is not None
    assert found.document.tables == ()
    assert_figures(found.document, form, kept)
    held = oracle(form, kept).department
    golden(HERE / "printed" / "dalian-gaoxin-2024-wenzi.txt", shown(found.document, held))


@pytest.mark.parametrize(
    ("form", "more", "denial"),
    [
        ("dalian-xigang-2024", "B", "无政府性基金预算"),
        ("dalian-xigang-2025", "B", "无政府性基金预算"),
        ("dalian-xigang-2024", "E", "无国有资本经营预算"),
        ("dalian-gaoxin-2024", "B", "无政府性基金预算收支"),
        ("dalian-gaoxin-2024", "E", "全部为一般公共预算收支"),
        ("dalian-gaoxin-2024", "x", "全部为一般公共预算收支"),
    ],
)
def test_money_that_only_comes_in_or_is_carried_over_is_not_denied(
    forms: Repository, form: str, more: str, denial: str
) -> None:
    assert denial in prose(checked(forms, form, NEARLY_EMPTY))
    assert denial not in prose(checked(forms, form, NEARLY_EMPTY + more))


def prose(found: Checked) -> str:
    assert found.document is not None
    return "".join(block.text for block in found.document.blocks if isinstance(block, Paragraph))
