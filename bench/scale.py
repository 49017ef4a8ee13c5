"""Measures how loading, checking and composing grow with a ledger: CPU for 540 and 5,400 lines and projects.

    python bench/scale.py budgets/dalian-xigang/2024/133-yingshang.yaml

The ledgers are the one named with more lines of basic expenditure, or more projects of one line each.
Each figure is the least of three runs; the exponent says how it grows (1: in proportion).
"""

import re
import shutil
import sys
from collections.abc import Callable
from decimal import Decimal
from math import log
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from reportgen.commands.checking import check_file
from reportgen.repository.repository import Repository, find_repository

FEW, MANY = 540, 5400
_RUNS = 3
_BASIC = """\
  - {{单位: "{unit}", 类别: 公用经费, 功能科目: 2010301, 经济科目: 30201,
     资金来源: 一般公共预算, 金额: {amount}}}
"""
_PROJECT = """\
  - 名称: 项目{number}
    单位: "{unit}"
    项目类别: 31-部门项目
    明细:
      - {{功能科目: 2010302, 经济科目: 30207, 资金来源: 一般公共预算, 金额: {amount}}}
"""
KINDS = {"lines": ("基本支出:\n", _BASIC), "projects": ("项目支出:\n", _PROJECT)}


def grown(ledger: str, kind: str, count: int) -> str:
    """Return the text of a ledger with *count* more lines or projects, in balance."""
    heading, pattern = KINDS[kind]
    revenue = re.search(r'收入:\n  - \{单位: "(\w+)", 资金来源: 一般公共预算, 金额: ([0-9.]+)\}', ledger)
    assert revenue is not None
    amounts = [Decimal(100 + number % 97) + Decimal(number % 100) / 100 for number in range(count)]
    more = "".join(
        pattern.format(unit=revenue[1], number=number, amount=amount) for number, amount in enumerate(amounts)
    )
    paid = str(Decimal(revenue[2]) + sum(amounts))
    text = ledger.replace(revenue[0], revenue[0].replace(revenue[2], paid), 1)
    return text.replace(heading, heading + more, 1)


def seconds(repository: Repository, path: Path) -> float:
    """Return the CPU seconds that a ledger takes, forms and classification known."""

    def once() -> float:
        start = process_time()
        checked = check_file(repository, path)
        taken = process_time() - start
        assert checked.document is not None, checked.findings
        return taken

    return min(once() for _ in range(_RUNS))


def measure(ledger: Path, show: Callable[[str], object]) -> None:
    """Show the figures of each kind."""
    found = find_repository(ledger)
    assert found is not None
    with TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        for name in ("templates", "classification"):
            shutil.copytree(found.root / name, root / name)
        path = root / found.label(ledger)
        path.parent.mkdir(parents=True)
        for kind in KINDS:
            figures = []
            for count in (FEW, MANY):
                path.write_text(grown(ledger.read_text("utf-8"), kind, count), "utf-8")
                figures.append(seconds(Repository(root), path))
            exponent = log(figures[1] / figures[0]) / log(MANY / FEW)
            few, many = figures
            show(f"{kind}: {FEW} in {few:.2f} s, {MANY} in {many:.2f} s of CPU, exponent {exponent:.2f}")


if __name__ == "__main__":
    measure(Path(sys.argv[1]), print)
