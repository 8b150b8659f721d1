"""Removes what can be made again: generated pages, the site, the records of earlier runs and the cache.

Nothing of the learner's goes: no link is followed, and where it cannot be told whose something is, it stays.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from inpublic.cache import presence_in
from inpublic.digests import Digests
from inpublic.errors import InpublicError, Problem, Severity
from inpublic.settings.config import Config
from inpublic.telling.report import count
from inpublic.writing.leftovers import leftovers, stray_files
from inpublic.writing.manifest import read_manifest
from inpublic.writing.safefile import explained
from inpublic.writing.sitefolder import refuse_foreign
from inpublic.writing.tree import write_tree
from inpublic.writing.walking import files_in

CACHE = "cache"
_RECORDS = ("digests", "preview", "site", "site-old", "site.record", "templates")
"""What runs leave in `.inpublic/` besides the cache; `edited` holds people's words, and the locks have to stay.

Templates of packages stay compiled, as Python's bytecode does: they are of no site.
"""


class Removed(Struct, frozen=True):
    """Counts what went from a place, which is named from the site's folder on: files, and their bytes."""

    place: str
    files: int
    size: int

    def __str__(self) -> str:
        return f"{self.place}/ ({count(self.files, 'file')}, {self.size / 1e6:.1f} MB)"


class CleanReport(Struct, frozen=True):
    """Says what was removed, and in `problems` what stays and why, or is kept elsewhere."""

    removed: tuple[Removed, ...]
    problems: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        return f"Removed from {', '.join(map(str, self.removed))}." if self.removed else "There was nothing to remove."


def refuse_link(config: Config) -> None:
    """Raise InpublicError where `.inpublic` is a link: whose that is to which it leads is not known."""
    if config.state.is_symlink():
        raise InpublicError(
            f"nothing was removed: {config.state} is a link to {config.state.readlink()}",
            "Look at what is there, and remove it yourself if nothing in it is needed.",
        )


def clean_all(config: Config) -> CleanReport:
    """Remove all that can be made again; whoever calls it holds the lock (lock.py).

    Raises InpublicError when another process is reading the cache, or the disk refuses.
    """
    with presence_in(config.state / CACHE).alone() as is_alone:
        _insist(config, is_alone=is_alone)
        pages, kept = _clean_docs(config)
        site, foreign = _clean_site(config)
        state = _clean_state(config)
        cache, linked = _clean_cache(config)
    return CleanReport((*pages, *site, *state, *cache), (*kept, *foreign, *linked))


def clean_cache(config: Config) -> CleanReport:
    """Remove the cache only, under the same conditions."""
    with presence_in(config.state / CACHE).alone() as is_alone:
        _insist(config, is_alone=is_alone)
        return CleanReport(*_clean_cache(config))


Cleaned = tuple[tuple[Removed, ...], tuple[Problem, ...]]
"""What was removed, and why anything stays."""


def _insist(config: Config, *, is_alone: bool) -> None:
    if not is_alone:
        raise InpublicError(
            f"nothing was removed: another run is using {config.state / CACHE}",
            "Wait until it has finished; stop `inpublic serve` and `inpublic check` first.",
        )


def _clean_docs(config: Config) -> Cleaned:
    """Remove the generated pages as a build does that wants none: what somebody wrote into them is kept."""
    docs, manifest = config.docs, config.state / "manifest.json"
    if docs.is_symlink():
        hint = "Remove the pages there yourself, if they are of this site."
        return (), (_stays(docs.name, f"this is a link to {docs.readlink()}, so its generated pages stay", hint),)
    known = read_manifest(manifest)
    if not known:
        left = (problem.path for problem in leftovers(docs, (), files_in(str(docs))))
        what = "holds generated pages that stay: what says whose they are is missing (.inpublic/manifest.json)"
        return (), tuple(_stays(path, what, "Delete those that are not yours.") for path in left)
    before = _sizes(docs / path for path in {*known, *stray_files(docs, known, files_in(str(docs)))})
    tree = write_tree((), docs, manifest, Digests(config.state / "digests"))
    return _counted(docs.name, [size for path, size in before.items() if not os.path.lexists(path)]), tree.problems


def _clean_site(config: Config) -> Cleaned:
    """Remove the site if a build may empty its folder; what is hidden there stays, as it does in a build."""
    place = _site(config)
    name = os.path.relpath(place, config.root)
    if place.is_symlink():
        hint = "Remove that folder yourself, if nothing else is in it."
        return (), (_stays(name, f"this is a link to {place.readlink()}, so the site stays there", hint),)
    site = place.resolve()
    if not site.is_dir():
        return (), ()
    try:
        refuse_foreign(site, config.root)
    except InpublicError as error:
        return (), (
            _stays(
                name,
                f"this folder stays, as a build would refuse it: {error.message}",
                "Remove it yourself, if nothing in it is needed.",
            ),
        )
    removed = _removed(name, [path for path in site.iterdir() if not path.name.startswith(".")])
    if not any(site.iterdir()):
        _remove(site)
    return removed, ()


def _clean_state(config: Config) -> tuple[Removed, ...]:
    """Remove the records of earlier runs; of pages and a site that stay it has to be known whose they are."""
    names = [*_RECORDS]
    names += [] if config.docs.is_symlink() else ["manifest.json"]
    names += [] if os.path.lexists(_site(config)) else ["site.json"]
    return _removed(config.state.name, [config.state / name for name in names])


def _site(config: Config) -> Path:
    return config.root / config.settings.text("site_dir", "site")


def _clean_cache(config: Config) -> Cleaned:
    cache = config.state / CACHE
    name = f"{config.state.name}/{CACHE}"
    if cache.is_symlink():
        hint = "Remove what is there yourself, if no other site uses it."
        return (), (_stays(name, f"this is a link to {cache.readlink()}, so the cache stays", hint),)
    return _removed(name, [cache]), ()


def _stays(path: str, what: str, hint: str) -> Problem:
    return Problem(path, what, hint, severity=Severity.WARNING)


def _removed(place: str, paths: Iterable[Path]) -> tuple[Removed, ...]:
    """Remove files and folders with all in them, of links only themselves."""
    sizes: list[int] = []
    for path in paths:
        sizes += _sizes(_files(path)).values()
        _remove(path)
    return _counted(place, sizes)


def _counted(place: str, sizes: list[int]) -> tuple[Removed, ...]:
    return (Removed(place, len(sizes), sum(sizes)),) if sizes else ()


def _remove(path: Path) -> None:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise explained(error, error.filename or path, doing="remove") from error


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir() or path.is_symlink():
        yield path
        return
    for folder, _, names in os.walk(path):  # does not follow links
        yield from (Path(folder, name) for name in names)


def _sizes(paths: Iterable[Path]) -> dict[Path, int]:
    """Return the bytes of each file that is there."""
    found = {path: path.lstat() for path in paths if os.path.lexists(path)}
    return {path: about.st_size for path, about in found.items() if not stat.S_ISDIR(about.st_mode)}
