"""Remembers which files below docs/ are ours, by path and digest, so that nobody else's is ever touched."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from inpublic.writing.safefile import explained, write_beside
from inpublic.writing.safepath import fault_of

Owned = Mapping[PurePosixPath, frozenset[str]]
"""Paths below docs/ with the digests (SHA-256, hexadecimal) of what we wrote there; none: whatever is there is ours."""


Made = Mapping[PurePosixPath, tuple[str, str]]
"""Paths below docs/ of the files that are made, with the key of all that decided them and the digest that came out."""


def read_made(manifest: Path) -> dict[PurePosixPath, tuple[str, str]]:
    """Return what earlier runs made, and of what."""
    try:
        made = json.loads(manifest.read_bytes())["made"]
        return {PurePosixPath(name): (str(key), str(digest)) for name, (key, digest) in made.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def read_manifest(manifest: Path) -> dict[PurePosixPath, frozenset[str]]:
    """Return what earlier runs wrote; an unreadable manifest owns nothing, and neither does a path that leads out."""
    try:
        files = json.loads(manifest.read_bytes())["files"]
        named = {PurePosixPath(name): _digests(files, name) for name in files}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    return {path: digests for path, digests in named.items() if not fault_of(path)}


def write_manifest(manifest: Path, owned: Owned, made: Made | None = None) -> None:
    """Write the manifest where it changed, and make sure of it: with it lost, changed pages would be strangers."""
    files = {path.as_posix(): sorted(owned[path]) for path in sorted(owned)}
    keys = {path.as_posix(): made[path] for path in sorted(made or ())} if made else {}
    content = json.dumps({"files": files, "made": keys}, ensure_ascii=False).encode()
    try:
        if manifest.is_file() and manifest.read_bytes() == content:
            return
        write_beside(manifest, content, durable=True)
    except OSError as error:
        raise explained(error, manifest) from error


def _digests(files: object, name: str) -> frozenset[str]:
    """Read a file's digests; versions before 0.2 wrote names only."""
    found = files[name] if isinstance(files, dict) else []
    return frozenset(str(digest) for digest in found)
