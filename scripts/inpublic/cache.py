"""A folder of converted documents and their files, named by content; everything in it can be made again.

Whatever is damaged in it counts as missing, and where nothing can be kept a build works without it.
"""

from __future__ import annotations

import atexit
import os
import shutil
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import overload

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from inpublic.digests import Digests
from inpublic.document import Block, Converted, Document
from inpublic.errors import InpublicError, Problem, Severity
from inpublic.uses import DAY, Entry, Uses, stale
from inpublic.writing.presence import Presence
from inpublic.writing.safefile import explaining, remove_parts, write_beside

_DIGEST = 32
_NAME = 16


class Stored(Struct, frozen=True):
    """Holds a document without its blocks, and names the file that has them."""

    document: Document
    body: str
    count: int


class StoredBlocks(Sequence[Block]):
    """Reads the blocks of a document from the cache each time they are asked for, and keeps none of them."""

    __slots__ = ("_length", "_path")

    def __init__(self, path: Path, length: int) -> None:
        self._path = path
        self._length = length

    def __len__(self) -> int:
        return self._length

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self._path)

    @overload
    def __getitem__(self, index: int) -> Block: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Block]: ...
    def __getitem__(self, index: int | slice) -> Block | Sequence[Block]:
        return self._read()[index]

    def __iter__(self) -> Iterator[Block]:
        return iter(self._read())

    def _read(self) -> tuple[Block, ...]:
        try:
            data = self._path.read_bytes()
            if content_digest(data) == self._path.stem:
                return msgspec.msgpack.decode(data, type=tuple[Block, ...])
        except (OSError, msgspec.DecodeError):
            pass
        raise InpublicError(f"{self._path} was damaged while it was being read", "Build again: it is made anew.")


