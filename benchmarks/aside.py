"""Puts away what builds have made without deleting it, so that the next one is as after a fresh clone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import mkdtemp


def put_aside(root: Path, names: Iterable[str]) -> None:
    """Move files and folders of a site beside it, where they stay; those that are not there need not go.

    ext4 gives the places of files that were deleted within the last minutes to nobody and looks past each of them for
    every new file: a build right after a deletion pays for it, the more files it makes the more, one in a fresh clone
    does not.
    """
    place = Path(mkdtemp(prefix="aside-", dir=root.parent))
    for name in names:
        if (root / name).exists():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).rename(place / name)
