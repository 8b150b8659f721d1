"""Whatever is damaged in the cache counts as missing, and where nothing can be kept a build works without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from inpublic.cache import Cache, content_digest, key_of
from inpublic.convert import convert_source
from inpublic.document import Converted, Document, Figure

KEY = key_of(b"a document")
PICTURE = b"\x89PNG and so on"
NAME = f"{content_digest(PICTURE)}.png"
DOCUMENT = Document("Taxi", (), figures=(Figure(NAME, "image/png", size=len(PICTURE)),))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    kept = Cache(tmp_path / "cache")
    kept.put(KEY, Converted(DOCUMENT, {NAME: PICTURE}))
    kept.put_note("note", b"noted")
    return kept


def test_a_document_comes_back_as_it_was_with_its_figures(cache: Cache) -> None:
    assert cache.get(KEY) == DOCUMENT
    assert cache.file(NAME).read_bytes() == PICTURE
    assert cache.note("note") == b"noted"
    assert cache.problems() == ()


def test_a_changed_bit_anywhere_makes_an_entry_missing_and_it_can_be_made_again(cache: Cache, tmp_path: Path) -> None:
    for path in [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]:
        whole = path.read_bytes()
        for place in {0, len(whole) // 2, len(whole) - 1}:
            path.write_bytes(bytes([*whole[:place], whole[place] ^ 1, *whole[place + 1 :]]))
            assert cache.get(KEY) is None or cache.note("note") is None, (path, place)
        cache.put(KEY, Converted(DOCUMENT, {NAME: PICTURE}))
        cache.put_note("note", b"noted")
    assert (cache.get(KEY), cache.note("note")) == (DOCUMENT, b"noted")


@pytest.mark.parametrize("damage", ["empty", "cut", "folder", "full folder", "dangling link", "later version"])
def test_entries_that_are_no_entries_count_as_missing_and_heal(cache: Cache, tmp_path: Path, damage: str) -> None:
    for path in [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]:
        content = path.read_bytes()
        path.unlink()
        if damage in ("empty", "cut"):
            path.write_bytes(content[: len(content) // 2 if damage == "cut" else 0])
        elif damage == "dangling link":
            path.symlink_to(tmp_path / "nowhere")
        elif damage == "later version":
            cache.put_note(path.name, b"\x93\x01\x02\x03")
        else:
            path.mkdir()
            if damage == "full folder":
                (path / "something").write_text("else")
    assert cache.get(KEY) is None
    cache.put(KEY, Converted(DOCUMENT, {NAME: PICTURE}))
    assert cache.get(KEY) == DOCUMENT
    assert cache.problems() == ()


def test_with_no_place_to_keep_anything_files_are_still_there_and_one_note_says_so(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    cache = Cache(tmp_path / "cache")
    converted = convert_source(".md", b"# A\n")
    for number in range(3):
        cache.put(key_of(bytes([number])), converted)
        content = bytes([number])
        name = f"{content_digest(content)}.bin"
        assert cache.put_file(name, content).read_bytes() == content
        assert cache.file(name).read_bytes() == content
    assert [problem.path for problem in cache.problems()] == [".inpublic/cache"]


def test_files_that_were_kept_before_the_disk_was_full_stay_in_reach(cache: Cache, tmp_path: Path) -> None:
    files = tmp_path / "cache" / "files"
    files.rename(tmp_path / "before")
    files.symlink_to(tmp_path / "nowhere" / "at all")  # now nothing can be written
    (tmp_path / "nowhere").write_text("")
    cache.put_file(f"{content_digest(b'new')}.bin", b"new")
    assert cache.file("").is_dir()
    assert cache.problems() != ()


def test_what_a_killed_run_left_half_written_goes(cache: Cache, tmp_path: Path) -> None:
    part = tmp_path / "cache" / "files" / ".inpublic-0123456789abcdef.part"
    part.write_text("half")
    cache.tidy()
    assert not part.exists()
    assert [path.name for path in (tmp_path / "cache" / "files").iterdir()] == [NAME]
