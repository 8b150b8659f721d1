"""Finds the files that documents point at: pictures and media to publish, other files to link to.

What a file is stands in the cache, so that none is read again that has not changed.
"""

from __future__ import annotations

import mimetypes
import os
import stat
from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct

from inpublic.cache import Cache, content_digest, key_of
from inpublic.checking.limits import MEGABYTE
from inpublic.document import Document, LinkKind
from inpublic.pages.addresses import FILES, target_path
from inpublic.pictures.pictures import SUFFIXES, inspect_picture
from inpublic.settings.parts import Limits
from inpublic.versions import fingerprint
from inpublic.website import Asset, is_within
from inpublic.writing.safepath import safe_name

_LIMITS = Limits()
_PACKAGES = ("lxml", "pillow", "tinycss2")
"""What decides what is seen in a picture, and what is left of it."""


class Gathered(Struct, frozen=True):
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
    ground = _Ground(root)
    assets: dict[PurePosixPath, Asset] = {}
    others: set[PurePosixPath] = set()
    changed: set[PurePosixPath] = set()
    for path, shown in _targets(documents, covers):
        if path in assets or path in others or is_within(path, withheld) or not ground.holds(path):
            continue
        digest, asset = _look(root / path, limits, cache)
        if asset is None or not (shown or asset.width):
            others.add(path)
        elif digests is None or _is_promised(digest, digests.get(path)):
            assets[path] = asset
        else:
            others.add(path)
            changed.add(path)
    return Gathered(assets, frozenset(others), frozenset(changed))


def _is_promised(digest: str, promised: str | None) -> bool:
    """Tell whether a file is what was looked through; one that was too large for it has an empty digest."""
    return promised in ("", digest)


def linked_files(
    root: Path, documents: Mapping[PurePosixPath, Document], covers: Mapping[PurePosixPath, str]
) -> list[PurePosixPath]:
    """List the files that would be shown or led to, each once."""
    ground, paths = _Ground(root), dict.fromkeys(path for path, _ in _targets(documents, covers))
    return [path for path in paths if ground.holds(path) and (root / path).is_file()]


def _targets(
    documents: Mapping[PurePosixPath, Document], covers: Mapping[PurePosixPath, str]
) -> Iterator[tuple[PurePosixPath, bool]]:
    for source, cover in covers.items():
        yield target_path(source, cover), True
    for source, document in documents.items():
        for link in document.links:
            if not link.target.startswith("#"):
                yield target_path(source, link.target), link.kind is not LinkKind.PAGE


class _Ground:
    """Knows where the files of a site's folder really are; asks the disk but once where a folder is."""

    def __init__(self, root: Path) -> None:
        self._root, self._real = str(root), os.path.realpath(root).rstrip(os.sep)
        self._folders: dict[str, str] = {}

    def holds(self, path: PurePosixPath) -> bool:
        """Tell whether there is something, in the site's folder and not hidden, also where links lead."""
        file = f"{self._root}/{path}"
        try:
            if _is_private(str(path)):
                return False
            real = self._leads(file, os.stat(file).st_mode)  # noqa: PTH116 - a Path for each of thousands is slow
        except (OSError, ValueError):
            return False
        below = real.removeprefix(self._real).replace(os.sep, "/")
        return real == self._real or (real != below and below[:1] == "/" and not _is_private(below[1:]))

    def _leads(self, file: str, mode: int) -> str:
        folder, _, name = file.rpartition("/")
        if not stat.S_ISREG(mode) or os.path.islink(file) or len(folder) <= len(self._root):  # noqa: PTH114
            return os.path.realpath(file)
        if folder not in self._folders:
            self._folders[folder] = os.path.realpath(folder)
        return f"{self._folders[folder]}{os.sep}{name}"


def _is_private(path: str) -> bool:
    """Tell whether a path leaves the site's folder or goes through something hidden."""
    return path != "." and (path.startswith(".") or "/." in path)


def _look(file: Path, limits: Limits, cache: Cache | None) -> tuple[str, Asset | None]:
    """Describe a picture, film or sound, and give the digest of what was looked at.

    None stands for anything else, and for what cannot be read or is too large (see shownfiles.py).
    """
    try:
        if not file.is_file() or file.stat().st_size > limits.file_megabytes * MEGABYTE:
            return "", None
        if cache is None:
            data = file.read_bytes()
            seen, content = _inspected(file.suffix.lower(), data, limits)
            return sha256(data).hexdigest(), _asset(file, seen, content)
        digest, suffix = cache.digests.of(file), file.suffix.lower()
        known = _known(digest, suffix, limits, cache)
        if known is None:
            data = file.read_bytes()
            digest = sha256(data).hexdigest()
            known = _kept(digest, suffix, data, limits, cache)
    except OSError:
        return "", None
    return digest, _asset(file, known, cache.file(known.name))


class _Seen(Struct, frozen=True):
    """Notes what a file is; no name for what is not shown. One `as_it_is` is published without a change."""

    name: str = ""
    mime: str = ""
    width: int = 0
    height: int = 0
    size: int = 0
    as_it_is: bool = True


def _asset(file: Path, seen: _Seen, content: bytes | Path) -> Asset | None:
    if not seen.name:
        return None
    kept = file if seen.as_it_is else content
    return Asset(FILES / seen.name, kept, seen.mime, seen.width, seen.height, seen.size)


def _inspected(suffix: str, data: bytes, limits: Limits) -> tuple[_Seen, bytes]:
    picture = inspect_picture(data, limits.megapixels) if data else None
    mime = picture.mime if picture else mimetypes.guess_type(f"file{suffix}")[0] or ""
    if not data or (picture is None and not mime.startswith(("audio/", "video/"))):
        return _Seen(), b""
    content = picture.content if picture else data
    # By the ending a server says what a file is: a picture's is that of its type, whatever its author called it.
    name = safe_name(f"{content_digest(content)}{SUFFIXES[mime] if picture else suffix}")
    width, height = (picture.width, picture.height) if picture else (0, 0)
    return _Seen(name, mime, width, height, len(content), content == data), content


def _kept(digest: str, suffix: str, data: bytes, limits: Limits, cache: Cache) -> _Seen:
    seen, content = _inspected(suffix, data, limits)
    if not seen.as_it_is:
        cache.put_file(seen.name, content)
    cache.put_note(_key(digest, suffix, limits), msgspec.json.encode(seen))
    return seen


def _known(digest: str, suffix: str, limits: Limits, cache: Cache) -> _Seen | None:
    try:
        seen = msgspec.json.decode(cache.note(_key(digest, suffix, limits)) or b"", type=_Seen)
    except msgspec.DecodeError:
        return None
    return seen if seen.as_it_is or cache.holds(seen.name) else None


def _key(digest: str, suffix: str, limits: Limits) -> str:
    return key_of(fingerprint(_PACKAGES), digest.encode(), suffix.encode(), str(limits.megapixels).encode())
