"""Chooses each project's cover and makes the small picture for its card."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from inpublic.cache import Cache, content_digest, key_of
from inpublic.document import Figure, LinkKind, Use
from inpublic.gather import content_of
from inpublic.pages.addresses import FILES, target_path
from inpublic.pictures.pictures import UNREADABLE, UNSEEN, inspect_picture
from inpublic.pictures.webpictures import MOST_PIXELS, encoded, profile_of, recipe, scaled, upright
from inpublic.website import Asset, Project

CARD_WIDTH = 720
"""Pixels of a thumbnail's width: a card of 360 CSS pixels on a screen of two pixels each."""

_LEAST = 200
"""CSS pixels that a picture is wide at least if it is to stand for a project."""

_QUALITY = {"quality": 82, "method": 4}
_MADE_SMALL = frozenset({"image/png", "image/jpeg", "image/webp", "image/avif", "image/bmp"})


def add_cover(project: Project, assets: Mapping[PurePosixPath, Asset], cache: Cache) -> Project:
    """Give a project the cover that its record names, else its first picture; none if it has no picture."""
    named = assets.get(target_path(project.main.source, project.record.cover)) if project.record.cover else None
    cover = named or next(_pictures(project, assets, cache), None)
    if cover is None:
        return project
    if cover.mime in UNSEEN and cover.web:
        cover = cover.web
    cover = replace(cover, alt=project.record.cover_alt or cover.alt)
    return replace(project, cover=cover, thumbnail=_thumbnail(cover, cache))


def _pictures(project: Project, assets: Mapping[PurePosixPath, Asset], cache: Cache) -> Iterator[Asset]:
    for page in project.pages:
        kept = {figure.name: figure for figure in page.document.figures}
        for figure in page.document.figures:
            if figure.use is Use.SHOWN and figure.mime.startswith("image/") and figure.width >= _LEAST:
                stored = kept.get(figure.original, figure)
                yield _asset(figure if stored.mime in UNSEEN else stored, cache)
        for link in page.document.links:
            asset = assets.get(target_path(page.source, link.target)) if link.kind is LinkKind.IMAGE else None
            if asset is not None and asset.width >= _LEAST:
                yield asset


def _asset(figure: Figure, cache: Cache) -> Asset:
    path, content = FILES / figure.name, cache.file(figure.name)
    return Asset(path, content, figure.mime, figure.width, figure.height, figure.size, figure.alt)


def _thumbnail(cover: Asset, cache: Cache) -> Asset:
    """Return the cover no wider than a card needs; vector pictures and animations stay as they are."""
    if cover.mime not in _MADE_SMALL:
        return cover
    key = key_of(cover.path.name.encode(), recipe(), repr((CARD_WIDTH, _QUALITY)).encode())
    try:
        small = _known(key, cache) or _make(key, content_of(cover), cache)
    except OSError:  # gone since it was looked at: the tree says so
        return cover
    if not small.name:
        return cover
    place, path = cache.file(small.name), FILES / small.name
    return Asset(path, place, small.mime, small.width, small.height, small.size, cover.alt)


@dataclass(frozen=True, slots=True)
class _Small:
    """Notes the file in the cache that was made of a cover; no name where none could be made."""

    name: str = ""
    mime: str = ""
    width: int = 0
    height: int = 0
    size: int = 0


def _known(key: str, cache: Cache) -> _Small | None:
    import msgspec

    try:
        known = msgspec.json.decode(cache.note(key) or b"", type=_Small)
    except msgspec.DecodeError:
        return None
    return known if not known.name or cache.holds(known.name) else None


def _make(key: str, data: bytes, cache: Cache) -> _Small:
    import msgspec

    content = _smaller(data)
    picture, small = inspect_picture(content), _Small()
    if picture:
        name = f"{content_digest(content)}.webp"
        small = _Small(name, picture.mime, picture.width, picture.height, len(content))
        cache.put_file(name, content)
    cache.put_note(key, msgspec.json.encode(small))
    return small


def _smaller(data: bytes) -> bytes:
    """Make the small picture; nothing of one that cannot be read to its end, or only at the cost of much memory."""
    from PIL import Image

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > MOST_PIXELS:
                return b""
            whole = upright(image)
            small = whole if whole.width <= CARD_WIDTH else scaled(whole, CARD_WIDTH)
            return encoded(small, profile_of(image), **_QUALITY)
    except (*UNREADABLE, MemoryError, Image.DecompressionBombError):
        return b""
