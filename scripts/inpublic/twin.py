"""Divides work between this process and a copy of it, which knows all that this one knows."""

from __future__ import annotations

import os
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
_ROOM = 1 << 20
"""Bytes that it may give back before this process takes them."""


def is_divided(count: int, jobs: int) -> bool:
    """Tell whether `divided` lets a copy do a part of so many items."""
    return count >= _WORTH_A_COPY and _can_copy(jobs)


def _can_copy(jobs: int) -> bool:
    """Tell whether this process may be copied: others than Linux cannot, nor should one that has other threads."""
    return jobs > 1 and sys.platform.startswith("linux") and threading.active_count() == 1


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
    work: Work[T], items: Sequence[T], due: deque[int], tickets: int, results: Connection
) -> Iterator[tuple[int, bytes]]:
    """Do the work until nothing is due; if the copy dies, leave what is due then."""
    while due:
        if is_mine := _takes(tickets):
            number = due.pop()
            yield number, work(items[number])
        try:
            came = list[bytes | None]()
            while len(came) < len(due) and (not (is_mine or came) or results.poll()):
                came.append(results.recv())
        except (EOFError, OSError):
            return
        for content in came:
            number = due.popleft()
            yield number, work(items[number]) if content is None else content


def _takes(tickets: int) -> bool:
    """Take a ticket, if there is one left: who has it may begin with the next item from its own end."""
    return bool(os.read(tickets, 1))


@contextmanager
def _copied(work: Work[T], items: Sequence[T]) -> Iterator[tuple[int, Connection]]:
    """Start the copy: a pipe has a ticket for each item, for both to take; what the copy made comes out of another."""
    context = get_context("fork")
    results, made = context.Pipe(duplex=False)
    _widen(made)
    tickets = _tickets(len(items))
    copy = context.Process(target=_obey, args=(work, items, tickets, made, results), daemon=True)
    with left_alone():
        copy.start()
    made.close()
    try:
        yield tickets, results
    finally:
        os.close(tickets)
        results.close()
        copy.join()


def _tickets(count: int) -> int:
    """Fill a pipe with so many tickets, or as many as it holds: what there is no ticket for is done here, at last."""
    tickets, end = os.pipe()
    os.set_blocking(end, False)
    os.write(end, bytes(count))
    os.close(end)
    return tickets


def _obey(work: Work[T], items: Sequence[T], tickets: int, made: Connection, other: Connection) -> None:
    """Do the next item as a copy while there is a ticket, unless the other process has gone or wants no more."""
    other.close()
    with suppress(OSError):
        for item in items:
            if not _takes(tickets):
                break
            made.send(_tried(work, item))


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
