"""The folders before a build: what the last site has, what is in docs/, and whether anything is to be done at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from inpublic.cache import key_of
from inpublic.digests import Digests
from inpublic.engine.record import SiteRecord


def inputs_of(docs: Path, digests: Digests) -> str:
    """Identify all files that are in docs/; raises OSError for one that cannot be read."""
    found = sorted(f"{path} {digests.of(docs / path)}" for path in paths_in(docs))
    return key_of(*(line.encode("utf-8", "surrogateescape") for line in found))


def is_whole(record: SiteRecord, site: Path, digests: Digests) -> bool:
    """Tell whether a site is what was remembered of it: no file less, more or other."""
    places = record.places()
    return set(paths_in(site)) == places.keys() and places == _intact(places, site, digests)


def link_last(record: SiteRecord, site: Path, staged: Path, digests: Digests) -> None:
    """Let the next site begin with those files of the last one that are as they were built, at no cost of space.

    Whatever writes one of them has to remove it first: both names lead to the same file.
    """
    folders: set[str] = set()
    for place in _intact({built.place: built.digest for built in record.files.values()}, site, digests):
        target = str(staged / place)
        folder = os.path.dirname(target)  # noqa: PTH120 - a Path for each of thousands of files is slow
        if folder not in folders:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            folders.add(folder)
        try:
            os.link(site / place, target)
        except OSError:  # a disk without links
            shutil.copy2(site / place, target)


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
            if digests.of(site / place, linked=True) == digest:
                found[place] = digest
        except OSError:
            continue
    return found
