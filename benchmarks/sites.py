"""Copies a site to measure it, so that nothing happens to the original."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.aside import put_aside
from benchmarks.lay import PROJECTS, find_notebooks, with_sentence
from benchmarks.measure import Cost, FailedError, run_well
from benchmarks.tools import INPUBLIC, found

_STATE = (".inpublic", "site", ".cache", ".venv", "node_modules")


@contextmanager
def copied(site: Path) -> Iterator[Path]:
    """Copy a site without what its builds have made, and build the copy once; it is removed at the end."""
    if not (site / "mkdocs.yml").is_file():
        raise FailedError(f"{site.name} is no site: it has no mkdocs.yml")
    with TemporaryDirectory(prefix="inpublic-benchmarks-") as name:
        root = Path(name) / "site"
        shutil.copytree(site, root, symlinks=True, ignore=shutil.ignore_patterns(*_STATE))
        put_aside(root, _made(site))
        build(root)
        yield root


def forget(root: Path) -> None:
    """Leave of a site what it has before its first build."""
    put_aside(root, [*_made(root), ".inpublic", "site"])


def _made(site: Path) -> list[str]:
    """List what builds wrote into docs/: without that list it would count as somebody else's."""
    from inpublic.writing.manifest import read_manifest

    return [f"docs/{path}" for path in read_manifest(site / ".inpublic" / "manifest.json")]


def build(root: Path) -> Cost:
    """Build a site of inpublic's and measure it."""
    return run_well(found(INPUBLIC.build), root, fine=INPUBLIC.fine)


def middle_notebook(root: Path) -> Path:
    """Choose the notebook of a site whose size is in the middle."""
    notebooks = sorted(find_notebooks(root / PROJECTS), key=lambda path: (path.stat().st_size, path.as_posix()))
    if not notebooks:
        raise FailedError(f"{root.name} has no notebook in {PROJECTS}/")
    return notebooks[len(notebooks) // 2]


def save_sentence(notebook: Path, sentence: str) -> None:
    """Save a notebook with one more sentence in it."""
    notebook.write_bytes(with_sentence(notebook.read_bytes(), sentence))
