"""Starts what runs the converter: nothing, processes beside this one, or a place in a cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from inpublic.forking import CAN_COPY, count_ahead, start_ahead, started, stop_ahead
from inpublic.processes import Processes
from inpublic.workers import Crew, Workers

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

    Processes are started only when there is enough to do for them, or if it must not be done here (`apart`); to those
    that were started ahead a little is left, too.
    Raises InpublicError when a cluster cannot be reached, or has another converter than this one: `identify` says
    which it is, wherever it is called.
    """
    if workers.cluster and sizes:
        from inpublic.cluster import joined

        with joined(workers.cluster, identify) as crew:
            yield replace(crew, meanwhile=workers.meanwhile)
    elif apart or (workers.jobs > 1 and len(sizes) > 1 and sum(sizes) >= _WORTH_A_POOL):
        yield Crew(processes, min(workers.jobs, len(sizes)), meanwhile=workers.meanwhile)
    elif sizes and (ahead := count_ahead()):
        yield Crew(processes, min(ahead, len(sizes)), meanwhile=workers.meanwhile)
    else:
        yield None


@contextmanager
def processes(jobs: int) -> Iterator[Executor]:
    """Give so many processes, first those that were started ahead; whatever stops us stops them, too."""
    executor = Processes(started(jobs))
    try:
        yield executor
    except BaseException:  # Ctrl+C, and results that nobody wants any more
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    executor.shutdown()


@contextmanager
def made_ready(workers: Workers, sources: Path, last: Path) -> Iterator[None]:
    """Start what imports the converter, which takes longest, before it is known what there is to convert.

    If there is no file `last` of an earlier run, all has to be, by all `workers`; if anything in `sources` is newer,
    it is one process, for that. What nobody needed is stopped at the end.
    """
    if workers.jobs > 1 and not workers.cluster and CAN_COPY:
        if not last.exists():
            start_ahead(workers.jobs)
        elif _is_touched(sources, last.stat().st_mtime_ns):
            start_ahead(1)
    try:
        yield
    finally:
        stop_ahead()


def _is_touched(folder: Path, moment: int) -> bool:
    """Tell whether a file was changed since, in nanoseconds; one that cannot be looked at was."""
    names = (f"{here}/{name}" for here, _, names in os.walk(folder) for name in names)
    try:
        return any(os.stat(name).st_mtime_ns > moment for name in names)  # noqa: PTH116 - thousands of Paths are slow
    except OSError:
        return True
