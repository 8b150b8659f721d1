"""The committed versions of a few files: which there are, and what is in them. Without git there are none."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path, PurePosixPath

from msgspec import Struct

from inpublic.settings.git import run_git

MOST = 40
"""Versions of one file that are looked at, the newest."""
LARGEST = 4_000_000
"""Bytes of a version from which on it is passed over."""
_ALL = 60_000_000

_CHANGE = re.compile(rb":\d+ \d+ [0-9a-f]+ (?P<blob>[0-9a-f]+) (?P<status>[A-Z])\d*")


class Revision(Struct, frozen=True):
    """Names one version of a file: when its author committed it, and what git calls its content."""

    moment: datetime
    blob: str


def read_head(root: Path) -> str:
    """Return the name of the commit that is checked out; empty where there is none."""
    with suppress(OSError, subprocess.SubprocessError):
        return run_git(root, "rev-parse", "--verify", "--quiet", "HEAD").decode("ascii", "replace").strip()
    return ""


def read_revisions(root: Path, paths: Collection[PurePosixPath]) -> Mapping[PurePosixPath, tuple[Revision, ...]]:
    """Read in one run of git which versions some files had, the oldest first; a renamed file keeps its earlier ones."""
    try:
        log = run_git(
            root,
            *("-c", "log.showSignature=false", "log", "-z", "--no-color", "--format=%x01%aI"),
            *("--raw", "--no-abbrev", "--relative", "-M", "-l100"),
        )
    except (OSError, subprocess.SubprocessError):
        return {}
    found: dict[PurePosixPath, list[Revision]] = {path: [] for path in paths}
    current: dict[bytes, bytes] = {}
    for moment, blob, names in _changes(log.split(b"\0")):
        name = current.get(names[-1], names[-1])
        if len(names) > 1:
            current[names[0]] = name
        revisions = found.get(PurePosixPath(os.fsdecode(name)))
        if revisions is not None and len(revisions) < MOST and blob.strip("0"):
            revisions.append(Revision(moment, blob))
    return {path: tuple(reversed(revisions)) for path, revisions in found.items()}


def _changes(tokens: list[bytes]) -> Iterator[tuple[datetime, str, list[bytes]]]:
    """Yield the commit's time, the name of the content and the paths: two for a rename or a copy, else one."""
    moment: datetime | None = None
    position = 0
    while position < len(tokens):
        token = tokens[position].lstrip(b"\n")
        position += 1
        change = _CHANGE.fullmatch(token)
        if token.startswith(b"\x01"):
            moment = _moment(token[1:])
        elif change:
            count = 2 if change["status"] in b"RC" else 1
            if moment is not None:
                yield moment, change["blob"].decode("ascii"), tokens[position : position + count]
            position += count


def _moment(text: bytes) -> datetime | None:
    try:
        return datetime.fromisoformat(text.decode("ascii"))
    except ValueError:  # git stores any number as a date
        return None


def read_blobs(root: Path, blobs: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the contents that git has under some names, in two runs of it; large ones are passed over."""
    wanted = list(dict.fromkeys(blobs))
    if not wanted:
        return
    with suppress(OSError, subprocess.SubprocessError):
        sizes = run_git(root, "cat-file", "--batch-check", given="\n".join(wanted).encode()).decode("ascii", "replace")
        small = list(_small(sizes.splitlines()))
        answer = run_git(root, "cat-file", "--batch", given="\n".join(small).encode()) if small else b""
        yield from _contents(answer)


def _small(lines: Iterable[str]) -> Iterator[str]:
    """Name the contents to read, as long as there is room for them."""
    room = _ALL
    for line in lines:
        name, _, rest = line.partition(" ")
        kind, _, size = rest.partition(" ")
        if kind == "blob" and size.isdigit() and int(size) <= min(LARGEST, room):
            room -= int(size)
            yield name


def _contents(answer: bytes) -> Iterator[tuple[str, bytes]]:
    position = 0
    while position < len(answer):
        end = answer.index(b"\n", position)
        name, _, size = answer[position:end].split(b" ")
        start, stop = end + 1, end + 1 + int(size)
        yield name.decode("ascii"), answer[start:stop]
        position = stop + 1
