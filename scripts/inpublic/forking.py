"""Processes that convert: one imports the converter and is copied, and each answers over a link of its own.

Imports as little as can be, since the first one is a copy of this process before it has imported anything (see entry).
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from select import select
from socket import MSG_PEEK, SHUT_RDWR, socket, socketpair
from typing import NoReturn

from inpublic.interrupts import left_alone
from inpublic.memory import collect_seldom
from inpublic.patterns import keep_compiled, take_kept

CAN_COPY = sys.platform.startswith("linux")
"""Windows has no fork, and libraries of macOS do not outlive one."""

PRELOADED = (
    "inpublic.seldom",
    "inpublic.notebooks.notebook",
    "inpublic.text.writeup",
    "inpublic.stock.sourcelosses",
    "inpublic.gate.findings",
    "lxml.etree",
    "mdit_py_plugins.gfm",
    "nh3",
    "PIL.WebPImagePlugin",
    "selectolax.lexbor",
    "tinycss2",
    "inpublic.warm",
)
"""What converting a notebook imports, early or late: once before the process is copied."""

_KEPT = {"MALLOC_MMAP_THRESHOLD_": (-3, 16_000_000), "MALLOC_TRIM_THRESHOLD_": (-1, 32_000_000)}
"""Bytes that the C library keeps to use them again, where it would give them back to the system, by the variables that
say so and their numbers for mallopt(3): to get them anew, page by page, took 3 % of the time of 40 real notebooks. Each
process needs 10 MB more.
"""

_SIZE = 8
"""Bytes that say how long a message is."""


class Link:
    """One end of what connects two processes: messages of bytes, which arrive in their order.

    Raises OSError or EOFError once the other process has gone.
    """

    def __init__(self, end: socket) -> None:
        self._end = end

    def send(self, message: bytes) -> None:
        """Send a message; waits until there is room for it."""
        self._end.sendall(len(message).to_bytes(_SIZE))
        self._end.sendall(message)

    def receive(self) -> bytearray:
        """Wait for the next message."""
        return self._read(int.from_bytes(self._read(_SIZE)))

    def _read(self, size: int) -> bytearray:
        message = bytearray(size)
        left = memoryview(message)
        while left:
            count = self._end.recv_into(left)
            if not count:
                raise EOFError
            left = left[count:]
        return message

    def is_over(self) -> bool:
        """Tell whether the other process has let go of its end, and nothing is left to receive."""
        try:
            return bool(select([self._end], [], [], 0)[0]) and not self._end.recv(1, MSG_PEEK)
        except OSError:
            return True

    def cut(self) -> None:
        """Let nothing through any more: whoever waits here, or there, hears of it."""
        with suppress(OSError):
            self._end.shutdown(SHUT_RDWR)

    def close(self) -> None:
        """Let go of this end; what was sent still arrives."""
        self._end.close()


_ahead: list[Link] = []
"""The links to processes that nobody has asked for yet."""


def start_ahead(jobs: int) -> None:
    """Start so many processes before it is known whether they are needed, unless some are started."""
    if not _ahead:
        _ahead.extend(_copied(jobs) if _is_alone() else _begun(jobs))


def count_ahead() -> int:
    """Return how many processes were started that nobody has asked for yet."""
    return len(_ahead)


def stop_ahead() -> None:
    """Let those end that nobody has asked for."""
    while _ahead:
        _ahead.pop().close()


def started(jobs: int) -> list[Link]:
    """Return links to so many processes: first to those that were started ahead, then to new ones."""
    found = [_ahead.pop() for _ in range(min(jobs, len(_ahead)))]
    stop_ahead()
    return [*found, *(_begun(jobs - len(found)) if len(found) < jobs else ())]


def _is_alone() -> bool:
    """Tell whether this process has no other threads, of which a copy would have the locks but not the work."""
    import threading

    return threading.active_count() == 1


def _copied(jobs: int) -> list[Link]:
    """Start the first process as a copy of this one, which takes a thousandth of a second."""
    ours, theirs = _links(jobs)
    with left_alone():
        if os.fork() == 0:
            for link in ours:
                link.close()
            lead(theirs)
    for link in theirs:
        link.close()
    return ours


def _begun(jobs: int) -> list[Link]:
    """Start the first process anew, which is safe at any time; where it cannot be copied, so many.

    With 40 real notebooks and two cores copying took 0.85 of the time, the best of six runs against the best.
    """
    from multiprocessing import get_context

    ours, theirs = _links(jobs)
    with left_alone():
        for links in [theirs] if CAN_COPY else [[link] for link in theirs]:
            get_context("spawn").Process(target=lead, args=(links,), daemon=True).start()
    for link in theirs:
        link.close()
    return ours


def _links(number: int) -> tuple[list[Link], list[Link]]:
    pairs = [socketpair() for _ in range(number)]
    return [Link(end) for end, _ in pairs], [Link(end) for _, end in pairs]


def lead(links: Sequence[Link]) -> NoReturn:
    """Import the converter, copy this process for each other link, and answer over the first one until it is cut."""
    try:
        _keep_memory()
        for name in PRELOADED:
            with suppress(Exception):  # what cannot be imported is said by whoever calls what needs it
                import_module(name)
        collect_seldom()
        mine = _one_of(links)
        take_kept()
        _answer_all(mine)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # who ends now waits until what is being written is whole
        keep_compiled()
    finally:
        os._exit(0)


def _one_of(links: Sequence[Link]) -> Link:
    """Copy this process for all links but one, which is left to each; it must hold no other, or none would ever end."""
    mine, *others = links
    while others:
        other = others.pop()
        if not other.is_over() and os.fork() == 0:  # of many processors few may be needed
            for link in (mine, *others):
                link.close()
            return other
        other.close()
    return mine


def _answer_all(link: Link) -> None:
    with suppress(EOFError, OSError):
        while True:
            link.send(_answer(link.receive()))


def _answer(request: bytearray) -> bytes:
    """Call what is asked for; tell whether that went well, and what it returned or raised."""
    try:
        function, args, kwargs = pickle.loads(request)  # noqa: S301 - from the process that started this one
        return pickle.dumps((True, function(*args, **kwargs)), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # whatever it is, it is raised in the process that can tell of it
        from traceback import format_exc

        error.add_note(format_exc())
        try:
            return pickle.dumps((False, error), pickle.HIGHEST_PROTOCOL)
        except Exception:  # errors can hold anything
            return pickle.dumps((False, RuntimeError(format_exc())), pickle.HIGHEST_PROTOCOL)


def _keep_memory() -> None:
    """Tell the C library how much to keep, unless that is said already, or there is another library."""
    import ctypes

    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        for name, (option, size) in _KEPT.items():
            if name not in os.environ:
                library.mallopt(option, size)
