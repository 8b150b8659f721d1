"""Lays out projects as copies of a folder's notebooks, each with bytes of its own, so that no cache can share them."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parent.parent
"""Where the settings, the look and the engine of the site are taken from."""
PROJECTS = "projects"
"""The folder of the notebooks; its pages are in a folder of that name in the site of each tool."""

_SITE = "site_url: https://ada.example/learning/\nrepo_url: https://github.com/ada/learning"
_MKDOCS_JUPYTER = """\
site_name: Ada Quill, learning in public
site_url: https://ada.example/learning/
theme:
  name: material
  font: false
plugins:
  - search
  - mkdocs-jupyter:
      include: ["*.ipynb"]
      execute: false
      cache: true  # its own default, as its documentation recommends for builds after the first
"""
_COMMITTED = "2026-01-02T03:04:05+0000"


def find_notebooks(folder: Path) -> list[Path]:
    """List the notebooks below a folder, in an order that is the same everywhere; copies that Jupyter kept are none."""
    found = (path for path in folder.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def copies(notebooks: Sequence[Path], number: int) -> list[tuple[str, Path, int]]:
    """Choose `number` copies: the name of each, the notebook that it is made from, and which copy of it this is."""
    size = len(notebooks)
    return [(f"{index:05}-{notebooks[index % size].stem}", notebooks[index % size], index // size)
            for index in range(number)]  # fmt: skip


def fill(folder: Path, notebooks: Sequence[Path], number: int) -> None:
    """Write `number` notebooks into a new folder, no two with the same bytes, each on its own as a project."""
    folder.mkdir(parents=True)
    for name, source, copy in copies(notebooks, number):
        sentence = f"This is work number {name[:5]}, which is copy {copy} of its kind."
        (folder / f"{name}.ipynb").write_bytes(with_sentence(source.read_bytes(), sentence))


def with_sentence(data: bytes, sentence: str) -> bytes:
    """Add a paragraph to the first Markdown cell of a notebook, or in a new one; what is no notebook gets a line."""
    try:
        notebook = json.loads(data)
        cells = notebook["worksheets"][0]["cells"] if "worksheets" in notebook else notebook["cells"]
        _add(cells, sentence, form=(notebook["nbformat"], notebook.get("nbformat_minor", 0)))
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return data + b"\n" + sentence.encode() + b"\n"
    return json.dumps(notebook, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass") + b"\n"


def _add(cells: list[dict[str, Any]], sentence: str, *, form: tuple[int, int]) -> None:
    for cell in cells:
        if cell["cell_type"] == "markdown":
            source = cell["source"]
            cell["source"] = f"{source if isinstance(source, str) else ''.join(source)}\n\n{sentence}"
            return
    named = {"id": _free({cell.get("id") for cell in cells})} if form >= (4, 5) else {}
    cells.append({"cell_type": "markdown", **named, "metadata": {}, "source": sentence})


def _free(taken: set[object]) -> str:
    return next(name for number in count() if (name := f"copy-{number}") not in taken)


def lay_inpublic(root: Path, notebooks: Sequence[Path], number: int) -> None:
    """Lay out a learner's repository: settings, look and a page as `inpublic init` gives them, in one commit of git."""
    fill(root / PROJECTS, notebooks, number)
    settings = (CHECKOUT / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(settings.replace("site_url: !ENV SITE_URL", _SITE), "utf-8")
    look = Path("scripts", "inpublic", "overrides")
    shutil.copytree(CHECKOUT / look, root / look)
    (root / "docs").mkdir()
    for name in (".gitignore", "docs/about.md"):
        shutil.copyfile(CHECKOUT / name, root / name)
    commit(root)


def lay_mkdocs_jupyter(root: Path, notebooks: Sequence[Path], number: int) -> None:
    """Lay out an ordinary site of MkDocs with Material and mkdocs-jupyter."""
    fill(root / "docs" / PROJECTS, notebooks, number)
    (root / "docs" / "index.md").write_text("# Learning in public\n\nAll my work.\n", "utf-8")
    (root / "mkdocs.yml").write_text(_MKDOCS_JUPYTER, "utf-8")


def commit(root: Path) -> None:
    """Commit everything in a new repository, since learners have one and asking git for dates takes time."""
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    quick = ("-c", "gc.auto=0", "-c", "core.looseCompression=0", "-c", "core.hooksPath=/dev/null")
    when = {"GIT_AUTHOR_DATE": _COMMITTED, "GIT_COMMITTER_DATE": _COMMITTED}
    for words in (("init", "-q", "-b", "main"), ("add", "-A"), (*who, "commit", "-q", "-m", "All my work")):
        command = ("env", *(f"{key}={value}" for key, value in when.items()), "git", *quick, "-C", str(root), *words)
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - git, in a folder of ours


def edit(folder: Path, number: int) -> None:
    """Change one notebook of a folder, the one whose size is in the middle, as a learner does who adds a sentence."""
    found = sorted(folder.glob("*.ipynb"), key=lambda path: (path.stat().st_size, path.name))
    path = found[len(found) // 2]
    path.write_bytes(with_sentence(path.read_bytes(), f"Added as number {number}, in the evening."))
