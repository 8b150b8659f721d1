"""Finds what runs that nobody remembers left in the places that are ours: pages and feeds that nothing would update.

It happens when `.inpublic/` is deleted. Work that was withdrawn or is a draft again would stay on the site.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from hashlib import sha256
from itertools import groupby
from pathlib import Path, PurePosixPath

from inpublic.errors import Problem
from inpublic.pages.addresses import FILES
from inpublic.telling.printable import printable
from inpublic.writing.walking import Found

_SIGNS = {
    ("projects", ".md"): b'<div class="ip-head">',
    ("projects", ".ipynb"): b"",
    ("feeds", ".xml"): b"<generator>inpublic</generator>",
}
"""By folder and ending, what a file there holds if it was made by us; a page that somebody wrote has none of it."""

_FEW = 3


def leftovers(docs: Path, known: Collection[str], there: Iterable[Found]) -> Iterator[Problem]:
    """Report the pages, downloads and feeds below `docs` that we made and that are not `known`, once a folder.

    All files that are `there` have to be named (see walking.py).

    They are errors for which nothing may be built: whose they are cannot be told, so they may be of work held back.
    """
    found = (path for path in _unknown(docs, known, there) if _is_made(docs, path))
    for folder, paths in groupby(found, key=lambda path: path.parts[0]):
        yield _leftover(f"{docs.name}/{folder}", [printable(f"{docs.name}/{path}") for path in paths])


def stray_files(docs: Path, known: Collection[str], there: Iterable[Found]) -> dict[str, frozenset[str]]:
    """Find the pictures and other files that nobody remembers but whose names prove whose they are: their digests."""
    strays = {}
    for path in _unknown(docs, known, there):
        if path.is_relative_to(FILES):
            digest = sha256(_content(docs / path)).hexdigest()
            if len(stem := path.name.partition(".")[0]) >= 16 and digest.startswith(stem):
                strays[str(path)] = frozenset({digest})
    return strays


def _is_made(docs: Path, path: PurePosixPath) -> bool:
    sign = _SIGNS.get((path.parts[0], path.suffix))
    return sign is not None and sign in _content(docs / path)


def _unknown(docs: Path, known: Collection[str], there: Iterable[Found]) -> Iterator[PurePosixPath]:
    """Yield the ordinary files that are not known and that no link leads to, in order."""
    for path in sorted(file.path for file in there if file.path not in known and not file.is_linked):
        if (docs / path).is_file():
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
