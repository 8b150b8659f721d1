"""Remembers when each entry of the cache was last used, and chooses those that may go.

The time is kept in a file of its own: to touch the entries would be to change them, and they would be read again.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from inpublic.writing.safefile import write_beside

DAY = 86_400
"""Seconds; how exactly it is known when an entry was used."""


class Entry(NamedTuple):
    """Describes a file of the cache: when it was last used, in seconds since 1970, and its size in bytes."""

    used: int
    name: str
    folder: str
    size: int


class _Known(Struct, frozen=True):
    """Holds when entries were used, when the cache was last looked through, and about how many bytes are in it."""

    used: dict[str, int] = field(default_factory=dict)
    looked: int = 0
    size: int = 0


class Uses:
    """Gathers the names of the entries that a run uses; `store` keeps when those of all runs were.

    Of two processes that write at once one is forgotten, and an entry may go sooner: it is made again.
    """

    def __init__(self, store: Path) -> None:
        self.names: set[str] = set()
        self._store = store
        self._written = 0

    def add(self, name: str, written: int = 0) -> None:
        """Note that an entry was used, and how many bytes of it were written."""
        self.names.add(name)
        self._written += written

    def save(self, now: int) -> None:
        """Keep what was used, at most once a day for each entry, and begin with nothing again.

        A disk that refuses costs the next run time only.
        """
        known = _read(self._store)
        late = {name: now for name in self.names if abs(now - known.used.get(name, 0)) > DAY}
        if late or self._written:
            _write(self._store, replace(known, used=known.used | late, size=known.size + self._written))
        self.names.clear()
        self._written = 0

    def is_due(self, now: int, most: int) -> bool:
        """Tell whether to look through the cache: once a day, and whenever it may have more than `most` bytes."""
        known = _read(self._store)
        return abs(now - known.looked) > DAY or known.size > most

    def entries(self, folders: Iterable[Path], now: int) -> list[Entry]:
        """List what is in the cache, hidden files apart; of what nobody has noted its own time counts."""
        return list(_entries(folders, _read(self._store).used, now))

    def looked_through(self, left: Iterable[Entry], now: int) -> None:
        """Keep what there is and forget all else."""
        kept = list(left)
        used = {entry.name: entry.used for entry in kept}
        _write(self._store, _Known(used, now, sum(entry.size for entry in kept)))
        self._written = 0


def stale(entries: Iterable[Entry], used: Collection[str], *, most: int, oldest: int) -> list[Entry]:
    """Choose the entries to remove: those used before `oldest`, and, beyond `most` bytes, those used longest ago.

    None of those whose names are among the `used` is chosen, however large they are.
    """
    listed = list(entries)
    left = sum(entry.size for entry in listed)
    chosen = []
    for entry in sorted(listed):
        if entry.name not in used and (entry.used < oldest or left > most):
            chosen.append(entry)
            left -= entry.size
    return chosen


def _entries(folders: Iterable[Path], used: Mapping[str, int], now: int) -> Iterator[Entry]:
    for folder in folders:
        try:
            found = list(os.scandir(folder))
        except OSError:
            continue
        for item in found:
            if item.name.startswith(".") or not item.is_file(follow_symlinks=False):
                continue
            try:
                about = item.stat(follow_symlinks=False)
            except OSError:  # replaced or removed by another run
                continue
            # A clock that was wrong once must not keep an entry for ever.
            known = used.get(item.name) or int(about.st_mtime)
            yield Entry(min(now, known), item.name, str(folder), about.st_size)


def _read(store: Path) -> _Known:
    try:
        return msgspec.msgpack.decode(store.read_bytes(), type=_Known)
    except (OSError, msgspec.DecodeError):
        return _Known()


def _write(store: Path, known: _Known) -> None:
    try:
        write_beside(store, msgspec.msgpack.encode(known))
    except OSError:
        return
