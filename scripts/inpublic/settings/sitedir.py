"""Where the site may be built: its folder is emptied first, so it must neither hold nor be what is the learner's."""

from __future__ import annotations

import os
from pathlib import Path

STATE = ".inpublic"
"""The folder of what builds leave for the next ones, beside mkdocs.yml."""

KEPT = ("docs", "projects", ".git", STATE)
"""The folders of a portfolio that no build may empty."""


def overlap(site: Path, root: Path) -> str:
    """Say what of somebody's a build into `site` would empty, in words; empty when it would empty nothing.

    `root` is the folder of mkdocs.yml; both are absolute, and links in them are followed.
    """
    if _real(root).is_relative_to(_real(site)):
        return "the whole portfolio"
    if found := next((name for name in KEPT if meet(site, root / name)), ""):
        return f"{found}/"
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - pathlib's raises where there is no home
    return "your home folder" if home.is_relative_to(_real(site)) else ""


def meet(one: Path, other: Path) -> bool:
    """Tell whether one of two folders is the other or in it, wherever links lead."""
    one, other = _real(one), _real(other)
    return one.is_relative_to(other) or other.is_relative_to(one)


def _real(path: Path) -> Path:
    """Follow links as far as they lead anywhere: one to itself stays as it is."""
    return Path(os.path.realpath(path))
