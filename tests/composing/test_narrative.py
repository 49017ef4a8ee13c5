"""The narrative language: figures survive the template engine, and nothing else gets through it."""

from collections.abc import Callable

import pytest

from reportgen.commands.checking import Checked, check_file
from reportgen.document.document import Paragraph, Role
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, Edit, drop_descriptions

Say = Callable[..., Checked]
TEMPLATE = "templates/shili-2024/说明.j2"


@pytest.fixture
def say(example: Repository) -> Say:
    """Check the invented ledger with another narrative."""

    drop_descriptions(example)

    def checked(text: str) -> Checked:
        (example.root / TEMPLATE).write_text(text, "utf-8")
        return check_file(example, example.root / EXAMPLE_LEDGER)

    return checked


def texts(checked: Checked) -> list[str]:
    assert checked.document is not None, [finding.headline for finding in checked.findings]
    found = [block for block in checked.document.blocks if isinstance(block, Paragraph)]
    glossary = next(index for index, block in enumerate(found) if "基本支出：" in block.text)
    return [block.text for block in found[:glossary]]


def sentence(checked: Checked) -> Paragraph:
    assert checked.document is not None, [finding.headline for finding in checked.findings]
    return next(block for block in checked.document.blocks if isinstance(block, Paragraph))


WAYS = {
    "plain": "{{ 收入.合计|万元 }}万元",
    "set": "{% set 数 = 收入.合计|万元 %}{{ 数 }}万元",
    "set block": "{% set 数 %}{{ 收入.合计|万元 }}{% endset %}{{ 数 }}万元",
    "concatenation": "{{ '' ~ (收入.合计|万元) ~ '万元' }}",
    "addition": "{{ (收入.合计|万元) + '万元' }}",
    "addition on the right": "{{ '' + (收入.合计|万元) }}万元",
    "join": "{{ [收入.合计|万元, '']|join }}万元",
    "macro": "{% macro 写(数) %}{{ 数|万元 }}{% endmacro %}{{ 写(收入.合计) }}万元",
    "condition": "{% if 收入.合计 %}{{ 收入.合计|万元 }}{% endif %}万元",
    "loop": "{% for 数 in [收入.合计] %}{{ 数|万元 }}{% endfor %}万元",
}


@pytest.mark.parametrize("way", WAYS)
def test_a_figure_survives_every_way_to_build_a_sentence(say: Say, way: str) -> None:
    paragraph = sentence(say(f"共{WAYS[way]}。"))
    assert paragraph.text == "共159.46万元。"
    (figure,) = paragraph.figures
    assert (figure.text, figure.start, figure.unit, figure.fact) == ("159.46", 1, "万元", "收入.合计")
    assert str(figure.value) == "1594567.89"
    assert figure.template.place == f"{TEMPLATE}:1"
    assert len(figure.sources) == 4


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ 收入.合计 }}", "P101"),
        ("{{ 收入.合计 ~ '元' }}", "P101"),
        ("{% if 收入.合计|万元 %}有{% endif %}", "P101"),
        ("{% if (收入.合计|万元) == 0 %}有{% endif %}", "P101"),
        ("{{ 收入 }}", "P101"),
        ("{{ 职责 }}", "P101"),
        ("{{ 收入.合计|百分比 }}%", "P101"),
        ("{{ 占(收入.合计, 年终结转)|百分比 }}%", "P101"),
        ("{{ 收入.合计|truncate(3) }}", "P101"),
        ("{% else %}", "P101"),
        ("{{ 收入.合计.__class__ }}", "P102"),
        ("{{ 收入.__class__.__mro__ }}", "P102"),
        ("{{ self.__init__.__globals__ }}", "P101"),
        ("{{ 占 }}", "P101"),
        ("{{ 词 }}", "P101"),
        ("{{ 门槛 }}", "P101"),
        ("{{ 名词 }}", "P101"),
        ("{{ true }}", "P101"),
        ("{{ 职责[0] }}", "P101"),
        ("{{ 职责[0].span }}", "P102"),
        ("{{ 职责[0]['span'] }}", "P102"),
        ("{{ 词.items }}", "P102"),
        ("{{ 占.__name__ }}", "P102"),
        ("{{ 不存在 }}", "P102"),
        ("{% if 假 %}{{ 收入.合记|万元 }}万元{% endif %}", "P102"),
        ("{% for 项 in 支出.类别 %}{{ 项 }}{% endfor %}", "P102"),
        ("{{ 词.没有这个词 }}", "P102"),
        ("{{ 收入.合计|元 }}万元", "P103"),
        ("{{ 占(支出.合计, 收入.合计)|百分比 }}", "P103"),
        ("共三百万元。", "P104"),
        ("{{ '5' }}个", "P104"),
        ("（一）标题", "P106"),
    ],
)
def test_a_fault_of_a_template_is_reported_with_its_line(say: Say, text: str, code: str) -> None:
    checked = say(f"开头。\n\n{text}\n")
    found = [finding for finding in checked.findings if finding.code == code]
    assert found, [finding.headline for finding in checked.findings]
    assert found[0].span.path == TEMPLATE
    assert found[0].span.line == 3
    assert checked.document is None


