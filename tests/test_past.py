"""The earlier values of results, out of a real repository."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from inpublic.load import BuildReport, load_website
from inpublic.outputs import make_outputs
from inpublic.results.strip import pasts_of
from inpublic.settings import revisions
from inpublic.settings.config import load_config

RECORD = """\
title: Taxi fares
date: 2026-01-01
results:
  - {{metric: MAE, value: {value}, baseline: 2.34, split: test}}
  - {{metric: R², value: 0.5, split: test}}
"""
COMMITS = [("2026-01-05", "2.20"), ("2026-02-07", "2.05"), ("2026-03-09", "1.90")]

Commit = Callable[..., None]


@pytest.fixture
def commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commit:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    who = {"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "a@example.org"}
    who |= {"GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_CONFIG_GLOBAL": os.devnull}
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")

    def run(root: Path, day: str, time: str = "10:00") -> None:
        when = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{day}T{time}:00+00:00")
        if not (root / ".git").exists():
            subprocess.run(["git", "init", "-q", "-b", "main"], cwd=root, check=True)
        for arguments in (["add", "-A", "projects", "mkdocs.yml"], ["commit", "-q", "--allow-empty", "-m", "work"]):
            subprocess.run(["git", *arguments], cwd=root, check=True, env={**os.environ, **who, **when})

    return run


@pytest.fixture
def site(make_site: Callable[..., Path], commit: Commit) -> Path:
    root = make_site({"projects/taxi/README.md": "# Taxi\n\nA text.\n"})
    for day, value in COMMITS:
        (root / "projects/taxi/project.yml").write_text(RECORD.format(value=value), "utf-8")
        commit(root, day)
    return root


def build(root: Path) -> BuildReport:
    return load_website(load_config(root, {}))


def told(report: BuildReport) -> list[list[tuple[str, str]]]:
    """Return for each result with a past its days and values."""
    (project,) = report.website.projects
    shown = pasts_of(project.record, report.website.past)
    return [[(str(point.day or ""), point.text) for point in one.points] for one in shown]


def pages(report: BuildReport) -> dict[str, str]:
    files = {file.path.as_posix(): file.read() for file in make_outputs(report.website)}
    return {name: content.decode() for name, content in files.items() if name.endswith(".md")}


def test_three_commits_are_three_points(site: Path) -> None:
    assert told(build(site)) == [COMMITS]
    page = pages(build(site))["projects/taxi/index.md"]
    assert page.count('<circle class="ip-chart__built"') == 3
    assert page.count("<polyline") == 1
    rows = page.split("<tbody>")[1].split("</tbody>")[0]
    assert [rows.count(f"<td>{value}</td>") for _, value in COMMITS] == [1, 1, 1]
    assert [rows.count(f'datetime="{day}"') for day, _ in COMMITS] == [1, 1, 1]


def test_three_commits_of_one_day_are_three_rows_with_their_times(
    make_site: Callable[..., Path], commit: Commit
) -> None:
    root = make_site({"projects/taxi/README.md": "# Taxi\n\nA text.\n"})
    for hour, (_, value) in enumerate(COMMITS):
        (root / "projects/taxi/project.yml").write_text(RECORD.format(value=value), "utf-8")
        commit(root, "2026-01-05", f"1{hour}:30")
    page = pages(build(root))["projects/taxi/index.md"]
    assert [
        page.count(f'<time datetime="2026-01-05T1{hour}:30">5 Jan 2026, 1{hour}:30</time>') for hour in range(3)
    ] == [1] * 3


def test_a_commit_that_changes_no_value_makes_no_point(site: Path, commit: Commit) -> None:
    (site / "projects/taxi/README.md").write_text("# Taxi\n\nAnother text.\n")
    commit(site, "2026-04-01")
    assert told(build(site)) == [COMMITS]


def test_a_value_that_is_not_committed_is_one_more(site: Path) -> None:
    (site / "projects/taxi/project.yml").write_text(RECORD.format(value="1.70"), "utf-8")
    assert told(build(site)) == [[*COMMITS, ("", "1.70")]]


def test_a_project_that_was_renamed_keeps_its_past(site: Path, commit: Commit) -> None:
    (site / "projects/taxi").rename(site / "projects/cab")
    commit(site, "2026-04-01")
    assert told(build(site)) == [COMMITS]


def test_the_past_moves_with_the_place_that_says_the_results(site: Path, commit: Commit) -> None:
    (site / "projects/taxi/project.yml").unlink()
    for day, value in (("2026-05-01", "1.80"), ("2026-06-01", "1.75")):
        text = f"---\n{RECORD.format(value=value)}---\n# Taxi\n\nA text.\n"
        (site / "projects/taxi/README.md").write_text(text, "utf-8")
        commit(site, day)
    assert told(build(site)) == [[("2026-05-01", "1.80"), ("2026-06-01", "1.75")]]


def test_without_git_there_is_no_past(make_site: Callable[..., Path]) -> None:
    report = build(make_site({"projects/taxi/project.yml": RECORD.format(value=1), "projects/taxi/README.md": "# T"}))
    assert told(report) == []


def test_a_shallow_clone_says_so(site: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth=2", site.as_uri(), str(clone)], check=True)
    report = build(clone)
    assert told(report) == [COMMITS[1:]]
    assert [str(note) for note in report.problems if "earlier values" in note.message] == [
        "projects: this clone has no full history, so earlier values of results may be missing"
    ]
    assert "shortened history" in pages(report)["projects/taxi/index.md"]
    assert not report.failed
    assert "shortened history" not in pages(build(site))["projects/taxi/index.md"]


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Write down what git is asked for the past, and let it answer."""
    asked: list[str] = []
    ask = revisions.run_git

    def listen(root: Path, *arguments: str, given: bytes = b"") -> bytes:
        asked.append(next(word for word in arguments if word in ("log", "rev-parse", "cat-file")))
        return ask(root, *arguments, given=given)

    monkeypatch.setattr(revisions, "run_git", listen)
    return asked


def test_git_is_asked_once_where_nothing_was_committed_and_a_version_is_read_once(
    site: Path, commit: Commit, questions: list[str]
) -> None:
    build(site)
    assert questions == ["rev-parse", "log", "cat-file", "cat-file"]
    questions.clear()
    build(site)
    assert questions == ["rev-parse"]
    questions.clear()
    (site / "projects/taxi/README.md").write_text("# Taxi\n\nAnother text.\n")
    commit(site, "2026-04-01")
    build(site)
    assert questions == ["rev-parse", "log"]


def test_without_results_git_is_not_asked(make_site: Callable[..., Path], commit: Commit, questions: list[str]) -> None:
    root = make_site({"projects/a.md": "# A"})
    commit(root, "2026-01-01")
    build(root)
    assert questions == []
