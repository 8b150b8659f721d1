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
from inpublic.writing.walking import is_folder, items_in


def inputs_of(docs: Path, digests: Digests) -> str:
    """Identify all files that are in docs/; raises OSError for one that cannot be read."""
    found = sorted(f"{path} {digests.once(f'{docs}/{path}')}" for path in paths_in(docs))
    return key_of(*(line.encode("utf-8", "surrogateescape") for line in found))


def is_whole(record: SiteRecord, site: Path, digests: Digests) -> bool:
    """Tell whether a site is what was remembered of it: no file less, more or other."""
    places = record.places()
    return set(paths_in(site)) == places.keys() and places == _intact(places, site, digests)


def link_last(record: SiteRecord, site: Path, staged: Path, digests: Digests) -> Collection[str]:
    """Let the next site begin with those files of the last one that are as they were built, at no cost of space.

    Returns their places, which are all that is in `staged` then.

    What else stands in `staged` goes: it may have many of them, since two sites take turns there. Whatever writes one
    of them has to remove it first: both names lead to the same file.
    """
    wanted = _intact({built.place: built.digest for built in record.files.values()}, site, digests)
    kept, folders = _kept(staged, site, wanted), set[str]()
    for place in wanted:
        source, target = f"{site}/{place}", f"{staged}/{place}"
        if place in kept:
            digests.linked(source, target)
            continue
        folder = os.path.dirname(target)  # noqa: PTH120 - a Path for each of thousands of files is slow
        if folder not in folders:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            folders.add(folder)
        try:
            os.link(source, target)
        except OSError:  # a disk without links
            shutil.copy2(source, target)
        else:
            digests.linked(source, target)
    return wanted


def _kept(staged: Path, site: Path, wanted: Collection[str]) -> set[str]:
    """Remove all files from a folder but those that are wanted and the very same as in the site; return these."""
    kept = set[str]()
    if staged.is_dir():
        _sift(str(staged), "", staged.stat().st_dev, str(site), wanted, kept)
    return kept


def _sift(staged: str, below: str, device: int, site: str, wanted: Collection[str], kept: set[str]) -> bool:
    """Add the files that may stay to those that are `kept`, and remove all others; tell whether nothing is left."""
    is_empty = True
    for item in items_in(f"{staged}/{below}"):
        place = f"{below}{item.name}"
        if item.is_dir(follow_symlinks=False):
            if _sift(staged, f"{place}/", device, site, wanted, kept):
                _remove_empty(item.path)
                continue
        elif place in wanted and _is_one(item, device, f"{site}/{place}"):
            kept.add(place)
        else:
            os.unlink(item.path)  # noqa: PTH108
            continue
        is_empty = False
    return is_empty


def _remove_empty(folder: str) -> None:
    with suppress(OSError):
        os.rmdir(folder)  # noqa: PTH106 - see link_last


def _is_one(item: os.DirEntry[str], device: int, other: str) -> bool:
    found = os.stat(other)  # noqa: PTH116 - see link_last
    return (item.inode(), device) == (found.st_ino, found.st_dev)


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
    top, waiting, seen = str(folder), [""], {os.path.realpath(folder)}
    while waiting:
        below = waiting.pop()
        for item in items_in(f"{top}/{below}"):
            if not is_folder(item):
                yield f"{below}{item.name}"
            elif not item.is_symlink() or _is_new(os.path.realpath(item.path), top, seen):
                waiting.append(f"{below}{item.name}/")


def _is_new(real: str, top: str, seen: set[str]) -> bool:
    """Tell whether what a link leads to is no circle."""
    if real in seen or top.startswith(real):
        return False
    seen.add(real)
    return True


def _intact(places: dict[str, str], site: Path, digests: Digests) -> dict[str, str]:
    found = {}
    for place, digest in places.items():
        try:
            if digests.of(f"{site}/{place}", linked=True) == digest:
                found[place] = digest
        except OSError:
            continue
    return found
