"""A folder of converted documents and their files, named by content; everything in it can be made again.

Whatever is damaged in it counts as missing, and where nothing can be kept a build works without it.
"""

from __future__ import annotations

import atexit
import os
import shutil
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from inpublic.document import Converted, Document
from inpublic.errors import Problem, Severity
from inpublic.writing.safefile import explaining, remove_parts, write_beside

_DIGEST = 32


class Cache:
    """Keeps documents and notes by key, and files by names that begin with their digest."""

    def __init__(self, folder: Path) -> None:
        self._documents = folder / "documents"
        self._files = folder / "files"
        self._trouble: OSError | None = None
        self._is_moved = False

    def get(self, key: str) -> Document | None:
        """Return the document kept under `key` if it and all its figures are there and whole."""
        import msgspec

        data = self.note(key)
        if data is None:
            return None
        try:
            document = msgspec.msgpack.decode(data, type=Document)
        except msgspec.DecodeError:
            return None
        return document if all(self.holds(figure.name) for figure in document.figures) else None

    def put(self, key: str, converted: Converted) -> Document:
        """Keep a document and its figures; safe while another process does the same."""
        import msgspec

        for name, content in converted.files.items():
            self.put_file(name, content)
        self.put_note(key, msgspec.msgpack.encode(converted.document))
        return converted.document

    def note(self, key: str) -> bytes | None:
        """Return what is noted under `key` if it is there and whole."""
        try:
            data = (self._documents / key).read_bytes()
        except OSError:
            return None
        return data[_DIGEST:] if sha256(data[_DIGEST:]).digest() == data[:_DIGEST] else None

    def put_note(self, key: str, content: bytes) -> None:
        """Note something under `key`, if there is a place for it."""
        if self._trouble:
            return
        try:
            _write(self._documents / key, sha256(content).digest() + content)
        except OSError as error:
            self._trouble = error

    def file(self, name: str) -> Path:
        """Return where the file `name` is kept, whether or not it is there."""
        return self._files / name

    def holds(self, name: str) -> bool:
        """Tell whether the file `name` is there and is what its name says."""
        try:
            return bool(name) and content_digest((self._files / name).read_bytes()) == name.partition(".")[0]
        except OSError:
            return False

    def put_file(self, name: str, content: bytes) -> Path:
        """Keep a file whose name is `content_digest` and a suffix, unless it is there already.

        Raises InpublicError when there is no room for it even among the system's temporary files.
        """
        if not self.holds(name):
            try:
                _write(self._files / name, content)
            except OSError as error:
                self._move(error)
                with explaining(self._files / name):
                    _write(self._files / name, content)
        return self._files / name

    def tidy(self) -> None:
        """Remove what a killed run has left half-written."""
        remove_parts(self._documents)
        remove_parts(self._files)

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


def content_digest(content: bytes) -> str:
    """Name a file by its content: the first 64 bits of its SHA-256, as 16 hexadecimal digits."""
    return sha256(content).hexdigest()[:16]


def _write(path: Path, content: bytes) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    try:
        write_beside(path, content)
    except FileNotFoundError:  # another run has tidied up in the same moment
        write_beside(path, content)


def key_of(*parts: bytes) -> str:
    """Make a key from everything that decides a result."""
    digest = sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def fingerprint(packages: Iterable[str]) -> bytes:
    """Identify the converter: our own source and the versions of the packages that shape a document.

    A package that is not installed shapes it, too.
    """
    from importlib.metadata import PackageNotFoundError, version

    def installed(name: str) -> str:
        try:
            return version(name)
        except PackageNotFoundError:
            return "none"

    own = sorted(path for path in Path(__file__).parent.rglob("*") if path.suffix in (".py", ".j2"))
    sources = sha256(b"".join(path.read_bytes() for path in own)).hexdigest()
    return "\n".join([sources, *(f"{name} {installed(name)}" for name in packages)]).encode()
