"""The committed versions of files, out of a real repository."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from inpublic.settings import revisions
from inpublic.settings.revisions import read_blobs, read_head, read_revisions

Commit = Callable[..., None]
A = PurePosixPath("a.md")


@pytest.fixture
def commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commit:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "ada@example.org")

    def run(day: int, **files: str) -> None:
        if not (tmp_path / ".git").exists():
            subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
        for name, text in files.items():
            (tmp_path / f"{name}.md").write_text(text)
        date = f"2026-01-{day:02}T10:00:00+02:00"
        environ = {**os.environ, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        for arguments in (["add", "-A"], ["commit", "-q", "-m", "x"]):
            subprocess.run(["git", *arguments], cwd=tmp_path, check=True, env=environ)

    return run


def history(root: Path, path: PurePosixPath = A) -> list[tuple[int, bytes]]:
    found = read_revisions(root, {path})[path]
    contents = dict(read_blobs(root, [one.blob for one in found]))
    return [(one.moment.day, contents[one.blob]) for one in found if one.blob in contents]


def test_versions_come_the_oldest_first_with_their_days_and_contents(tmp_path: Path, commit: Commit) -> None:
    commit(1, a="one", b="other")
    commit(2, b="another")
    commit(3, a="two\n\nlines\n")
    assert history(tmp_path) == [(1, b"one"), (3, b"two\n\nlines\n")]


def test_a_file_that_was_renamed_deleted_or_never_there_has_what_is_its_own(tmp_path: Path, commit: Commit) -> None:
    text = "".join(f"line {number}\n" for number in range(30))
    commit(1, old=text)
    (tmp_path / "old.md").rename(tmp_path / "a.md")
    commit(2)
    commit(3, old="a new one")
    (tmp_path / "a.md").unlink()
    commit(4)
    commit(5, a=text + "again\n")
    assert [day for day, _ in history(tmp_path)] == [1, 2, 5]
    assert history(tmp_path, PurePosixPath("old.md")) == [(3, b"a new one")]
    assert history(tmp_path, PurePosixPath("never.md")) == []


def test_old_and_large_versions_are_passed_over(
    tmp_path: Path, commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revisions, "MOST", 3)
    monkeypatch.setattr(revisions, "LARGEST", 10)
    for day, text in enumerate(("one", "two", "three", "more than ten", "five"), 1):
        commit(day, a=text)
    assert history(tmp_path) == [(3, b"three"), (5, b"five")]


def test_the_head_is_named_and_without_git_nothing_is_known(
    tmp_path: Path, commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_head(tmp_path) == ""
    commit(1, a="one")
    first = read_head(tmp_path)
    assert len(first) == 40
    commit(2, a="two")
    assert read_head(tmp_path) not in ("", first)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_head(tmp_path) == ""
    assert read_revisions(tmp_path, {A}) == {}
    assert list(read_blobs(tmp_path, [first])) == []
