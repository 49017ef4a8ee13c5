"""The JSON file keeps the contract that other programs read it by."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from reportgen.document.document import Block, Cell, Document, Field, Figure, Kind, Table
from reportgen.renderers.data.document import render_json
from tests.renderers.sample import (
    LEDGER_LINE,
    body,
    empty_table,
    figure,
    heading,
    item,
    long_table,
    performance_sheet,
    sample,
)

FONTS = ("Noto Serif CJK SC 2.001",)
LINE = "budgets/example/2024/900-shili.yaml:31"


def read(document: Document) -> Any:
    return json.loads(render_json(document, FONTS))


def with_blocks(*blocks: Block) -> Any:
    return read(replace(sample(), blocks=blocks))


def test_keys_are_the_contract() -> None:
    data = read(sample())
    assert list(data) == ["schema", "region", "year", "department", "fonts", "tables", "paragraphs"]
    assert (data["schema"], data["region"], data["year"]) == ("reportgen/document-1", "example", 2024)
    assert data["fonts"] == list(FONTS)
    tables, paragraphs = data["tables"], data["paragraphs"]
    required = {"label", "title", "part", "unit", "fields", "header", "rows", "notes"}
    assert all(set(table) == required | {"field_sources"} for table in tables)
    assert all(set(row) == {"depth", "cells", "sources"} for table in tables for row in table["rows"])
    assert all(set(paragraph) == {"section", "text", "figures"} for paragraph in paragraphs)
    figure_keys = {"text", "start", "unit", "value", "fact", "template", "sources"}
    assert all(set(entry) == figure_keys for paragraph in paragraphs for entry in paragraph["figures"])


def test_every_row_has_a_cell_and_a_list_of_sources_for_each_column() -> None:
    for table, entry in zip(sample().tables, read(sample())["tables"], strict=True):
        (grid,) = table.grids
        assert entry["header"] == [list(column.heading) for column in grid.columns]
        assert [row["cells"] for row in entry["rows"]] == [[c.text for c in row.cells] for row in grid.rows]
        assert [row["depth"] for row in entry["rows"]] == [row.depth for row in grid.rows]
        assert all(len(row["sources"]) == len(grid.columns) for row in entry["rows"])


def test_sources_belong_to_their_cells() -> None:
    first = with_blocks(long_table())["tables"][0]["rows"][0]
    assert first["sources"] == [[], *[[LINE]] * 5]


def test_label_is_null_and_unit_empty_where_the_form_prints_none() -> None:
    labelled, bare = with_blocks(empty_table(), performance_sheet(0))["tables"]
    assert (labelled["label"], labelled["unit"], labelled["part"]) == ("附表3", "元", None)
    assert (bare["label"], bare["unit"], bare["part"]) == (None, "", "年度绩效指标")


def two_blocks() -> Table:
    table = performance_sheet(0)
    return replace(table, grids=(*table.grids, replace(long_table().grids[0], part="预算")), notes=("注",))


def test_one_entry_a_block_with_fields_first_and_notes_last() -> None:
    first, second = with_blocks(two_blocks())["tables"]
    assert (first["part"], second["part"]) == ("年度绩效指标", "预算")
    assert first["fields"]["年度预算金额（万元）"] == "59.738"
    assert first["field_sources"]["年度预算金额（万元）"] == [LINE]
    assert first["field_sources"]["主管部门"] == []
    assert (second["fields"], second["field_sources"]) == ({}, {})
    assert (first["notes"], second["notes"]) == ([], ["注"])


def test_fields_without_a_grid_are_kept() -> None:
    field = Field("年度目标", Cell("1", value=Decimal(1), sources=(LEDGER_LINE,)), Kind.AMOUNT)
    (entry,) = with_blocks(replace(empty_table(), field_rows=((field,),), grids=()))["tables"]
    assert (entry["fields"], entry["header"], entry["rows"]) == ({"年度目标": "1"}, [], [])


def test_section_paths_hold_the_headings_above() -> None:
    sections = {entry["text"]: entry["section"] for entry in read(sample())["paragraphs"]}
    part = "第三部分 示例市营商环境建设局2024年部门预算情况说明"
    chapter, structure = "一、2024年部门收支预算情况", "（一）一般公共预算支出预算结构"
    assert sections[part] == []
    assert sections[chapter] == [part]
    assert sections["2024年收入预算354.6万元，比2023年减少72.38万元。"] == [part, chapter]
    assert sections["1、项目概述"] == [part, chapter, structure]
    assert sections["（1）证照免费邮寄费用子项目2万元；"] == [part, chapter, structure, "1、项目概述"]
    assert sections["二、部门预算单位构成"] == ["第一部分 示例市营商环境建设局概况"]


def test_a_heading_closes_those_of_its_level_and_below() -> None:
    blocks = (
        heading("一、", 1),
        heading("（一）", 2),
        heading("二、", 1),
        item("甲"),
        heading("1.", 3),
        body("乙"),
    )
    sections = [entry["section"] for entry in with_blocks(*blocks)["paragraphs"]]
    assert sections == [[], ["一、"], [], ["二、"], ["二、"], ["二、", "1."]]


def test_the_list_of_tables_is_paragraphs_and_the_cover_is_not() -> None:
    entries = [entry["text"] for entry in read(sample())["paragraphs"]]
    assert {"一、收支预算总表", "二、一般公共预算支出表", "三、政府性基金预算支出表"} <= set(entries)
    assert "2024年度部门预算" not in entries


def test_figures_stand_where_they_start() -> None:
    found = [
        (entry["text"], paragraph["text"][entry["start"] : entry["start"] + len(entry["text"])])
        for paragraph in read(sample())["paragraphs"]
        for entry in paragraph["figures"]
    ]
    assert found == [("2024", "2024"), ("354.6", "354.6"), ("2023", "2023"), ("72.38", "72.38")]


def test_a_figure_keeps_its_sources() -> None:
    (paragraph,) = [entry for entry in read(sample())["paragraphs"] if entry["figures"]]
    assert paragraph["figures"][1] == {
        "text": "354.6",
        "start": 9,
        "unit": "万元",
        "value": "3545955.50",
        "fact": "收入.合计",
        "template": "templates/example-2024/说明.j2:12",
        "sources": [LINE],
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [("1E+3", "1000"), ("3545955.50", "3545955.50"), ("-0.0000001", "-0.0000001"), ("0.170", "0.170")],
)
def test_values_are_plain_exact_decimals(value: str, text: str) -> None:
    entry: Figure = figure("1", 0, value, "收入.合计")
    assert with_blocks(body("1", entry))["paragraphs"][0]["figures"][0]["value"] == text


def test_file_is_readable_text() -> None:
    content = render_json(sample(), FONTS).decode()
    assert content.endswith("}\n")
    assert "\\u" not in content
    lines = content.splitlines()
    rows = sum(len(grid.rows) for table in sample().tables for grid in table.grids)
    assert sum(line.startswith('    {"depth": ') and line.rstrip(",").endswith("}") for line in lines) == rows


def test_same_bytes_twice() -> None:
    assert render_json(sample(), FONTS) == render_json(sample(), FONTS)
