"""Looks through everything that a build would publish or lead to, and says what has to stay off the site."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath

from inpublic.cache import Cache
from inpublic.checking.limits import MEGABYTE
from inpublic.convert import convert_all, scan_source
from inpublic.discover import RECORDS
from inpublic.document import Document, Finding
from inpublic.errors import InpublicError, Problem, Severity
from inpublic.gate.verdict import Allowance, problems, unused
from inpublic.project import Entry
from inpublic.settings.config import Config, Limits
from inpublic.settings.sections import FILE
from inpublic.writing.manifest import read_manifest

_LARGEST = 1_000_000
"""Bytes of a file beside the sources that is still looked through; pictures may be as large as notebooks."""
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".tif", ".tiff", ".svg", ".heic"})


@dataclass(frozen=True, slots=True)
class Inspection:
    """Holds the problems of all files by their own paths, and the files with a secret in them that nobody allowed.

    `halts` says that one of them is copied to the site whatever we do, so that nothing may be built.
    """

    problems: tuple[Problem, ...] = ()
    secret: frozenset[PurePosixPath] = frozenset()
    halts: bool = False


def inspect(
    config: Config,
    entries: Iterable[Entry],
    documents: Mapping[PurePosixPath, Document],
    linked: Iterable[PurePosixPath],
    cache: Cache,
) -> Inspection:
    """Weigh what was found in the sources, and look through records, `linked` files and hand-written pages."""
    allowed = Allowance(frozenset(config.allow), config.author.email)
    by_hand = _scanned(_by_hand(config), config, cache)
    others = (path for path in linked if path not in documents and path not in by_hand)
    beside = _scanned([*_records(entries), *others], config, cache)
    reported = [*chain.from_iterable(problems(str(path), one.findings, allowed) for path, one in documents.items())]
    reported += chain.from_iterable(_said(path, one.findings, one, allowed) for path, one in beside.items())
    halting = [*chain.from_iterable(_said(path, _secrets(one), one, allowed) for path, one in by_hand.items())]
    known = (finding for one in (*documents.values(), *beside.values(), *by_hand.values()) for finding in one.findings)
    return Inspection(
        (*halting, *reported, *unused(config.allow, known)),
        frozenset(PurePosixPath(item.path) for item in reported if item.severity is Severity.ERROR),
        halts=bool(halting),
    )


def _scanned(paths: Iterable[PurePosixPath], config: Config, cache: Cache) -> Mapping[PurePosixPath, Document]:
    wanted = [path for path in dict.fromkeys(paths) if _is_readable(config.root / path, config.limits)]
    return convert_all(wanted, config.root, cache, limits=config.limits, convert=scan_source)


def _is_readable(file: Path, limits: Limits) -> bool:
    most = limits.notebook_megabytes * MEGABYTE if file.suffix.lower() in _PICTURES else _LARGEST
    try:
        return file.is_file() and file.stat().st_size <= most
    except (OSError, ValueError):
        return False


def _said(
    path: PurePosixPath, findings: Iterable[Finding], document: Document, allowed: Allowance
) -> Iterator[Problem]:
    """Report what was found in a file, or that it could not be looked through, which is as bad."""
    yield from problems(str(path), findings, allowed)
    yield from (Problem(str(path), fault.message, fault.hint) for fault in document.faults if fault.is_error)


def _records(entries: Iterable[Entry]) -> Iterator[PurePosixPath]:
    for entry in entries:
        yield from (path for path in entry.files if path.parent == entry.folder and path.name.lower() in RECORDS)


def _by_hand(config: Config) -> Iterator[PurePosixPath]:
    """Name the settings and the files of docs/ that are not ours: the site's engine publishes them as they are."""
    yield PurePosixPath(FILE)
    ours = read_manifest(config.state / "manifest.json")
    for file in sorted(_walked(config.docs)):
        path = PurePosixPath(file.relative_to(config.docs).as_posix())
        if file.exists() and not file.is_file():
            hint = "replace it with an ordinary file, or delete it: reading it would never end"
            raise InpublicError(f"{config.docs.name}/{path} is a pipe or a device, not a file", hint)
        if path not in ours and not any(part.startswith(".") for part in path.parts) and file.is_file():
            yield PurePosixPath(config.docs.name) / path


def _walked(folder: Path) -> Iterator[Path]:
    """Walk through a folder as site engines do, which follow links to folders; each real folder once."""
    seen: set[str] = set()
    for place, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(place)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        yield from (Path(place, name) for name in names)


def _secrets(document: Document) -> Iterator[Finding]:
    """Leave out what is personal: on these pages its author means it to be read."""
    return (finding for finding in document.findings if finding.is_secret)