def test_the_mark_that_notepad_writes_is_no_text(say: Say) -> None:
    assert texts(say("\ufeff# 主要职责\n")) == ["一、主要职责"]


@pytest.mark.parametrize("character", ["\ue000", "\x07"])
def test_an_unprintable_character_of_a_template_is_reported(say: Say, character: str) -> None:
    found = [finding for finding in say(f"开头。\n\n文{character}字\n").findings if finding.code == "E106"]
    assert [(finding.span.path, finding.span.line, finding.span.column) for finding in found] == [
        (TEMPLATE, 3, 2)
    ]


def test_all_faults_come_in_one_run(say: Say) -> None:
    checked = say("{{ 收入.合记|万元 }}万元\n\n{{ 收入.合计|元 }}万元\n\n2024年\n")
    assert {finding.code for finding in checked.findings if finding.is_error} == {"P102", "P103", "P104"}


NUMBERED = """# 甲
{% if 假 %}
# 略去
{% endif %}
# 乙

## 丙

- 一项
- 又一项

-- 小项

## 丁

- 一项

文字

- 一项
"""


def test_numbers_are_given_after_rendering(say: Say) -> None:
    expected = "一、甲 二、乙 （一）丙 1.一项 2.又一项 （1）小项 （二）丁 1.一项 文字 1.一项"
    assert texts(say(NUMBERED)) == expected.split()


def test_spaces_beside_chinese_and_line_breaks_are_dropped(say: Say) -> None:
    written = "{{ 年度 }} 年 收入\n预算 {{ 收入.合计|万元 }} 万元 abc def\n"
    assert texts(say(written)) == ["2024年收入预算159.46万元abc def"]


def test_ledger_words_cannot_become_headings_or_items(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("  - 负责全市档案工作。", "  - '# 假标题'"))
    checked = check_file(example, example.root / EXAMPLE_LEDGER)
    assert checked.document is not None
    paragraph = next(b for b in checked.document.blocks if isinstance(b, Paragraph) and "假标题" in b.text)
    assert (paragraph.role, paragraph.text) == (Role.ITEM, "1.#假标题")


@pytest.mark.parametrize(
    "words",
    [
        "{{ 9**9**9 }}",
        "{{ 'x' * 10**9 }}",
        "{{ ''.__class__ }}",
        "{% for 甲 in 职责 %}{% endfor %}",
        "{{ 收入.合计|段落 }}",
        "{{ 原因(收入.合计) }}",
        "{{ 占 }}",
        "{{ true }}",
        "{{ 职责[0].span }}",
        "{{ 收入.合计",
        "{{" * 300,
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    ],
)
def test_ledger_words_are_a_smaller_language(example: Repository, edit: Edit, words: str) -> None:
    edit(EXAMPLE_LEDGER, ("  收入.合计: 新增数字化项目", f'  收入.合计: "{words}"'))
    checked = check_file(example, example.root / EXAMPLE_LEDGER)
    assert checked.document is None
    assert {finding.code for finding in checked.findings if finding.is_error} <= {"P101", "P102"}
    assert all(finding.span.path == EXAMPLE_LEDGER for finding in checked.findings if finding.is_error)


