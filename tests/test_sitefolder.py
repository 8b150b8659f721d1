"""The finished site takes its place at once, and a folder that no build has made is never emptied."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from inpublic.errors import InpublicError
from inpublic.writing.sitefolder import publish, recover, refuse_foreign, stage

OLD, NEW = {"index.html": "old", "gone/index.html": "old"}, {"index.html": "new", "fresh/index.html": "new"}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def files(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def renew(site: Path, state: Path) -> None:
    staged = write(stage(site, state), NEW)
    publish(staged, site, state)
    assert not staged.exists()
    assert not (staged.parent / "site-old").exists()


@pytest.fixture(params=["linux", "elsewhere"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let the module believe that it runs on a system without an exchange of folders, too."""
    if request.param == "elsewhere":
        monkeypatch.setattr(sys, "platform", "elsewhere")
    return str(request.param)


def test_the_new_site_takes_the_place_of_the_last(tmp_path: Path, system: str) -> None:
    site = write(tmp_path / "site", OLD)
    renew(site, tmp_path / ".inpublic")
    assert files(site) == NEW
    assert {path.name for path in (tmp_path / ".inpublic").iterdir()} == {"site.json"}


def test_the_first_site_needs_no_folder_to_be_there(tmp_path: Path, system: str) -> None:
    renew(tmp_path / "public" / "site", tmp_path / ".inpublic")
    assert files(tmp_path / "public" / "site") == NEW


def test_what_is_hidden_in_the_site_belongs_to_somebody_else_and_stays(tmp_path: Path, system: str) -> None:
    site = write(
        tmp_path / "site",
        {
            **OLD,
            ".git/HEAD": "ref",
            ".inpublic-0123456789abcdef.part": "half",
            "fresh": "now a folder",
            "a/b": "now nothing",
        },
    )
    (site / "link").symlink_to(write(tmp_path / "outside", {"index.html": "theirs"}))
    renew(site, tmp_path / ".inpublic")
    assert files(site) == {**NEW, ".git/HEAD": "ref"}
    assert sorted(path.name for path in site.iterdir()) == [".git", "fresh", "index.html"]
    assert files(tmp_path / "outside") == {"index.html": "theirs"}


def test_a_site_folder_that_cannot_be_moved_is_filled_file_by_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "elsewhere")
    site = write(tmp_path / "site", OLD)
    staged = write(stage(site, tmp_path / ".inpublic"), NEW)
    write(tmp_path / ".inpublic", {"site-old/in the way": "x"})  # no renames then
    publish(staged, site, tmp_path / ".inpublic")
    assert files(site) == NEW


def test_a_run_killed_between_two_renames_is_put_right_by_the_next(tmp_path: Path) -> None:
    state, site = tmp_path / ".inpublic", tmp_path / "site"
    renew(site, state)
    site.rename(state / "site-old")
    recover(state)
    assert files(site) == NEW
    site.rename(state / "site-old")
    stage(site, state)
    assert files(site) == NEW


def test_left_overs_of_killed_runs_go_and_a_link_among_them_is_not_followed(tmp_path: Path) -> None:
    site, state = write(tmp_path / "site", OLD), tmp_path / ".inpublic"
    write(state, {"site-old/half.html": "half"})
    (state / "site").symlink_to(write(tmp_path / "outside", {"mine": "mine"}))
    assert list(stage(site, state).iterdir()) == []
    assert {path.name for path in state.iterdir()} == {"site"}
    assert files(tmp_path / "outside") == {"mine": "mine"}
    assert files(site) == OLD


def test_a_spare_site_is_left_for_the_next_build_and_stays_out_of_any_other(tmp_path: Path, system: str) -> None:
    site, state = write(tmp_path / "site", OLD), tmp_path / ".inpublic"
    publish(write(stage(site, state), NEW), site, state, spare=True)
    assert files(site) == NEW
    assert files(stage(site, state, spare=True)) == ({} if system == "elsewhere" else OLD)
    assert files(stage(site, state)) == {}


