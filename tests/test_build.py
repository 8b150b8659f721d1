"""The pipeline as a whole: laws that hold for every site."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from inpublic.build import build_tree
from inpublic.settings.config import load_config
from inpublic.workers import Workers

ENVIRON = {"PATH": "/usr/bin:/bin"}
TAXI = """---
title: Predict taxi fares
date: 2026-03-01
tags: [regression]
---
# Taxi

How much will this ride cost, and why?
"""
WINE = """---
date: 2026-04-01
tags: [clustering, regression]
---
# Wine

Which grapes went into this bottle of wine?
"""


def tree(root: Path) -> dict[str, bytes]:
    docs = root / "docs"
    return {path.relative_to(docs).as_posix(): path.read_bytes() for path in docs.rglob("*") if path.is_file()}


def build(root: Path, **options: object) -> object:
    return build_tree(load_config(root, ENVIRON), **options)  # type: ignore[arg-type]


@pytest.fixture
def two(make_site: Callable[..., Path], notebook: Callable[..., str]) -> Path:
    return make_site({"projects/taxi/README.md": TAXI, "projects/wine.md": WINE, "projects/b.ipynb": notebook("# B")})


def test_building_twice_writes_nothing_the_second_time(two: Path) -> None:
    build(two)
    first = tree(two)
    report = build(two)
    assert tree(two) == first
    assert (report.tree.written, report.tree.removed) == (0, 0)  # type: ignore[attr-defined]


def test_two_fresh_builds_of_one_site_are_identical(two: Path) -> None:
    build(two)
    first = tree(two)
    for path in sorted((two / "docs").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    for path in (two / ".inpublic").rglob("*"):
        if path.is_file():
            path.unlink()
    build(two)
    assert tree(two) == first


def test_one_process_and_two_make_the_same_tree(make_site: Callable[..., Path], notebook: Callable[..., str]) -> None:
    big = "x" * 600_000  # enough to be worth a pool
    root = make_site({f"projects/n{i}.ipynb": notebook(f"# N{i}", (f"# {big}\nprint({i})", [])) for i in range(3)})
    build(root, workers=Workers(1))
    first = tree(root)
    for path in (root / ".inpublic" / "cache" / "documents").iterdir():
        path.unlink()
    build(root, workers=Workers(2))
    assert tree(root) == first


def test_a_removed_project_takes_its_page_feed_items_and_tag_along(two: Path) -> None:
    build(two)
    assert b"clustering" in tree(two)["tags/index.md"]
    assert "feeds/tag/clustering.xml" in tree(two)
    (two / "projects/wine.md").unlink()
    build(two)
    left = tree(two)
    assert not [name for name in left if "wine" in name]
    assert not [name for name, content in left.items() if b"clustering" in content or b"Wine" in content]
    assert not (two / "docs/projects/wine").exists()


def test_an_edit_converts_one_document_and_writes_only_what_it_changes(two: Path) -> None:
    build(two)
    before = tree(two)
    (two / "projects/taxi/README.md").write_text(TAXI + "\nA new sentence at the end.\n")
    converted: list[tuple[int, int]] = []
    build(two, progress=lambda done, total: converted.append((done, total)))
    assert converted == [(1, 1)]
    changed = {name for name, content in tree(two).items() if before.get(name) != content}
    assert changed == {"projects/taxi/index.md", "feed.xml", "atom.xml", "feed.json", "feeds/tag/regression.xml"}


def test_a_broken_project_is_left_out_and_the_others_are_as_without_it(two: Path) -> None:
    build(two)
    before = tree(two)
    (two / "projects/broken.ipynb").write_text("{not json")
    report = build(two)
    assert report.left_out == ("broken",)  # type: ignore[attr-defined]
    assert report.failed  # type: ignore[attr-defined]
    assert tree(two) == before


def test_a_strict_build_with_an_error_writes_nothing_at_all(two: Path) -> None:
    (two / "projects/broken.ipynb").write_text("{not json")
    assert build(two, strict=True).failed  # type: ignore[attr-defined]
    assert tree(two) == {}


def test_a_draft_is_nowhere(two: Path, notebook: Callable[..., str]) -> None:
    build(two)
    before = tree(two)
    draft = notebook("---\ntitle: Secret plan\ndraft: true\ntags: [hidden]\n---\n", "# Secret plan")
    (two / "projects/secret-plan.ipynb").write_text(draft)
    (two / "projects/other-secret.md").write_text("---\ndraft: true\n---\n# Other\n\nA secret paragraph of text.\n")
    report = build(two)
    assert tree(two) == before
    assert set(report.drafts) == {"secret-plan", "other-secret"}  # type: ignore[attr-defined]
    assert not report.failed  # type: ignore[attr-defined]


def test_dates_come_from_the_first_commit(make_site: Callable[..., Path]) -> None:
    root = make_site({"projects/a.md": "# A\n\nSome words that are long enough to be a summary.\n"})
    git = ["git", "-C", str(root), "-c", "user.name=A", "-c", "user.email=a@a.example"]
    stamp = {
        **ENVIRON,
        "GIT_AUTHOR_DATE": "2025-02-03T10:00:00+01:00",
        "GIT_COMMITTER_DATE": "2025-02-03T10:00:00+01:00",
    }
    subprocess.run([*git, "init", "-q"], check=True, env=stamp)
    subprocess.run([*git, "add", "."], check=True, env=stamp)
    subprocess.run([*git, "commit", "-qm", "one"], check=True, env=stamp)
    build(root)
    item = json.loads(tree(root)["feed.json"])["items"][0]
    assert item["date_published"].startswith("2025-02-03")


def test_a_shallow_clone_without_explicit_dates_is_an_error_with_its_remedy(
    make_site: Callable[..., Path], tmp_path: Path
) -> None:
    root = make_site({"projects/a.md": "# A\n"})
    git = ["git", "-C", str(root), "-c", "user.name=A", "-c", "user.email=a@a.example"]
    subprocess.run([*git, "init", "-q"], check=True)
    for message in ("one", "two"):
        subprocess.run([*git, "add", "."], check=True)
        subprocess.run([*git, "commit", "-qm", message, "--allow-empty"], check=True)
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth=1", root.as_uri(), clone], check=True)
    report = build(clone, strict=True)
    messages = [(problem.message, problem.hint) for problem in report.problems]  # type: ignore[attr-defined]
    assert any("no full history" in message and "fetch-depth: 0" in hint for message, hint in messages)
    assert tree(clone) == {}


def test_work_that_is_not_committed_has_no_date_and_one_warning_says_so(
    two: Path, notebook: Callable[..., str]
) -> None:
    (two / "projects/c.ipynb").write_text(notebook("# C"))
    report = build(two)
    undated = [problem for problem in report.problems if "not committed" in problem.message]  # type: ignore[attr-defined]
    assert len(undated) == 1
    assert "this and 1 more" in undated[0].message
    assert len(json.loads(tree(two)["feed.json"])["items"]) == 2
