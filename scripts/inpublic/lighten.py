"""Gives large pictures a lighter file for the page, made once and kept in the cache."""

from __future__ import annotations

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from inpublic.cache import Cache, content_digest, key_of
from inpublic.gather import Gathered
from inpublic.pages.addresses import FILES
from inpublic.pictures.pictures import UNSEEN
from inpublic.pictures.webpictures import LARGE, LIGHTENED, recipe, web_picture
from inpublic.website import Asset


def content_of(asset: Asset) -> bytes:
    """Return the bytes that are published of an asset; raises OSError where they are not there any more."""
    data = asset.content if isinstance(asset.content, bytes) else asset.content.read_bytes()
    if content_digest(data) != asset.path.name.partition(".")[0]:
        raise OSError(f"{asset.path.name} is another file by now")
    return data


def lighten(gathered: Gathered, cache: Cache) -> Gathered:
    """Give large pictures a lighter file for the page, made once; one that browsers do not show is none without it."""
    assets = {path: _lightened(asset, cache) for path, asset in gathered.assets.items()}
    unseen = frozenset(path for path, asset in assets.items() if asset.mime in UNSEEN and asset.web is None)
    shown = {path: asset for path, asset in assets.items() if path not in unseen}
    return replace(gathered, assets=shown, others=gathered.others | unseen)


def _lightened(asset: Asset, cache: Cache) -> Asset:
    if asset.mime not in LIGHTENED:
        return asset
    if asset.size < LARGE and asset.mime not in UNSEEN:
        return asset
    key = key_of(recipe(), asset.path.name.encode())
    try:
        known = _known(key, cache) or _make(key, content_of(asset), asset.mime, cache)
    except OSError:  # gone since it was looked at: the tree says so
        return asset
    if not known.name:
        return asset
    path = cache.file(known.name)
    web = replace(asset, path=FILES / known.name, content=path, mime=known.mime, size=known.size, exact=known.exact)
    return replace(asset, web=web)


class _Known(Struct, frozen=True):
    """Notes what became of a picture: the file in the cache, or no name where the picture itself is as good."""

    name: str = ""
    mime: str = ""
    size: int = 0
    exact: bool = True


def _known(key: str, cache: Cache) -> _Known | None:
    try:
        known = msgspec.json.decode(cache.note(key) or b"", type=_Known)
    except msgspec.DecodeError:
        return None
    return known if not known.name or cache.holds(known.name) else None


def _make(key: str, data: bytes, mime: str, cache: Cache) -> _Known:
    made = web_picture(data, mime)
    known = _Known()
    if made:
        known = _Known(f"{content_digest(made.content)}.webp", made.mime, len(made.content), made.exact)
        cache.put_file(known.name, made.content)
    cache.put_note(key, msgspec.json.encode(known))
    return known
