"""Templates, words of ledgers and looks that mean harm end in a finding, never in a traceback or in print."""

import pytest

from reportgen.commands.checking import check_file
from reportgen.document.document import Paragraph, Part
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, Edit

TEMPLATE = "templates/shili-2024/说明.j2"


def codes(example: Repository) -> list[str]:
    checked = check_file(example, example.root / EXAMPLE_LEDGER)
    found = [finding.code for finding in checked.findings if finding.is_error]
    assert (checked.document is None) == bool(found)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "{{ '%(a)s' % {} }}",
        "{% include '说明.j2' %}",
        "{% extends '说明.j2' %}",
        "{% from '说明.j2' import x %}",
        "{% macro x() %}{{ x() }}{% endmacro %}{{ x() }}",
        "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
        "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
        "{% if 真 %}" * 300 + "{% endif %}" * 300,
        "{{ " + "[" * 500 + "]" * 500 + " }}",
        "{% block a %}{% endblock %}{% block a %}{% endblock %}",
        "{{ " + "9" * 5000 + " }}",
        "{{ 1e999 }}",
        "{{ '%999999999999d' % 1 }}",
        "{{ 收入" + ".收入" * 2000 + " }}",
    ],
)
def test_a_template_that_asks_for_too_much_is_a_finding(example: Repository, text: str) -> None:
    path = example.root / TEMPLATE
    path.write_text(f"{path.read_text('utf-8')}\n{text}\n", "utf-8")
    assert set(codes(example)) & {"P101", "P102", "P104"}


@pytest.mark.parametrize(
    "text",
    [
        r'{{ "\x35\x36" }}万元',
        r'{{ "\N{DIGIT FIVE}" }}万元',
        r'{{ "\n\n# 假标题\n\n" }}',
        r'{{ "\ue000\ue019\ue001" }}',
        "{% include '名词.j2' %}{{ '56' }}万元",
    ],
)
def test_what_a_template_prints_shows_in_a_diff(example: Repository, text: str) -> None:
    path = example.root / TEMPLATE
    path.write_text(f"{path.read_text('utf-8')}\n{text}\n", "utf-8")
    assert set(codes(example)) & {"P101", "P104"}


@pytest.mark.parametrize(
    "text",
    [
        r"{{ '\x31\x30' }}万元",
        r"{{ '\n\n# 假标题\n\n!表 支出表\n\n' }}",
        r"{{ '\ue000\ue019\ue019\ue001x\ue002' }}",
        "{# 藏 #}",
        "{% if 真 %}甲{% endif %}",
        "{{ 收入" + ".收入" * 2000 + " }}",
        "{{ " + "(" * 500 + "1" + ")" * 500 + " }}",
    ],
)
def test_words_of_a_ledger_hold_facts_and_nothing_else(example: Repository, edit: Edit, text: str) -> None:
    edit(EXAMPLE_LEDGER, ("- 负责全市档案工作。", f"- >-\n    负责全市档案工作{text}。"))
    assert "P101" in codes(example)


def test_a_name_that_looks_the_same_is_not_another_fact(example: Repository) -> None:
    path = example.root / TEMPLATE
    path.write_text(f"{{% set 收入\ufe00 = 支出 %}}\n{path.read_text('utf-8')}", "utf-8")
    assert "E108" in codes(example)


@pytest.mark.parametrize(
    "family", ["x:size=abc", "x:charset=zz", "x:weight=[1", ":weight=foo:bar", "x-12", "\\\\"]
)
def test_a_font_is_a_name_and_no_pattern(example: Repository, family: str) -> None:
    theme = example.root / "templates/shili-2024/theme.yaml"
    theme.write_text(f'字体: {{仿宋: {{印刷: ["{family}"]}}}}\n', "utf-8")
    checked = check_file(example, example.root / EXAMPLE_LEDGER)
    assert checked.theme is not None
    assert not [finding for finding in checked.findings if finding.code == "P101"]


def test_the_example_itself_has_no_such_findings(example: Repository) -> None:
    checked = check_file(example, example.root / EXAMPLE_LEDGER)
    assert checked.document is not None
    texts = [block.text for block in checked.document.blocks if isinstance(block, Paragraph | Part)]
    assert any("负责全市档案工作" in text for text in texts)
