"""The files of the package that lie beneath those of every form."""

from functools import cache
from importlib.resources import files

from reportgen.ledger.catalogue import EMPTY, KEY, Catalogue, read_catalogue
from reportgen.source.parsing import Mapping as MappingNode
from reportgen.source.parsing import Source, parse
from reportgen.source.reading import Findings

_BASE = "reportgen/base"


@cache
def base_source(name: str) -> Source:
    """Return a file that the package lays beneath those of a form."""
    return parse(base_text(name), base_label(name))


def base_text(name: str) -> str:
    """Return what stands in such a file."""
    return files("reportgen.form").joinpath("base", name).read_text("utf-8")


def base_label(name: str) -> str:
    """Return how messages name such a file."""
    return f"{_BASE}/{name}"


@cache
def package_facts() -> Catalogue:
    """Return the facts that all forms share."""
    source, findings = base_source("facts.yaml"), Findings()
    assert isinstance(source.root, MappingNode)
    catalogue = read_catalogue(source.root.get(KEY), EMPTY, findings)
    assert not (*source.findings, *findings), findings
    return catalogue
