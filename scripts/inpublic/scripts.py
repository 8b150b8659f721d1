"""Reads the Python files that pages lead to: what their code uses proves skills, too.

A file counts if a page of its own project links to it: so the author says that it is part of the work, and a reader can
open it. What was read of it stands in the cache, so that none is read again that has not changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from inpublic.cache import Cache, key_of
from inpublic.document import Script, Usage
from inpublic.pages.addresses import target_path
from inpublic.website import Project

_MOST = 1_000_000
"""Bytes of a file beyond which it holds data, not code that anybody wrote."""

_OTHERS = frozenset({"test", "tests", "vendor", "vendored", "third_party", "site-packages"})
"""Folders of what tries the work out, and of what others wrote."""


class _Read(Struct, frozen=True):
    """Keeps what was read of a file, wherever it stands."""

    uses: tuple[Usage, ...] = ()
    imports: tuple[str, ...] = ()


def add_scripts(
    projects: Iterable[Project], root: Path, files: Collection[PurePosixPath], cache: Cache, version: bytes
) -> tuple[Project, ...]:
    """Give each project its scripts; `files` are those that pages may lead to, `version` is that of our code."""
    return tuple(_with_scripts(project, root, files, cache, version) for project in projects)


def _with_scripts(
    project: Project, root: Path, files: Collection[PurePosixPath], cache: Cache, version: bytes
) -> Project:
    linked = [path for path in dict.fromkeys(_linked(project)) if path in files]
    return (
        replace(project, scripts=tuple(_script(root, path, cache, version) for path in linked)) if linked else project
    )


def _linked(project: Project) -> Iterator[PurePosixPath]:
    """Yield the Python files of a project's own that its pages link to, in the order of the links."""
    python = [path for path in project.entry.files if path.name.endswith(".py")]
    scripts = {path for path in python if is_work(path.relative_to(project.entry.folder))}
    for page in project.pages if scripts else ():
        yield from (path for link in page.document.links if (path := target_path(page.source, link.target)) in scripts)


def is_work(path: PurePosixPath) -> bool:
    """Tell whether a Python file, by its path within the project, shows work: no test, nothing of others."""
    is_test = path.stem == "conftest" or path.stem.startswith("test_") or path.stem.endswith("_test")
    return not is_test and _OTHERS.isdisjoint(path.parts[:-1])


def _script(root: Path, path: PurePosixPath, cache: Cache, version: bytes) -> Script:
    """Read a file, or what is remembered of it; of one that cannot be read nothing is known."""
    file = root / path
    try:
        known = cache.note(_key(cache.digests.of(file), version))
        if known is None:
            data = file.read_bytes()
            known = msgspec.json.encode(_read(data))
            cache.put_note(_key(sha256(data).hexdigest(), version), known)
        read = msgspec.json.decode(known, type=_Read)
    except (OSError, msgspec.DecodeError):
        return Script(path)
    return Script(path, read.uses, read.imports)


def _key(digest: str, version: bytes) -> str:
    return key_of(b"script", version, digest.encode())


def _read(data: bytes) -> _Read:
    from inpublic.skills.reading import read_script  # not loaded for a build in which nothing is read

    if len(data) > _MOST:
        return _Read()
    reading = read_script(data.decode("utf-8-sig", "replace"))
    return _Read(reading.uses, reading.packages)
