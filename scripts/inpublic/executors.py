"""Starts what runs the converter: nothing, processes beside this one, or a place in a cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.context import BaseContext
from multiprocessing.util import Finalize
from pathlib import Path
from typing import ParamSpec, TypeVar

from msgspec.structs import replace

from inpublic.forking import CAN_COPY, PRELOADED, process_context, start_copying
from inpublic.interrupts import left_alone
from inpublic.memory import collect_seldom
from inpublic.patterns import keep_compiled, take_kept
from inpublic.workers import Crew, Workers

P = ParamSpec("P")
T = TypeVar("T")

_WORTH_A_POOL = 500_000
"""Bytes to convert from which starting processes pays.

Two processes against none, on two cores, with real notebooks and all that has to be imported, the best of six runs:
1.06 times as long for 0.1 MB, 0.93 for 0.25 MB, 0.90 for 0.5 MB, 0.84 for 1 MB, 0.80 for 2 MB.
"""


@contextmanager
def gathered(
    workers: Workers, sizes: Sequence[int], identify: Callable[[], bytes], *, apart: bool = False
) -> Iterator[Crew | None]:
    """Give the crew for sources of these `sizes` in bytes; None where they are converted here and now.

    Processes are started only when there is enough to do for them, or if it must not be done here (`apart`).
    Raises InpublicError when a cluster cannot be reached, or has another converter than this one: `identify` says
    which it is, wherever it is called.
    """
    if workers.cluster and sizes:
        from inpublic.cluster import joined

        with joined(workers.cluster, identify) as crew:
            yield replace(crew, meanwhile=workers.meanwhile)
    elif apart or (workers.jobs > 1 and len(sizes) > 1 and sum(sizes) >= _WORTH_A_POOL):
        yield Crew(processes, min(workers.jobs, len(sizes)), meanwhile=workers.meanwhile)
    elif workers.spare and sizes:
        yield Crew(_first(workers.spare), 1, meanwhile=workers.meanwhile)
    else:
        yield None


def processes(jobs: int) -> AbstractContextManager[Executor]:
    """Start up to so many processes; whatever stops us stops them, too."""
    if CAN_COPY:
        start_copying()
    return _started(jobs, process_context())


@contextmanager
def _started(jobs: int, context: BaseContext) -> Iterator[Executor]:
    executor = _Processes(jobs, mp_context=context, initializer=_begin)
    try:
        yield executor
    except BaseException:  # Ctrl+C, and results that nobody wants any more
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    executor.shutdown()


def _begin() -> None:
    """Prepare a process that converts, and let it keep what it compiles when it ends."""
    collect_seldom()
    take_kept()
    Finalize(None, keep_compiled, exitpriority=0)


@contextmanager
def made_ready(workers: Workers, sources: Path, last: Path) -> Iterator[Workers]:
    """Start what imports the converter, which takes longest, before it is known what there is to convert.

    If there is no file `last` of an earlier run, all has to be: that is what processes are copied from then. If
    anything in `sources` is newer, it is a spare copy of this process, which must have no other threads.
    """
    if workers.jobs == 1 or workers.cluster or not CAN_COPY:
        yield workers
    elif not last.exists():
        start_copying()
        yield workers
    elif _is_touched(sources, last.stat().st_mtime_ns):
        with _started(1, get_context("fork")) as spare:
            spare.submit(_import_converter)
            yield replace(workers, spare=spare)
    else:
        yield workers


def _is_touched(folder: Path, moment: int) -> bool:
    """Tell whether a file was changed since, in nanoseconds; one that cannot be looked at was."""
    names = (f"{here}/{name}" for here, _, names in os.walk(folder) for name in names)
    try:
        return any(os.stat(name).st_mtime_ns > moment for name in names)  # noqa: PTH116 - thousands of Paths are slow
    except OSError:
        return True


def _import_converter() -> None:
    for name in PRELOADED:
        import_module(name)


def _first(spare: Executor) -> Callable[[int], AbstractContextManager[Executor]]:
    """Give the spare process, and others if it died."""
    left = [spare]
    return lambda jobs: nullcontext(left.pop()) if left else processes(jobs)


class _Processes(ProcessPoolExecutor):
    """Keeps Ctrl+C from processes while they start: one that dies of it leaves others waiting for it for ever."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        with left_alone():
            return super().submit(fn, *args, **kwargs)