def test_a_spare_site_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    site, state = write(tmp_path / "site", OLD), tmp_path / ".inpublic"
    state.mkdir()
    (state / "site").symlink_to(write(tmp_path / "outside", {"mine": "mine"}))
    assert files(stage(site, state, spare=True)) == {}
    assert files(tmp_path / "outside") == {"mine": "mine"}


@pytest.mark.parametrize(
    "site", [".", "..", "docs", "docs/site", "projects", "projects/x", ".git", ".inpublic", ".inpublic/site", "/"]
)
def test_a_folder_that_holds_the_learners_work_is_never_built_into(tmp_path: Path, site: str) -> None:
    root = write(tmp_path / "root", {"docs/a.md": "a", "projects/x/b.md": "b", ".git/HEAD": "c"})
    with pytest.raises(InpublicError, match="that would empty"):
        refuse_foreign((root / site).resolve(), root)


def test_a_folder_with_files_that_no_build_made_is_refused_until_it_is_empty_or_ours(tmp_path: Path) -> None:
    root = write(tmp_path / "root", {"docs/a.md": "a"})
    for site in (root / "photos", tmp_path / "elsewhere"):
        write(site, {"holiday.jpg": "photo"})
        with pytest.raises(InpublicError, match=r"holiday\.jpg"):
            refuse_foreign(site, root)
        (site / "holiday.jpg").rename(site / ".nojekyll")
        refuse_foreign(site, root)
        renew(site, root / ".inpublic")
        refuse_foreign(site, root)


def test_a_site_that_mkdocs_made_is_taken_over_inside_the_folder_only(tmp_path: Path) -> None:
    root = write(tmp_path / "root", {"docs/a.md": "a", "site/sitemap.xml": "<urlset/>"})
    refuse_foreign(root / "site", root)
    with pytest.raises(InpublicError, match=r"sitemap\.xml"):
        refuse_foreign(write(tmp_path / "www", {"sitemap.xml": "<urlset/>"}), root)


@pytest.mark.parametrize("name", ["404.html", "sitemap.xml"])
def test_another_folder_with_one_page_like_those_of_mkdocs_is_not_taken_for_a_site(tmp_path: Path, name: str) -> None:
    root = write(tmp_path / "root", {f"blog/{name}": "mine", "blog/post.html": "mine"})
    with pytest.raises(InpublicError, match=r"post\.html"):
        refuse_foreign(root / "blog", root)
    write(root / "blog", {"404.html": "", "sitemap.xml": ""})
    refuse_foreign(root / "blog", root)


def test_a_folder_site_without_any_page_of_mkdocs_is_somebodys(tmp_path: Path) -> None:
    root = write(tmp_path / "root", {"site/plan.txt": "mine"})
    with pytest.raises(InpublicError, match=r"plan\.txt"):
        refuse_foreign(root / "site", root)
    write(root / "site", {"404.html": ""})
    refuse_foreign(root / "site", root)


def test_a_portfolio_that_was_moved_makes_no_folder_where_it_was(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    renew(before / "public" / "site", before / ".inpublic")
    (before / "public" / "site").rename(before / ".inpublic" / "site-old")
    before.rename(after)
    recover(after / ".inpublic")
    assert not before.exists()
    renew(after / "public" / "site", after / ".inpublic")
    assert files(after / "public" / "site") == NEW


def test_a_file_in_the_place_of_the_site_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    with pytest.raises(InpublicError, match="that is a file"):
        refuse_foreign(tmp_path / "site", tmp_path)


def test_a_home_folder_is_no_place_for_a_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home/ada"
    (home / "site-source").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    for site in (home, home.parent):
        with pytest.raises(InpublicError, match=r"home folder|would empty"):
            refuse_foreign(site, tmp_path / "elsewhere")


def test_a_folder_with_hidden_files_of_somebody_is_not_empty(tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / ".git").mkdir(parents=True)
    refuse_foreign(other, tmp_path / "root")
    (other / ".bashrc").write_text("x")
    with pytest.raises(InpublicError, match=r"\.bashrc"):
        refuse_foreign(other, tmp_path / "root")
