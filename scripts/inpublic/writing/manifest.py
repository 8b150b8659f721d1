"""Remembers which files below docs/ are ours, by path and digest, so that nobody else's is ever touched."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from inpublic.writing.safefile import explained, write_beside
from inpublic.writing.safepath import fault_of

Owned = Mapping[PurePosixPath, frozenset[str]]
"""Paths below docs/ with the digests (SHA-256, hexadecimal) of what we wrote there; none: whatever is there is ours."""


def read_manifest(manifest: Path) -> dict[PurePosixPath, frozenset[str]]:
    """Return what earlier runs wrote; an unreadable manifest owns nothing, and neither does a path that leads out."""
    try:
        files = json.loads(manifest.read_bytes())["files"]
        named = {PurePosixPath(name): _digests(files, name) for name in files}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    return {path: digests for path, digests in named.items() if not fault_of(path)}


def write_manifest(manifest: Path, owned: Owned) -> None:
    """Write the manifest where it changed, and make sure of it: with it lost, changed pages would be strangers."""
    files = {path.as_posix(): sorted(owned[path]) for path in sorted(owned)}
    content = json.dumps({"files": files}, ensure_ascii=False, indent=0).encode()
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
