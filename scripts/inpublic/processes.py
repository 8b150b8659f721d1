"""The executor whose processes answer over links: see `forking`, which starts them."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from inpublic.forking import Link

P = ParamSpec("P")
T = TypeVar("T")

_AT_HAND = 2
"""Calls that a process may have: it begins with the next one before anybody has seen what became of the last."""


class Processes(Executor):
    """Lets the processes at the other ends of `links` do what is submitted.

    A call whose process died raises BrokenExecutor, and so does each that is begun afterwards; those that others work
    on are finished. A thread waits for each call: the standard library's executor of processes needs locks that all
    processes share, and a process that looks after these.
    """

    def __init__(self, links: Sequence[Link]) -> None:
        self._lanes = [_Lane(link) for link in links]
        self._choosing = Lock()
        self._pool = ThreadPoolExecutor(_AT_HAND * len(links))
        self._is_broken = False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a function called, which is handed over by its name, with what can be pickled."""
        return self._pool.submit(self._call, fn, args, kwargs)

    def _call(self, *request: Any) -> Any:  # Any: a function, what it takes, and what it returns
        message = pickle.dumps(request, pickle.HIGHEST_PROTOCOL)
        with self._choosing:
            if self._is_broken:
                raise BrokenExecutor(_DEAD)
            lane = min(self._lanes, key=_calls)
            lane.calls += 1
        try:
            answer = lane.ask(message)
        except (OSError, EOFError) as error:
            self._is_broken = True
            raise BrokenExecutor(_DEAD) from error
        finally:
            with self._choosing:
                lane.calls -= 1
        is_fine, value = pickle.loads(answer)  # noqa: S301 - from a process that this one started
        if is_fine:
            return value
        raise value

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - Executor's
        """Let the processes end when they have done everything; do not `wait`, and they end as soon as they can."""
        if not wait:
            for lane in self._lanes:
                lane.link.cut()
        self._pool.shutdown(wait, cancel_futures=cancel_futures)
        for lane in self._lanes:
            lane.link.close()


_DEAD = "a process that was to do this has died"


class _Lane:
    """The way to one process and back; `calls` counts those under way."""

    def __init__(self, link: Link) -> None:
        self.link = link
        self.calls = 0
        self._sending, self._receiving = Lock(), Lock()

    def ask(self, message: bytes) -> bytearray:
        """Send a call and wait for its answer.

        Who has sent lets nobody else send before it is its turn to receive: so answers come to those who asked.
        """
        with self._sending:
            self.link.send(message)
            self._receiving.acquire()
        try:
            return self.link.receive()
        finally:
            self._receiving.release()


def _calls(lane: _Lane) -> int:
    return lane.calls
