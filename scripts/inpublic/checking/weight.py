"""How large the site is, before and after it is built; asks the disk for sizes and reads no file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from inpublic.checking.limits import MEGABYTE, megabytes, setting
from inpublic.errors import Problem, Severity
from inpublic.outputs.project_pages import files
from inpublic.pages.cards import download_path
from inpublic.website import OutputFile, Project, Website
from inpublic.writing.walking import items_in

NAMED = 3
"""How many of the largest projects a message names."""
_HINT = "Make their pictures and films smaller, or clear outputs; where a host of your own takes more, say so:"


def heavy(website: Website) -> Iterator[Problem]:
    """Say that what the projects publish is more than the site may have, or more than half of it.

    A check, see checks.py: pages, styles and search index are not built yet and come on top, which is little.
    """
    limit, size = website.config.limits.site_megabytes, sum(_weights(website, website.projects).values())
    if size * 2 > limit * MEGABYTE:
        yield _problem("projects", size, website, limit)


def heavy_site(website: Website, size: int) -> Iterator[Problem]:
    """Say the same of the built site, which is what is uploaded, by its size in bytes."""
    limit = website.config.limits.site_megabytes
    if size * 2 > limit * MEGABYTE:
        yield _problem("site", size, website, limit)


def folder_size(folder: Path) -> int:
    """Sum the bytes of all files in a folder, at any depth; links are not followed."""
    return sum(_entry_size(item) for item in items_in(str(folder)))


def _entry_size(item: os.DirEntry[str]) -> int:
    if item.is_dir(follow_symlinks=False):
        return sum(map(_entry_size, items_in(item.path)))
    return 0 if item.is_dir() else item.stat(follow_symlinks=False).st_size


def _weights(website: Website, projects: tuple[Project, ...]) -> Mapping[PurePosixPath, int]:
    """Return the bytes of each file that some projects alone would publish, by its path below docs/."""
    root = website.config.root
    copies = (
        OutputFile(copy, root / page.source)
        for project in projects
        for page in project.pages
        if (copy := download_path(page)) is not None
    )
    return {file.path: _size(file) for file in chain(files(replace(website, projects=projects)), copies)}


def _size(file: OutputFile) -> int:
    if not isinstance(file.content, Path):
        return len(file.read())
    try:
        return os.stat(file.content).st_size  # noqa: PTH116 - quicker
    except OSError:  # who copies it says so
        return 0


def _problem(path: str, size: int, website: Website, limit: int) -> Problem:
    weights = {project.record.slug: _weights(website, (project,)) for project in website.projects}
    is_over = size > limit * MEGABYTE
    much = "over the limit" if is_over else "over half the limit"
    message = f"the site is {megabytes(size)}, {much} of {limit:,} MB; {_largest(weights)}"
    severity = Severity.ERROR if is_over else Severity.WARNING
    return Problem(path, message, f"{_HINT} {setting('site_megabytes', size)}.", severity=severity)


def _largest(weights: Mapping[str, Mapping[PurePosixPath, int]]) -> str:
    sums = {slug: sum(sizes.values()) for slug, sizes in weights.items()}
    ordered = sorted(sums, key=lambda slug: (-sums[slug], slug))
    return f"the largest projects are {', '.join(f'{slug} ({megabytes(sums[slug])})' for slug in ordered[:NAMED])}"
