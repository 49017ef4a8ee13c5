"""Templates, words of ledgers and looks that mean harm end in a finding, never in a traceback or in print."""

import os
import re
import resource
import shutil
import subprocess
import sys

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


GREEDY = {
    "members": "{{ 收入" + ".x" * 197 + " }}",
    "filters": "{{ 收入.合计" + "|万元" * 200 + " }}",
    "products": "{{ '甲' * 1000000000 }}",
    "powers": "{{ 10**10**9 }}",
    "ranges": "{% for a in range(10**9) %}甲{% endfor %}",
    "formats": "{{ '%1000000000d' % 1 }}",
    "widths": "{{ '甲'|center(1000000000) }}",
    "doubled texts": "{% set x = '甲' %}" + "{% set x = x ~ x %}" * 60 + "{{ x }}",
    "added texts": "{% set x = '甲' %}" + "{% set x = x + x %}" * 60 + "{{ x }}",
    "doubled variables": "{% set x = '甲' %}" + "{% set x %}{{ x }}{{ x }}{% endset %}" * 60 + "{{ x }}",
    "doubled lists": "{% set x = ['甲'] %}" + "{% set x = [x, x] %}" * 60 + "{{ x|join }}",
    "compared lists": "{% set x = ['甲'] %}{% set y = ['甲'] %}"
    + "{% set x = [x, x] %}{% set y = [y, y] %}" * 60
    + "{% if x == y %}甲{% endif %}",
    "loops": "{% for a in '" + "甲" * 300 + "' %}" + "{% for b in 名词 %}" * 15 + "甲" + "{% endfor %}" * 16,
    "loops in loops": "{% for a in [甲] %}" * 25 + "甲" + "{% endfor %}" * 25,
    "conditions": "{% if 真 %}" * 120 + "甲" + "{% endif %}" * 120,
    "macros": "".join(
        f"{{% macro m{number}() %}}{{{{ m{number + 1}() }}}}{{{{ m{number + 1}() }}}}{{% endmacro %}}"
        for number in range(40)
    )
    + "{{ m0() }}",
    "a macro of itself": "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
    "a block of itself": "{% block a %}{{ self.a() }}{{ self.a() }}{% endblock %}",
    "itself": "{% include '说明.j2' %}{% include '说明.j2' %}",
    "its parent": "{% extends '说明.j2' %}",
    "brackets": "{{ " + "(" * 90_000 + " }}",
    "numerals": "{{ 没有 }}" + "一万" * 40_000,
    "blanks": ("甲" + " " * 50) * 1500 + "{{ 没有 }}",
    "much text": "甲乙丙丁。" * 100_000,
    "unknown names in loops": "{% for a in '"
    + "甲" * 30
    + "' %}" * 1
    + "{% for b in '甲乙丙丁戊己庚辛壬癸' %}" * 3
    + "{{ 没有 }}{{ 收入.没有 }}"
    + "{% endfor %}" * 4,
    "braces": "{{ " * 50_000,
    "comments": "{# " * 50_000,
    "raw texts": "{% raw %}" * 10_000,
    "comments in texts": "{{ '{# {% raw %}' }}" * 800 + "甲" * 80_000,
    "keys in brackets": "{{ 词['词['" * 10_000,
    "many names": "".join(f"{{{{ 未知{number} }}}}" for number in range(1400)),
}
_SECONDS, _MEGABYTES = 2, 200
# The command line, which says at its end how much memory the process had at most, in kB: what the system
# tells of it as a child counts that of the process that started it.
_PEAK = "VmHWM:"
_TELLING = f"""
import os, re, sys
from pathlib import Path
from reportgen.cli import main
leave = os._exit
def tell(status):
    peak = re.search("{_PEAK} *([0-9]+)", Path("/proc/self/status").read_text().replace(chr(9), " "))
    os.write(2, ("{_PEAK}" + peak[1]).encode())
    leave(status)
os._exit = tell
main()
"""
_FOREIGN = re.compile(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}")


def test_greedy_templates_take_no_other_department_along(example: Repository) -> None:
    """One run checks a ledger of each greedy form, and one of a form that is in order."""
    ledger = (example.root / EXAMPLE_LEDGER).read_text("utf-8")
    folder = (example.root / EXAMPLE_LEDGER).parent
    for number, text in enumerate(GREEDY.values()):
        form = example.root / "templates" / f"tan-{number}"
        shutil.copytree(example.root / "templates/shili-2024", form)
        with (form / "说明.j2").open("a", encoding="utf-8") as template:
            template.write(f"\n{text}\n")
        path = folder / f"9{number:02}-tan.yaml"
        path.write_text(ledger.replace("表式: shili-2024", f"表式: tan-{number}"), "utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", _TELLING, "check", "--jobs", "1"],
        cwd=example.root,
        env={**os.environ, "GITHUB_ACTIONS": "false"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr[-2000:]
    assert f"{len(GREEDY) + 1} 份台账" in done.stderr
    assert not re.search(rf"^{EXAMPLE_LEDGER}:\S+ error", done.stdout, re.MULTILINE)
    for number, name in enumerate(GREEDY):
        found = [line for line in done.stdout.splitlines() if line.startswith(f"templates/tan-{number}/")]
        assert any(f"error[P10{kind}]" in line for line in found for kind in (1, 2)), name
        assert not any(_FOREIGN.search(line) for line in found), found
    taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert taken < _SECONDS * len(GREEDY) / 2, taken
    assert int(done.stderr.rpartition(_PEAK)[2]) < _MEGABYTES * 1024
