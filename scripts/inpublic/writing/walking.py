"""Walks through folders of thousands of files: `os.walk` asks the disk about each folder once more, and joins paths."""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple


class Found(NamedTuple):
    """Locates a file by its path from the folder that is walked through, with slashes.

    One is linked if a link leads to it, or to a folder that it is in.
    """

    path: str
    is_linked: bool


def files_in(folder: str) -> Iterator[Found]:
    """Yield all files in a folder and below it, as site engines do, which follow links to folders.

    Each real folder is walked through once: what no link leads to comes first.
    """
    waiting, seen = deque([("", os.path.realpath(folder), False)]), set[str]()
    while waiting:
        below, real, is_linked = waiting.pop()
        if real in seen:
            continue
        seen.add(real)
        for item in items_in(f"{folder}/{below}"):
            path, is_link = f"{below}{item.name}", _is_link(item)
            if not is_folder(item):
                yield Found(path, is_linked or is_link)
            elif is_link:
                waiting.appendleft((f"{path}/", os.path.realpath(item.path), True))
            else:
                waiting.append((f"{path}/", f"{real}{os.sep}{item.name}", is_linked))


def items_in(folder: str) -> list[os.DirEntry[str]]:
    """List what is straight in a folder; nothing where it cannot be read."""
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []


def is_folder(item: os.DirEntry[str]) -> bool:
    """Tell a folder, or a link to one, from all else."""
    try:
        return item.is_dir()
    except OSError:  # a link that leads in a circle
        return False


def is_junction(found: os.stat_result) -> bool:
    """Tell what Windows has in the place of links to folders, by what the disk says of it."""
    return bool(getattr(found, "st_reparse_tag", 0) == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None))


def _is_link(item: os.DirEntry[str]) -> bool:
    return item.is_symlink() or (os.name == "nt" and is_junction(item.stat(follow_symlinks=False)))
