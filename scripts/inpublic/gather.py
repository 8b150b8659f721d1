"""Finds the files that documents point at: pictures and media to publish, other files to link to.

Large pictures get a lighter file for the page, which the cache keeps.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePath, PurePosixPath

from inpublic.cache import Cache, content_digest, key_of
from inpublic.checking.limits import MEGABYTE
from inpublic.document import Document, LinkKind
from inpublic.pages.addresses import FILES, target_path
from inpublic.pictures.pictures import SUFFIXES, UNSEEN, inspect_picture
from inpublic.pictures.webpictures import LARGE, LIGHTENED, recipe, web_picture
from inpublic.settings.config import Limits
from inpublic.website import Asset, is_within
from inpublic.writing.safepath import safe_name

_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Gathered:
    """Holds what exists of the things linked to: assets that pages show, and all other files and folders.

    Of the latter, `changed` are those that are not what they were when they were looked through.
    """

    assets: Mapping[PurePosixPath, Asset]
    others: frozenset[PurePosixPath]
    changed: frozenset[PurePosixPath] = frozenset()


def gather(  # noqa: PLR0913 - what is linked to, where from, and four choices by name
    root: Path,
    documents: Mapping[PurePosixPath, Document],
    covers: Mapping[PurePosixPath, str],
    *,
    withheld: Collection[str] = (),
    digests: Mapping[PurePosixPath, str] | None = None,
    cache: Cache | None = None,
    limits: Limits = _LIMITS,
) -> Gathered:
    """Look up every target of every document, and the covers that records name, by the path of their source.

    Files that are `withheld` (see Website) count as missing; with `digests`, which the publish gate gives, nothing is
    shown but what it has seen. Pictures lose what they say beside what they show; the `cache` keeps what is left of
    them, else it is held in memory.
    """
    assets: dict[PurePosixPath, Asset] = {}
    others: set[PurePosixPath] = set()
    changed: set[PurePosixPath] = set()
    for path, shown in _targets(documents, covers):
        file = root / path
        if path in assets or path in others or is_within(path, withheld) or not _is_reachable(path, root):
            continue
        data = _read(file, limits)
        asset = _asset(file, data, limits, cache) if data else None
        if asset is None or not (shown or asset.width):
            others.add(path)
        elif digests is None or _is_promised(data, digests.get(path)):
            assets[path] = asset
        else:
            others.add(path)
            changed.add(path)
    return Gathered(assets, frozenset(others), frozenset(changed))


def _is_promised(data: bytes, digest: str | None) -> bool:
    """Tell whether a file is what was looked through; one that was too large for it has an empty digest."""
    return digest is not None and (not digest or sha256(data).hexdigest() == digest)


def linked_files(
    root: Path, documents: Mapping[PurePosixPath, Document], covers: Mapping[PurePosixPath, str]
) -> list[PurePosixPath]:
    """List the files that would be shown or led to, each once."""
    paths = dict.fromkeys(path for path, _ in _targets(documents, covers))
    return [path for path in paths if _is_reachable(path, root) and (root / path).is_file()]


def _targets(
    documents: Mapping[PurePosixPath, Document], covers: Mapping[PurePosixPath, str]
) -> Iterator[tuple[PurePosixPath, bool]]:
    for source, cover in covers.items():
        yield target_path(source, cover), True
    for source, document in documents.items():
        for link in document.links:
            if not link.target.startswith("#"):
                yield target_path(source, link.target), link.kind is not LinkKind.PAGE


def is_private(path: PurePath) -> bool:
    """Tell whether a path leaves the site's folder or goes through something hidden."""
    return any(part.startswith(".") for part in path.parts)


def _is_reachable(path: PurePosixPath, root: Path) -> bool:
    """Tell whether there is something, in the site's folder and not hidden, also where links lead."""
    file = root / path
    try:
        if is_private(path) or not file.exists():
            return False
        return not is_private(file.resolve().relative_to(root.resolve()))
    except (OSError, ValueError):
        return False


def _read(file: Path, limits: Limits) -> bytes:
    """Read a file; nothing of what is none, cannot be read or is too large (see shownfiles.py)."""
    try:
        is_small = file.is_file() and file.stat().st_size <= limits.file_megabytes * MEGABYTE
        return file.read_bytes() if is_small else b""
    except OSError:
        return b""


def _asset(file: Path, data: bytes, limits: Limits, cache: Cache | None) -> Asset | None:
    """Describe a picture, film or sound; None for anything else."""
    picture = inspect_picture(data, limits.megapixels)
    mime = picture.mime if picture else mimetypes.guess_type(f"file{file.suffix.lower()}")[0] or ""
    if picture is None and not mime.startswith(("audio/", "video/")):
        return None
    content = picture.content if picture else data
    # By the ending a server says what a file is: a picture's is that of its type, whatever its author called it.
    name = safe_name(f"{content_digest(content)}{SUFFIXES[mime] if picture else file.suffix.lower()}")
    width, height = (picture.width, picture.height) if picture else (0, 0)
    kept = file if content == data else cache.put_file(name, content) if cache else content
    return Asset(FILES / name, kept, mime, width, height, len(content))


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
    try:
        data = content_of(asset)
    except OSError:  # gone since it was looked at: the tree says so
        return asset
    key = key_of(recipe(), data)
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
        known = msgspec.json.decode(cache.note(key) or b"", type=_Known)
    except msgspec.DecodeError:
        return None
    return known if not known.name or cache.holds(known.name) else None


def _make(key: str, data: bytes, mime: str, cache: Cache) -> _Known:
    import msgspec

    made = web_picture(data, mime)
    known = _Known()
    if made:
        known = _Known(f"{content_digest(made.content)}.webp", made.mime, len(made.content), made.exact)
        cache.put_file(known.name, made.content)
    cache.put_note(key, msgspec.json.encode(known))
    return known
