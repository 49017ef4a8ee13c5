"""Every text of a form prints the names in braces that its key may have, or refuses them.

The keys are those that are declared: a new one is tried without a word here.
"""

from pathlib import Path

import pytest

from reportgen.commands.checking import check_file
from reportgen.commands.volume.building import check_volume
from reportgen.repository.repository import Repository
from reportgen.source.keys import AnyOf, Entries, ListOf, Text, ValueType
from tests.conftest import EXAMPLE_LEDGER, Edit, composed
from tests.declared import Path as Place
from tests.declared import with_value
from tests.form.test_keys import FILES, File

TABLES, PROFILE, GLOSSARY, VOLUME = (
    f"templates/shili-2024/{name}.yaml" for name in ("tables", "profile", "glossary", "volume")
)


def _texts(path: Place, declared: ValueType) -> list[tuple[Place, Text]]:
    match declared:
        case Text():
            return [(path, declared)]
        case ListOf(member=member):
            return _texts((*path, 0), member)
        case Entries(value=value, example=example):
            return _texts((*path, example), value)
        case AnyOf(types):
            return [found for one in types for found in _texts(path, one)]
    return []


OTHER_NAMES = {"尾差批注": "{相加}", "科目": "{类}"}
# These are names of what stands elsewhere, and whoever reads them says that there is none.
NAMES = {"分列", "各项", "正文"}
CASES = [
    pytest.param(file, place, text, id=f"{name}-{'.'.join(map(str, place))}")
    for name, file in FILES.items()
    for path, key in file.keys
    for place, text in _texts(path, key.type)
    if not set(place) & NAMES
]


def faults(file: File, place: Place, words: str, folder: Path) -> list[str]:
    in_list = place[-1] == 0
    tree = with_value(file.tree, place[:-1] if in_list else place, [words] if in_list else words)
    return [finding.sentence for finding in file.read(tree, folder)]


@pytest.mark.parametrize(("file", "place", "text"), CASES)
def test_braces_are_printed_or_refused(file: File, place: Place, text: Text, tmp_path: Path) -> None:
    known = text.slot or next((name for step, name in OTHER_NAMES.items() if step in place), "{年度}")
    for words, printed in (
        (known, text.slots or bool(text.slot)),
        ("{年渡}", False),
        ("{{ 年度 }}", text.expressions),
    ):
        found = faults(file, place, f'"甲{words}"', tmp_path / words)
        assert (not found) == printed, (words, found)


PRINTED = "甲2024乙"
WORDS = '"甲{年度}乙"'


def table(example: Repository, edit: Edit, old: str, new: str) -> str:
    edit(TABLES, (old, new))
    return repr(composed(example, EXAMPLE_LEDGER).blocks)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("表号: 表1", f"表号: {WORDS}"),
        ('标题: "{年度}年支出表"', f"标题: {WORDS}"),
        ("表号: 表1", f"表号: 表1\n    目录名: {WORDS}"),
        ("表号: 表1", f"表号: 表1\n    副题: {WORDS}"),
        ("表号: 表1", f"表号: 表1\n    单位行: {WORDS}"),
        ("表号: 表1", f"表号: 表1\n    抬头: {WORDS}"),
        ("表号: 表1", f"表号: 表1\n    注: [{WORDS}]"),
        ("范围: 项目支出", f"范围: {{资金来源: 国有资本经营预算}}\n    空表注: {WORDS}"),
        ("空表注: 本表无数据。", f"抬头: {WORDS}"),
        ("行: [合计, {逐: 单位", f"行: [合计: {{填: {{科目: {WORDS}}}}}, {{逐: 单位"),
        ('项目: "{项目.名称}", 合计', f"项目: {{文: {WORDS}}}, 合计"),
        ('目标: "{项目.绩效.年度绩效目标}"', f'目标: "{{项目.绩效.年度绩效目标}}"\n      - {WORDS}: {WORDS}'),
        ('{单位: "{编码}-{名称}"', f"{{单位: {WORDS}"),
    ],
)
def test_the_year_is_printed_wherever_a_table_has_a_text(
    example: Repository, edit: Edit, old: str, new: str
) -> None:
    printed = table(example, edit, old, new)
    assert PRINTED in printed
    assert "{年度}" not in printed


def test_the_year_is_printed_in_the_note_of_what_is_not_disclosed(example: Repository, edit: Edit) -> None:
    edit(
        EXAMPLE_LEDGER,
        ("年度: 2024\n", "年度: 2024\n未披露: [功能科目]\n"),
        ("功能科目: 2010350, 经济科目: 30299", "经济科目: 30299"),
    )
    assert PRINTED in table(example, edit, "空表注: 本表无数据。", f"未披露注: {WORDS}")


def test_columns_whose_name_has_the_year_are_merged(example: Repository, edit: Edit) -> None:
    edit(TABLES, ('列: [一级: "{指标.一级指标}"', '列: ["{年度}年": "{指标.一级指标}"'))
    before = repr(composed(example, EXAMPLE_LEDGER).blocks)
    edit(TABLES, ("合并: [一级, 二级]", '合并: ["{年度}年", 二级]'))
    after = repr(composed(example, EXAMPLE_LEDGER).blocks)
    assert after.count("continues=True") > before.count("continues=True")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (TABLES, '标题: "{年度}年支出表"', '标题: "{{ 年度 }}年"'),
        (TABLES, "单位行: ", "清单: {功能类: {'201': '{年度}年'}}\n单位行: "),
        (PROFILE, '标题: "{{ 年度 }}年部门预算表"', '标题: "{年度}年"'),
        (PROFILE, "目录: 目 录", "目录: '{年度}年'"),
        (PROFILE, "持平写原因: 写", "原因: '{年度}年'"),
        (GLOSSARY, "义: 指维持正常运转的支出。", "义: '{年度}年'"),
    ],
)
def test_braces_that_would_be_printed_are_told_at_their_place(
    example: Repository, edit: Edit, file: str, old: str, new: str
) -> None:
    edit(file, (old, new))
    found = check_file(example, example.root / EXAMPLE_LEDGER).findings
    told = [finding.sentence[:10] for finding in found if finding.is_error and finding.span.path == file]
    assert told == ["花括号会照字面印出："]


def test_the_year_is_printed_on_the_front_of_a_volume(example: Repository) -> None:
    keys = ("标题", "目录", "汇总表", "各部门")
    (example.root / VOLUME).write_text(
        "地区名: {shili: 示例市}\n" + "".join(f"{key}: {WORDS}\n" for key in keys) + f"封面: [{WORDS}]\n",
        "utf-8",
    )
    checked = check_volume(example, [example.root / EXAMPLE_LEDGER], 1, lambda *_: None)
    assert not [finding for finding in checked.findings if finding.is_error]
    assert checked.volume
    tables, _ = checked.volume.tables()
    front = checked.volume.front(tables, [])
    assert (front.title, front.cover, front.contents_title) == (PRINTED, (PRINTED,), PRINTED)
    assert "{年度}" not in repr(front.blocks)


def test_lines_of_a_note_are_one_paragraph(example: Repository, edit: Edit) -> None:
    note = "表号: 表1\n    注:\n      - |\n        本表不含\n        结转，按Word\n        Excel填报。"
    assert "本表不含结转，按Word Excel填报。" in table(example, edit, "表号: 表1", note)
