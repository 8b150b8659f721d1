"""Whatever is damaged in the cache counts as missing, and where nothing can be kept a build works without it."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inpublic.cache import Cache, content_digest, key_of
from inpublic.convert import convert_source
from inpublic.document import Converted, Document, Figure
from inpublic.uses import DAY, Entry, stale

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
    name = ".inpublic-0123456789abcdef.part"
    parts = [tmp_path / "cache" / folder / name for folder in ("", "files", "documents")]
    for part in parts:
        part.write_text("half")
    with closing(Cache(tmp_path / "cache")):
        cache.tidy()
    assert all(part.exists() for part in parts)  # another run may be writing them
    cache.tidy()
    assert not any(part.exists() for part in parts)
    assert [path.name for path in (tmp_path / "cache" / "files").glob("*.png")] == [NAME]


NOW = 2_000_000_000
OLD, LATELY = NOW - 100 * DAY, NOW - 30 * DAY


def picture(number: int, size: int = 1000) -> tuple[str, bytes]:
    content = bytes([number]) * size
    return f"{content_digest(content)}.png", content


def entries(root: Path) -> set[str]:
    return {path.name for path in (root / "cache/files").iterdir()}


def sign(path: Path) -> tuple[int, int, int]:
    """Tell whether a file was written or touched; reading it changes nothing of this."""
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_ctime_ns


def fill(root: Path, numbers: range, now: int, size: int = 1000) -> list[str]:
    """Do what a run does that uses some files at some time."""
    with closing(Cache(root / "cache")) as cache:
        names = [cache.put_file(*picture(number, size)).name for number in numbers]
        cache.save(now)
    return names


def prune(root: Path, now: int = NOW, megabytes: int = 2000, days: int = 60) -> list[str]:
    with closing(Cache(root / "cache")) as cache:
        return [entry.name for entry in cache.prune(now, megabytes=megabytes, days=days)]


def test_what_no_run_has_used_for_long_goes_and_all_else_stays(tmp_path: Path) -> None:
    old, late = fill(tmp_path, range(3), OLD), fill(tmp_path, range(3, 6), LATELY)
    assert sorted(prune(tmp_path)) == sorted(old)
    assert entries(tmp_path) == set(late)


def test_what_was_made_long_ago_and_used_since_stays(tmp_path: Path) -> None:
    names = fill(tmp_path, range(3), OLD)
    fill(tmp_path, range(2), LATELY)
    assert prune(tmp_path) == names[2:]


def test_what_this_run_has_used_never_goes(tmp_path: Path) -> None:
    names = fill(tmp_path, range(5), OLD, 400_000)
    with closing(Cache(tmp_path / "cache")) as cache:
        assert cache.holds(names[0])
        gone = cache.prune(NOW, megabytes=1, days=1)
    assert sorted(entry.name for entry in gone) == sorted(names[1:])
    assert prune(tmp_path, NOW + 2 * DAY, days=1) == names[:1]  # nobody has saved that it was used


def test_a_document_that_was_read_keeps_its_blocks_and_figures(cache: Cache, tmp_path: Path) -> None:
    cache.save(OLD)
    cache.close()
    with closing(Cache(tmp_path / "cache")) as later:
        document = later.get(KEY)
        assert [entry.name for entry in later.prune(NOW, megabytes=2000, days=60)] == ["note"]
        assert document == DOCUMENT
        assert later.file(NAME).is_file()


def test_beyond_its_size_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    runs = [fill(tmp_path, range(n, n + 1), NOW - 10 * DAY + n * 2 * DAY, 400_000) for n in range(4)]
    assert prune(tmp_path, megabytes=1) == [*runs[0], *runs[1]]
    assert prune(tmp_path, megabytes=1) == []


def test_the_cache_is_looked_through_once_a_day_unless_it_grew_too_large(tmp_path: Path) -> None:
    first = fill(tmp_path, range(1), NOW)
    prune(tmp_path)
    stranger = tmp_path / "cache/files/0123.png"
    stranger.write_bytes(b"old")
    os.utime(stranger, (OLD, OLD))
    assert prune(tmp_path, NOW + DAY // 2) == []
    large = fill(tmp_path, range(1, 4), NOW, 400_000)
    assert prune(tmp_path, NOW + DAY // 2, megabytes=1)[:1] == ["0123.png"]
    assert entries(tmp_path) < {*first, *large}


def test_without_a_memory_of_uses_the_time_of_the_file_counts(tmp_path: Path) -> None:
    names = fill(tmp_path, range(2), NOW)
    os.utime(tmp_path / "cache/files" / names[0], (OLD, OLD))
    os.utime(tmp_path / "cache/files" / names[1], (LATELY, LATELY))
    (tmp_path / "cache/uses").write_bytes(b"\xc1 damaged")
    assert prune(tmp_path) == names[:1]


def test_a_clock_that_was_once_wrong_keeps_nothing_for_ever(tmp_path: Path) -> None:
    names = fill(tmp_path, range(1), NOW + 1000 * DAY)
    assert prune(tmp_path) == []
    assert prune(tmp_path, NOW + 61 * DAY) == names


def test_nothing_is_changed_about_an_entry_that_is_used(tmp_path: Path) -> None:
    names = fill(tmp_path, range(1), OLD)
    before = sign(tmp_path / "cache/files" / names[0])
    fill(tmp_path, range(1), LATELY)
    assert sign(tmp_path / "cache/files" / names[0]) == before


def test_uses_are_written_once_a_day_at_most(tmp_path: Path) -> None:
    fill(tmp_path, range(9), NOW)
    before = sign(tmp_path / "cache/uses")
    fill(tmp_path, range(9), NOW + DAY // 2)
    assert sign(tmp_path / "cache/uses") == before
    fill(tmp_path, range(9), NOW + 2 * DAY)
    assert sign(tmp_path / "cache/uses") != before


def test_links_folders_and_hidden_files_are_no_entries(tmp_path: Path) -> None:
    fill(tmp_path, range(1), OLD)
    there = tmp_path / "precious"
    there.write_text("precious")
    (tmp_path / "cache/files/link").symlink_to(there)
    (tmp_path / "cache/files/folder").mkdir()
    (tmp_path / "cache/files/.hidden").write_text("")
    for name in ("link", "folder", ".hidden"):
        os.utime(tmp_path / "cache/files" / name, (OLD, OLD), follow_symlinks=False)
    prune(tmp_path)
    assert {path.name for path in (tmp_path / "cache/files").iterdir()} == {"link", "folder", ".hidden"}
    assert there.read_text() == "precious"


def test_nothing_goes_while_another_has_the_cache_open(tmp_path: Path) -> None:
    names = fill(tmp_path, range(2), OLD)
    with closing(Cache(tmp_path / "cache")):
        assert prune(tmp_path) == []
    assert sorted(prune(tmp_path)) == sorted(names)


@given(
    entries=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)), max_size=20),
    used=st.sets(st.integers(0, 19)),
    most=st.integers(0, 40),
    oldest=st.integers(0, 9),
)
def test_no_more_goes_than_has_to(entries: list[tuple[int, int]], used: set[int], most: int, oldest: int) -> None:
    listed = [Entry(when, f"{number}", "", size) for number, (when, size) in enumerate(entries)]
    names = {str(number) for number in used}
    gone = stale(listed, names, most=most, oldest=oldest)
    left = [entry for entry in listed if entry not in gone]
    free = [entry for entry in left if entry.name not in names]
    assert not names & {entry.name for entry in gone}
    assert all(entry.used >= oldest for entry in free)
    assert sum(entry.size for entry in left) <= most or not free
    young = [entry for entry in gone if entry.used >= oldest]
    assert not young or max(young) < min(free, default=(*max(young), 1))
    assert not young or sum(entry.size for entry in left) + max(young).size > most


WRITER = """
import sys
from pathlib import Path
from inpublic.cache import Cache, content_digest, key_of
from inpublic.document import Block, Converted, Document, Figure

