"""Runs the converter over many sources, and keeps only those in memory that are worked on."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import AbstractContextManager
from functools import partial
from pathlib import PurePosixPath

from msgspec import Struct

from inpublic.document import Converted
from inpublic.errors import InpublicError

Convert = Callable[[str, bytes], Converted]
"""Makes the document of one source from the ending of its name and its bytes."""

_AHEAD = 4
"""Sources a worker that may be read before one of them is done."""
_WAITING = 64_000_000
"""Bytes that may wait for workers, so that memory does not grow with the number of sources."""
_CLUSTER = re.compile(r"dask:((?:tcp|tls|ws|wss)://(?:[\w.-]+|\[[\da-fA-F:.]+\]):\d{1,5})")
_EXECUTORS = (
    "Write `--executor processes`, `--executor serial`, or the address of a cluster: dask:tcp://127.0.0.1:8786."
)


class Workers(Struct, frozen=True):
    """Says who converts: this process where `jobs` is 1, else so many beside it; or the Dask cluster at an address.

    `meanwhile` is what this process has to do anyway and does while others convert.
    """

    jobs: int = 1
    cluster: str = ""
    meanwhile: Callable[[], None] | None = None


def parse_workers(text: str, jobs: int) -> Workers:
    """Parse `serial`, `processes` or `dask:ADDRESS`; raises InpublicError for anything else."""
    if text == "serial":
        return Workers()
    if text == "processes":
        return Workers(jobs)
    if found := _CLUSTER.fullmatch(text):
        return Workers(jobs, cluster=found[1])
    raise InpublicError(f"there is no executor «{text}»", _EXECUTORS)


class Task(Struct, frozen=True):
    """Holds one source as it was read."""

    path: PurePosixPath
    data: bytes


class Crew(Struct, frozen=True):
    """Holds how to get an executor with up to so many workers, which ends with its context.

    A future that raises `death` lost its worker, by its own fault or by that of another one's; one that raises `lost`
    may have lost what its worker had made. `meanwhile` is done while they start.
    """

    start: Callable[[int], AbstractContextManager[Executor]]
    jobs: int
    death: type[Exception] = BrokenExecutor
    lost: tuple[type[Exception], ...] = ()
    meanwhile: Callable[[], None] | None = None


Result = tuple[Task, Converted | None]


def run(convert: Convert, tasks: Iterable[Task], crew: Crew | None) -> Generator[Result, None, None]:
    """Convert each task as a worker gets free, without a crew here and now; they are read no earlier than needed.

    Where a worker dies, all that were in flight are tried again, each alone; None stands for the document of those
    that take their worker down then, too. It says nothing of the source for ever: there may be more memory tomorrow.
    """
    if crew is None:
        yield from ((task, convert(task.path.suffix, task.data)) for task in tasks)
        return
    rest = iter(tasks)
    while in_flight := (yield from _until_a_death(convert, rest, crew)):
        for task in in_flight:
            yield task, _alone(convert, task, crew)


def _until_a_death(convert: Convert, tasks: Iterator[Task], crew: Crew) -> Generator[Result, None, list[Task]]:
    """Convert until there is nothing left to do, or a worker died: then return the tasks that fell with it."""
    waiting: dict[Future[Converted], Task] = {}
    with crew.start(crew.jobs) as executor:
        filled = partial(_filled, waiting, convert, tasks, executor, crew.jobs)
        if crew.meanwhile:
            filled()
            crew.meanwhile()
        while filled():
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            is_over = any(isinstance(future.exception(), (crew.death, *crew.lost)) for future in done)
            if is_over:
                wait(waiting)
            for future in [one for one in waiting if one.done()]:
                if not isinstance(future.exception(), (crew.death, *crew.lost)):
                    yield waiting.pop(future), future.result()
            if is_over:
                break
    return list(waiting.values())


def _filled(
    waiting: dict[Future[Converted], Task], convert: Convert, tasks: Iterator[Task], executor: Executor, jobs: int
) -> bool:
    """Read and submit as many tasks as there is room for; tell whether any are worked on."""
    while _has_room(waiting.values(), jobs) and (task := next(tasks, None)):
        waiting[_submitted(executor, convert, task)] = task
    return bool(waiting)


def _has_room(waiting: Collection[Task], jobs: int) -> bool:
    held = sum(len(task.data) for task in waiting)
    return len(waiting) < jobs or (len(waiting) < _AHEAD * jobs and held < _WAITING)


def _submitted(executor: Executor, convert: Convert, task: Task) -> Future[Converted]:
    try:
        return executor.submit(convert, task.path.suffix, task.data)
    except BrokenExecutor as error:  # another one's process died just now
        future: Future[Converted] = Future()
        future.set_exception(error)
        return future


def _alone(convert: Convert, task: Task, crew: Crew) -> Converted | None:
    with crew.start(1) as executor:
        future = _submitted(executor, convert, task)
        return None if isinstance(future.exception(), crew.death) else future.result()
