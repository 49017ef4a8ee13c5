"""A form that extends another, as its keeper lives it: what it replaces, drops or moves works or is told."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from reportgen.commands.checking import Checked, check_file
from reportgen.document.document import Paragraph, Part, Role, Table
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, Edit

ABOVE = "templates/shili-2024"
PROSE = f"{ABOVE}/说明.j2"
# The form that the ledger follows, and one between.
OWN, BETWEEN = "templates/zi-2024", "templates/fu-2024"
LOOP = ("{% for 项目 in 说明项目 %}\n", "{% for 项目 in 说明项目 %}\n{% block 一个项目 %}\n")
LOOP_END = ("段落(项目=项目) }}\n{% endfor %}", "段落(项目=项目) }}\n{% endblock %}\n{% endfor %}")
EXTEND = '请写 {% extends "shili-2024/说明.j2" %}。'


@pytest.fixture(autouse=True)
def follows_own_form(edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("表式: shili-2024", "表式: zi-2024"))


def write(example: Repository, files: Mapping[str, str]) -> None:
    """Write files of forms; a form without profile.yaml extends the invented one."""
    for path, text in {f"{OWN}/profile.yaml": "沿用: shili-2024\n", **files}.items():
        file = example.root / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")


def check(example: Repository, files: Mapping[str, str]) -> Checked:
    write(example, files)
    return check_file(Repository(example.root), example.root / EXAMPLE_LEDGER)


def told(checked: Checked) -> list[str]:
    """Every error, with its place and the way out."""
    return [
        f"{Path(finding.span.path).parent.name}/{Path(finding.span.path).name}:{finding.span.line} "
        f"{finding.code} {finding.sentence}｜{finding.hint}"
        for finding in checked.findings
        if finding.is_error
    ]


def prose(checked: Checked) -> list[str]:
    assert checked.document is not None, told(checked)
    return [block.text for block in checked.document.blocks if isinstance(block, Paragraph | Part)]


def tables(checked: Checked) -> list[str]:
    assert checked.document is not None, told(checked)
    return [block.key for block in checked.document.blocks if isinstance(block, Table)]


def extending(blocks: str, above: str = "shili-2024/说明.j2") -> str:
    return f'{{% extends "{above}" %}}\n{blocks}'


def test_one_line_makes_a_form(example: Repository) -> None:
    checked = check(example, {})
    assert tables(checked) == ["支出表", "项目表", "绩效表"]
    assert told(checked) == []


def test_a_template_that_is_replaced_is_not_held_against_the_form(example: Repository, edit: Edit) -> None:
    """The form drops a fact that only the replaced template printed."""
    edit(
        PROSE,
        ("公务接待费{{ 三公.接待|万元 }}", "{{ 单位运行经费|万元 }}万元，公务接待费{{ 三公.接待|万元 }}"),
    )
    own = (example.root / PROSE).read_text("utf-8").replace("{{ 单位运行经费|万元 }}万元，", "")
    form = "沿用: shili-2024\n指标: {单位运行经费: }\n"
    checked = check(example, {f"{OWN}/profile.yaml": form})
    assert [line.partition("｜")[0] for line in told(checked)] == [
        "shili-2024/说明.j2:14 P102 没有“单位运行经费”这个名字"
    ]
    assert told(check(example, {f"{OWN}/profile.yaml": form, f"{OWN}/说明.j2": own})) == []


def test_the_template_of_a_part_that_is_dropped_is_not_held_against_the_form(
    example: Repository, edit: Edit
) -> None:
    edit(f"{ABOVE}/profile.yaml", ("正文: 名词.j2", "正文: 名词.j2\n  - {标题: 附注, 正文: 附注.j2}"))
    parts = "部分:\n- {标题: 概况, 正文: 说明.j2}\n- {标题: 附表, 附表: [支出表, 项目表]}\n"
    form = {f"{OWN}/profile.yaml": f"沿用: shili-2024\n指标: {{单位运行经费: }}\n{parts}"}
    checked = check(example, {f"{ABOVE}/附注.j2": "运行{{ 单位运行经费|万元 }}万元。\n", **form})
    assert told(checked) == []
    assert tables(checked) == ["支出表", "项目表", "绩效表"]


def test_a_block_that_is_replaced_is_not_held_against_the_form(example: Repository, edit: Edit) -> None:
    block = "{% block 运行 %}\n运行{{ 单位运行经费|万元 }}万元，写死2024。\n{% endblock %}\n\n# 重点项目"
    edit(PROSE, ("# 重点项目", block))
    files = {f"{OWN}/profile.yaml": "沿用: shili-2024\n指标: {单位运行经费: }\n"}
    replaced = {f"{OWN}/说明.j2": extending("{% block 运行 %}\n不说运行。\n{% endblock %}\n")}
    checked = check(example, {**files, **replaced})
    assert told(checked) == []
    assert "不说运行。" in prose(checked)
    kept = {f"{OWN}/说明.j2": extending("{% block 运行 %}\n{{ super() }}再说一句。\n{% endblock %}\n")}
    assert [line.split("｜")[0] for line in told(check(example, {**files, **kept}))] == [
        "shili-2024/说明.j2:19 P102 没有“单位运行经费”这个名字",
        "shili-2024/说明.j2:19 P104 模板里写死了数字“2024”",
    ]


def test_a_block_within_a_loop_sees_the_member(example: Repository, edit: Edit) -> None:
    edit(PROSE, LOOP, LOOP_END)
    words = "## 项目：{{ 项目.名称 }}\n\n{{ 项目.说明.安排|段落(项目=项目) }}\n"
    block = f"{{% block 一个项目 %}}\n{words}{{% endblock %}}\n"
    checked = check(example, {f"{OWN}/说明.j2": extending(block)})
    assert [text for text in prose(checked) if "项目：" in text] == ["（一）项目：档案数字化"]


def test_a_block_within_a_loop_is_printed_by_the_form_itself(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("表式: zi-2024", "表式: shili-2024"))
    edit(PROSE, LOOP, LOOP_END)
    checked = check(example, {})
    assert "（一）档案数字化" in prose(checked)


def test_a_block_sees_what_the_template_above_sets(example: Repository, edit: Edit) -> None:
    edit(PROSE, ("# 重点项目", "{% set 甲 = 项目数 %}\n{% block 个数 %}{% endblock %}\n# 重点项目"))
    checked = check(
        example, {f"{OWN}/说明.j2": extending("{% block 个数 %}\n共{{ 甲 }}个。\n{% endblock %}\n")}
    )
    assert "共2个。" in prose(checked)


def test_a_name_that_no_template_gives_is_told(example: Repository, edit: Edit) -> None:
    edit(PROSE, LOOP, LOOP_END)
    checked = check(
        example, {f"{OWN}/说明.j2": extending("{% block 一个项目 %}\n{{ 项木 }}\n{% endblock %}\n")}
    )
    assert told(checked) == ["zi-2024/说明.j2:3 P102 没有“项木”这个名字｜是否应为“项目”？"]


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        (
            "shili-2023/说明.j2",
            "T202 没有模板“shili-2023/说明.j2”｜是否应为“shili-2024/说明.j2”或“shili-2024/名词.j2”？",
        ),
        ("说明.j2", f"P101 模板“说明.j2”沿用了自己｜{EXTEND}"),
        ("zi-2024/说明.j2", f"P101 模板“zi-2024/说明.j2”沿用了自己｜{EXTEND}"),
    ],
)
def test_a_template_that_extends_nothing_is_told(example: Repository, above: str, expected: str) -> None:
    checked = check(example, {f"{OWN}/说明.j2": extending("", above)})
    assert told(checked) == [f"zi-2024/说明.j2:1 {expected}"]


def test_an_include_that_is_not_there_is_told_where_it_stands(example: Repository) -> None:
    checked = check(example, {f"{OWN}/名词.j2": '名词如下。\n\n{% include "名祠.j2" %}\n'})
    assert told(checked) == ["zi-2024/名词.j2:3 T202 没有模板“名祠.j2”｜是否应为“名词.j2”？"]


def test_templates_that_extend_each_other_are_told_once(example: Repository) -> None:
    files = {
        f"{OWN}/说明.j2": extending("", "zi-2024/名词.j2"),
        f"{OWN}/名词.j2": extending("", "zi-2024/说明.j2"),
    }
    found = told(check(example, files))
    assert [line.split("｜")[0] for line in found] == [
        "zi-2024/名词.j2:1 P101 模板“zi-2024/说明.j2”沿用了自己",
        "zi-2024/说明.j2:1 P101 模板“zi-2024/名词.j2”沿用了自己",
    ]


def test_a_child_of_a_child(example: Repository, edit: Edit) -> None:
    edit(PROSE, ("# 重点项目", "{% block 末句 %}祖父句。{% endblock %}\n\n# 重点项目"))
    files = {
        f"{BETWEEN}/profile.yaml": "沿用: shili-2024\n",
        f"{BETWEEN}/说明.j2": extending("{% block 末句 %}{{ super() }}父句。{% endblock %}\n"),
        f"{OWN}/profile.yaml": "沿用: fu-2024\n",
        f"{OWN}/说明.j2": extending("{% block 末句 %}{{ super() }}子句。{% endblock %}\n", "fu-2024/说明.j2"),
    }
    assert "祖父句。父句。子句。" in prose(check(example, files))


def test_a_form_has_what_it_inherits_under_its_own_name(example: Repository, edit: Edit) -> None:
    edit(PROSE, ("# 重点项目", "{% block 末句 %}祖父句。{% endblock %}\n\n# 重点项目"))
    files = {
        f"{BETWEEN}/profile.yaml": "沿用: shili-2024\n",
        f"{OWN}/profile.yaml": "沿用: fu-2024\n",
        f"{OWN}/说明.j2": extending("{% block 末句 %}子句。{% endblock %}\n", "fu-2024/说明.j2"),
    }
    assert "子句。" in prose(check(example, files))


def test_a_block_within_one_that_is_replaced_is_lost_and_told(example: Repository, edit: Edit) -> None:
    edit(PROSE, ("# 重点项目", "{% block 外 %}{% block 里 %}甲。{% endblock %}{% endblock %}\n\n# 重点项目"))
    files = {
        f"{BETWEEN}/profile.yaml": "沿用: shili-2024\n",
        f"{BETWEEN}/说明.j2": extending("{% block 外 %}乙。{% endblock %}\n"),
        f"{OWN}/profile.yaml": "沿用: fu-2024\n",
        f"{OWN}/说明.j2": extending("{% block 里 %}丙。{% endblock %}\n", "fu-2024/说明.j2"),
    }
    (found,) = told(check(example, files))
    assert found.startswith("zi-2024/说明.j2:2 P105 沿用的模板里没有“里”这一块")


@pytest.mark.parametrize(
    ("name", "hint"),
    [("说朋.j2", "是否应为“说明.j2”？"), ("附录.j2", "请在“部分”里写“正文: 附录.j2”，或者删去这个文件。")],
)
def test_a_template_that_nothing_prints_is_told(example: Repository, name: str, hint: str) -> None:
    checked = check(example, {f"{OWN}/{name}": "没有人印的话。\n"})
    assert [(found.span.path, found.hint) for found in checked.findings if found.code == "P202"] == [
        (f"{OWN}/{name}", hint)
    ]


def test_what_is_inherited_and_not_printed_is_nobodys_fault(example: Repository) -> None:
    parts = "部分: [{标题: 附表, 附表: [支出表, 项目表]}]\n"
    checked = check(example, {f"{OWN}/profile.yaml": f"沿用: shili-2024\n{parts}"})
    assert [found.headline for found in checked.findings if found.span.path.startswith("templates/")] == []


def test_headings_of_the_form_stay_headings(example: Repository) -> None:
    checked = check(example, {})
    assert checked.document is not None
    blocks = [block for block in checked.document.blocks if isinstance(block, Paragraph)]
    assert sum(block.role is Role.HEADING for block in blocks) == 4
