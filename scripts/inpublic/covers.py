"""Chooses the projects' covers and makes the small pictures for their cards."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePosixPath

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from inpublic.cache import Cache, content_digest, key_of
from inpublic.document import Figure, LinkKind, Use
from inpublic.lighten import content_of
from inpublic.pages.addresses import FILES, target_path
from inpublic.pictures.pictures import UNREADABLE, UNSEEN, inspect_picture, opened
from inpublic.pictures.webpictures import MOST_PIXELS, encoded, profile_of, recipe, scaled, upright
from inpublic.website import Asset, Project

CARD_WIDTH = 720
"""Pixels of a thumbnail's width: a card of 360 CSS pixels on a screen of two pixels each."""

_LEAST = 200
"""CSS pixels that a picture is wide at least if it is to stand for a project."""

_LIGHT = 25_000
"""Bytes up to which a cover of at most twice that width is shown as it is: of 39 figures of real notebooks that are no
heavier, a small picture saved a tenth, and it was blurred.
"""

# Method 2: a twentieth more bytes than by method 4, in half the time. An alpha quality below 100 keeps 56 steps of
# transparency, which is as many as anybody sees, and saves a quarter of the time of figures upon a clear ground.
_QUALITY = {"quality": 82, "method": 2, "alpha_quality": 75}
_SHOWN = frozenset({"image/png", "image/jpeg", "image/webp"})
_MADE_SMALL = _SHOWN | {"image/avif", "image/bmp"}


def add_covers(
    projects: Iterable[Project], assets: Mapping[PurePosixPath, Asset], cache: Cache, *, jobs: int = 1
) -> tuple[Project, ...]:
    """Give each project the cover that its record names, else its first picture; none if it has no picture.

    New small pictures are made in so many threads: Pillow works without Python's lock.
    """
    chosen = [(project, _cover(project, assets, cache)) for project in projects]
    made = _made([cover for _, cover in chosen if cover and _is_made_small(cover)], cache, jobs)
    return tuple(
        replace(project, cover=cover, thumbnail=_thumbnail(cover, made.get(cover.path), cache)) if cover else project
        for project, cover in chosen
    )


def _cover(project: Project, assets: Mapping[PurePosixPath, Asset], cache: Cache) -> Asset | None:
    named = assets.get(target_path(project.main.source, project.record.cover)) if project.record.cover else None
    cover = named or next(_pictures(project, assets, cache), None)
    if cover is None:
        return None
    if cover.mime in UNSEEN and cover.web:
        cover = cover.web
    return replace(cover, alt=project.record.cover_alt or cover.alt)


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


def _is_made_small(cover: Asset) -> bool:
    is_light = cover.mime in _SHOWN and cover.size <= _LIGHT and cover.width <= 2 * CARD_WIDTH
    return cover.mime in _MADE_SMALL and not is_light


def _thumbnail(cover: Asset, small: _Small | None, cache: Cache) -> Asset:
    """Return the cover no wider than a card needs; what is light, vector pictures and animations stay as they are."""
    if not small or not small.name:
        return cover
    place, path = cache.file(small.name), FILES / small.name
    return Asset(path, place, small.mime, small.width, small.height, small.size, cover.alt)


def _made(covers: Sequence[Asset], cache: Cache, jobs: int) -> Mapping[PurePosixPath, _Small | None]:
    """Make the small pictures that are not there yet; None is one whose cover is gone since: the tree says so."""
    decides = (recipe(), repr((CARD_WIDTH, _QUALITY)).encode())
    keys = {cover.path: key_of(cover.path.name.encode(), *decides) for cover in covers}
    made = {path: _known(key, cache) for path, key in keys.items()}
    missing = list({cover.path: cover for cover in covers if made[cover.path] is None}.values())
    for cover, content in zip(missing, _all_smaller(missing, jobs), strict=True):
        made[cover.path] = None if content is None else _kept(keys[cover.path], content, cache)
    return made


def _all_smaller(covers: Sequence[Asset], jobs: int) -> Iterator[bytes | None]:
    if covers:
        with warnings.catch_warnings(action="ignore"), ThreadPoolExecutor(jobs) as pool:
            yield from pool.map(_smaller_or_gone, covers)


def _smaller_or_gone(cover: Asset) -> bytes | None:
    try:
        return _smaller(content_of(cover))
    except OSError:
        return None


class _Small(Struct, frozen=True):
    """Notes the file in the cache that was made of a cover; no name where none could be made."""

    name: str = ""
    mime: str = ""
    width: int = 0
    height: int = 0
    size: int = 0


def _known(key: str, cache: Cache) -> _Small | None:
    try:
        known = msgspec.json.decode(cache.note(key) or b"", type=_Small)
    except msgspec.DecodeError:
        return None
    return known if not known.name or cache.holds(known.name) else None


def _kept(key: str, content: bytes, cache: Cache) -> _Small:
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
        with opened(data) as image:
            if image.width * image.height > MOST_PIXELS:
                return b""
            whole = upright(image)
            small = whole if whole.width <= CARD_WIDTH else scaled(whole, CARD_WIDTH)
            return encoded(small, profile_of(image), **_QUALITY)
    except (*UNREADABLE, MemoryError, Image.DecompressionBombError):
        return b""
