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
from inpublic.document import COVER_WIDTH, Figure, LinkKind, Use
from inpublic.lighten import content_of
from inpublic.pages.addresses import FILES, target_path
from inpublic.pictures.pictures import UNSEEN
from inpublic.pictures.thumbnails import Thumbnail, needs_thumbnail, recipe, thumbnail
from inpublic.website import Asset, Project


def add_covers(
    projects: Iterable[Project], assets: Mapping[PurePosixPath, Asset], cache: Cache, *, jobs: int = 1
) -> tuple[Project, ...]:
    """Give each project the cover that its record names, else its first picture; none if it has no picture.

    Most small pictures came with the documents; others are made in so many threads, for Pillow works without Python's
    lock.
    """
    chosen = [(project, _cover(project, assets, cache)) for project in projects]
    made = _made_with_documents(project for project, _ in chosen)
    covers = (cover for _, cover in chosen if cover and cover.path not in made)
    made |= _made([cover for cover in covers if needs_thumbnail(cover.mime, cover.width, cover.size)], cache, jobs)
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
            if figure.may_be_cover:
                stored = kept.get(figure.original, figure)
                yield _asset(figure if stored.mime in UNSEEN else stored, cache)
        for link in page.document.links:
            asset = assets.get(target_path(page.source, link.target)) if link.kind is LinkKind.IMAGE else None
            if asset is not None and asset.width >= COVER_WIDTH:
                yield asset


def _asset(figure: Figure, cache: Cache) -> Asset:
    path, content = FILES / figure.name, cache.file(figure.name)
    return Asset(path, content, figure.mime, figure.width, figure.height, figure.size, figure.alt)


def _thumbnail(cover: Asset, small: _Small | None, cache: Cache) -> Asset:
    """Return the cover no wider than a card needs; what is light, vector pictures and animations stay as they are."""
    if not small or not small.name:
        return cover
    place, path = cache.file(small.name), FILES / small.name
    return Asset(path, place, small.mime, small.width, small.height, small.size, cover.alt)


def _made_with_documents(projects: Iterable[Project]) -> dict[PurePosixPath, _Small | None]:
    """Find the small pictures that were made while their pictures were decoded anyway."""
    figures = (figure for project in projects for page in project.pages for figure in page.document.figures)
    return {
        FILES / figure.original: _Small(figure.name, figure.mime, figure.width, figure.height, figure.size)
        for figure in figures
        if figure.use is Use.CARD
    }


def _made(covers: Sequence[Asset], cache: Cache, jobs: int) -> Mapping[PurePosixPath, _Small | None]:
    """Make the small pictures that are not there yet; None is one whose cover is gone since: the tree says so."""
    keys = {cover.path: key_of(cover.path.name.encode(), recipe()) for cover in covers}
    made = {path: _known(key, cache) for path, key in keys.items()}
    missing = list({cover.path: cover for cover in covers if made[cover.path] is None}.values())
    for cover, small in zip(missing, _all_smaller(missing, jobs), strict=True):
        made[cover.path] = None if isinstance(small, OSError) else _kept(keys[cover.path], small, cache)
    return made


def _all_smaller(covers: Sequence[Asset], jobs: int) -> Iterator[Thumbnail | OSError | None]:
    if covers:
        with warnings.catch_warnings(action="ignore"), ThreadPoolExecutor(jobs) as pool:  # filters are all threads'
            yield from pool.map(_smaller_or_gone, covers)


def _smaller_or_gone(cover: Asset) -> Thumbnail | OSError | None:
    try:
        return thumbnail(content_of(cover))
    except OSError as error:
        return error


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


def _kept(key: str, made: Thumbnail | None, cache: Cache) -> _Small:
    small = _Small()
    if made:
        name = f"{content_digest(made.content)}.webp"
        small = _Small(name, made.mime, made.width, made.height, len(made.content))
        cache.put_file(name, made.content)
    cache.put_note(key, msgspec.json.encode(small))
    return small
