"""Large folders are walked through once, and links in them lead nobody in circles."""

from __future__ import annotations

from pathlib import Path

import pytest

from inpublic.writing.walking import files_in


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.md", "projects/taxi/index.md", "projects/wine/deep/x.png"):
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "docs"


def test_every_file_is_found_by_its_path_from_the_folder(folder: Path) -> None:
    found = [("a.md", False), ("projects/taxi/index.md", False), ("projects/wine/deep/x.png", False)]
    assert sorted(files_in(str(folder))) == found


def test_what_a_link_leads_to_is_told_from_the_rest(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "b.md").write_text("b")
    (folder / "beside").symlink_to(tmp_path / "other", target_is_directory=True)
    (folder / "c.md").symlink_to(tmp_path / "other" / "b.md")
    (folder / "lost.md").symlink_to(tmp_path / "none")
    linked = {file.path for file in files_in(str(folder)) if file.is_linked}
    assert linked == {"beside/b.md", "c.md", "lost.md"}


def test_a_real_folder_is_walked_through_once_and_not_by_a_link_to_it(folder: Path) -> None:
    (folder / "again").symlink_to(folder / "projects", target_is_directory=True)
    (folder / "projects" / "up").symlink_to(folder, target_is_directory=True)
    assert {file.path for file in files_in(str(folder))} == {
        "a.md",
        "projects/taxi/index.md",
        "projects/wine/deep/x.png",
    }


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert list(files_in(str(tmp_path / "none"))) == []
