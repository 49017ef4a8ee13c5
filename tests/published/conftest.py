"""Reads what is held against the published documents, each file once."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.published.readers import READERS
from tests.published.readers.content import Content


@pytest.fixture(scope="session")
def read(built_file: Callable[[str, str], Path]) -> Callable[[str, str], Content]:
    """What a file of one format, built from a ledger, says."""

    @cache
    def read_built(ledger: str, suffix: str) -> Content:
        return READERS[suffix](built_file(ledger, suffix))

    return read_built
