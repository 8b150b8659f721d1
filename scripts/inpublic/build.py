"""Brings docs/ up to date: puts the website together, makes the outputs, writes the tree; and looks at what became."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path, PurePosixPath
from time import time
from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from inpublic.cache import Cache, key_of
from inpublic.checking.checks import as_warnings
from inpublic.conversion import Progress
from inpublic.digests import Digests
from inpublic.document import Fault
from inpublic.errors import Problem, Severity
from inpublic.load import BuildReport, load_website, open_cache
from inpublic.outputs import make_outputs
from inpublic.pages.cellplaces import named_cells
from inpublic.pages.keys import content_key, key_for
from inpublic.pages.links import resolve_blocks
from inpublic.settings.config import Config
from inpublic.twin import divided
from inpublic.website import OutputFile, Page, Website
from inpublic.workers import Workers
from inpublic.writing.leftovers import leftovers
from inpublic.writing.manifest import read_manifest
from inpublic.writing.tree import write_tree
from inpublic.writing.walking import files_in

_HERE = Workers()


def keep_cache(config: Config, cache: Cache) -> None:
    """Keep what a finished run leaves to be used again, and of earlier runs' no more than there is room for."""
    cache.prune(int(time()), megabytes=config.cache.megabytes, days=config.cache.days)
    cache.save(int(time()))


def build_tree(
    config: Config,
    *,
    workers: Workers = _HERE,
    strict: bool = False,
    progress: Progress | None = None,
    cache: Cache | None = None,
    look: Callable[[Sequence[OutputFile]], Sequence[Problem]] | None = None,
) -> BuildReport:
    """Bring docs/ up to date; nothing is written while any project is broken if `strict`, or the report is halted.

    `look` says of the files to come what the site's engine would stumble over, which stops a strict build, too.
    """
    cache = cache or open_cache(config)
    cache.digests.begin()
    report = load_website(config, workers=workers, progress=progress, cache=cache)
    files = list(make_outputs(report.website))
    found = look(files) if look and not report.halted else ()
    report = replace(report, problems=(*report.problems, *found))
    if report.halted or (strict and (report.failed or found)):
        return replace(report, stopped=True)
    manifest = config.state / "manifest.json"
    there = tuple(files_in(str(config.docs)))
    left = tuple(leftovers(config.docs, {*read_manifest(manifest), *(str(file.path) for file in files)}, there))
    if left:
        return replace(report, problems=(*report.problems, *left), halted=True, stopped=True)
    tree = write_tree(files, config.docs, manifest, cache.digests, there, workers.jobs)
    return replace(report, problems=(*report.problems, *tree.problems), tree=tree)


_EXCLUDED = "Look whether `exclude_docs` in mkdocs.yml names it."


def look_through(
    website: Website,
    pages: Iterable[tuple[Page, Path]],
    cache: Cache,
    jobs: int = 1,
    found: Mapping[str, bytes] = MappingProxyType({}),
) -> Iterator[Problem]:
    """Compare each page of the site, as it was built, with its document, which an engine or plugin may have changed.

    Pages come with their place on the disk. What was compared once is not compared again, nor what `looker` has
    `found` of a page while it was built.
    """
    places = {page.source: (page, file) for page, file in pages}
    losses = _page_losses(website, places, cache, jobs, found)
    for source in places:
        if source not in losses:
            unbuilt = "this page is not in the site, though it is in docs/"
            yield Problem(source.as_posix(), unbuilt, _EXCLUDED, severity=Severity.WARNING)
            continue
        yield from as_warnings(source, losses[source])


_Built = Mapping[PurePosixPath, tuple[Page, Path]]
_COMPARED = key_of(b"what pages lack")
"""The key of the one note of all pages of the last site: to write a file for each took longer than all else here."""


def _page_losses(
    website: Website, built: _Built, cache: Cache, jobs: int, seen: Mapping[str, bytes]
) -> Mapping[PurePosixPath, tuple[Fault, ...]]:
    """Return what each page that was built lacks, by its source; what the last run does not know is found out."""
    digests = {source: _digest(file, cache.digests) for source, (_, file) in built.items()}
    keys = {source: _key(website, built[source][0], digest) for source, digest in digests.items() if digest}
    known = _compared_last(cache)
    new = [source for source, key in keys.items() if key not in known]
    if new:
        found = _found_out(website, {source: built[source] for source in new}, jobs, seen)
        known = {key: found[source] if source in found else known[key] for source, key in keys.items()}
        cache.put_note(_COMPARED, msgspec.msgpack.encode(known))
    return {source: known[key] for source, key in keys.items()}


def _found_out(
    website: Website, built: _Built, jobs: int, seen: Mapping[str, bytes]
) -> Mapping[PurePosixPath, tuple[Fault, ...]]:
    """Compare pages with their documents, but for those of which it was `seen` while they were built."""
    given = {source: seen[name] for source, (page, _) in built.items() if (name := str(page.path)) in seen}
    rest = [source for source in built if source not in given]
    found = chain(given.items(), divided(lambda source: _compared(website, *built[source]), rest, jobs))
    return {source: msgspec.msgpack.decode(lost, type=tuple[Fault, ...]) for source, lost in found}


def _compared_last(cache: Cache) -> Mapping[str, tuple[Fault, ...]]:
    try:
        return msgspec.msgpack.decode(cache.note(_COMPARED) or b"", type=dict[str, tuple[Fault, ...]])
    except msgspec.DecodeError:
        return {}


def _digest(file: Path, digests: Digests) -> str:
    try:
        return digests.of(file, linked=True)
    except OSError:  # it was not built
        return ""


def _key(website: Website, page: Page, digest: str) -> str:
    return key_of(digest.encode(), key_for(website, content_key(website, page)).encode())


def looker(website: Website) -> Callable[[str, str], bytes]:
    """Return what compares HTML with the document of a page, named by its place in docs/; `look_through` reads it."""
    pages = {str(page.path): page for page in website.pages}
    return lambda path, html: _lacking(website, pages[path], html) if path in pages else b""


def _compared(website: Website, page: Page, file: Path) -> bytes:
    return _lacking(website, page, file.read_text("utf-8"))


def _lacking(website: Website, page: Page, html: str) -> bytes:
    from inpublic.stock.losses import page_losses

    blocks = tuple(named_cells(page.document, resolve_blocks(website, page, absolute=False)))
    return msgspec.msgpack.encode(page_losses(page.document, blocks, html))
