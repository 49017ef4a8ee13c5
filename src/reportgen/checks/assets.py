"""Assets: every kind of vehicle by its name, no total among the kinds."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from reportgen.checks.registry import check
from reportgen.classification.word_lists import WordLists
from reportgen.findings.diagnostics import Diagnostic, Related
from reportgen.findings.rules import (
    ASSETS_WITHOUT_VEHICLES,
    KIND_OF_VEHICLE_LEFT_OUT,
    KIND_OF_VEHICLE_MISSPELT,
    TOTAL_AMONG_KINDS,
)
from reportgen.findings.suggestions import or_allow
from reportgen.ledger.model import Budget, Count

_TOTAL = re.compile(r"合计|总计|小计|总数|共计|总量|车辆数$|^车辆$|^公务用车$")
_LIKE = 0.6


@check(TOTAL_AMONG_KINDS)
def total_among_kinds(budget: Budget) -> Iterator[Diagnostic]:
    """The total is the sum of the kinds: typed as one, it is counted twice."""
    vehicles = _vehicles(budget)
    for count in vehicles:
        others = sum(other.number for other in vehicles if other is not count)
        named = _TOTAL.search(count.name)
        if len(vehicles) > 1 and named:
            sentence = f"车辆的种类里有“{count.name}”{count.number} 辆：总数由各种相加，会算两次"
            hint = f"请删去这一行（其余各种相加是 {others} 辆）；只公布总数的，只写“各类车辆”。"
            yield Diagnostic(TOTAL_AMONG_KINDS, count.span, sentence, hint)


@check(KIND_OF_VEHICLE_MISSPELT)
def kind_of_vehicle_misspelt(budget: Budget) -> Iterator[Diagnostic]:
    """The kinds of vehicles have official names."""
    known = [name for kinds in budget.classification.words.made(_kinds) for name in kinds]
    vehicles = _vehicles(budget)
    written = {count.name for count in vehicles}
    for count in vehicles:
        if count.name in known or (_TOTAL.search(count.name) and len(vehicles) > 1):
            continue
        near = [
            name for name in get_close_matches(count.name, known, n=3, cutoff=_LIKE) if name not in written
        ]
        if near:
            sentence = f"没有“{count.name}”这一种车辆"
            hint = or_allow(f"请写“{near[0]}”。", KIND_OF_VEHICLE_MISSPELT)
            yield Diagnostic(KIND_OF_VEHICLE_MISSPELT, count.span, sentence, hint)


@check(KIND_OF_VEHICLE_LEFT_OUT)
def kind_of_vehicle_left_out(budget: Budget) -> Iterator[Diagnostic]:
    """A form prints all kinds of vehicles: there are none of some, and that is said with a 0."""
    written = [count.name for count in _vehicles(budget)]
    groups = budget.classification.words.made(_kinds)
    fitting = max(groups, key=lambda kinds: sum(name in kinds for name in written), default=())
    missing = [name for name in fitting if name not in written]
    known = [name for name in written if name in fitting]
    misspelt = [
        name for name in written if name not in fitting and get_close_matches(name, missing, 1, _LIKE)
    ]
    if len(known) * 2 > len(fitting) and len(missing) > len(misspelt):
        sentence = f"车辆的种类里缺少{'、'.join(f'“{name}”' for name in missing)}"
        after = fitting.index(missing[0])
        at = next((count for count in _vehicles(budget) if count.name == fitting[max(0, after - 1)]), None)
        span = (at or _vehicles(budget)[0]).span
        hint = or_allow(f"没有的写 0，如“{missing[0]}: 0”。", KIND_OF_VEHICLE_LEFT_OUT)
        yield Diagnostic(KIND_OF_VEHICLE_LEFT_OUT, span, sentence, hint)


@check(ASSETS_WITHOUT_VEHICLES)
def assets_without_vehicles(budget: Budget) -> Iterator[Diagnostic]:
    """A section of assets that only has its date says nothing; last year's vehicles do not vanish."""
    assets, before = budget.assets, budget.last_year.assets if budget.last_year else None
    if assets is None:
        return
    hint = or_allow("没有车辆的，各种都写 0。", ASSETS_WITHOUT_VEHICLES)
    if not assets.vehicles:
        yield Diagnostic(ASSETS_WITHOUT_VEHICLES, assets.place("车辆"), "“资产”的“车辆”下面没有写种类", hint)
        return
    counted = (*assets.vehicles, assets.general_equipment, assets.special_equipment)
    earlier = (*before.vehicles, before.general_equipment, before.special_equipment) if before else ()
    if any(count.number for count in earlier) and not any(count.number for count in counted):
        sentence = "“资产”里的数都是 0，上年的台账里不是"
        related = tuple(Related(count.span, f"上年的{count.name}") for count in earlier if count.number)
        yield Diagnostic(ASSETS_WITHOUT_VEHICLES, assets.span, sentence, hint, related)


def _vehicles(budget: Budget) -> tuple[Count, ...]:
    return budget.assets.vehicles if budget.assets else ()


def _kinds(lists: WordLists) -> list[tuple[str, ...]]:
    return [entry.texts("种类") for entry in lists["vehicle_kinds"]]
