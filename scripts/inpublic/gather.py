"""Finds the files that documents point at: pictures and media to publish, other files to link to."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from inpublic.addresses import FILES, target_path
from inpublic.document import Document, LinkKind
from inpublic.pictures import inspect_picture
from inpublic.website import Asset


@dataclass(frozen=True, slots=True)
class Gathered:
    """Holds what exists of the things linked to: assets that pages show, and all other files and folders."""

    assets: Mapping[PurePosixPath, Asset]
    others: frozenset[PurePosixPath]


def gather(root: Path, documents: Mapping[PurePosixPath, Document], covers: Mapping[PurePosixPath, str]) -> Gathered:
    """Look up every target of every document, and the covers that records name, by the path of their source."""
    assets: dict[PurePosixPath, Asset] = {}
    others: set[PurePosixPath] = set()
    for path, shown in _targets(documents, covers):
        file = root / path
        if path in assets or path in others or _is_private(path) or not _is_inside(file, root):
            continue
        asset = _asset(file) if file.is_file() else None
        if asset is not None and (shown or asset.width):
            assets[path] = asset
        else:
            others.add(path)
    return Gathered(assets, frozenset(others))


def _targets(
    documents: Mapping[PurePosixPath, Document], covers: Mapping[PurePosixPath, str]
) -> Iterator[tuple[PurePosixPath, bool]]:
    for source, cover in covers.items():
        yield target_path(source, cover), True
    for source, document in documents.items():
        for link in document.links:
            if not link.target.startswith("#"):
                yield target_path(source, link.target), link.kind is not LinkKind.PAGE


def _is_private(path: PurePosixPath) -> bool:
    """Tell whether a path leaves the site's folder or goes through something hidden."""
    return any(part.startswith(".") for part in path.parts)


def _is_inside(file: Path, root: Path) -> bool:
    try:
        return file.exists() and file.resolve().is_relative_to(root.resolve())
    except (OSError, ValueError):
        return False


def _asset(file: Path) -> Asset | None:
    """Describe a picture, film or sound; None for anything else."""
    try:
        data = file.read_bytes()
    except OSError:
        return None
    picture = inspect_picture(data)
    mime = picture.mime if picture else mimetypes.guess_type(file.name)[0] or ""
    if picture is None and not mime.startswith(("audio/", "video/")):
        return None
    path = FILES / f"{sha256(data).hexdigest()[:16]}{file.suffix.lower()}"
    width, height = (picture.width, picture.height) if picture else (0, 0)
    return Asset(path, file, mime, width, height, len(data))
