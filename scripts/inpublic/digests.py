"""Remembers the digest of each file together with what the disk says of it, so that no unchanged file is read twice.

The rule is git's: a file whose size, times and number are as they were has not changed, unless it was looked at so
soon after a change that another one could bear the same time (see «racy git» in git's technical documentation).
"""

from __future__ import annotations

import os
import time
from hashlib import file_digest
from pathlib import Path

import msgspec

from inpublic.writing.safefile import write_beside

Sign = tuple[int, int, int, int]
"""What the disk says of a file: bytes, the times of its content and of its entry in nanoseconds, its number."""

_SECOND = 1_000_000_000
_TICK = _SECOND // 10
"""Nanoseconds within which two changes may bear the same time."""
_COARSE = 3 * _SECOND
"""The same on disks that know whole seconds only, such as FAT."""
_NEVER = (-1, -1, -1, -1)


class Digests:
    """Knows the SHA-256 of files, and keeps what it knows in the file `store`; a damaged store knows nothing.

    `hashed` counts the files that had to be read.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self._known = _read(store)
        self._asked: dict[str, tuple[Sign, bytes]] = {}
        self._is_new = self._is_tidy = False
        self.hashed = 0

    def of(self, path: Path | str, *, linked: bool = False) -> str:
        """Return the digest of a file, hexadecimal; raises OSError when it cannot be read.

        Of a file that is `linked` from several folders the time of its entry says nothing: it changes with each link.
        """
        name, sign = _named(path), _sign(path, linked=linked)
        known = self._asked.get(name) or self._known.get(name)
        if known is None or tuple(known[0]) != sign:
            known = self._look(path, sign, linked=linked)
        self._asked[name] = known
        return known[1].hex()

    def last(self, path: Path | str) -> str:
        """Return what was found last in this run, without asking the disk again; empty for what nobody asked for.

        To know what goes into a build this is as good: what somebody writes meanwhile is another file for the next one.
        """
        known = self._asked.get(_named(path))
        return known[1].hex() if known else ""

    def once(self, path: Path | str) -> str:
        """Return the digest of a file about which the disk need not be asked twice in a run; raises as `of` does."""
        return self.last(path) or self.of(path)

    def knows(self, path: Path | str, digest: str) -> bool:
        """Tell whether a file is what it was found to be in this run, and need not be read by the next one."""
        known = self._asked.get(_named(path))
        return known is not None and known[0] != _NEVER and known[1].hex() == digest

    def size(self, path: Path | str) -> int:
        """Return the bytes of a file that was asked for in this run."""
        sign = self._asked[_named(path)][0]
        return os.stat(path).st_size if sign == _NEVER else sign[0]  # noqa: PTH116 - see _sign

    def begin(self) -> None:
        """Begin another run, which has to ask the disk about each file once."""
        self._known |= self._asked
        self._asked = {}

    def linked(self, path: str, other: str) -> None:
        """Learn that another name leads to a file, too."""
        self._asked[_named(other)] = self._asked[_named(path)]

    def moved(self, folder: Path, place: Path) -> None:
        """Learn that a folder is in another place now; of what was there nothing is known any more."""
        start, other = f"{folder}{os.sep}", f"{place}{os.sep}"
        came = {name: known for name, known in self._asked.items() if name.startswith(start)}
        for names in (self._asked, self._known):
            for name in [name for name in names if name.startswith((start, other))]:
                del names[name]
        self._asked |= {f"{other}{name.removeprefix(start)}": known for name, known in came.items()}
        self._is_new = True

    def wrote(self, path: Path | str, digest: str, *, linked: bool = False) -> None:
        """Learn what we have just written ourselves."""
        self._asked[_named(path)] = (_sign(path, linked=linked), bytes.fromhex(digest))
        self._is_new = True

    def save(self) -> None:
        """Keep what is known of the files that are still there; a disk that refuses costs the next run time only."""
        if not self._is_new:
            return
        if not self._is_tidy:  # once a run is enough
            unasked = self._known.keys() - self._asked.keys()
            gone = {name for name in unasked if not os.path.exists(name)}  # noqa: PTH110 - a Path for each of thousands of files is slow
            self._known = {name: entry for name, entry in self._known.items() if name not in gone}
            self._is_tidy = True
        try:
            write_beside(self._store, msgspec.msgpack.encode(self._known | self._asked))
        except OSError:
            return
        self._is_new = False

    def _look(self, path: Path | str, sign: Sign, *, linked: bool) -> tuple[Sign, bytes]:
        now = time.time_ns()
        with open(path, "rb") as file:  # noqa: PTH123 - see _sign
            digest = file_digest(file, "sha256").digest()
        self.hashed += 1
        self._is_new = True
        return (sign if _is_settled(sign, now) and _sign(path, linked=linked) == sign else _NEVER), digest


def _named(path: Path | str) -> str:
    """Return the one name of a file, where slashes and backslashes mean the same."""
    return str(path) if os.sep == "/" else str(path).replace("/", os.sep)


def _sign(path: Path | str, *, linked: bool) -> Sign:
    found = os.stat(path)  # noqa: PTH116 - a Path for each of thousands of files is slow
    return found.st_size, found.st_mtime_ns, 0 if linked else found.st_ctime_ns, found.st_ino


def _is_settled(sign: Sign, now: int) -> bool:
    """Tell whether a change from now on would give a file other times than it has."""
    is_coarse = sign[1] % _SECOND == 0 or (sign[2] % _SECOND == 0 and sign[2] != 0)
    return now - max(sign[1], sign[2]) > (_COARSE if is_coarse else _TICK)


def _read(store: Path) -> dict[str, tuple[Sign, bytes]]:
    try:
        return msgspec.msgpack.decode(store.read_bytes(), type=dict[str, tuple[Sign, bytes]])
    except (OSError, msgspec.DecodeError):
        return {}
