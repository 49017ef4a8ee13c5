"""What takes long to read is read in proportion to its length, or refused with a sentence that says why."""

from time import process_time

import pytest

from reportgen.commands.checking import check_file
from reportgen.findings.report import render_findings
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER

DUTY = "  - 负责全市档案工作。"
_SECONDS = 2.5  # CPU; most take a fifth of it, and took minutes


def lines(pattern: str, count: int) -> str:
    return "".join(pattern.format(number) for number in range(count))


LINE = (
    "  - {{单位: '900001', 类别: 人员经费, 功能科目: 2010301, 经济科目: 30101, "
    "资金来源: 一般公共预算, 金额: 1}}\n"
)
HEAVY = {
    "unknown keys": ("\n部门:", lines("未知{}: 1\n", 30_000), "E203"),
    "unknown keys like others": ("\n上年:\n", lines("  收入.合{}: 1\n", 10_000), "E214"),
    "odd characters": (DUTY, "".join(f"  - {chr(0x20000 + number)}\n" for number in range(10_000)), "E107"),
    "odd characters in a line": (DUTY, f"  - {''.join(map(chr, range(0x20000, 0x27000)))}\n", "E107"),
    "blanks": (DUTY, f"  - 甲{'　' * 50_000}乙\n", "E108"),
    "gaps": (DUTY, f"# {('甲' + ' ' * 8) * 60_000}\n", ""),
    "marks": (DUTY, f"# {'a# ' * 60_000}\n", ""),
    "allowances": (DUTY, "# reportgen: allow L201 —— 原因\n" * 20_000, "E402"),
    "faults on a line": ("\n资产:", f"多余: [{', '.join(['{甲: 一, 甲: 二}'] * 10_000)}]", "E104"),
    "a line": ("\n资产:", f"多余: {'甲' * 90_000}{'乙' * 9000}", "E203"),
    "a text": (DUTY, f"  - {'负责全市档案工作。' * 100_000}\n", "E105"),
    "a text of lines": (DUTY, "  - |\n" + "    负责全市档案工作。\n" * 9000, ""),
    "lines of a quoted text": (DUTY, '  - "负责\n' + "    甲乙丙丁。\n" * 100_000 + '    "\n', "E105"),
    "unknown units": ("\n项目支出:", lines(LINE.replace("900001", "{0:06}"), 4000), "E208"),
    "unknown codes": ("\n项目支出:", lines(LINE.replace("2010301", "{0:07}"), 4000), "E207"),
    "coarse codes": ("\n项目支出:", lines(LINE.replace("2010301", "20103"), 4000), "E207"),
    "names of codes": ("\n项目支出:", lines(LINE.replace("2010301", "2010301-行政运行{0:05}"), 4000), "L106"),
    "values": ("\n资产:", "多余:\n" + "  - 1\n" * 200_000, "E105"),
    "words with facts": (DUTY, lines("  - 甲{0}{{{{{{{{ 收入.合计|万元 }}}}}}}}万元。\n", 8000), "P101"),
}


@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_ledger_is_answered_soon_and_in_few_words(example: Repository, name: str) -> None:
    anchor, heavy, code = HEAVY[name]
    path = example.root / EXAMPLE_LEDGER
    text = path.read_text("utf-8")
    assert anchor in text
    after = f"{anchor}{heavy}" if anchor.endswith("上年:\n") else f"\n{heavy}\n{anchor.lstrip(chr(10))}"
    path.write_text(text.replace(anchor, after, 1), "utf-8")
    check_file(example, example.root / EXAMPLE_LEDGER.replace("900", "901"))  # reads form and classification
    start = process_time()
    found = check_file(example, path).findings
    shown = render_findings(found, "text", example.text)
    assert process_time() - start < _SECONDS
    assert not code or code in {finding.code for finding in found}
    assert len(shown) < 60_000
