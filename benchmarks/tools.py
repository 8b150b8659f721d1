"""The tools that are compared: how each is laid out, what its build is, and what a build from nothing lacks."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.aside import put_aside
from benchmarks.lay import PROJECTS, lay_inpublic, lay_mkdocs_jupyter
from benchmarks.measure import FailedError, run_well

_OURS = (0, 1)
"""Exit codes of inpublic; 1 says that something is to be mended, and the site is built without it."""


@dataclass(frozen=True, slots=True)
class Tool:
    """Describes one tool by the command whose whole run is measured.

    `before` is run before it and not measured; `notebooks` is the folder of its notebooks below its own, `clear` puts
    aside what earlier builds have left, so that the next one is a cold one. `fine` are the exit codes of success.
    """

    name: str
    lay: Callable[[Path, Sequence[Path], int], None]
    notebooks: str
    build: tuple[str, ...]
    clear: Callable[[Path], None]
    check: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    fine: tuple[int, ...] = (0,)
    packages: tuple[str, ...] = ()


def _clear_ignored(root: Path) -> None:
    """Leave what a fresh clone has: what is made is unknown to git."""
    command = ("git", "-C", str(root), "ls-files", "--others", "--directory", "-z")
    listed = subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 - git, in a folder of ours
    put_aside(root, os.fsdecode(listed).split("\0")[:-1])


def _clear_built(root: Path) -> None:
    put_aside(root, ("site", ".cache"))


INPUBLIC = Tool(
    "inpublic",
    lay_inpublic,
    PROJECTS,
    ("inpublic", "build"),
    clear=_clear_ignored,
    check=("inpublic", "check"),
    fine=_OURS,
    packages=("inpublic", "nbconvert", "markdown-it-py", "mkdocs", "mkdocs-material"),
)
MKDOCS_JUPYTER = Tool(
    "mkdocs-jupyter",
    lay_mkdocs_jupyter,
    f"docs/{PROJECTS}",
    ("mkdocs", "build", "--quiet"),
    clear=_clear_built,
    packages=("mkdocs-jupyter", "nbconvert", "mkdocs", "mkdocs-material"),
)
ZENSICAL = Tool(
    "zensical",
    lay_inpublic,
    PROJECTS,
    ("zensical", "build"),
    clear=_clear_built,
    before=("inpublic", "build", "--tree-only"),
    packages=("zensical",),
)
TOOLS: Mapping[str, Tool] = {tool.name: tool for tool in (INPUBLIC, MKDOCS_JUPYTER, ZENSICAL)}


def found(command: Sequence[str]) -> list[str]:
    """Return a command with the whole path of its program: beside this Python, else where the shell finds it."""
    beside = Path(sys.executable).parent
    program = shutil.which(command[0], path=os.pathsep.join((str(beside), os.environ.get("PATH", os.defpath))))
    if program is None:
        raise FailedError(f"there is no `{command[0]}` here; `pip install 'inpublic[bench]'` installs all tools")
    return [program, *command[1:]]


_ASK = """\
import json, sys
from importlib.metadata import PackageNotFoundError, version
found = {}
for name in sys.argv[1:]:
    try:
        found[name] = version(name)
    except PackageNotFoundError:
        found[name] = "none"
print(json.dumps(found))
"""


def versions(tool: Tool) -> dict[str, str]:
    """Ask the environment of a tool for the versions on which its figures depend."""
    beside = Path(found(tool.build)[0]).with_name("python")
    python = str(beside) if beside.exists() else sys.executable
    answer = run_well((python, "-c", _ASK, *tool.packages), Path.cwd()).output
    named: dict[str, str] = json.loads(answer)
    return named


def pages(root: Path) -> int:
    """Count the notebooks that have a page in the site that was built."""
    return sum(1 for _ in (root / "site" / PROJECTS).glob("*/index.html"))
