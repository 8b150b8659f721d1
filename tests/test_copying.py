"""Files of a site are copied beside other work; what cannot be is left to MkDocs."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from mkdocs.structure.files import File

from inpublic.engine.copying import Copying


@pytest.fixture
def files(tmp_path: Path) -> list[File]:
    """Return a file to copy, one that MkDocs holds in memory, and one that is gone."""
    (tmp_path / "docs/a").mkdir(parents=True)
    (tmp_path / "docs/a/there.png").write_bytes(b"there")
    names = ("a/there.png", "gone.png")
    there, gone = (
        File(name, str(tmp_path / "docs"), str(tmp_path / "site"), use_directory_urls=True) for name in names
    )
    held = File("held.txt", None, str(tmp_path / "site"), use_directory_urls=True)
    held.content_string = "held"
    return [there, held, gone]


def test_what_is_copied_is_named_and_there(files: list[File], tmp_path: Path) -> None:
    assert Copying(files).finish() == {"a/there.png", "held.txt"}
    assert (tmp_path / "site/a/there.png").read_bytes() == b"there"
    assert (tmp_path / "site/held.txt").read_text() == "held"


def test_nobody_writes_any_more_once_it_is_stopped(files: list[File]) -> None:
    threads = threading.active_count()
    copying = Copying(files * 50)
    copying.stop()
    assert threading.active_count() == threads
    copying.stop()
