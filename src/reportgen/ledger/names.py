"""How a department and its parts are called, where it is in the order of places, and who else there is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reportgen.ledger.model import Budget

# The place that a full name begins with: 省, then 市, then what lies in it. A community is no such place.
_PLACE = re.compile(
    r"(?:[^省市区县（]{2,8}省)?(?P<city>[^省市区县州盟（局]{2,6}(?:市|州|盟))?"
    r"(?P<district>[^市区县旗（局中办委]{2,10}(?:(?<![社小地景城辖片校牧林])区|县|旗|市))?"
)
_COUNTY, _DISTRICT, _CITY, _PROVINCE = "县", "区", "市", "省"
_LEVELS = {
    "县": _COUNTY,
    "旗": _COUNTY,
    "区": _DISTRICT,
    "市": _CITY,
    "州": _CITY,
    "盟": _CITY,
    "省": _PROVINCE,
}
_SHORTEST = 5  # characters of a name in brackets; 本级 and 机关 are no second name
# What 部门 says of the department besides its names.
_NO_NAMES = ("自称", "行政区划", "级次")


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of a department and its units (*own*), of the departments of other ledgers (*others*).

    *parts* are its offices and projects, *level* is 省, 市, 区 or 县 (empty where it cannot be told),
    *places* the city and the district that it belongs to.
    """

    own: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    others: frozenset[str] = frozenset()
    level: str = ""
    places: tuple[str, ...] = ()


NO_NAMES = Names()


def names_of(budget: Budget, known: Iterable[str]) -> Names:
    """Return the names of a ledger among those that are *known* of all departments of the repository."""
    department = budget.department
    own = (
        *(name for key, name in department.names.items() if key not in _NO_NAMES and name),
        *(unit.name for unit in budget.units),
    )
    parts = (*(words.text for words in budget.offices), *(project.name for project in budget.projects))
    return Names(
        own=tuple(dict.fromkeys(name for whole in own for name in (whole, *_names_within(whole)))),
        parts=tuple(dict.fromkeys(parts)),
        others=frozenset(name for name in known if not any(name in mine for mine in own)),
        level=level_of(department.names.get("全称", ""), department.names.get("级次", "")),
        places=places_of(department.names.get("全称", "")),
    )


def _names_within(name: str) -> Iterator[str]:
    """Yield the two names of a body that has another in brackets: 甲中心（乙中心）."""
    before, _, within = name.removesuffix("）").partition("（")
    if name.endswith("）") and len(within) >= _SHORTEST:
        yield from (before, within)


def level_of(name: str, stated: str = "") -> str:
    """Return the level of a department by its full name, or by the level that is *stated*.

    >>> level_of("示例市甲乙区档案局"), level_of("示例市档案中心"), level_of("档案馆", "县级")
    ('区', '市', '县')
    """
    if stated:
        return _LEVELS.get(stated[0], "")
    places = places_of(name)
    if places:
        return _LEVELS.get(places[-1][-1], "")
    return _PROVINCE if re.match(r"[^省]{2,8}省", name) else ""


def places_of(name: str) -> tuple[str, ...]:
    """Return the city and the district that a full name begins with.

    >>> places_of("示例市甲乙区档案局"), places_of("示例经开区档案局")
    (('示例市', '甲乙区'), ('示例经开区',))
    """
    found = _PLACE.match(name)
    return tuple(place for place in (found["city"], found["district"]) if place) if found else ()
