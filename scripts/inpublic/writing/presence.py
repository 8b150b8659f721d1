"""Lets the processes that use the cache know of one another, so that none takes away what another is reading.

The lock is the operating system's: what is killed is gone. On Windows, which has no locks to share, each of them
believes itself alone; what it may lose by that is told, and made by the next run.
"""

from __future__ import annotations

import os
import sys
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PATIENCE = 5.0
"""Seconds to wait for a process that is clearing away, which takes a fraction of one."""
_PAUSE = 0.01

_IS_SHARED = sys.platform != "win32"


class Presence:
    """Says until it is closed, or gone, that a process uses what the file `place` stands for."""

    def __init__(self, place: Path) -> None:
        self._file = _opened(place) if _IS_SHARED else None
        if self._file is not None:
            self._end = weakref.finalize(self, os.close, self._file)
            _share(self._file)

    def close(self) -> None:
        """Use it no more."""
        if self._file is not None:
            self._end()
            self._file = None

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Tell whether nobody else uses it, and keep others waiting until this ends."""
        if self._file is None:
            yield not _IS_SHARED
            return
        is_alone = _try(self._file, alone=True)
        try:
            yield is_alone
        finally:
            _share(self._file)


def _opened(place: Path) -> int | None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        return os.open(place, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    except OSError:
        return None


def _share(file: int) -> None:
    """Wait until nobody works alone; who does not end is not waited for."""
    end = time.monotonic() + _PATIENCE
    while not _try(file, alone=False) and time.monotonic() < end:
        time.sleep(_PAUSE)


def _try(file: int, *, alone: bool) -> bool:
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
