"""Finds what runs that nobody remembers left in the places that are ours: pages and feeds that nothing would update.

It happens when `.inpublic/` is deleted. Work that was withdrawn or is a draft again would stay on the site.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from hashlib import sha256
from itertools import groupby
from pathlib import Path, PurePosixPath

from inpublic.errors import Problem
from inpublic.pages.addresses import FILES
from inpublic.telling.printable import printable

_SIGNS = {
    ("projects", ".md"): b'<div class="ip-head">',
    ("projects", ".ipynb"): b"",
    ("feeds", ".xml"): b"<generator>inpublic</generator>",
}
"""By folder and ending, what a file there holds if it was made by us; a page that somebody wrote has none of it."""

_FEW = 3


def leftovers(docs: Path, known: Collection[PurePosixPath]) -> Iterator[Problem]:
    """Report the pages, downloads and feeds below `docs` that we made and that are not `known`, once a folder.

    They are errors for which nothing may be built: whose they are cannot be told, so they may be of work held back.
    """
    found = (path for folder in dict.fromkeys(folder for folder, _ in _SIGNS) for path in _made(docs, folder, known))
    for folder, paths in groupby(found, key=lambda path: path.parts[0]):
        yield _leftover(f"{docs.name}/{folder}", [printable(f"{docs.name}/{path}") for path in paths])


def stray_files(docs: Path, known: Collection[PurePosixPath]) -> dict[PurePosixPath, frozenset[str]]:
    """Find the pictures and other files that nobody remembers but whose names prove whose they are: their digests."""
    strays = {}
    for path in _files(docs, FILES, known):
        if path not in known:
            digest = sha256(_content(docs / path)).hexdigest()
            if len(stem := path.name.partition(".")[0]) >= 16 and digest.startswith(stem):
                strays[path] = frozenset({digest})
    return strays


def _made(docs: Path, folder: str, known: Collection[PurePosixPath]) -> Iterator[PurePosixPath]:
    for path in _files(docs, PurePosixPath(folder), known):
        sign = _SIGNS.get((folder, path.suffix))
        if sign is not None and sign in _content(docs / path):
            yield path


def _files(docs: Path, folder: PurePosixPath, known: Collection[PurePosixPath]) -> Iterator[PurePosixPath]:
    """Walk through the ordinary files below a folder that are not known, following no links."""
    names_known, start = set(map(str, known)), len(str(docs)) + 1
    for place, folders, names in os.walk(docs / folder):
        folders.sort()
        below = place[start:].replace(os.sep, "/")
        for path in sorted(f"{below}/{name}" for name in names):
            if path not in names_known and not (docs / path).is_symlink() and (docs / path).is_file():
                yield PurePosixPath(path)


def _content(file: Path) -> bytes:
    """Read a file; what cannot be read is nobody's page."""
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _leftover(folder: str, names: list[str]) -> Problem:
    listed = ", ".join(names[:_FEW]) + (", …" if len(names) > _FEW else "")
    what, them = ("a file", "it") if len(names) == 1 else (f"{len(names)} files", "them")
    return Problem(
        folder,
        f"holds {what} of an earlier run that this one does not know and that no project has any more: {listed}",
        f"Delete {them}, or the site would show {them}. What belongs to your projects is made again.",
    )
