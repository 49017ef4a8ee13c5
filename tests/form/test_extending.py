"""A form that extends another, as its keeper lives it: what it replaces, drops or moves works or is told."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from reportgen.commands.checking import Checked, check_file
from reportgen.document.document import Paragraph, Part, Table
from reportgen.form.tables.keys import TABLE_EDITS, VERBS
from reportgen.repository.repository import Repository
from reportgen.source.keys import Key, Record
from tests.conftest import EXAMPLE_LEDGER, Edit
from tests.declared import SOMETHING, Tree, misshapen, written
from tests.declared import example as declared_example

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


NEW_TABLE = '标题: 新表, 列: [项目: "{标签}", 合计], 行: [合计]'


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("项目表:", ["支出表", "绩效表"]),
        ("项目表: {在前: 支出表}", ["项目表", "支出表", "绩效表"]),
        ("支出表: {在后: 项目表}", ["项目表", "支出表", "绩效表"]),
        ("支出表: {在前: 绩效表}", ["项目表", "支出表", "绩效表"]),
        (f"新表: {{在后: 支出表, {NEW_TABLE}}}", ["支出表", "新表", "项目表", "绩效表"]),
        (f"甲表: {{在前: 支出表, {NEW_TABLE}}}\n  乙表: {{在前: 甲表, {NEW_TABLE}}}", ["乙表", "甲表"]),
    ],
)
def test_tables_are_dropped_and_moved_in_the_parts_that_are_inherited(
    example: Repository, written: str, expected: list[str]
) -> None:
    checked = check(example, {f"{OWN}/tables.yaml": f"表:\n  {written}\n"})
    assert tables(checked)[: len(expected)] == expected


def test_a_list_that_the_form_writes_says_the_order(example: Repository) -> None:
    form = "沿用: shili-2024\n部分:\n- {标题: 说明, 正文: 说明.j2}\n- {标题: 表, 附表: [项目表, 支出表]}\n"
    files = {f"{OWN}/profile.yaml": form, f"{OWN}/tables.yaml": "表: {支出表: {在前: 项目表}}\n"}
    assert tables(check(example, files)) == ["项目表", "支出表", "绩效表"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("项目表:\n  支出表:", "2 T201 去掉“项目表”以后，沿用的部分“{{ 年度 }}年部门预算表”里什么也没有"),
        ("支出表: {在后: 支出表}", "2 T202 表不能排在自己旁边"),
        ("支出表: {在后: 项日表}", "2 T202 没有表“项日表”"),
        ("支出表: {在后: 项目表, 在前: 绩效表}", "2 T201 “在后”和“在前”只能写一个"),
        ("支出表: {在前: [项目表]}", "2 T201 “在前”应当是一张表的键"),
        ("项目表: 去掉", "2 E201 表“项目表”应当由“键: 值”组成"),
        ("项日表: {改列: [{删: 合计}]}", "2 T202 “改列”改的是沿用的表，沿用的表式里没有表“项日表”"),
        ("项目表: {去掉: [范维]}", "2 T202 这张表里没有要去掉的键"),
        ("项目表: {改列: [{删: 合汁}]}", "2 T202 要改的“合汁”在沿用的表式里哪里都没有"),
    ],
)
def test_a_change_of_tables_that_cannot_be_is_told(example: Repository, written: str, expected: str) -> None:
    found = told(check(example, {f"{OWN}/tables.yaml": f"表:\n  {written}\n"}))
    own = [line for line in found if line.startswith("zi-2024/tables.yaml:")]
    assert own[0].split("｜")[0] == f"zi-2024/tables.yaml:{expected}"
    assert own[0].split("｜")[1] or "旁边" in expected or "只能" in expected or "应当是" in expected


def test_a_table_that_text_still_places_is_told_where_it_was_dropped(example: Repository, edit: Edit) -> None:
    edit(PROSE, ("# 重点项目", "!表 项目表\n\n# 重点项目"))
    checked = check(example, {f"{OWN}/tables.yaml": "表:\n  项目表:\n"})
    (found,) = [finding for finding in checked.findings if finding.is_error]
    assert found.headline == f"{PROSE}:18:1: error[T202] 没有表“项目表”，它去掉了"
    assert [related.span.place for related in found.related] == [f"{OWN}/tables.yaml:2"]


def test_a_table_that_a_part_still_lists_is_told_where_it_was_dropped(example: Repository) -> None:
    files = {
        f"{BETWEEN}/profile.yaml": "沿用: shili-2024\n",
        f"{BETWEEN}/tables.yaml": "表:\n  项目表:\n",
        f"{OWN}/profile.yaml": "沿用: fu-2024\n部分: [{标题: 表, 附表: [支出表, 项目表]}]\n",
    }
    (found,) = [finding for finding in check(example, files).findings if finding.is_error]
    assert found.headline.startswith(f"{OWN}/profile.yaml:2:")
    assert [related.span.place for related in found.related] == [f"{BETWEEN}/tables.yaml:2"]


def test_a_part_without_anything_is_told(example: Repository) -> None:
    form = "沿用: shili-2024\n部分:\n- 标题: 概况\n- {标题: 说明, 正文: 说明.j2}\n"
    (found,) = told(check(example, {f"{OWN}/profile.yaml": form}))
    place, _, hint = found.partition("｜")
    assert place == "zi-2024/profile.yaml:3 E202 这一部分除了标题什么也没有"
    assert hint == "请写“正文”、“附表”、“列表”中的一样，或者删去这一部分。"


def test_a_form_that_extends_none_has_nothing_to_change(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("表式: zi-2024", "表式: shili-2024"))
    edit(f"{ABOVE}/tables.yaml", ("    标题: 项目支出表\n", "    标题: 项目支出表\n    改列: [{删: 合计}]\n"))
    (found,) = told(check(example, {}))
    assert found.startswith("shili-2024/tables.yaml:17 E203 “改列”改的是沿用的表式，而这个表式没有“沿用”")


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("沿用: [shili-2024]\n", "1 E204 “沿用”应当是一个表式的名称，不是列表或多个键"),
        ("沿用:\n年度: 2024\n", "1 E202 “沿用”没有写沿用哪个表式"),
        ("沿用: zi-2024\n", "1 T202 表式“zi-2024”沿用了自己"),
        ("沿用: shili-2023\n", "1 T202 没有表式“shili-2023”可以沿用"),
        ("- 沿用: shili-2024\n", "1 E201 表式文件应当由“键: 值”组成"),
        ("", "1 E201 文件是空的"),
        ("沿用: shili-2024\n年度: [2024\n", "2 E103"),
    ],
)
def test_what_cannot_be_extended_is_one_error(example: Repository, form: str, expected: str) -> None:
    (found,) = told(check(example, {f"{OWN}/profile.yaml": form}))
    assert found.startswith(f"zi-2024/profile.yaml:{expected}")


def test_forms_that_extend_each_other_are_told_in_their_order(example: Repository) -> None:
    files = {f"{OWN}/profile.yaml": "沿用: fu-2024\n", f"{BETWEEN}/profile.yaml": "沿用: zi-2024\n"}
    (found,) = told(check(example, files))
    place, _, hint = found.partition("｜")
    assert place == "fu-2024/profile.yaml:1 T202 表式“zi-2024”沿用了自己"
    assert hint == "一个沿用一个的是：zi-2024、fu-2024、zi-2024。请去掉其中一个“沿用”。"


@pytest.mark.parametrize("file", ["tables.yaml", "glossary.yaml", "theme.yaml"])
@pytest.mark.parametrize("text", ["", "# 没有不同的\n"])
def test_an_empty_file_changes_nothing(example: Repository, file: str, text: str) -> None:
    assert tables(check(example, {f"{OWN}/{file}": text})) == ["支出表", "项目表", "绩效表"]


@pytest.mark.parametrize("file", ["profile.yaml", "tables.yaml", "glossary.yaml"])
def test_an_empty_file_of_a_form_that_extends_none_is_told(example: Repository, file: str) -> None:
    (found,) = told(check(example, {f"{ABOVE}/{file}": ""}))
    assert found.startswith(f"shili-2024/{file}:1 E201 文件是空的｜")


@pytest.mark.parametrize(
    ("file", "change", "expected"),
    [
        ("profile.yaml", ("目录: 目 录", "目彔: 目 录"), "profile.yaml:5 E203 未知的键“目彔”"),
        ("tables.yaml", ("标题: 项目支出表", "标题: [项目支出表"), "tables.yaml:16 E103"),
        ("glossary.yaml", ("名词:", "名祠:"), "glossary.yaml:"),
    ],
)
def test_a_fault_of_the_form_above_is_told_there(
    example: Repository, edit: Edit, file: str, change: tuple[str, str], expected: str
) -> None:
    edit(f"{ABOVE}/{file}", change)
    found = told(check(example, {}))
    assert found
    assert all(line.startswith("shili-2024/") for line in found)
    assert found[0].startswith(f"shili-2024/{expected}")


@pytest.mark.parametrize("key", TABLE_EDITS.keys, ids=lambda key: key.name)
def test_every_change_of_a_table_that_is_declared_is_read(example: Repository, key: Key) -> None:
    def faults(value: Tree) -> list[str]:
        write(example, {f"{OWN}/tables.yaml": written({"表": {"项目表": {key.name: value}}})})
        return [finding.headline for finding in Repository(example.root).profile("zi-2024")[1]]

    assert faults(declared_example(key.type, key.example)) == []
    (found,) = faults(misshapen(key))
    assert found.startswith(f"{OWN}/tables.yaml:1:")


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.names[0])
def test_every_verb_that_is_declared_is_read(example: Repository, verb: Record) -> None:
    def faults(verb: Tree) -> list[str]:
        write(example, {f"{OWN}/tables.yaml": written({"表": {"项目表": {"改列": [verb]}}})})
        return [finding.headline for finding in Repository(example.root).profile("zi-2024")[1]]

    whole = declared_example(verb)
    assert faults(whole) == []
    for name in verb.names:
        (found,) = faults({key: value for key, value in whole.items() if key != name} or SOMETHING)
        assert "看不懂这个改动" in found


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("profile.yaml", "词: {持干: 一样}", "E203 未知的键“持干”：没有模板用到“词.持干”｜是否应为“持平”？"),
        (
            "profile.yaml",
            "词: {甲乙: 丙}",
            "E203 未知的键“甲乙”：没有模板用到“词.甲乙”｜请在模板里用到它，或者删去这一行。",
        ),
        (
            "profile.yaml",
            "词: {方向: {一般公共预算支岀: {增额: 多}}}",
            "E203 未知的键“一般公共预算支岀”：没有名称这样开头的指标｜是否应为“一般公共预算支出”",
        ),
        (
            "profile.yaml",
            "门槛: {专用社备: 2000000.00}",
            "E203 未知的键“专用社备”：没有模板用到“门槛.专用社备”｜是否应为“专用设备”？",
        ),
        (
            "profile.yaml",
            "词: {持平: }",
            'E202 “持平”后面没有写｜什么也不印就写 ""；照原来的就删去这一行。',
        ),
        ("tables.yaml", "金额: {小数位: 2}", "E203 未知的键“小数位”｜是否应为“小数”？"),
        ("tables.yaml", "标签: {功能料目: 甲}", "E203 未知的键“功能料目”｜是否应为“功能科目”"),
        (
            "theme.yaml",
            "字体: {仿送: {办公: 仿宋, 印刷: [Noto Serif CJK SC]}}",
            "E203 没有地方用到字体“仿送”｜是否应为“仿宋”？",
        ),
        ("theme.yaml", "表格: {线: 三线}", "E203 未知的键“线”｜"),
    ],
)
def test_a_key_that_nobody_knows_is_told(example: Repository, file: str, text: str, expected: str) -> None:
    first = "沿用: shili-2024\n" if file == "profile.yaml" else ""
    (found,) = told(check(example, {f"{OWN}/{file}": f"{first}{text}\n"}))
    assert found.startswith(f"zi-2024/{file}:{2 if first else 1} {expected}")


def test_words_that_only_a_replaced_template_prints_are_known(example: Repository, edit: Edit) -> None:
    own = (example.root / PROSE).read_text("utf-8")
    edit(PROSE, ("# 重点项目", "{{ 词.尾句 }}\n\n# 重点项目"))
    edit(f"{ABOVE}/profile.yaml", ("词:\n", "词:\n  尾句: 以上。\n"))
    assert told(check(example, {f"{OWN}/说明.j2": own})) == []


def test_directions_of_the_form_above_stay(example: Repository, edit: Edit) -> None:
    edit(f"{ABOVE}/profile.yaml", ("词:\n", "词:\n  方向: {收入: {增额: 多了}}\n"))
    form = "沿用: shili-2024\n词: {方向: {支出: {增额: 多出}}}\n"
    text = "".join(prose(check(example, {f"{OWN}/profile.yaml": form})))
    assert "多了" in text
