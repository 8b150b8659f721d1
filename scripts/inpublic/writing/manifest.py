"""Remembers which files below docs/ are ours, by path and digest, so that nobody else's is ever touched."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import msgspec
from msgspec import Struct, field

from inpublic.writing.safefile import explained, write_beside
from inpublic.writing.safepath import fault_of, is_odd

Owned = Mapping[str, frozenset[str]]
"""Paths below docs/, with slashes, and the digests (SHA-256, hexadecimal) of what we wrote there; none: whatever is
there is ours. Texts, since it takes time to make paths of thousands."""

Made = Mapping[str, tuple[str, str]]
"""Paths below docs/ of the files that are made, with the key of all that decided them and the digest that came out."""

_VERSIONS = 2
"""Manifests whose meaning is remembered: one run asks for the same one several times."""


class _Manifest(Struct, frozen=True):
    """Holds what is kept in a file; versions before 0.2 wrote the names of the files only."""

    files: dict[str, frozenset[str]] | frozenset[str] = frozenset()
    made: dict[str, tuple[str, str]] = field(default_factory=dict)


def read_made(manifest: Path) -> Made:
    """Return what earlier runs made, and of what."""
    return _known(_content(manifest))[1]


def read_manifest(manifest: Path) -> Owned:
    """Return what earlier runs wrote; an unreadable manifest owns nothing, and neither does a path that leads out."""
    return _known(_content(manifest))[0]


def write_manifest(manifest: Path, owned: Owned, made: Made | None = None) -> None:
    """Write the manifest where it changed, and make sure of it: with it lost, changed pages would be strangers."""
    files = {path: sorted(digests) for path, digests in sorted(owned.items())}
    content = msgspec.json.encode({"files": files, "made": dict(sorted((made or {}).items()))})
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
def _known(content: bytes) -> tuple[Owned, Made]:
    try:
        read = msgspec.json.decode(content, type=_Manifest)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return MappingProxyType({}), MappingProxyType({})
    owned = dict(read.files) if isinstance(read.files, dict) else dict.fromkeys(read.files, frozenset[str]())
    for name in filter(is_odd, list(owned)):
        digests, path = owned.pop(name), PurePosixPath(name)
        if not fault_of(path):
            owned[str(path)] = digests
    return MappingProxyType(owned), MappingProxyType(read.made)
