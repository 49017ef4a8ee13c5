"""Work on many items, in one process or several, with memory that does not grow with their number."""

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


def in_processes(
    work: Callable[[_Given], _Made], items: Sequence[_Given], jobs: int, *, at_once: int = 1
) -> Iterator[_Made]:
    """Do *work* for each of *items* in *jobs* processes, in their order.

    What an item leaves behind is cleared after every *at_once* of them: more for work that leaves little.
    """
    if len(items) <= 1:
        yield from map(work, items)
        return
    tidy = _Tidy(work, at_once)
    if jobs <= 1:
        yield from map(tidy, items)
        return
    # Here, since whoever works on one item needs none of it.
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    context = get_context("forkserver")
    context.set_forkserver_preload([type(work).__module__])  # so that the processes share what they import
    with ProcessPoolExecutor(min(jobs, len(items)), mp_context=context) as pool:
        yield from pool.map(tidy, items, chunksize=at_once)


@dataclass(frozen=True, slots=True)
class _Tidy(Generic[_Given, _Made]):
    """Work that clears up behind itself: what is laid out and composed refers to itself and would stay."""

    work: Callable[[_Given], _Made]
    at_once: int

    def __call__(self, item: _Given) -> _Made:
        made = self.work(item)
        _Done.number += 1
        if _Done.number == 1:
            # Modules, forms and the classification stay: the collector need not look at them again.
            gc.collect()
            gc.freeze()
        elif _Done.number % self.at_once == 0:
            gc.collect()
        return made


class _Done:
    """How many items this process has worked on."""

    number = 0
