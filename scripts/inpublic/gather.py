"""Finds the files that documents point at: pictures and media to publish, other files to link to.

Large pictures get a lighter file for the page, which the cache keeps.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

from inpublic.cache import Cache, key_of
from inpublic.celloutputs.pictures import UNSEEN, inspect_picture
from inpublic.celloutputs.webpictures import LARGE, LIGHTENED, recipe, web_picture
from inpublic.document import Document, LinkKind
from inpublic.pages.addresses import FILES, target_path
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
    content = picture.content if picture else data
    path = FILES / f"{sha256(content).hexdigest()[:16]}{file.suffix.lower()}"
    width, height = (picture.width, picture.height) if picture else (0, 0)
    return Asset(path, file if content == data else content, mime, width, height, len(content))


def lighten(gathered: Gathered, cache: Cache) -> Gathered:
    """Give large pictures a lighter file for the page, made once; one that browsers do not show is none without it."""
    assets = {path: _lightened(asset, cache) for path, asset in gathered.assets.items()}
    unseen = frozenset(path for path, asset in assets.items() if asset.mime in UNSEEN and asset.web is None)
    shown = {path: asset for path, asset in assets.items() if path not in unseen}
    return Gathered(shown, gathered.others | unseen)


def _lightened(asset: Asset, cache: Cache) -> Asset:
    if asset.mime not in LIGHTENED or not isinstance(asset.content, Path):
        return asset
    if asset.size < LARGE and asset.mime not in UNSEEN:
        return asset
    data = asset.content.read_bytes()
    key = key_of(recipe(), data)[:16]
    known = _known(key, cache) or _make(key, data, asset.mime, cache)
    if not known.name:
        return asset
    path = cache.file(known.name)
    web = replace(asset, path=FILES / known.name, content=path, mime=known.mime, size=known.size, exact=known.exact)
    return replace(asset, web=web)


@dataclass(frozen=True, slots=True)
class _Known:
    """Notes what became of a picture: the file in the cache, or no name where the picture itself is as good."""

    name: str = ""
    mime: str = ""
    size: int = 0
    exact: bool = True


def _known(key: str, cache: Cache) -> _Known | None:
    import msgspec

    try:
        known = msgspec.json.decode(cache.file(f"{key}.json").read_bytes(), type=_Known)
        is_whole = not known.name or cache.file(known.name).stat().st_size == known.size
    except (OSError, msgspec.DecodeError):
        return None
    return known if is_whole else None


def _make(key: str, data: bytes, mime: str, cache: Cache) -> _Known:
    import msgspec

    made = web_picture(data, mime)
    known = _Known()
    if made:
        known = _Known(f"{sha256(made.content).hexdigest()[:16]}.webp", made.mime, len(made.content), made.exact)
        cache.put_file(known.name, made.content)
    cache.put_file(f"{key}.json", msgspec.json.encode(known))
    return known