def test_a_figure_in_ledger_words_names_its_ledger_line(example_document: object) -> None:
    blocks = getattr(example_document, "blocks", ())
    item = next(block for block in blocks if isinstance(block, Paragraph) and "扫描9.6万元" in block.text)
    assert item.figures[0].template.place == f"{EXAMPLE_LEDGER}:76"
    assert [span.place for span in item.figures[0].sources] == [f"{EXAMPLE_LEDGER}:32"]


CHANGES = {
    "up": ("1500000.00", "比2023年增加9.46万元，增长6.3%。主要原因：新增数字化项目。"),
    "down": ("1700000.00", "比2023年减少10.54万元，下降6.2%。主要原因：新增数字化项目。"),
    "unchanged as printed": ("1594530.00", "与2023年持平。主要原因：厉行节约。"),
    "from zero there is no rate": ("0.00", "比2023年增加159.46万元。主要原因：新增数字化项目。"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_changes_in_words(example: Repository, edit: Edit, case: str) -> None:
    before, expected = CHANGES[case]
    edit(EXAMPLE_LEDGER, ("收入.合计: 1500000.00", f"收入.合计: {before}"))
    if "持平" in expected:
        edit(EXAMPLE_LEDGER, ("收入.合计: 新增数字化项目", "收入.合计: 厉行节约"))
    found = texts(check_file(example, example.root / EXAMPLE_LEDGER))
    assert any(expected in text for text in found), found


def test_what_had_money_last_year_and_has_none_now_is_listed(example: Repository, edit: Edit) -> None:
    edit(
        EXAMPLE_LEDGER,
        ("类.201: 1544567.89", "类.201: 1544567.89\n  一般公共预算支出.类.205: 5000.00"),
        ("  三公.接待: 新增", "  一般公共预算支出.类.205: 任务完成\n  三公.接待: 新增"),
    )
    found = texts(check_file(example, example.root / EXAMPLE_LEDGER))
    assert "2.教育支出0万元，比2023年减少0.5万元，下降100.0%。主要原因：任务完成。" in found


def test_last_years_ledger_takes_the_place_of_declared_figures(example: Repository, edit: Edit) -> None:
    ledger = example.root / EXAMPLE_LEDGER
    before = example.root / EXAMPLE_LEDGER.replace("/2024/", "/2023/")
    before.parent.mkdir()
    text = ledger.read_text("utf-8").replace("年度: 2024", "年度: 2023")
    before.write_text(text, "utf-8")
    edit(EXAMPLE_LEDGER, ("  收入.合计: 1500000.00\n", ""), ("  三公.接待: 0.00\n", ""))
    edit(EXAMPLE_LEDGER, ("  一般公共预算支出.类.201: 1544567.89\n", ""), ("上年:\n", ""))
    edit(EXAMPLE_LEDGER, ("新增数字化项目", "按计划安排"), ("新增接待任务", "按计划安排"))
    found = texts(check_file(example, ledger))
    assert any("2024年收入预算159.46万元，与2023年持平" in text for text in found), found


def test_parts_that_leave_undisclosed_lines_out_are_said_to(example: Repository, edit: Edit) -> None:
    edit(
        EXAMPLE_LEDGER,
        ("年度: 2024\n", "年度: 2024\n未披露: [功能科目]\n"),
        ("功能科目: 2010301, 经济科目: 30217", "经济科目: 30217"),
    )
    found = check_file(example, example.root / EXAMPLE_LEDGER).findings
    (fault,) = [finding for finding in found if finding.code == "P107"]
    assert (fault.span.path, fault.span.line, fault.is_error) == (EXAMPLE_LEDGER, 25, True)
    assert "一般公共预算支出.类" in fault.sentence
    assert TEMPLATE in [related.span.path for related in fault.related]
