"""HTML elements as values: what is not markup yet is escaped, so no text can become markup."""

from collections.abc import Iterable, Mapping

from markupsafe import Markup

_ELEMENT = Markup("<%s%s>%s</%s>")
_ATTRIBUTE = Markup(' %s="%s"')


def element(name: str, *children: str, **attributes: str | int) -> Markup:
    """Return an element; empty attributes are left out.

    >>> element("td", "<1>", class_="amount", data_value="", rowspan=2)
    Markup('<td class="amount" rowspan="2">&lt;1&gt;</td>')
    """
    given = (_ATTRIBUTE % (_attribute(key), value) for key, value in attributes.items() if value)
    return _ELEMENT % (name, join(given), join(children), name)


def _attribute(keyword: str) -> str:
    return keyword.rstrip("_").replace("_", "-")


def join(parts: Iterable[str]) -> Markup:
    """Return the parts one after the other."""
    return Markup("").join(parts)


def classes(names: Mapping[str, bool]) -> str:
    """Return the names that hold, as the value of a `class` attribute.

    >>> classes({"wide": True, "tight": False, "long": True})
    'wide long'
    """
    return " ".join(name for name, holds in names.items() if holds)
