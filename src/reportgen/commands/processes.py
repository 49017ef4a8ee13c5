"""Work in several processes."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


def in_processes(work: Callable[[_Given], _Made], items: Sequence[_Given], jobs: int) -> Iterator[_Made]:
    """Do *work* for each of *items* in *jobs* processes, in their order."""
    if jobs <= 1 or len(items) <= 1:
        yield from map(work, items)
        return
    with ProcessPoolExecutor(min(jobs, len(items)), mp_context=get_context("forkserver")) as pool:
        yield from pool.map(work, items)
