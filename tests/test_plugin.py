"""What plain `mkdocs build` says of a portfolio."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path


def mkdocs(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "GITHUB_REPOSITORY": ""}
    command = [sys.executable, "-m", "mkdocs", "build", *words]
    return subprocess.run(command, cwd=root, env=environ, capture_output=True, text=True, check=False, timeout=120)


def test_errors_are_errors_and_warnings_stop_no_strict_build(make_site: Callable[..., Path]) -> None:
    """In a strict build MkDocs counts what is told as a warning or worse."""
    root = make_site({"projects/bad.md": "---\ndate: soon\n---\n# Bad\n", "projects/good.md": "# Good\n\n[x](y.md)\n"})
    done = mkdocs(root)
    assert done.returncode == 0, done.stderr
    lines = done.stderr.splitlines()
    assert "ERROR   -  inpublic: projects/bad.md:2: «date» is not a date: «soon»" in lines
    assert "Write year-month-day, such as 2024-12-31." in lines[lines.index(next(x for x in lines if "soon" in x)) + 1]
    assert any(line.startswith("INFO    -  inpublic: projects/good.md:3: the link «y.md»") for line in lines)
    assert mkdocs(root, "--strict").returncode != 0
    (root / "projects/bad.md").unlink()
    assert "Aborted" not in mkdocs(root, "--strict").stderr


def test_what_authors_wrote_steers_no_log(make_site: Callable[..., Path]) -> None:
    done = mkdocs(make_site({"projects/a.md": '---\ndate: "a\\x1b[31m"\n---\n# A\n'}))
    assert "«a" in done.stderr
    assert "\x1b[31m»" not in done.stderr
