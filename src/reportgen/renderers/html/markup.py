"""HTML elements as values: what is not markup yet is escaped, so no text can become markup."""

from collections.abc import Iterable, Mapping
from functools import cache
from urllib.parse import quote

from markupsafe import Markup, escape


def element(name: str, *children: str, **attributes: str | int) -> Markup:
    """Return an element; empty attributes are left out.

    >>> element("td", "<1>", class_="amount", data_value="", rowspan=2)
    Markup('<td class="amount" rowspan="2">&lt;1&gt;</td>')
    """
    given = "".join(f' {_attribute(key)}="{escape(value)}"' for key, value in attributes.items() if value)
    return Markup(f"<{name}{given}>{''.join(map(escape, children))}</{name}>")  # noqa: S704 - escaped above


@cache
def _attribute(keyword: str) -> str:
    return keyword.rstrip("_").replace("_", "-")


def join(parts: Iterable[str]) -> Markup:
    """Return the parts one after the other."""
    return Markup("").join(parts)


def link(anchor: str, text: str, **attributes: str) -> Markup:
    """Return a link to an element of the same page.

    >>> link("表", "表1")
    Markup('<a href="#%E8%A1%A8">表1</a>')
    """
    return element("a", text, href=f"#{quote(anchor)}", **attributes)


def classes(names: Mapping[str, bool]) -> str:
    """Return the names that hold, as the value of a `class` attribute.

    >>> classes({"wide": True, "tight": False, "long": True})
    'wide long'
    """
    return " ".join(name for name, holds in names.items() if holds)
