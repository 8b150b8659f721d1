"""Finds the projects: every folder of projects/ with a notebook or write-up in it, and each dropped straight in.

Only project.yml is opened; one project's faults are problems and never touch another project.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from inpublic.checking.limits import record_fault
from inpublic.errors import Problem, Severity
from inpublic.folder import NOTEBOOKS, Listing, is_source, list_folder, natural_key
from inpublic.project import Entry, Layer
from inpublic.records.record import parse_layer

PROJECTS = PurePosixPath("projects")
RECORDS = ("project.yml", "project.yaml")

_FRONT_PAGES = ("readme.md", "readme.markdown", "index.md", "index.markdown", "index.ipynb")
"""What is a project's own page if it is at the top of the folder, the first of them that is there."""
_EMPTY_HINT = "Put a notebook (.ipynb) or a write-up (.md) into it, or delete it."
_NEW_HINT = "Put a notebook (.ipynb) or a write-up (.md) into it, or start with `inpublic new NAME`."


class Discovery(Struct, frozen=True):
    """Holds all projects that were found, in natural order of their names, and what is wrong on disk."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]


def discover(root: Path) -> Discovery:
    """Look through `projects/` of the site's folder `root`; a missing or empty one is a problem, no exception."""
    folder = root / PROJECTS
    if not folder.is_dir():
        is_file = folder.exists()
        message = "this is a file, where the folder of your work should be" if is_file else "there is no such folder"
        return Discovery((), (Problem(str(PROJECTS), message, "Make the folder and put your notebooks into it."),))
    top = list_folder(root, PROJECTS, limit=folder, deep=False)
    found = [_read_file(path) for path in top.files if is_source(path) and path.name.lower() != "readme.md"]
    problems = list(top.problems)
    for path in top.folders:
        entry, faults = _read_folder(root, path)
        found += [entry] if entry else []
        problems += faults
    if not found and not problems:
        problems.append(_warning(PROJECTS, "there are no projects yet", _NEW_HINT))
    return Discovery(tuple(sorted(found, key=_order)), tuple(problems))


def _read_file(path: PurePosixPath) -> Entry:
    return Entry(_name(path.stem), path.parent, (path,), path, (path,))


def _read_folder(root: Path, folder: PurePosixPath) -> tuple[Entry | None, tuple[Problem, ...]]:
    listing = list_folder(root, folder, limit=root / PROJECTS)
    sources = [path for path in listing.files if is_source(path)]
    if not sources:
        # What could not be read may well have been the notebook: then that says enough.
        return None, listing.problems or (
            _warning(folder, "this folder has no notebook or write-up in it, so it is no project", _EMPTY_HINT),
        )
    layer, problems = _read_record(root, folder, listing)
    main = _main_page(folder, sources)
    ordered = sorted(sources, key=lambda path: path != main)
    entry = Entry(_name(folder.name), folder, tuple(ordered), main, listing.files, layer)
    return entry, (*listing.problems, *problems)


def _main_page(folder: PurePosixPath, sources: Sequence[PurePosixPath]) -> PurePosixPath | None:
    """Choose the source that becomes the project's page; None where there is no telling."""
    at_top = {path.name.lower(): path for path in reversed(sources) if path.parent == folder}
    front = next((at_top[name] for name in _FRONT_PAGES if name in at_top), None)
    if front:
        return front
    notebooks = [path for path in sources if path.suffix.lower() in NOTEBOOKS]
    candidates = notebooks or sources
    return candidates[0] if len(candidates) == 1 else None


def _read_record(root: Path, folder: PurePosixPath, listing: Listing) -> tuple[Layer | None, tuple[Problem, ...]]:
    records = [path for path in listing.files if path.parent == folder and path.name.lower() in RECORDS]
    if not records:
        return None, ()
    chosen = min(records, key=lambda path: RECORDS.index(path.name.lower()))
    layer, problems = _read_yaml(root, chosen)
    if len(records) > 1:
        others = ", ".join(path.name for path in records if path != chosen)
        message = f"there is {others} as well: which of them counts?"
        problems = (Problem(chosen.as_posix(), message, f"Keep one of them; {chosen.name} was read."), *problems)
    return layer, problems


def _read_yaml(root: Path, path: PurePosixPath) -> tuple[Layer | None, tuple[Problem, ...]]:
    try:
        if fault := record_fault((root / path).stat().st_size):
            return None, (Problem(path.as_posix(), *fault),)
        data = (root / path).read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        return None, (
            Problem(path.as_posix(), f"this record cannot be read: {error.strerror}", "Check its permissions."),
        )
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return None, (
            Problem(path.as_posix(), "this record is not UTF-8 text", "Save it as UTF-8 in your editor.", line),
        )
    layer, problems = parse_layer(text, origin=path.name, path=path.as_posix())
    return replace(layer, digest=sha256(data).hexdigest()), problems


def _order(entry: Entry) -> tuple[object, ...]:
    return (*natural_key(PurePosixPath(entry.name)), entry.folder, entry.sources)


def _name(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _warning(path: PurePosixPath, message: str, hint: str) -> Problem:
    return Problem(path.as_posix(), message, hint, severity=Severity.WARNING)
