"""Looks through everything that a build would publish or lead to, and says what has to stay off the site."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path, PurePosixPath

from msgspec import Struct, field
from msgspec.structs import replace

from inpublic.cache import Cache
from inpublic.checking.limits import MEGABYTE, megabytes, setting
from inpublic.conversion import convert_all
from inpublic.convert import scan_source
from inpublic.discover import RECORDS
from inpublic.document import Document, Finding
from inpublic.errors import Problem, Severity
from inpublic.gate.published import published_files
from inpublic.gate.verdict import Allowance, problems, unused
from inpublic.gate.wrappings import NOTES, OWNER_IN_DOCS, POSITION_IN_DOCS, is_text
from inpublic.pictures.avif import is_heif
from inpublic.pictures.exif import HEADS
from inpublic.pictures.picturefiles import pieces_of
from inpublic.project import Entry
from inpublic.settings.config import Config

_SMALL = 1_000_000
"""Bytes up to which a file is looked through whatever it is; of larger ones only text and pictures say something."""
_TOGETHER = 64_000_000
"""Bytes of files that are held in memory at once."""

_REMEDIES = {kind.name: kind.remedy for kind in (POSITION_IN_DOCS, OWNER_IN_DOCS)}

CHANGED = "this file changed while the site was being built, so it is left out"
BUILD_AGAIN = "Build again."


class Inspection(Struct, frozen=True):
    """Holds the problems of all files by their own paths, and the files with a secret in them that nobody allowed.

    `digests` (SHA-256, hexadecimal) tell what was in the linked files that were looked through; empty where one was
    too large for it. `halts` says that a secret is copied to the site whatever we do, so that nothing may be built.
    """

    problems: tuple[Problem, ...] = ()
    secret: frozenset[PurePosixPath] = frozenset()
    digests: Mapping[PurePosixPath, str] = field(default_factory=dict)
    halts: bool = False


def inspect(
    config: Config,
    entries: Iterable[Entry],
    documents: Mapping[PurePosixPath, Document],
    linked: Collection[PurePosixPath],
    cache: Cache,
) -> Inspection:
    """Weigh what was found in the sources, and look through records, `linked` files and hand-written pages."""
    allowed = Allowance(frozenset(config.allow), config.author.email)
    published = dict.fromkeys(published_files(config, cache.digests))
    others = dict.fromkeys(
        path for path in (*_records(entries), *linked) if path not in documents and path not in published
    )
    by_hand, beside = _scanned(published, config, cache), _scanned(others, config, cache)
    shown = [*chain.from_iterable(_said(path, _unmeant(one), one, allowed) for path, one in by_hand.items())]
    reported = [*_found(documents, beside, allowed), *_changed(entries, beside)]
    seen = {**documents, **beside, **by_hand}
    known = (finding for one in seen.values() for finding in one.findings)
    return Inspection(
        (*shown, *reported, *_unread((*published, *others), config), *unused(config.allow, known)),
        frozenset(PurePosixPath(item.path) for item in reported if item.severity is Severity.ERROR),
        {path: seen[path].digest if path in seen else "" for path in linked},
        halts=any(item.severity is Severity.ERROR for item in shown),
    )


def _found(
    documents: Mapping[PurePosixPath, Document], beside: Mapping[PurePosixPath, Document], allowed: Allowance
) -> Iterator[Problem]:
    """Report what was found in the sources, whose faults are told elsewhere, and in what is beside them."""
    for path, one in documents.items():
        yield from problems(str(path), one.findings, allowed)
    for path, one in beside.items():
        yield from _said(path, one.findings, one, allowed)


def _scanned(paths: Iterable[PurePosixPath], config: Config, cache: Cache) -> Mapping[PurePosixPath, Document]:
    """Look through files, few enough at a time for the memory; not through those that are too large or say nothing."""
    sizes = {path: _size(config.root / path) for path in paths}
    wanted = [path for path, size in sizes.items() if 0 <= size <= config.limits.notebook_megabytes * MEGABYTE]
    documents: dict[PurePosixPath, Document] = {}
    for batch in _batches(wanted, sizes):
        documents |= convert_all(batch, config.root, cache, limits=config.limits, convert=scan_source)
    return documents


def _batches(paths: Iterable[PurePosixPath], sizes: Mapping[PurePosixPath, int]) -> Iterator[list[PurePosixPath]]:
    batch: list[PurePosixPath] = []
    held = 0
    for path in paths:
        if batch and held + sizes[path] > _TOGETHER:
            yield batch
            batch, held = [], 0
        batch.append(path)
        held += sizes[path]
    if batch:
        yield batch


def _size(file: Path) -> int:
    """Return the bytes of a file that may say something, 0 where it cannot be read; -1 for all others."""
    try:
        if not file.is_file():
            return -1
        size = file.stat().st_size
        with file.open("rb") as stream:
            return size if size <= _SMALL or _says_something(stream.read(4096)) else -1
    except OSError:
        return 0
    except ValueError:  # a name that no file can have
        return -1


def _says_something(head: bytes) -> bool:
    """Tell text, and pictures that may have notes, from all other files."""
    return is_text(head) or is_heif(head) or head[:4] in HEADS or bool(pieces_of(head)[0])


def _unread(paths: Iterable[PurePosixPath], config: Config) -> Iterator[Problem]:
    """Note the files that are too large to be looked through."""
    most = config.limits.notebook_megabytes
    for path in paths:
        size = _size(config.root / path)
        if size > most * MEGABYTE:
            message = f"this file is {megabytes(size)}, over the limit of {most} MB, so nobody looked for keys in it"
            hint = f"Look through it yourself, or allow more: {setting('notebook_megabytes', size)}."
            yield Problem(str(path), message, hint, severity=Severity.NOTE)


def _said(
    path: PurePosixPath, findings: Iterable[Finding], document: Document, allowed: Allowance
) -> Iterator[Problem]:
    """Report what was found in a file, or that it could not be looked through, which is as bad."""
    yield from problems(str(path), findings, allowed)
    yield from (Problem(str(path), fault.message, fault.hint) for fault in document.faults if fault.is_error)


def _changed(entries: Iterable[Entry], beside: Mapping[PurePosixPath, Document]) -> Iterator[Problem]:
    """Report the records that say something else by now than was read: what was read nobody has looked through."""
    for entry in entries:
        digest = entry.layer.digest if entry.layer else ""
        seen = {beside[path].digest for path in _records([entry]) if path in beside}
        if digest and digest not in seen:
            path = next(_records([entry]), entry.folder)
            yield Problem(str(path), CHANGED, BUILD_AGAIN)


def _records(entries: Iterable[Entry]) -> Iterator[PurePosixPath]:
    for entry in entries:
        yield from (path for path in entry.files if path.parent == entry.folder and path.name.lower() in RECORDS)


def _unmeant(document: Document) -> Iterator[Finding]:
    """Leave out what is personal, for on these pages its author means it to be read; but not in pictures' notes."""
    for finding in document.findings:
        if finding.is_secret:
            yield finding
        elif finding.where == NOTES:
            yield replace(finding, remedy=_REMEDIES.get(finding.kind, finding.remedy))
