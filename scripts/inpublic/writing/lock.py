"""Lets one run at a time work in a site's folder: the others wait a little, then say who is in the way.

The lock is the operating system's, so that a killed run leaves none behind.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from inpublic.errors import InpublicError
from inpublic.writing.safefile import explained, write_beside

PATIENCE = 5.0
"""Seconds to wait for another run; a build of unchanged work takes less."""


@contextmanager
def exclusive(state: Path, doing: str, *, patience: float = PATIENCE) -> Iterator[None]:
    """Work alone in the folder whose state is in `state`; `doing` tells the others what goes on.

    Raises InpublicError when another run is still at it after `patience` seconds.
    """
    release = acquire(state, doing, patience=patience)
    try:
        yield
    finally:
        release()


def acquire(state: Path, doing: str, *, patience: float = PATIENCE) -> Callable[[], None]:
    """Begin to work alone, as `exclusive` does; return what ends it."""
    from filelock import FileLock, Timeout

    lock = FileLock(state / "lock", timeout=patience, thread_local=False)
    try:
        state.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise InpublicError(
            f"another run is at work in {state.parent}: {_holder(state)}",
            "Wait until it has finished; if it hangs, end that process, and nothing is lost.",
        ) from error
    except OSError as error:
        raise explained(error, state / "lock") from error
    with suppress(OSError):  # only a message would be poorer without it
        write_beside(state / "lock.json", json.dumps({"pid": os.getpid(), "doing": doing}).encode())
    return lock.release


def _holder(state: Path) -> str:
    """Say who holds the lock: what it does, its process, and since when."""
    note = state / "lock.json"
    try:
        said = json.loads(note.read_bytes())
        since = datetime.fromtimestamp(note.stat().st_mtime).astimezone()
        return f"«{said['doing']}» (process {said['pid']:d}) since {since:%H:%M:%S}"
    except (OSError, ValueError, KeyError, TypeError):
        return "it does not say which"
