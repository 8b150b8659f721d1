"""What is remembered of a file is never older than the file."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest

from inpublic.digests import Digests


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("one")
    os.utime(path, ns=(10**18 + 1, 10**18 + 1))
    return path


def _settle(path: Path, digests: Digests) -> None:
    """Look at a file until its last change is long enough ago."""
    before = -1
    while digests.hashed != before:
        before = digests.hashed
        digests.of(path)


def test_an_unchanged_file_is_read_once_whatever_the_number_of_runs(old: Path, tmp_path: Path) -> None:
    first = Digests(tmp_path / "store")
    _settle(old, first)
    first.save()
    later = Digests(tmp_path / "store")
    assert [later.of(old), later.of(old)] == [_digest("one")] * 2
    assert later.hashed == 0


def test_a_change_that_keeps_size_and_time_of_content_is_seen(old: Path, tmp_path: Path) -> None:
    digests = Digests(tmp_path / "store")
    _settle(old, digests)
    old.write_text("two")
    os.utime(old, ns=(10**18 + 1, 10**18 + 1))
    assert digests.of(old) == _digest("two")


def test_a_file_that_was_looked_at_right_after_a_change_is_looked_at_again(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    digests = Digests(tmp_path / "store")
    path.write_text("one")
    digests.of(path)
    digests.of(path)
    assert digests.hashed == 2


def test_what_we_wrote_ourselves_need_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one")
    digests = Digests(tmp_path / "store")
    digests.wrote(path, _digest("one"))
    digests.save()
    later = Digests(tmp_path / "store")
    assert (later.of(path), later.hashed) == (_digest("one"), 0)


@pytest.mark.parametrize("damage", [b"", b"\x00", b"\xc1 nonsense", b"\x81\xa1a\xc0"])
def test_a_damaged_store_knows_nothing(old: Path, tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "store").write_bytes(damage)
    digests = Digests(tmp_path / "store")
    assert (digests.of(old), digests.hashed) == (_digest("one"), 1)


def test_what_is_gone_is_forgotten_and_what_nobody_asked_for_is_kept(old: Path, tmp_path: Path) -> None:
    other, gone = tmp_path / "b.txt", tmp_path / "c.txt"
    other.write_text("two")
    gone.write_text("three")
    digests = Digests(tmp_path / "store")
    for path in (other, gone):
        digests.wrote(path, _digest(path.read_text()))
    digests.save()
    gone.unlink()
    later = Digests(tmp_path / "store")
    later.of(old)
    later.save()
    last = Digests(tmp_path / "store")
    assert (last.of(other), last.hashed) == (_digest("two"), 0)
    with pytest.raises(FileNotFoundError):
        last.of(gone)


def test_what_was_found_in_this_run_can_be_had_without_the_disk(old: Path, tmp_path: Path) -> None:
    digests = Digests(tmp_path / "store")
    assert digests.last(old) == ""
    digests.of(old)
    old.unlink()
    assert digests.last(old) == _digest("one")
    digests.begin()
    assert digests.last(old) == ""


def test_another_run_reads_no_file_that_is_as_it_was(old: Path, tmp_path: Path) -> None:
    digests = Digests(tmp_path / "store")
    _settle(old, digests)
    hashed = digests.hashed
    digests.begin()
    assert (digests.of(old), digests.hashed) == (_digest("one"), hashed)


def test_files_are_known_by_the_new_name_of_their_folder(tmp_path: Path) -> None:
    staged, site = tmp_path / "staged", tmp_path / "site"
    for folder, text in ((staged, "new"), (site, "older")):
        folder.mkdir()
        (folder / "a.txt").write_text(text)
    (site / "b.txt").write_text("same")
    (staged / "b.txt").hardlink_to(site / "b.txt")
    digests = Digests(tmp_path / "store")
    for path, text in ((staged / "a.txt", "new"), (site / "a.txt", "older"), (site / "b.txt", "same")):
        digests.wrote(path, _digest(text), linked=True)
    digests.linked(f"{site}/b.txt", f"{staged}/b.txt")
    site.rename(tmp_path / "old")
    staged.rename(site)
    digests.moved(staged, site)
    assert [digests.last(site / name) for name in ("a.txt", "b.txt")] == [_digest("new"), _digest("same")]
    assert digests.last(staged / "a.txt") == ""
    digests.save()
    later = Digests(tmp_path / "store")
    assert [later.of(site / name, linked=True) for name in ("a.txt", "b.txt")] == [_digest("new"), _digest("same")]
    assert later.hashed == 0


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Digests(tmp_path / "store").of(tmp_path / "none")
