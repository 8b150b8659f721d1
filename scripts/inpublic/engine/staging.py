"""The folders before a build: what the last site has, what is in docs/, and whether anything is to be done at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from inpublic.cache import key_of
from inpublic.digests import Digests
from inpublic.engine.record import SiteRecord


def inputs_of(docs: Path, digests: Digests) -> str:
    """Identify all files that are in docs/; raises OSError for one that cannot be read."""
    found = sorted(f"{path} {digests.of(f'{docs}/{path}')}" for path in paths_in(docs))
    return key_of(*(line.encode("utf-8", "surrogateescape") for line in found))


def is_whole(record: SiteRecord, site: Path, digests: Digests) -> bool:
    """Tell whether a site is what was remembered of it: no file less, more or other."""
    places = record.places()
    return set(paths_in(site)) == places.keys() and places == _intact(places, site, digests)


def link_last(record: SiteRecord, site: Path, staged: Path, digests: Digests) -> None:
    """Let the next site begin with those files of the last one that are as they were built, at no cost of space.

    What else stands in `staged` goes: it may have many of them, since two sites take turns there. Whatever writes one
    of them has to remove it first: both names lead to the same file.
    """
    wanted = _intact({built.place: built.digest for built in record.files.values()}, site, digests)
    folders: set[str] = set()
    for place in wanted.keys() - _kept(staged, site, wanted):
        source, target = f"{site}/{place}", f"{staged}/{place}"
        folder = os.path.dirname(target)  # noqa: PTH120 - a Path for each of thousands of files is slow
        if folder not in folders:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            folders.add(folder)
        try:
            os.link(source, target)
        except OSError:  # a disk without links
            shutil.copy2(source, target)


def _kept(staged: Path, site: Path, wanted: Collection[str]) -> set[str]:
    """Remove all files from a folder but those that are wanted and the very same as in the site; return these."""
    start, kept = len(str(staged)) + 1, set[str]()
    for folder, folders, names in os.walk(staged, topdown=False):
        for name in names:
            path = f"{folder}/{name}"
            place = path[start:].replace(os.sep, "/")
            if place in wanted and _is_one(path, f"{site}/{place}"):
                kept.add(place)
            else:
                os.unlink(path)  # noqa: PTH108 - see link_last
        for name in folders:
            _remove_empty(f"{folder}/{name}")
    return kept


def _is_one(path: str, other: str) -> bool:
    one, two = os.lstat(path), os.stat(other)  # noqa: PTH116 - see link_last
    return (one.st_ino, one.st_dev) == (two.st_ino, two.st_dev)


def _remove_empty(folder: str) -> None:
    """Remove a link to a folder, or a folder that is empty."""
    if os.path.islink(folder):  # noqa: PTH114 - see link_last
        os.unlink(folder)  # noqa: PTH108
        return
    with suppress(OSError):
        os.rmdir(folder)  # noqa: PTH106


def clear(folder: Path, places: Iterable[str]) -> None:
    """Remove files below a folder, and the folders that they leave empty."""
    for place in places:
        path = folder / place
        path.unlink()
        with suppress(OSError):
            for above in path.relative_to(folder).parents[:-1]:
                (folder / above).rmdir()


def paths_in(folder: Path) -> Iterator[str]:
    """Walk through the files of a folder, by their paths from there, with slashes; what links lead to counts, too."""
    start, seen = len(str(folder)) + 1, set[str]()
    for place, folders, names in os.walk(folder, followlinks=True):
        if os.path.islink(place):  # noqa: PTH114 - see link_last
            real = os.path.realpath(place)
            if real in seen or str(folder).startswith(real):
                folders.clear()  # a circle
                continue
            seen.add(real)
        yield from (f"{place}/{name}"[start:].replace(os.sep, "/") for name in names)


def _intact(places: dict[str, str], site: Path, digests: Digests) -> dict[str, str]:
    found = {}
    for place, digest in places.items():
        try:
            if digests.of(f"{site}/{place}", linked=True) == digest:
                found[place] = digest
        except OSError:
            continue
    return found
