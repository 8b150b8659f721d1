"""Golden sites: folders of projects with the tree, or the messages, that they must give."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import click
import pytest

HERE = Path(__file__).parent
GOOD = sorted(path.name for path in (HERE / "sites").iterdir())
BAD = sorted(path.name for path in (HERE / "sites_invalid").iterdir())


def copy(source: Path, root: Path) -> Path:
    for part in source.iterdir():
        if part.name.startswith("expected"):
            continue
        shutil.copytree(part, root / part.name) if part.is_dir() else shutil.copy(part, root)
    return root


@pytest.mark.parametrize("name", GOOD)
def test_a_good_site_gives_exactly_this_tree(
    name: str, make_site: Callable[..., Path], run: Callable[..., click.testing.Result], update_golden: bool
) -> None:
    root = make_site({})
    (root / "projects").rmdir()
    copy(HERE / "sites" / name, root)
    result = run("build", "--root", root, "--tree-only", "--strict")
    assert result.exit_code == 0, result.output
    shown = sorted([*root.glob("docs/projects/**/*.md"), *root.glob("docs/*.md"), *root.glob("docs/tags/*.md")])
    made = {
        path.relative_to(root / "docs").as_posix(): path.read_text("utf-8")
        for path in [*shown, root / "docs/feed.json"]
    }
    made["messages.txt"] = result.output
    expected = HERE / "sites" / name / "expected"
    if update_golden:
        shutil.rmtree(expected, ignore_errors=True)
        for path, text in made.items():
            (expected / path).parent.mkdir(parents=True, exist_ok=True)
            (expected / path).write_text(text, "utf-8")
    want = {path.relative_to(expected).as_posix(): path.read_text("utf-8") for path in expected.rglob("*.*")}
    assert made == want


@pytest.mark.parametrize("name", BAD)
def test_a_bad_site_gives_exactly_these_messages(
    name: str, make_site: Callable[..., Path], run: Callable[..., click.testing.Result], update_golden: bool
) -> None:
    root = make_site({})
    (root / "projects").rmdir()
    copy(HERE / "sites_invalid" / name, root)
    result = run("check", "--root", root)
    text = f"exit code {result.exit_code}\n{result.output}"
    expected = HERE / "sites_invalid" / name / "expected.txt"
    if update_golden:
        expected.write_text(text, "utf-8")
    assert text == expected.read_text("utf-8")
