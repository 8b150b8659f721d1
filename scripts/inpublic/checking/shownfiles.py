"""Says what keeps files off the pages that show them, and which are heavy: reads those files, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from inpublic.checking.limits import MEGABYTE, megabytes, setting
from inpublic.document import LinkKind, Use
from inpublic.errors import Problem, Severity
from inpublic.pages.addresses import target_path
from inpublic.pictures.extents import LONGEST, bounds, extent_of
from inpublic.pictures.picturefiles import is_whole
from inpublic.records.parsers import is_url
from inpublic.settings.parts import Limits
from inpublic.website import Asset, Website

SHOWN = frozenset({LinkKind.IMAGE, LinkKind.MEDIA})
"""Uses of a file that make it part of the page."""

_HEAVY = 10 * MEGABYTE
"""Bytes of one picture from which on readers are left waiting: half a minute on a slow phone."""

_POINTER = b"version https://git-lfs"
_ENDING = 65_536
_ENDS = {"image/png": b"IEND", "image/jpeg": b"\xff\xd9", "image/gif": b"\x00\x3b"}

_SMALLER = "Make it smaller, or keep it elsewhere and link to it"
_EXPORT = "Export it again as PNG, JPEG, WebP, GIF or SVG, and commit it."


class Shown(Struct, frozen=True):
    """Says where a page shows a file: the page's source, and the target as its author wrote it."""

    source: PurePosixPath
    path: PurePosixPath
    target: str
    is_picture: bool
    line: int | None = None
    cell: int | None = None


def missing_own_files(website: Website) -> Iterator[Problem]:
    """Report demos and videos that are to be files in docs/ and are not there."""
    for project in website.projects:
        for what, said in (("demo", project.record.demo), ("video", project.record.video)):
            if said and not is_url(said) and not (website.config.docs / said).is_file():
                yield Problem(
                    project.main.source.as_posix(),
                    f"the {what} «{said}» is no file in docs/",
                    f"Put it at docs/{said}, or write the whole address.",
                    severity=Severity.WARNING,
                )


def shown_files(website: Website) -> Iterator[Problem]:
    """Report what pages should show and cannot, and what is heavy for readers or for the repository.

    A check, see checks.py; each file is spoken of once.
    """
    root, limits = website.config.root, website.config.limits
    seen: set[PurePosixPath] = set()
    for use in _uses(website):
        if use.path in seen or website.is_withheld(use.path):
            continue
        seen.add(use.path)
        if use.path in website.files:
            yield _refusal(root / use.path, use, limits)
        elif use.path in website.assets:
            yield from _remarks(root / use.path, use, website.assets[use.path], limits)
    yield from _heavy_figures(website)


def _uses(website: Website) -> Iterator[Shown]:
    for project in website.projects:
        if cover := project.record.cover:
            yield Shown(project.main.source, target_path(project.main.source, cover), cover, is_picture=True)
        for page in project.pages:
            for link in page.document.links:
                if link.kind in SHOWN:
                    path, is_picture = target_path(page.source, link.target), link.kind is LinkKind.IMAGE
                    yield Shown(page.source, path, link.target, is_picture, link.line, link.cell)


def _refusal(file: Path, use: Shown, limits: Limits) -> Problem:
    """Say why a file that exists is not shown."""
    size, data = _read(file, limits)
    if size > limits.file_megabytes * MEGABYTE:
        message = f"this file is {megabytes(size)}, over the limit of {limits.file_megabytes} MB"
        hint = f"{_SMALLER}, or allow more: {setting('file_megabytes', size)}."
        return Problem(use.path.as_posix(), f"{message}; {use.source} shows it", hint)
    extent = extent_of(data)
    if extent.is_over(limits.megapixels):
        message = f"this picture claims {extent}, more than {bounds(limits.megapixels)}"
        hint = f"Scale it down, or allow more: {setting('megapixels', extent.weight)}."
        if max(extent.width, extent.height) > LONGEST:
            hint = "Scale it down, or cut it into several."
        return _warning(Problem(use.path.as_posix(), f"{message}; {use.source} shows its words instead", hint))
    return _warning(_unshown(data, use))


def _read(file: Path, limits: Limits) -> tuple[int, bytes]:
    """Return the size of a file and its content, of which nothing is read where it is too large."""
    try:
        size = file.stat().st_size
        return size, file.read_bytes() if file.is_file() and size <= limits.file_megabytes * MEGABYTE else b""
    except OSError:
        return 0, b""


def _unshown(data: bytes, use: Shown) -> Problem:
    """Say what a file is instead of what its name or its use promises."""
    what = f"{'the picture' if use.is_picture else 'the film or sound'} «{unquote(use.target)}»"
    reason, hint = "is nothing that browsers show", _EXPORT if use.is_picture else "Save it as MP4, WebM or MP3."
    if not data:
        reason, hint = "is empty, or cannot be read", "Save it again and commit it."
    elif data.startswith(_POINTER):
        reason, hint = "is only a pointer of Git LFS", "Run `git lfs pull`; in a workflow set `lfs: true` for checkout."
    return Problem(use.source.as_posix(), f"{what} {reason}, so its words stand there", hint, use.line, use.cell)


def _warning(problem: Problem) -> Problem:
    return replace(problem, severity=Severity.WARNING)


def _remarks(file: Path, use: Shown, asset: Asset, limits: Limits) -> Iterator[Problem]:
    """Say of a file that is shown what its author should know: it is heavy, or its end is missing."""
    path, size = use.path.as_posix(), file.stat().st_size if file.is_file() else 0
    loaded = (asset.web or asset).size
    if size * 2 > limits.file_megabytes * MEGABYTE:
        message = f"this file is {megabytes(size)}, over half the limit of {limits.file_megabytes} MB"
        yield Problem(path, message, f"{_SMALLER}; GitHub refuses files of 100 MB.", severity=Severity.WARNING)
    elif asset.mime.startswith("image/") and loaded > _HEAVY:
        message = f"readers of {use.source} load {megabytes(loaded)} for this picture"
        yield Problem(path, message, _LIGHT, severity=Severity.WARNING)
    if asset.mime in _ENDS and not _has_end(file, asset.mime):
        message = f"the picture «{unquote(use.target)}» is cut off: its file ends before the picture does"
        yield Problem(use.source.as_posix(), message, _EXPORT, use.line, use.cell, Severity.WARNING)


_LIGHT = "Scale it down to 2000 pixels, or save it as JPEG or WebP; make a GIF that moves a short film."


def _has_end(file: Path, mime: str) -> bool:
    """Tell whether a picture reaches its end, reading all of it only where that is not plain from its last bytes."""
    try:
        with file.open("rb") as stream:
            stream.seek(max(0, file.stat().st_size - _ENDING))
            return _ENDS[mime] in stream.read() or is_whole(file.read_bytes())
    except OSError:
        return True


def _heavy_figures(website: Website) -> Iterator[Problem]:
    for page in website.pages:
        sizes = [
            figure.size
            for figure in page.document.figures
            if figure.use is Use.SHOWN and _is_heavy(figure.mime, figure.size)
        ]
        if sizes:
            message = f"readers load {megabytes(max(sizes))} for a picture in it"
            yield Problem(
                page.source.as_posix(), message, "Save figures with fewer dots (dpi=100).", severity=Severity.WARNING
            )


def _is_heavy(mime: str, size: int) -> bool:
    return mime.startswith("image/") and size > _HEAVY
