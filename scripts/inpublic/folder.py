"""Looks through a learner's folder: which files are there to publish, and which are better left alone.

Nothing outside the folder is ever reached, nothing hidden is shown, and no file is opened.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from msgspec import Struct

from inpublic.errors import Problem, Severity

NOTEBOOKS = frozenset({".ipynb"})
WRITE_UPS = frozenset({".md", ".markdown"})

_SKIPPED = frozenset({"__pycache__", "node_modules"})


class Listing(Struct, frozen=True):
    """Holds what a folder has: regular files at any depth and folders at the top, in natural order."""

    files: tuple[PurePosixPath, ...]
    folders: tuple[PurePosixPath, ...]
    problems: tuple[Problem, ...]


def list_folder(root: Path, folder: PurePosixPath, *, limit: Path, deep: bool = True) -> Listing:
    """List `folder`, with paths relative to `root`; links may lead anywhere inside `limit`, but not to folders.

    With `deep` off the files and folders straight in it are listed, and no more.
    """
    files: list[PurePosixPath] = []
    folders: list[PurePosixPath] = []
    problems: list[Problem] = []
    waiting = [folder]
    while waiting:
        for found in _look(root, waiting.pop(), limit):
            if isinstance(found, Problem):
                problems.append(found)
            elif not found.is_folder:
                files.append(found.path)
            elif deep:
                waiting.append(found.path)
            else:
                folders.append(found.path)
    ordered = sorted(problems, key=lambda problem: natural_key(PurePosixPath(problem.path)))
    return Listing(tuple(sorted(files, key=natural_key)), tuple(sorted(folders, key=natural_key)), tuple(ordered))


def is_source(path: PurePosixPath) -> bool:
    """Tell whether a file is a notebook or a write-up, by its suffix in any case."""
    return path.suffix.lower() in NOTEBOOKS | WRITE_UPS


def natural_key(path: PurePosixPath) -> tuple[object, ...]:
    """Order paths as people do: 2 before 10, capitals among small letters."""
    return (tuple(_natural(part) for part in path.parts), path.parts)


def _natural(name: str) -> tuple[tuple[int, int, str], ...]:
    parts = re.split(r"([0-9]+)", unicodedata.normalize("NFC", name).casefold())
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part)


class _Found(Struct, frozen=True):
    path: PurePosixPath
    is_folder: bool


def _look(root: Path, folder: PurePosixPath, limit: Path) -> Iterator[_Found | Problem]:
    """Yield what is straight in a folder: files and folders to use, and problems."""
    try:
        with os.scandir(root / folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError as error:
        yield _problem(folder, f"the folder cannot be read: {error.strerror}", "Give yourself the right to read it.")
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name in _SKIPPED:
            continue
        path = folder / entry.name
        if not _is_printable(entry.name):
            yield _problem(path, "the name has characters that cannot be shown", "Rename it.")
            continue
        yield from _inspect(entry, path, limit)


def _inspect(entry: os.DirEntry[str], path: PurePosixPath, limit: Path) -> Iterator[_Found | Problem]:
    try:
        if entry.is_symlink() and (reason := _link_reason(Path(entry.path), limit)):
            yield _left_out(path, f"this is a link {reason}, and is left out", "Put a copy in its place, or delete it.")
            return
        mode = entry.stat().st_mode
    except OSError as error:
        yield _problem(path, f"this cannot be read: {error.strerror}", "Give yourself the right to read it.")
        return
    if stat.S_ISDIR(mode):
        yield from _inspect_folder(Path(entry.path), path)
    elif not stat.S_ISREG(mode):
        yield _left_out(
            path,
            "this is a pipe or a device, not a file, and is left out",
            "Replace it with an ordinary file, or delete it.",
        )
    elif not os.access(entry.path, os.R_OK):
        yield _problem(path, "the file cannot be read", "Give yourself the right to read it.")
    else:
        yield _Found(path, is_folder=False)


def _inspect_folder(folder: Path, path: PurePosixPath) -> Iterator[_Found | Problem]:
    if path.name.startswith("_") or _is_environment(folder):
        return
    if is_source(path):
        hint = "Rename the folder if a file was meant."
        yield _warning(path, f"this is a folder, though its name ends like a file's ({path.suffix})", hint)
    yield _Found(path, is_folder=True)


def _is_environment(folder: Path) -> bool:
    try:
        return (folder / "pyvenv.cfg").exists()
    except OSError:  # a folder that may not be read: looking into it says so
        return False


def _link_reason(link: Path, limit: Path) -> str:
    """Say why a link is not followed: it ends nowhere, leads outside, to something hidden, or to a folder."""
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):
        return "that leads nowhere"
    inside = limit.resolve()
    if not target.is_relative_to(inside):
        return f"that leads out of {limit.name}/"
    if any(part.startswith(".") for part in target.relative_to(inside).parts):
        return "to something hidden"
    return "to a folder" if target.is_dir() else ""


def _left_out(path: PurePosixPath, message: str, hint: str) -> Problem:
    """Report what cannot be used: an error where it is work to publish, by its name, else a warning."""
    return _problem(path, message, hint) if is_source(path) else _warning(path, message, hint)


def _is_printable(name: str) -> bool:
    return name.isprintable() or not any(unicodedata.category(character) in {"Cc", "Cs"} for character in name)


def _problem(path: PurePosixPath, message: str, hint: str) -> Problem:
    return Problem(_shown(path), message, hint)


def _warning(path: PurePosixPath, message: str, hint: str) -> Problem:
    return Problem(_shown(path), message, hint, severity=Severity.WARNING)


def _shown(path: PurePosixPath) -> str:
    """Write a path so that any terminal can print it."""
    return "".join(
        c.encode("unicode_escape").decode() if unicodedata.category(c) in {"Cc", "Cs"} else c for c in path.as_posix()
    )
