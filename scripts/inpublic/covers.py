"""Chooses each project's cover and makes the small picture for its card."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from inpublic.addresses import FILES, target_path
from inpublic.cache import Cache, key_of
from inpublic.document import LinkKind
from inpublic.pictures import inspect_picture
from inpublic.website import Asset, Project

CARD_WIDTH = 720
"""Pixels of a thumbnail's width: a card of 360 CSS pixels on a screen of two pixels each."""

_MADE_SMALL = frozenset({"image/png", "image/jpeg", "image/webp"})


def add_cover(project: Project, assets: Mapping[PurePosixPath, Asset], cache: Cache) -> Project:
    """Give a project the cover that its record names, else its first picture; none if it has no picture."""
    named = assets.get(target_path(project.main.source, project.record.cover)) if project.record.cover else None
    cover = named or next(_pictures(project, assets, cache), None)
    if cover is None:
        return project
    cover = replace(cover, alt=project.record.cover_alt or cover.alt)
    return replace(project, cover=cover, thumbnail=_thumbnail(cover, cache))


def _pictures(project: Project, assets: Mapping[PurePosixPath, Asset], cache: Cache) -> Iterator[Asset]:
    for page in project.pages:
        for figure in page.document.figures:
            if figure.mime.startswith("image/") and figure.width >= 200:
                path = cache.file(figure.name)
                yield Asset(
                    FILES / figure.name, path, figure.mime, figure.width, figure.height, figure.size, figure.alt
                )
        for link in page.document.links:
            asset = assets.get(target_path(page.source, link.target)) if link.kind is LinkKind.IMAGE else None
            if asset is not None and asset.width >= 200:
                yield asset


def _thumbnail(cover: Asset, cache: Cache) -> Asset:
    """Return the cover no wider than a card needs; vector pictures and animations stay as they are."""
    if cover.mime not in _MADE_SMALL or not isinstance(cover.content, Path):
        return cover
    name = f"{key_of(cover.path.name.encode(), str(CARD_WIDTH).encode())[:16]}.webp"
    kept = cache.file(name)
    data = kept.read_bytes() if kept.is_file() else _smaller(cover.content.read_bytes())
    picture = inspect_picture(data)
    if picture is None:
        return cover
    path = cache.put_file(name, data)
    return Asset(FILES / name, path, picture.mime, picture.width, picture.height, len(data), cover.alt)


def _smaller(data: bytes) -> bytes:
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        small = image.convert("RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB")
        if small.width > CARD_WIDTH:
            small = small.resize(
                (CARD_WIDTH, max(1, round(small.height * CARD_WIDTH / small.width))), Image.Resampling.LANCZOS
            )
        target = io.BytesIO()
        small.save(target, "WEBP", quality=82, method=4)
        return target.getvalue()
