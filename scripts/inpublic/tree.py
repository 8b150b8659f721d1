"""Writes the tree below docs/: only what changed, only what is ours, and takes away what is no longer wanted."""

from __future__ import annotations

import filecmp
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from inpublic.cache import write_beside
from inpublic.errors import InpublicError, Problem, Severity
from inpublic.website import OutputFile


@dataclass(frozen=True, slots=True)
class TreeReport:
    """Counts the files of the tree, and those that were written or removed this time."""

    total: int = 0
    written: int = 0
    removed: int = 0
    problems: tuple[Problem, ...] = ()


def write_tree(files: Iterable[OutputFile], docs: Path, manifest: Path) -> TreeReport:
    """Bring the files below `docs` to the wanted state; `manifest` remembers which of them are ours.

    A file that was not written by an earlier run is left as it is and reported.
    """
    ours = read_manifest(manifest)
    wanted = {_safe(file.path): file for file in files}
    strangers = {path for path in wanted if path not in ours and _is_strange(docs / path, wanted[path])}
    kept = {path: file for path, file in wanted.items() if path not in strangers}
    _write_manifest(
        manifest, ours | kept.keys()
    )  # before the first change, so that a killed run is cleaned up by the next
    written = sum(_write(docs / path, file) for path, file in kept.items())
    removed = sum(_remove(docs, path) for path in sorted(ours - wanted.keys()))
    _write_manifest(manifest, kept.keys())
    return TreeReport(len(kept), written, removed, tuple(_reports(strangers, docs)))


def read_manifest(manifest: Path) -> set[PurePosixPath]:
    """Return the paths below docs/ that earlier runs wrote; an unreadable manifest owns nothing."""
    try:
        names = json.loads(manifest.read_text("utf-8"))["files"]
        return {_safe(PurePosixPath(name)) for name in names}
    except (OSError, ValueError, KeyError, TypeError, InpublicError):
        return set()


def _write_manifest(manifest: Path, paths: Iterable[PurePosixPath]) -> None:
    names = sorted(path.as_posix() for path in paths)
    write_beside(manifest, json.dumps({"files": names}, ensure_ascii=False, indent=0).encode())


def _safe(path: PurePosixPath) -> PurePosixPath:
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise InpublicError(f"refusing to write «{path}»: it is not below docs/")
    return path


def _is_strange(path: Path, file: OutputFile) -> bool:
    """Tell whether something is in the place that we did not write; the very same content is as good as ours."""
    return path.is_symlink() or (path.exists() and not _is_same(path, file))


def _is_same(path: Path, file: OutputFile) -> bool:
    try:
        if isinstance(file.content, Path):
            return filecmp.cmp(path, file.content, shallow=False)
        return path.stat().st_size == len(file.content) and path.read_bytes() == file.content
    except OSError:
        return False


def _write(path: Path, file: OutputFile) -> bool:
    if _is_same(path, file):
        return False
    write_beside(path, file.content.read_bytes() if isinstance(file.content, Path) else file.content)
    return True


def _remove(docs: Path, path: PurePosixPath) -> bool:
    """Remove one of our files and the folders that it leaves empty."""
    existed = (docs / path).is_file()
    (docs / path).unlink(missing_ok=True)
    for parent in list(path.parents)[:-1]:
        try:
            (docs / parent).rmdir()
        except OSError:
            break
    return existed


def _reports(strangers: Iterable[PurePosixPath], docs: Path) -> Iterator[Problem]:
    for path in sorted(strangers):
        yield Problem(
            f"{docs.name}/{path}",
            "this file was not made by inpublic and is left as it is; the generated page is missing",
            "move it to another name, or delete it if it is not yours",
            severity=Severity.WARNING,
        )
