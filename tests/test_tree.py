"""Only what is ours is written, changed or removed."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.errors import InpublicError
from inpublic.tree import read_manifest, write_tree
from inpublic.website import OutputFile


def files(**contents: str) -> list[OutputFile]:
    return [OutputFile(PurePosixPath(name.replace("__", "/")), text.encode()) for name, text in contents.items()]


def test_what_is_wanted_is_there_and_what_is_not_is_gone(tmp_path: Path) -> None:
    docs, manifest = tmp_path / "docs", tmp_path / "manifest.json"
    write_tree(files(a="1", b__c="2"), docs, manifest)
    report = write_tree(files(a="1", d="3"), docs, manifest)
    assert sorted(path.name for path in docs.rglob("*")) == ["a", "d"]
    assert (report.total, report.written, report.removed) == (2, 1, 1)


def test_a_file_that_somebody_wrote_is_never_overwritten_or_removed(tmp_path: Path) -> None:
    docs, manifest = tmp_path / "docs", tmp_path / "manifest.json"
    docs.mkdir()
    (docs / "a").write_text("mine")
    report = write_tree(files(a="theirs", b="2"), docs, manifest)
    assert (docs / "a").read_text() == "mine"
    assert [problem.path for problem in report.problems] == ["docs/a"]
    write_tree([], docs, manifest)
    assert (docs / "a").read_text() == "mine"
    assert not (docs / "b").exists()


def test_a_folder_with_a_strangers_file_stays(tmp_path: Path) -> None:
    docs, manifest = tmp_path / "docs", tmp_path / "manifest.json"
    write_tree(files(p__a="1"), docs, manifest)
    (docs / "p" / "notes.txt").write_text("mine")
    write_tree([], docs, manifest)
    assert [path.name for path in (docs / "p").iterdir()] == ["notes.txt"]


def test_a_lost_manifest_heals_because_equal_files_are_as_good_as_ours(tmp_path: Path) -> None:
    docs, manifest = tmp_path / "docs", tmp_path / "manifest.json"
    write_tree(files(a="1"), docs, manifest)
    manifest.write_text("{damaged")
    report = write_tree(files(a="1"), docs, manifest)
    assert (report.written, report.problems) == (0, ())
    write_tree([], docs, manifest)
    assert not (docs / "a").exists()


def test_a_symlink_in_our_place_is_left_alone(tmp_path: Path) -> None:
    docs, manifest, outside = tmp_path / "docs", tmp_path / "manifest.json", tmp_path / "outside"
    docs.mkdir()
    outside.write_text("theirs")
    (docs / "a").symlink_to(outside)
    report = write_tree(files(a="1"), docs, manifest)
    assert outside.read_text() == "theirs"
    assert len(report.problems) == 1


@pytest.mark.parametrize("path", ["../a", "/etc/a", "b/../../a"])
def test_a_path_that_leaves_docs_stops_the_run(tmp_path: Path, path: str) -> None:
    with pytest.raises(InpublicError, match="not below docs"):
        write_tree([OutputFile(PurePosixPath(path), b"")], tmp_path / "docs", tmp_path / "manifest.json")
    assert not (tmp_path / "docs").exists()


NAMES = st.sampled_from(["a", "b", "c/d", "c/e", "f/g/h"])


@settings(max_examples=50, deadline=None)
@given(states=st.lists(st.dictionaries(NAMES, st.binary(max_size=3)), max_size=5))
def test_after_any_sequence_of_builds_the_tree_is_what_the_last_one_wanted(
    states: list[dict[str, bytes]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("tree")
    docs, manifest = root / "docs", root / "manifest.json"
    for state in [*states, {"a": b"last"}]:
        write_tree([OutputFile(PurePosixPath(name), content) for name, content in state.items()], docs, manifest)
    assert {path.name: path.read_bytes() for path in docs.rglob("*")} == {"a": b"last"}
    assert read_manifest(manifest) == {PurePosixPath("a")}