class Cache:
    """Keeps documents and notes by key, and files by names that begin with their digest.

    `digests` spares reading the files again; without them each file is read once a run. While a cache is open no
    other process takes anything out of its folder.
    """

    def __init__(self, folder: Path, digests: Digests | None = None) -> None:
        self._documents = folder / "documents"
        self._files = folder / "files"
        self._presence = presence_in(folder)
        self._uses = Uses(folder / "uses")
        self.digests = digests or Digests(folder / "digests")
        self._trouble: OSError | None = None
        self._is_moved = False

    def is_new(self) -> bool:
        """Tell whether nothing was ever kept under any key."""
        return not self._documents.exists()

    def get(self, key: str) -> Document | None:
        """Return the document kept under `key` if it and all its figures are there and whole."""
        data = self.note(key)
        if data is None:
            return None
        try:
            stored = msgspec.msgpack.decode(data, type=Stored)
        except msgspec.DecodeError:
            return None
        names = [figure.name for figure in stored.document.figures]
        return self._opened(stored) if all(map(self.holds, [stored.body, *names])) else None

    def put(self, key: str, converted: Converted) -> Document:
        """Keep a document and its figures; safe while another process does the same."""
        for name, content in converted.files.items():
            self.put_file(name, content)
        body = msgspec.msgpack.encode(tuple(converted.document.blocks))
        name = f"{content_digest(body)}.body"
        self.put_file(name, body)
        stored = Stored(replace(converted.document, blocks=()), name, len(converted.document.blocks))
        self.put_note(key, msgspec.msgpack.encode(stored))
        return self._opened(stored)

    def _opened(self, stored: Stored) -> Document:
        return replace(stored.document, blocks=StoredBlocks(self._files / stored.body, stored.count))

    def note(self, key: str) -> bytes | None:
        """Return what is noted under `key` if it is there and whole."""
        try:
            with open(f"{self._documents}/{key}", "rb") as file:  # noqa: PTH123 - a Path for each of thousands is slow
                data = file.read()
        except OSError:
            return None
        if sha256(data[_DIGEST:]).digest() != data[:_DIGEST]:
            return None
        self._uses.add(key)
        return data[_DIGEST:]

    def put_note(self, key: str, content: bytes) -> None:
        """Note something under `key`, if there is a place for it."""
        if self._trouble:
            return
        try:
            _write(f"{self._documents}/{key}", sha256(content).digest() + content)
            self._uses.add(key, _DIGEST + len(content))
        except OSError as error:
            self._trouble = error

    def file(self, name: str) -> Path:
        """Return where the file `name` is kept, whether or not it is there."""
        return self._files / name

    def holds(self, name: str) -> bool:
        """Tell whether the file `name` is there and is what its name says."""
        try:
            is_whole = bool(name) and self.digests.of(f"{self._files}/{name}")[:_NAME] == name.partition(".")[0]
        except OSError:
            return False
        if is_whole:
            self._uses.add(name)
        return is_whole

    def put_file(self, name: str, content: bytes) -> Path:
        """Keep a file whose name is `content_digest` and a suffix, unless it is there already.

        Raises InpublicError when there is no room for it even among the system's temporary files.
        """
        if not self.holds(name):
            try:
                _write(f"{self._files}/{name}", content)
            except OSError as error:
                self._move(error)
                with explaining(self._files / name):
                    _write(f"{self._files}/{name}", content)
            self.digests.wrote(f"{self._files}/{name}", sha256(content).hexdigest())
            self._uses.add(name, len(content))
        return self._files / name

    def tidy(self) -> None:
        """Remove what a killed run has left half-written, unless another one is at work, whose it may be."""
        with self._presence.alone() as is_alone:
            if is_alone:
                for folder in (self._documents.parent, self._documents, self._files):
                    remove_parts(folder)

    def save(self, now: int) -> None:
        """Keep what this run has learnt, for the next; `now` is in seconds since 1970."""
        self.digests.save()
        if not self._trouble:
            self._uses.save(now)

    def prune(self, now: int, *, megabytes: int, days: int) -> tuple[Entry, ...]:
        """Remove what no run has used for so many days, and beyond so many megabytes what was used longest ago.

        What this run has used stays, and everything while another process has the cache open. Returns what went.
        """
        most = megabytes * 1_000_000
        if self._trouble or not self._uses.is_due(now, most):
            return ()
        with self._presence.alone() as is_alone:
            if not is_alone:
                return ()
            entries = self._uses.entries((self._documents, self._files), now)
            chosen = stale(entries, self._uses.names, most=most, oldest=now - days * DAY)
            gone = {entry for entry in chosen if _removed(Path(entry.folder, entry.name))}
            self._uses.looked_through((entry for entry in entries if entry not in gone), now)
        return tuple(entry for entry in chosen if entry in gone)

    def close(self) -> None:
        """Let others take out what this run needs no more."""
        self._presence.close()

    def problems(self) -> tuple[Problem, ...]:
        """Tell when nothing could be kept: then all is well, but each build converts everything again."""
        if self._trouble is None:
            return ()
        message = f"nothing can be kept here ({self._trouble.strerror}), so every build has to convert everything"
        hint = "Make room for it and yourself its owner, or delete that folder: it is made again."
        return (Problem(f".inpublic/{self._documents.parent.name}", message, hint, severity=Severity.NOTE),)

    def _move(self, error: OSError) -> None:
        """Go on with a folder of the system's temporary files; the outputs look for all files in one folder."""
        self._trouble = self._trouble or error
        if self._is_moved:
            return
        with explaining("the system's temporary files"):
            spare = Path(mkdtemp(prefix="inpublic-"))
            atexit.register(shutil.rmtree, spare, ignore_errors=True)
            kept, self._files, self._is_moved = self._files, spare, True
            for path in kept.glob("*.*"):
                if path.is_file() and os.access(path, os.R_OK):
                    shutil.copyfile(path, spare / path.name)


def presence_in(folder: Path) -> Presence:
    """Say that the cache in a folder is used; the file for it stands beside the folder, which may be removed."""
    return Presence(folder.with_name(f"{folder.name}.lock"))


def content_digest(content: bytes) -> str:
    """Name a file by its content: the first 64 bits of its SHA-256, as 16 hexadecimal digits."""
    return sha256(content).hexdigest()[:_NAME]


def _write(path: str, content: bytes) -> None:
    if os.path.isdir(path):  # noqa: PTH112 - a Path for each of hundreds of files is slow
        shutil.rmtree(path)
    try:
        write_beside(path, content)
    except FileNotFoundError:  # another run has tidied up in the same moment
        write_beside(path, content)


def _removed(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False
    return True


def key_of(*parts: bytes) -> str:
    """Make a key from everything that decides a result."""
    digest = sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()
