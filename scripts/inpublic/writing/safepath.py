"""Names that every system can store and tell apart: the last line of defence before anything is written.

What is made from content (slugs, tags, downloads) is safe already; a path that is refused here is a fault of ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from posixpath import splitext

from inpublic.telling.printable import printable

LONGEST_NAME = 255
"""Bytes of one name: ext4, APFS (characters) and NTFS (UTF-16 units) allow no more."""
LONGEST_PATH = 900
"""Bytes of a path below docs/: macOS takes 1,024 in all."""

_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\..*)?", re.IGNORECASE | re.DOTALL
)
"""Devices of Windows, whatever suffix follows: https://learn.microsoft.com/windows/win32/fileio/naming-a-file."""
_FORBIDDEN = frozenset('<>:"|?*\\/')
"""What Windows takes for something else in a name; a colon also starts a drive or a hidden stream there."""
_NAME = r"(?!(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|/|\Z))[0-9A-Za-z_.-]{0,99}[0-9A-Za-z_-]"
_PLAIN = re.compile(rf"(?:{_NAME}/)*{_NAME}", re.ASCII)
"""Paths with which nothing is wrong: nearly all are such, and the rest takes longer."""


def faults_of(paths: Iterable[PurePosixPath]) -> Iterator[str]:
    """Say of each path why it cannot be written, empty where it can.

    It may lead out of its folder, be none that every system can store, or meet another there: of two that meet the
    first is fine. A file also meets a folder of its name.
    """
    files: dict[str, PurePosixPath] = {}
    folders: dict[str, PurePosixPath] = {}
    for path in paths:
        way = folded(path)
        above = _folders(way)
        fault = fault_of(path) or _meeting(path, [way, *above], files, folders)
        yield fault
        if not fault:
            files[way] = path
            for folder in above:
                folders.setdefault(folder, path)


def is_odd(path: str) -> bool:
    """Tell whether something may be wrong with a relative path by itself: then `fault_of` has to look."""
    return len(path) > LONGEST_PATH or not _PLAIN.fullmatch(path)


def fault_of(path: PurePosixPath) -> str:
    """Say what is wrong with a relative path by itself; empty when nothing is."""
    if not is_odd(str(path)):
        return ""
    if path.is_absolute() or ".." in path.parts or not path.parts:
        return "leads out of the folder"
    if len(path.as_posix().encode(errors="replace")) > LONGEST_PATH:
        return f"is longer than {LONGEST_PATH} bytes"
    return next(filter(None, map(_fault_of_name, path.parts)), "")


def safe_name(name: str) -> str:
    """Make a file name that every system can store from one that its author's system could; twice is as once."""
    normal = unicodedata.normalize("NFC", name)
    if printable(normal) != normal or not _FORBIDDEN.isdisjoint(normal):
        normal = "".join("-" if _is_unfit(c) else c for c in normal)
    stem, suffix = _split(normal)
    stem = f"file-{stem}" if _RESERVED.fullmatch(stem) else stem
    room = LONGEST_NAME - len(suffix.encode())
    return f"{stem.encode()[:room].decode(errors='ignore').rstrip(' .')}{suffix}"


def folded(path: PurePosixPath) -> str:
    """Write a path so that those which some file system takes for one are equal (Unicode D145)."""
    text = path.as_posix()
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).casefold())


def _meeting(
    path: PurePosixPath, ways: list[str], files: dict[str, PurePosixPath], folders: dict[str, PurePosixPath]
) -> str:
    """Say which earlier path a path meets, whose own way and those of the folders above it are `ways`."""
    other = next((files[way] for way in ways if way in files), None) or folders.get(ways[0])
    if other is None:
        return ""
    if other == path:
        return "is wanted twice, with different contents"
    return f"cannot be told apart from «{printable(str(other))}» on some systems"


def _folders(way: str) -> list[str]:
    """List the folders above a path, the nearest first."""
    parts = way.split("/")
    return ["/".join(parts[:count]) for count in range(len(parts) - 1, 0, -1)]


def _split(name: str) -> tuple[str, str]:
    """Split off a suffix such as `.ipynb`, of letters and digits; what hides a name or ends it with blanks goes."""
    stem, suffix = splitext(name.strip(" ."))
    if not re.fullmatch(r"\.[0-9A-Za-z_]{1,12}", suffix):
        stem, suffix = f"{stem}{suffix}", ""
    return stem.strip(" .") or "file", suffix


def _fault_of_name(name: str) -> str:
    if printable(name) != name:
        return "has characters that cannot be shown"
    if bad := sorted(_FORBIDDEN.intersection(name)):
        return f"has «{bad[0]}» in a name, which Windows cannot store"
    if name[-1] in ". ":
        return "has a name that ends with a dot or blank, which Windows leaves out"
    if _RESERVED.fullmatch(name):
        return f"has the name «{name}», which is a device on Windows"
    return f"has a name of more than {LONGEST_NAME} bytes" if len(name.encode()) > LONGEST_NAME else ""


def _is_unfit(character: str) -> bool:
    return character in _FORBIDDEN or printable(character) != character
