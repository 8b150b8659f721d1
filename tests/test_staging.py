"""What the next site begins with is what the last one has, and nothing else."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from inpublic.digests import Digests
from inpublic.engine.record import Built, SiteRecord
from inpublic.engine.staging import link_last

PAGES = {"a/index.html": "a", "b/c/index.html": "c", "index.html": "top"}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path / "site", PAGES)


@pytest.fixture
def staged(tmp_path: Path) -> Path:
    (tmp_path / "staged").mkdir()
    return tmp_path / "staged"


def link(site: Path, staged: Path, *places: str) -> None:
    built = {place: Built(place, "key", sha256(PAGES[place].encode()).hexdigest()) for place in places or tuple(PAGES)}
    link_last(SiteRecord(files=built), site, staged, Digests(site.parent / "digests"))


def test_an_empty_folder_gets_the_files_of_the_last_site_without_copies(site: Path, staged: Path) -> None:
    link(site, staged)
    assert names(staged) == names(site)
    assert all((staged / name).samefile(site / name) for name in PAGES)


def test_a_file_that_somebody_changed_is_not_taken_over(site: Path, staged: Path) -> None:
    (site / "index.html").write_text("mine")
    link(site, staged)
    assert names(staged) == names(site) - {"index.html"}


def test_what_is_the_same_already_stays_as_it_is(site: Path, staged: Path) -> None:
    link(site, staged)
    entry = (staged / "a").stat().st_mtime_ns, (staged / "a/index.html").stat().st_ctime_ns
    link(site, staged)
    assert ((staged / "a").stat().st_mtime_ns, (staged / "a/index.html").stat().st_ctime_ns) == entry
    assert names(staged) == names(site)


@pytest.mark.parametrize(
    ("files", "kept"),
    [
        ({"a/index.html": "a"}, PAGES),
        ({"a/index.html": "older", "gone/deep/index.html": "gone"}, PAGES),
        ({"a": "a file where a folder was"}, PAGES),
        ({"b/c/index.html": "c"}, ("index.html",)),
    ],
    ids=["an equal copy", "an older page and one that is gone", "a file in a folder's place", "no longer built"],
)
def test_what_stands_there_besides_goes_with_its_empty_folders(
    site: Path, staged: Path, files: dict[str, str], kept: tuple[str, ...]
) -> None:
    write(staged, files)
    link(site, staged, *kept)
    assert {name for name in names(staged) if (staged / name).is_file()} == set(kept)
    assert all(any(folder.iterdir()) for folder in staged.rglob("*") if folder.is_dir())
    assert all((staged / name).samefile(site / name) for name in kept)
    assert (site / "a/index.html").read_text() == "a"


def test_a_link_to_a_folder_is_not_followed(site: Path, staged: Path, tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"index.html": "mine"})
    (staged / "a").symlink_to(outside)
    link(site, staged)
    assert (outside / "index.html").read_text() == "mine"
    assert not (staged / "a").is_symlink()
    assert names(staged) == names(site)
