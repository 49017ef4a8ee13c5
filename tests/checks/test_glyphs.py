"""A character that the fonts cannot print is an error where it is written, before anything is printed."""

from dataclasses import replace

import pytest

from reportgen.checks.glyphs import missing_glyphs
from reportgen.commands.building import build_file
from reportgen.commands.checking import check_file
from reportgen.document.theme import Face, Theme
from reportgen.findings.diagnostics import Diagnostic
from reportgen.findings.report import render_text
from reportgen.form.theme import base_theme
from reportgen.renderers.fonts import lacking_glyphs
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, Edit

RARE = "\U0002ceb0"
_STYLES = (
    "body",
    "cover",
    "cover_date",
    "contents_title",
    "contents_top",
    "contents",
    "part_title",
    "table_title",
    "table_note",
)
SERIF = ("Noto Serif CJK SC",)


def found(example: Repository) -> list[Diagnostic]:
    findings = check_file(example, example.root / EXAMPLE_LEDGER).findings
    return [finding for finding in findings if finding.code == "E107"]


def places(example: Repository) -> list[str]:
    return [f"{finding.span.place}:{finding.span.column}" for finding in found(example)]


def line_of(example: Repository, file: str, text: str) -> tuple[int, str]:
    lines = (example.root / file).read_text("utf-8").splitlines()
    return next((number, line) for number, line in enumerate(lines, 1) if text in line)


def test_character_of_a_ledger_is_named_with_its_place(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("负责全市档案工作", f"负责全市档案{RARE}工作"))
    (finding,) = found(example)
    number, line = line_of(example, EXAMPLE_LEDGER, RARE)
    assert (finding.span.path, finding.span.line) == (EXAMPLE_LEDGER, number)
    shown = render_text(finding, line)
    assert f"字体“Noto Serif CJK SC”里没有“{RARE}”（U+2CEB0），印不出来" in shown
    assert line[: finding.span.column - 1].endswith("负责全市档案")


def test_other_places_are_named_with_the_first(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("负责全市档案工作", f"负责{RARE}"), ("[办公室, 业务科]", f"[办公室, 业务{RARE}科]"))
    (finding,) = found(example)
    (other,) = finding.related
    assert other.span.place == f"{EXAMPLE_LEDGER}:{line_of(example, EXAMPLE_LEDGER, '业务' + RARE)[0]}"


def test_it_is_found_in_one_run_with_other_faults(example: Repository, edit: Edit) -> None:
    edit(
        EXAMPLE_LEDGER,
        ("[办公室, 业务科]", f"[办公室, 业务{RARE}科]"),
        ("金额: 134567.89", "金额: 134567.98"),
        ("负责全市", "负责{{ 没有 }}"),
    )
    codes = {finding.code for finding in check_file(example, example.root / EXAMPLE_LEDGER).findings}
    assert codes >= {"E107", "L101", "P102"}


def test_comment_may_hold_any_character(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("年度: 2024\n", f"年度: 2024  # {RARE}\n"))
    assert found(example) == []


def test_place_in_a_long_text_is_the_line_of_the_character() -> None:
    ledger = f"职责:\n  - |\n    第一行\n    第二{RARE}行\n  - 第{RARE}项\n"
    (finding,) = missing_glyphs({RARE: SERIF}, set(), {"a.yaml": ledger})
    assert (finding.span.line, finding.span.column) == (4, 7)
    assert [related.span.line for related in finding.related] == [5]


def test_character_written_as_an_escape_is_found_at_its_value() -> None:
    ledger = '职责: ["甲", "\\U0002CEB0"]\n' + f"# {'x' * 3}\n"
    (finding,) = missing_glyphs({RARE: SERIF}, {RARE}, {"a.yaml": ledger, "b.j2": ""})
    assert (finding.span.line, finding.span.column) == (1, 11)


@pytest.mark.parametrize(
    ("file", "old"),
    [
        ("templates/shili-2024/profile.yaml", "部门预算"),
        ("templates/shili-2024/tables.yaml", "年支出表"),
    ],
)
def test_character_of_a_form_is_named_with_its_place(
    example: Repository, edit: Edit, file: str, old: str
) -> None:
    edit(file, (old, f"{RARE}{old}"))
    number, line = line_of(example, file, RARE)
    assert places(example) == [f"{file}:{number}:{line.index(RARE) + 1}"]


def test_character_of_a_template_is_named_with_its_place(example: Repository) -> None:
    file = "templates/shili-2024/说明.j2"
    template = example.root / file
    template.write_text(f"{template.read_text('utf-8').rstrip()}\n- 又{RARE}一项。\n", "utf-8")
    number, line = line_of(example, file, RARE)
    assert places(example) == [f"{file}:{number}:{line.index(RARE) + 1}"]


def test_nothing_is_built(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("负责全市档案工作", f"负责{RARE}"))
    built = build_file(example, example.root / EXAMPLE_LEDGER, example.root / "build", ("json",))
    assert "E107" in [finding.code for finding in built.findings]
    assert built.files == ()


def test_common_and_rare_characters_have_glyphs() -> None:
    text = "〇一㛃䶮𠅤①㎡±≥≤‰％√×÷—…“”‘’、。《》【】￥¥€℃Ω●■□→\n\t\u3000 \u00a0"
    assert lacking_glyphs(base_theme(), text) == {}


def test_characters_without_glyphs_are_named_with_the_families() -> None:
    assert lacking_glyphs(base_theme(), f"甲☑{RARE}") == {"☑": SERIF, RARE: SERIF}


def test_every_face_must_have_the_character() -> None:
    """One face has no Chinese characters, all others have."""
    theme = base_theme()
    latin = Face("宋体", ("Liberation Serif",), bold=False)
    theme = replace(theme, cover=replace(theme.cover, face=latin))
    assert lacking_glyphs(theme, "1甲") == {"甲": ("Liberation Serif",)}


def test_another_family_of_a_face_may_have_the_character() -> None:
    families = (*SERIF, "No Such Font", "DejaVu Sans")
    theme = set_in(base_theme(), families)
    assert lacking_glyphs(theme, f"☑{RARE}") == {RARE: (*SERIF, "DejaVu Sans")}


def set_in(theme: Theme, families: tuple[str, ...]) -> Theme:
    face = Face("宋体", families, bold=False)
    styles = {name: replace(getattr(theme, name), face=face) for name in _STYLES}
    first, second, third = (replace(style, face=face) for style in theme.headings)
    table = replace(theme.table, head=face, text=face)
    number = replace(theme.page_number, style=replace(theme.page_number.style, face=face))
    return replace(theme, **styles, headings=(first, second, third), table=table, page_number=number)
