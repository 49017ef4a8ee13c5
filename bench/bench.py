"""Measures a build beside bare WeasyPrint and LibreOffice, all in turn in one run.

    python bench/bench.py budgets/dalian-xigang/2024/133-yingshang.yaml

Cold is a new process, warm the second time in one process. Times are medians, memory the highest peak
of any one process. Bare WeasyPrint gets the page that the build lays out, LibreOffice the Word file.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory, TemporaryFile
from time import perf_counter
from typing import IO

HERE = Path(__file__).parent

FEWEST_RUNS = 9
COLD_LIMIT = 1.5
OFFICE_LIMIT = 0.25
MEMORY_LIMIT = 250.0

_KB_PER_MB = 1024

BUILD = "reportgen build"
BARE = "bare WeasyPrint"
LIBREOFFICE = "LibreOffice docx → pdf"


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took: seconds, its peak memory in MB, what it printed."""

    seconds: float
    megabytes: float
    output: str


@dataclass(frozen=True, slots=True)
class Round:
    """One turn of every contestant."""

    processes: Mapping[str, Run]
    bare_warm: float
    steps_cold: Mapping[str, float]
    steps_warm: Mapping[str, float]
    steps_megabytes: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Goal:
    """A number that must stay below a limit."""

    text: str
    value: float
    limit: float

    def __str__(self) -> str:
        verdict = "reached" if self.value <= self.limit else "NOT reached"
        return f"{self.text}: {self.value:.2f} of {self.limit:g}: {verdict}"


def run(*command: str | Path) -> Run:
    """Run a process to its end; the usage of its own children counts as its own."""
    with TemporaryFile() as output, TemporaryFile() as errors:
        start = perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))} failed:\n{text(output)}{text(errors)}")
        return Run(seconds, usage.ru_maxrss / _KB_PER_MB, text(output))


def text(file: IO[bytes]) -> str:
    """Return everything written to a file."""
    file.seek(0)
    return file.read().decode()


def contestants(path: Path, folder: Path) -> dict[str, Callable[[], Run]]:
    """Return what is measured as whole processes."""
    reportgen = Path(sys.executable).with_name("reportgen")
    found = {
        BUILD: lambda: run(reportgen, "build", path, "--out", fresh(folder / "build")),
        BARE: lambda: bare(folder),
    }
    if soffice := shutil.which("soffice"):
        found[LIBREOFFICE] = lambda: libreoffice(soffice, folder)
    return found


def fresh(folder: Path) -> Path:
    """Return *folder* with nothing in it, so that nothing is up to date."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def bare(folder: Path, *options: str) -> Run:
    """Run WeasyPrint alone on the page that the steps left."""
    return run(sys.executable, HERE / "bare.py", folder / "document.html", folder / "bare.pdf", *options)


def libreoffice(soffice: str, folder: Path) -> Run:
    """Convert the Word file that the steps left, with a user profile of our own."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    word = folder / "document.docx"
    return run(soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", folder / "pdf", word)


def steps(path: Path, folder: Path) -> Run:
    """Take the steps of a build in one process."""
    return run(sys.executable, HERE / "steps.py", path, folder)


def measure(path: Path, count: int) -> list[Round]:
    """Let every contestant run in turn, *count* times after one round that fills the caches of the disk."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        steps(path, folder)
        entrants = contestants(path, folder)
        for contestant in entrants.values():
            contestant()
        return [one_round(path, folder, entrants, f"{index + 1} of {count}") for index in range(count)]


def one_round(path: Path, folder: Path, entrants: Mapping[str, Callable[[], Run]], place: str) -> Round:
    """Run every contestant once."""
    print(f"round {place}", file=sys.stderr)
    processes = {name: contestant() for name, contestant in entrants.items()}
    bare_warm = float(bare(folder, "--warm").output)
    measured = json.loads(steps(path, folder).output)
    return Round(processes, bare_warm, measured["cold"], measured["warm"], measured["megabytes"])


def goals(rounds: Sequence[Round]) -> list[Goal]:
    """Return the three goals with what was measured."""
    warm = medians([turn.steps_warm for turn in rounds])
    cold = {name: median(turn.processes[name].seconds for turn in rounds) for name in (BUILD, BARE)}
    office = (warm["docx"] + warm["xlsx"]) / (warm["pdf layout"] + warm["pdf write"])
    memory = max(turn.processes[BUILD].megabytes for turn in rounds)
    return [
        Goal("everything, cold, times bare WeasyPrint", cold[BUILD] / cold[BARE], COLD_LIMIT),
        Goal("Word and Excel, warm, times PDF", office, OFFICE_LIMIT),
        Goal("peak memory of the build in MB", memory, MEMORY_LIMIT),
    ]


def medians(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the median of each name over the rounds."""
    return {name: median(row[name] for row in rows) for name in rows[0]}


def report(rounds: Sequence[Round]) -> list[str]:
    """Return the lines of the tables: seconds, and how many times bare WeasyPrint that is."""
    return [*process_table(rounds), "", *step_table(rounds)]


def process_table(rounds: Sequence[Round]) -> list[str]:
    """Return one line for each contestant."""
    base_cold = median(turn.processes[BARE].seconds for turn in rounds)
    base_warm = median(turn.bare_warm for turn in rounds)
    warm = {BUILD: median(sum(turn.steps_warm.values()) for turn in rounds), BARE: base_warm}
    lines = [heading("processes")]
    for name in rounds[0].processes:
        taken = [turn.processes[name] for turn in rounds]
        cold = timing(median(each.seconds for each in taken), base_cold)
        peak = max(each.megabytes for each in taken)
        lines.append(line(name, cold, timing(warm.get(name), base_warm), peak))
    return lines


def step_table(rounds: Sequence[Round]) -> list[str]:
    """Return one line for each step; memory is the peak of the process up to the end of the step."""
    base_cold = median(turn.processes[BARE].seconds for turn in rounds)
    base_warm = median(turn.bare_warm for turn in rounds)
    cold, warm = medians([turn.steps_cold for turn in rounds]), medians([turn.steps_warm for turn in rounds])
    peaks = {name: max(turn.steps_megabytes[name] for turn in rounds) for name in cold}
    rows = [
        line(name, timing(cold[name], base_cold), timing(warm[name], base_warm), peaks[name]) for name in cold
    ]
    return [heading("steps"), *rows]


def heading(name: str) -> str:
    """Return the head of a table."""
    return f"{name:24}{'cold s':>10}{'× bare':>8}{'warm s':>10}{'× bare':>8}{'peak MB':>10}"


def line(name: str, cold: str, warm: str, megabytes: float) -> str:
    """Return one line of a table."""
    return f"{name:24}{cold}{warm}{megabytes:10.0f}"


def timing(seconds: float | None, base: float) -> str:
    """Return seconds and their ratio to *base*."""
    return f"{'–':>10}{'–':>8}" if seconds is None else f"{seconds:10.3f}{seconds / base:8.2f}"


def main() -> None:
    """Measure, print the tables and say of each goal whether it was reached."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", type=Path, help="the ledger to build")
    parser.add_argument("--runs", type=int, default=FEWEST_RUNS, help="rounds, at least %(default)s")
    arguments = parser.parse_args()
    if arguments.runs < FEWEST_RUNS:
        parser.error(f"a median needs at least {FEWEST_RUNS} runs")
    rounds = measure(arguments.path, arguments.runs)
    print("\n".join([*report(rounds), "", *map(str, goals(rounds))]))


if __name__ == "__main__":
    main()
