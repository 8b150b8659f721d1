"""Divides work between this process and a copy of it, which knows all that this one knows."""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from typing import TYPE_CHECKING, TypeVar

from inpublic.interrupts import left_alone

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")
Work = Callable[[T], bytes]

_WORTH_A_COPY = 16
"""Items from which on a copy pays: to make one takes a hundredth of a second, and all memory is written twice then."""
_AHEAD = 2
"""Items that the copy is told of before it has done the first of them."""
_ROOM = 1 << 20
"""Bytes that it may give back before this process takes them."""


def is_divided(count: int, jobs: int) -> bool:
    """Tell whether `divided` lets a copy do a part of so many items."""
    return count >= _WORTH_A_COPY and _can_copy(jobs)


def _can_copy(jobs: int) -> bool:
    """Tell whether this process may be copied: others than Linux cannot, nor should one that has other threads."""
    return jobs > 1 and sys.platform.startswith("linux") and threading.active_count() == 1


@contextmanager
def helped(work: Callable[[], None], jobs: int) -> Iterator[None]:
    """Let a copy do what this process can do without; what goes wrong there is nobody's loss."""
    if not _can_copy(jobs):
        yield
        return
    copy = get_context("fork").Process(target=_help, args=(work,), daemon=True)
    with left_alone():
        copy.start()
    try:
        yield
    finally:
        copy.join()


def divided(work: Work[T], items: Sequence[T], jobs: int) -> Iterator[tuple[T, bytes]]:
    """Pair each item with what is made of it: the copy begins with the first item, this process with the last.

    Whatever else `work` changes in memory is lost where the copy does it. What fails there is done again here, and so
    is what a copy had to do that died.
    """
    due = deque(range(len(items)))
    if is_divided(len(items), jobs):
        with _copied(work, items) as (tickets, results):
            yield from ((items[number], made) for number, made in _together(work, items, due, tickets, results))
    yield from ((items[number], work(items[number])) for number in reversed(due))


def _together(
    work: Work[T], items: Sequence[T], due: deque[int], tickets: Connection, results: Connection
) -> Iterator[tuple[int, bytes]]:
    """Do the work until nothing is due; if the copy dies, leave what is due then."""
    given = deque[int]()
    while due or given:
        try:
            while due and len(given) < _AHEAD:
                given.append(due.popleft())
                tickets.send(given[-1])
            came = [results.recv() for _ in given if not due or results.poll()]
        except (EOFError, OSError):
            due.extendleft(reversed(given))
            return
        for content in came:
            number = given.popleft()
            yield number, work(items[number]) if content is None else content
        if due and not came:
            number = due.pop()
            yield number, work(items[number])


@contextmanager
def _copied(work: Work[T], items: Sequence[T]) -> Iterator[tuple[Connection, Connection]]:
    """Start the copy: it takes the numbers of items from one end, and what it made of them comes out of the other."""
    context = get_context("fork")
    tickets, given = context.Pipe(duplex=False)
    results, made = context.Pipe(duplex=False)
    _widen(made)
    copy = context.Process(target=_obey, args=(work, items, tickets, made, (given, results)), daemon=True)
    with left_alone():
        copy.start()
    tickets.close()
    made.close()
    try:
        yield given, results
    finally:
        given.close()
        results.close()
        copy.join()


def _help(work: Callable[[], None]) -> None:
    with suppress(Exception):
        work()


def _obey(
    work: Work[T], items: Sequence[T], tickets: Connection, made: Connection, others: Sequence[Connection]
) -> None:
    """Do what this process is told as a copy, until the other one has no more to do, or has gone."""
    for end in others:
        end.close()
    with suppress(EOFError, OSError):
        while True:
            made.send(_tried(work, items[tickets.recv()]))


def _tried(work: Work[T], item: T) -> bytes | None:
    try:
        return work(item)
    except Exception:  # whatever it is, it is raised in the process that can tell of it
        return None


def _widen(end: Connection) -> None:
    """Let more wait in a pipe than Linux has in mind."""
    import fcntl

    with suppress(OSError, AttributeError):
        fcntl.fcntl(end.fileno(), fcntl.F_SETPIPE_SZ, _ROOM)  # type: ignore[attr-defined,unused-ignore]