root, seed, rounds, now = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), 2_000_000_000
for turn in range(rounds):
    cache = Cache(root / "cache")
    cache.tidy()
    for number in range(8):  # both processes use the same entries, and some of their own
        own = number if number < 4 else 100 * seed + 10 * (turn % 3) + number
        picture = str(own).encode() * 500
        name = f"{content_digest(picture)}.png"
        document = Document(str(own), (Block(f"<p>{own}</p>" * 50),), figures=(Figure(name, "image/png"),))
        found = cache.get(key_of(str(own).encode())) or cache.put(
            key_of(str(own).encode()), Converted(document, {name: picture})
        )
        assert tuple(found.blocks) == document.blocks
        assert cache.file(name).read_bytes() == picture
    for number in range(4):  # what was used in this run is still there, whatever the other has taken away
        found = cache.get(key_of(str(number).encode()))
        assert found is not None, number
        assert tuple(found.blocks)
    assert cache.problems() == ()
    cache.save(now + turn * 86_400 * 2)
    print(len(cache.prune(now + turn * 86_400 * 2, megabytes=1, days=1)), flush=True)
    cache.close()
"""


def test_two_processes_that_write_and_prune_at_once_never_meet_a_hole(tmp_path: Path) -> None:
    rounds = "40"
    commands = [[sys.executable, "-c", WRITER, str(tmp_path), seed, rounds] for seed in ("1", "2", "3")]
    running = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for words in commands]
    said = [process.communicate(timeout=100) for process in running]
    assert [(process.returncode, error) for process, (_, error) in zip(running, said, strict=True)] == [(0, "")] * 3
    assert sum(int(number) for output, _ in said for number in output.split()) > 0
    assert list((tmp_path / "cache").rglob("*.part")) == []
