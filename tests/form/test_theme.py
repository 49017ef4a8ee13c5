"""How documents look is data: what a form's theme may say, and what is wrong with one."""

import pytest

from reportgen.document.theme import NumberPlace, PartStart, Rules
from reportgen.form.theme import base_theme
from reportgen.repository.repository import Repository

FORM = "templates/shili-2024"


def faults(example: Repository, theme: str) -> list[str]:
    (example.root / FORM / "theme.yaml").write_text(theme, "utf-8")
    _, findings = example.profile("shili-2024")
    return [finding.headline for finding in findings]


def test_default_follows_the_standard_for_official_documents() -> None:
    theme = base_theme()
    page = theme.portrait
    assert (page.width, page.height) == (210, 297)
    assert (page.top, page.left, page.text_width, page.text_height) == (37, 28, 156, 225)
    assert (theme.body.face.office, theme.body.size, theme.first_line) == ("仿宋_GB2312", 16, 2)
    assert [style.face.office for style in theme.headings] == ["黑体", "楷体_GB2312", "仿宋_GB2312"]
    assert theme.part_title.size == 22
    number = theme.page_number
    assert (number.before, number.after, number.style.size) == ("— ", " —", 14)
    assert (number.place, number.distance) == (NumberPlace.OUTER, 7)


def test_theme_of_a_form_says_only_what_differs(example: Repository) -> None:
    written = "部分起页: 单数页\n表格: {线条: 三线, 宽松: {上下: 2}}\n"
    assert faults(example, written) == []
    profile, _ = example.profile("shili-2024")
    assert profile is not None
    theme, base = profile.theme, base_theme()
    assert (theme.part_start, theme.table.rules) == (PartStart.ODD, Rules.THREE)
    assert (theme.table.loose.padding, theme.table.loose.line_height) == (2, base.table.loose.line_height)
    assert (theme.portrait, theme.body) == (base.portrait, base.body)


def test_theme_is_inherited_with_the_form(example: Repository) -> None:
    (example.root / FORM / "theme.yaml").write_text("首行缩进: 0\n页码: {位置: 居中}\n", "utf-8")
    child = example.root / "templates" / "shili-2025"
    child.mkdir()
    (child / "profile.yaml").write_text("沿用: shili-2024\n年度: 2025\n", "utf-8")
    (child / "theme.yaml").write_text("首行缩进: 1\n", "utf-8")
    profile, findings = Repository(example.root).profile("shili-2025")
    assert findings == []
    assert profile is not None
    assert (profile.theme.first_line, profile.theme.page_number.place) == (1, NumberPlace.CENTRE)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("首行缩近: 2\n", "未知的键“首行缩近”"),
        ("首行缩进: 两字\n", "“首行缩进”应当是长度，如 28.95"),
        ("字样: {正文: {字号: 16pt}}\n", "“字号”应当是长度，如 28.95"),
        ("字样: {正文: {字体: 仿宋体}}\n", "没有字体“仿宋体”"),
        ("表格: {线条: 双线}\n", "“线条”不能是“双线”"),
        ("表格: {字号: [8, 9]}\n", "“字号”应当是由大到小的两个以上的字号"),
        ("纸张: {纵向: {左: 200}}\n", "“纵向”的边距比纸还大"),
        ("页码: {样式: 第页}\n", "“样式”里没有{页码}"),
        ("字体: {仿宋: {印刷: []}}\n", "“印刷”里没有字体"),
        ("字体: 宋体\n", "“字体”应当由“键: 值”组成"),
    ],
)
def test_fault_of_a_theme_names_its_place(example: Repository, written: str, sentence: str) -> None:
    (found,) = faults(example, written)
    assert found.startswith(f"{FORM}/theme.yaml:1:")
    assert sentence in found


def test_all_faults_of_a_theme_are_found_at_once(example: Repository) -> None:
    found = faults(example, "首行缩进: 二\n页码: {位置: 外}\n表格: {表头: 黑}\n")
    assert sorted(line.partition(":")[2][0] for line in found) == ["1", "2", "3"]
