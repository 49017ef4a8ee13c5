"""Work on many items, in one process or several, with memory that does not grow with their number."""

import gc
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


class LostProcessError(Exception):
    """The system ended a process in the middle of its work."""


def in_processes(
    work: Callable[[_Given], _Made], items: Sequence[_Given], jobs: int, *, at_once: int = 1
) -> Iterator[_Made]:
    """Do *work* for each of *items* in *jobs* processes, in their order.

    What an item leaves behind is cleared after every *at_once* of them: more for work that leaves little.

    Raises:
        LostProcessError: a process was ended from outside, mostly for want of memory.
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
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415
    from multiprocessing import active_children, get_context, resource_tracker  # noqa: PLC0415

    context = get_context("forkserver")
    context.set_forkserver_preload([type(work).__module__])  # so that the processes share what they import
    # Ctrl-C in a terminal reaches all processes: this one says so when they have started, and ends them.
    resource_tracker.ensure_running()  # first, since starting it lets SIGINT through
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    pool = ProcessPoolExecutor(min(jobs, len(items)), mp_context=context, initializer=_follow_parent)
    try:
        found = pool.map(tidy, items, chunksize=at_once)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        yield from found
    except BrokenProcessPool as lost:
        raise LostProcessError from lost
    except BaseException:
        for process in active_children():
            process.terminate()  # nobody waits for what they are at
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _follow_parent() -> None:
    """End when the process does that gave the work, however it ends."""
    from multiprocessing import parent_process  # noqa: PLC0415 - as above
    from threading import Thread  # noqa: PLC0415

    parent = parent_process()
    assert parent is not None, "only a process that was started for work follows another"

    def end_with_it() -> None:
        parent.join()
        os._exit(1)

    Thread(target=end_with_it, daemon=True).start()


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
