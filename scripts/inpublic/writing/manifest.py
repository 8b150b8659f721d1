"""Remembers which files below docs/ are ours, by path and digest, so that nobody else's is ever touched."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any  # what a damaged manifest may hold

import msgspec

from inpublic.writing.safefile import explained, write_beside
from inpublic.writing.safepath import fault_of, is_odd

Owned = Mapping[PurePosixPath, frozenset[str]]
"""Paths below docs/ with the digests (SHA-256, hexadecimal) of what we wrote there; none: whatever is there is ours."""

Made = Mapping[PurePosixPath, tuple[str, str]]
"""Paths below docs/ of the files that are made, with the key of all that decided them and the digest that came out."""


_VERSIONS = 2
"""Manifests whose meaning is remembered: one run asks for the same one several times."""


def read_made(manifest: Path) -> Made:
    """Return what earlier runs made, and of what."""
    return _made(_content(manifest))


def read_manifest(manifest: Path) -> Owned:
    """Return what earlier runs wrote; an unreadable manifest owns nothing, and neither does a path that leads out."""
    return _placed(_content(manifest))


def read_owned(manifest: Path) -> Mapping[str, frozenset[str]]:
    """Return the same by the texts of the paths, which are quicker to make."""
    return _owned(_content(manifest))


def write_manifest(manifest: Path, owned: Owned, made: Made | None = None) -> None:
    """Write the manifest where it changed, and make sure of it: with it lost, changed pages would be strangers."""
    files = {str(path): sorted(digests) for path, digests in owned.items()}
    keys = {str(path): key for path, key in (made or {}).items()}
    content = msgspec.json.encode({"files": dict(sorted(files.items())), "made": dict(sorted(keys.items()))})
    try:
        if _content(manifest) != content:
            write_beside(manifest, content, durable=True)
    except OSError as error:
        raise explained(error, manifest) from error


def _content(manifest: Path) -> bytes:
    try:
        return manifest.read_bytes()
    except OSError:
        return b""


@lru_cache(maxsize=_VERSIONS)
def _placed(content: bytes) -> Owned:
    return MappingProxyType({PurePosixPath(name): digests for name, digests in _owned(content).items()})


@lru_cache(maxsize=_VERSIONS)
def _owned(content: bytes) -> Mapping[str, frozenset[str]]:
    files = _part(content, "files")
    try:
        named = {str(PurePosixPath(name)) if is_odd(name) else name: _digests(files, name) for name in files}
    except TypeError:
        return MappingProxyType({})
    return MappingProxyType(
        {name: digests for name, digests in named.items() if not (is_odd(name) and fault_of(PurePosixPath(name)))}
    )


@lru_cache(maxsize=_VERSIONS)
def _made(content: bytes) -> Made:
    made = _part(content, "made")
    try:
        pairs = {PurePosixPath(name): (str(key), str(digest)) for name, (key, digest) in made.items()}
    except (ValueError, TypeError, AttributeError):
        return MappingProxyType({})
    return MappingProxyType(pairs)


def _part(content: bytes, name: str) -> Any:
    """Read one part of a manifest, which may be anything."""
    try:
        return msgspec.json.decode(content)[name]
    except (msgspec.DecodeError, ValueError, KeyError, TypeError, RecursionError):
        return {}


def _digests(files: Any, name: str) -> frozenset[str]:
    """Read a file's digests; versions before 0.2 wrote names only."""
    found = files[name] if isinstance(files, dict) else []
    return frozenset(str(digest) for digest in found)
