"""docs/keys.md is what the declarations and the forms say."""

from collections.abc import Callable, Iterator
from pathlib import Path

from reportgen.form.profile_keys import GLOSSARY, PROFILE
from reportgen.form.tables.keys import (
    BLOCK,
    BLOCK_OF_PANELS,
    CONSTANT_HEADING,
    FORM_EDITS,
    GENERATOR,
    GENERATOR_OF_CODES,
    GENERATOR_OF_LIST,
    HEADING,
    PANEL,
    ROW,
    TABLE,
    TABLE_EDITS,
    TABLE_OF_BLOCKS,
    TABLE_OF_PANELS,
    TABLES,
    VERBS,
)
from reportgen.form.theme_keys import THEME
from reportgen.form.volume_keys import VOLUME
from reportgen.ledger.keys import LEDGER
from reportgen.repository.repository import Repository
from reportgen.source.keys import Record
from tests.conftest import ROOT
from tests.reference.wanted import wanted
from tests.reference.writing import described, rows, section

INTRODUCTION = """# 键

台账和表式里可以写的所有的键。
写错的键是错误（E203），缺少必写的键也是（E202）；写法和意思见 [guide.md](guide.md) 和 [forms.md](forms.md)。
〈〉里的是自己取的名字；例子是一行 YAML，列表和几个键也可以分行写。
这一页由程序里键的声明和 `templates/` 里的表式生成，`make golden` 改写。
"""
LEDGER_TEXT = """## 台账

`budgets/<地区>/<年度>/<名称>.yaml`。
"""
WANTED_TEXT = """## 各表式的台账

有的键由表式定：下面是每个表式会印出的。
`绩效` 和 `项目说明` 里别的键没有地方印，写了是错误（T107）。
`上年` 和 `原因` 里要写哪些，还要看哪些数有增减：`reportgen check` 会逐项指出。
"""
PROFILE_TEXT = """## profile.yaml

沿用别的表式的，必写的键也可以不写。
`图示` 里必写的键，各地共用的 `src/reportgen/form/base/profile.yaml` 里都有，表式只写不同的。
"""
TABLES_TEXT = """## tables.yaml

列名、行名、口径怎样写，见 [forms.md](forms.md#tablesyaml)。
沿用别的表式的另有几个键，列在这一节的最后；怎样用见[沿用别的表式](forms.md#沿用别的表式)。
"""
GLOSSARY_TEXT = "## glossary.yaml\n"
THEME_TEXT = """## theme.yaml

各地共用的 `src/reportgen/form/base/theme.yaml` 里都有，表式只写不同的键。
"""
VOLUME_TEXT = """## volume.yaml

除了 `地区名`，各地共用的 `src/reportgen/form/base/volume.yaml` 里都有，表式只写不同的键。
没有列在这里的键与 tables.yaml 相同。
"""


def test_reference_shows_every_key(golden: Callable[[Path, str], None], repository: Repository) -> None:
    own = Record(tuple(key for key in VOLUME if key.name not in TABLES.names))
    parts = [
        INTRODUCTION,
        LEDGER_TEXT,
        *described(LEDGER, "台账"),
        WANTED_TEXT,
        *forms(repository),
        PROFILE_TEXT,
        *described(PROFILE, "profile.yaml"),
        TABLES_TEXT,
        *described(TABLES, "tables.yaml"),
        *tables(),
        GLOSSARY_TEXT,
        *described(GLOSSARY, "glossary.yaml"),
        THEME_TEXT,
        *described(THEME, "theme.yaml"),
        VOLUME_TEXT,
        *described(own, "volume.yaml"),
    ]
    golden(ROOT / "docs" / "keys.md", "\n\n".join(part.strip("\n") for part in parts) + "\n")


def tables() -> Iterator[str]:
    """What a table, a column or a row may have besides, and instead."""
    yield variant("分栏的表", TABLE_OF_PANELS, TABLE)
    yield section("栏（每一项）", PANEL)
    yield variant("分块的表", TABLE_OF_BLOCKS, TABLE)
    yield section("块（每一项）", BLOCK)
    yield variant("分栏的块", BLOCK_OF_PANELS, BLOCK)
    yield section("列的选项", HEADING)
    yield section("文字列的选项", CONSTANT_HEADING)
    yield section("行的选项", ROW)
    yield section("逐项的行", GENERATOR)
    yield variant("逐科目的行", GENERATOR_OF_CODES, GENERATOR)
    yield variant("逐清单的行", GENERATOR_OF_LIST, GENERATOR)
    yield section("沿用时，文件开头另有的键", FORM_EDITS)
    yield section("沿用时，表里另有的键", TABLE_EDITS)
    for verb in VERBS:
        yield section(f"改动：{verb.names[0]}", verb)


def variant(title: str, record: Record, usual: Record) -> str:
    """Return what *record* has besides the keys of *usual*, and which it lacks."""
    lacking = [f"`{key.name}`" for key in usual if key.name not in record.names]
    without = f"不能写 {'、'.join(lacking)}，另有：" if lacking else "另有："
    more = tuple(key for key in record if key.name not in usual.names)
    return "\n".join((f"### {title}", "", without, "", rows(more)))


def forms(repository: Repository) -> Iterator[str]:
    for name in repository.profile_names():
        profile, findings = repository.profile(name)
        assert profile is not None, findings
        lines = [
            f"| {place} | {'、'.join(f'`{key}`' for key in keys)} |"
            for place, keys in wanted(profile).items()
            if keys
        ]
        yield "\n".join((f"### {name}", "", "| 台账里 | 键 |", "|---|---|", *lines))


def test_a_form_wants_what_its_ledger_says(repository: Repository) -> None:
    for path in repository.budgets:
        budget, findings = repository.budget(path)
        assert budget is not None, findings
        profile, _ = repository.profile(budget.profile)
        assert profile is not None
        keys = wanted(profile)
        assert set(budget.texts) <= set(keys["文字"])
        assert {heading for item in budget.descriptions for heading in item.sections} <= set(keys["项目说明"])
        written = [project.performance for project in budget.projects if project.performance]
        if budget.without_tables is None:
            assert {key for item in written for key in item.fields} <= set(keys["项目支出 / 绩效"])
            indicators = {key for item in written for one in item.indicators for key in one}
            assert indicators <= set(keys["项目支出 / 绩效 / 指标"])
