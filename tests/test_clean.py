"""Cleaning removes what can be made again, and nothing of the learner's, however odd their folder is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click.testing
import pytest

from inpublic.cache import Cache
from inpublic.clean import CleanReport, Removed
from inpublic.writing.lock import exclusive

Run = Callable[..., click.testing.Result]
OWN = {
    "projects/a.md": "---\ndate: 2026-01-01\n---\n# A\n\nWords.\n",
    "projects/b/README.md": "---\ndate: 2026-01-02\ntags: [x]\n---\n# B\n\n![c](c.svg)\n",
    "projects/b/c.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>',
    "docs/about.md": "# About\n",
}
LOCKS = {"lock", "lock.json", "cache.lock"}


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and not (path.parent.name == ".inpublic" and path.name in LOCKS)
    }


@pytest.fixture
def own(make_site: Callable[..., Path]) -> Path:
    return make_site(OWN)


@pytest.fixture
def tree(own: Path, run: Run) -> Path:
    """Lay out a portfolio whose generated pages are made, but no site."""
    assert run("build", "--tree-only", "--root", own).exit_code == 0
    return own


def clean(run: Run, root: Path, *more: str) -> str:
    done = run("clean", "--root", root, *more)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_built_portfolio_is_as_it_was_before_its_first_build(own: Path, run: Run) -> None:
    before = files_of(own)
    run("build", "--root", own)
    assert (own / "site/index.html").is_file()
    output = clean(run, own)
    assert files_of(own) == before
    assert {path.name for path in own.iterdir()} == {".inpublic", "docs", "mkdocs.yml", "projects"}
    assert all(f"{place}/ (" in output for place in ("docs", "site", ".inpublic", ".inpublic/cache"))
    assert clean(run, own) == "There was nothing to remove.\n"


def test_after_cleaning_a_build_gives_the_same_tree(tree: Path, run: Run) -> None:
    before = files_of(tree / "docs")
    clean(run, tree)
    run("build", "--tree-only", "--root", tree)
    assert files_of(tree / "docs") == before


def test_the_cache_alone_goes_when_that_is_asked_for(tree: Path, run: Run) -> None:
    before = {name: content for name, content in files_of(tree).items() if not name.startswith(".inpublic/cache/")}
    clean(run, tree, "--cache")
    assert not (tree / ".inpublic/cache").exists()
    assert files_of(tree) == before


def test_what_was_removed_is_counted() -> None:
    report = CleanReport((Removed("docs", 1, 20_000), Removed(".inpublic/cache", 12, 3_450_000)))
    assert str(report) == "Removed from docs/ (1 file, 0.0 MB), .inpublic/cache/ (12 files, 3.5 MB)."


def test_what_somebody_wrote_into_a_generated_page_is_kept_and_told(tree: Path, run: Run) -> None:
    (tree / "docs/projects/a/index.md").write_text("my own words")
    output = clean(run, tree)
    assert "docs/projects/a/index.md" in output
    assert not (tree / "docs/projects").exists()
    kept = [path for path in (tree / ".inpublic/edited").rglob("*") if path.is_file()]
    assert [path.read_text() for path in kept] == ["my own words"]
    clean(run, tree)
    assert kept[0].read_text() == "my own words"


def test_a_home_page_of_their_own_stays_where_it_is(own: Path, run: Run) -> None:
    (own / "docs/index.md").write_text("# My own home\n")
    run("build", "--tree-only", "--root", own)
    clean(run, own)
    assert (own / "docs/index.md").read_text() == "# My own home\n"


def test_a_generated_home_page_that_somebody_rewrote_stays_where_it_is(tree: Path, run: Run) -> None:
    (tree / "docs/index.md").write_text("# Rewritten\n")
    clean(run, tree)
    assert (tree / "docs/index.md").read_text() == "# Rewritten\n"


@pytest.mark.parametrize("damage", ["missing", "broken"])
def test_without_a_manifest_generated_pages_stay_and_it_is_said_why(tree: Path, run: Run, damage: str) -> None:
    manifest = tree / ".inpublic/manifest.json"
    manifest.unlink() if damage == "missing" else manifest.write_text("{")
    before = files_of(tree / "docs")
    output = clean(run, tree)
    assert files_of(tree / "docs") == before
    assert "docs/projects" in output
    assert "manifest.json" in output


def elsewhere(root: Path, *files: str) -> Path:
    """Make a folder of somebody's outside the portfolio."""
    folder = root.parent / "precious"
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("precious")
    return folder


@pytest.mark.parametrize("name", ["docs", "docs/projects", "docs/assets", "site", ".inpublic/cache", ".inpublic/site"])
def test_no_link_is_followed(tree: Path, run: Run, name: str) -> None:
    there = elsewhere(tree, "a/index.md", "index.md", "documents/x", "404.html", "sitemap.xml", "inpublic/inpublic.css")
    before = files_of(there)
    place = tree / name
    if place.exists():
        place.rename(tree.parent / "away")
    place.symlink_to(there)
    output = clean(run, tree)
    assert files_of(there) == before
    assert place.is_symlink() != (name == ".inpublic/site")
    assert (f"{name}: warning: this is a link to" in output) == (name in ("docs", "site", ".inpublic/cache"))


def test_pages_behind_a_link_are_still_known_to_the_next_build(tree: Path, run: Run) -> None:
    (tree / "docs").rename(tree.parent / "real-docs")
    (tree / "docs").symlink_to(tree.parent / "real-docs")
    clean(run, tree)
    (tree / "projects/a.md").unlink()
    assert run("build", "--tree-only", "--root", tree).exit_code == 0
    assert not (tree / "docs/projects/a").exists()


def test_links_inside_what_goes_are_removed_and_what_they_lead_to_stays(tree: Path, run: Run) -> None:
    there = elsewhere(tree, "x")
    (tree / ".inpublic/cache/files/more").symlink_to(there)
    (tree / ".inpublic/site").mkdir()
    (tree / ".inpublic/site/more").symlink_to(there)
    clean(run, tree)
    assert files_of(there) == {"x": b"precious"}
    assert not (tree / ".inpublic/site").exists()


def test_a_state_that_is_a_link_is_refused(own: Path, run: Run) -> None:
    there = elsewhere(own, "manifest.json", "cache/x", "digests")
    (own / ".inpublic").symlink_to(there)
    done = run("clean", "--root", own)
    assert done.exit_code == 1
    assert "is a link to" in done.output
    assert set(files_of(there)) == {"manifest.json", "cache/x", "digests"}


@pytest.mark.parametrize("name", ["site", "public"])
def test_a_folder_that_no_build_has_made_stays(tree: Path, run: Run, name: str) -> None:
    with (tree / "mkdocs.yml").open("a") as file:
        file.write(f"site_dir: {name}\n")
    (tree / name).mkdir()
    (tree / name / "thesis.tex").write_text("years of work")
    output = clean(run, tree)
    assert f"{name}: warning: this folder stays" in output
    assert (tree / name / "thesis.tex").read_text() == "years of work"


def test_what_is_hidden_in_a_site_stays_as_it_does_in_a_build(tree: Path, run: Run) -> None:
    (tree / "site/.git").mkdir(parents=True)
    (tree / "site/.git/config").write_text("[core]")
    (tree / "site/404.html").write_text("not found")
    clean(run, tree)
    assert files_of(tree / "site") == {".git/config": b"[core]"}


def test_files_of_others_in_our_folders_of_docs_stay(tree: Path, run: Run) -> None:
    (tree / "docs/projects/notes.md").write_text("# My notes\n")
    (tree / "docs/assets/inpublic/logo.png").write_bytes(b"my logo")
    clean(run, tree)
    assert (tree / "docs/projects/notes.md").read_text() == "# My notes\n"
    assert (tree / "docs/assets/inpublic/logo.png").read_bytes() == b"my logo"


def test_a_manifest_that_names_what_is_not_ours_takes_nothing_out_of_the_folder(tree: Path, run: Run) -> None:
    (tree / ".inpublic/manifest.json").write_text('{"files": {"../mkdocs.yml": [], "about.md": ["0"], "/etc/x": []}}')
    clean(run, tree)
    assert (tree / "mkdocs.yml").is_file()
    kept = [path.read_text() for path in (tree / ".inpublic/edited").rglob("about.md")]
    assert kept == ["# About\n"]


def test_nothing_goes_while_another_run_is_at_work(tree: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inpublic.writing.lock.PATIENCE", 0.1)
    before = files_of(tree)
    with exclusive(tree / ".inpublic", "a build", patience=0.1):
        done = run("clean", "--root", tree)
    assert done.exit_code == 1
    assert "another run is at work" in done.output
    assert files_of(tree) == before


def test_nothing_goes_while_another_run_reads_the_cache(tree: Path, run: Run) -> None:
    before = files_of(tree)
    reader = Cache(tree / ".inpublic/cache")
    done = run("clean", "--root", tree)
    assert done.exit_code == 1
    assert "another run is using" in done.output
    assert files_of(tree) == before
    del reader
    clean(run, tree)


def test_what_cannot_be_removed_is_said(tree: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("shutil.rmtree", refuse)
    done = run("clean", "--root", tree)
    assert done.exit_code == 1
    assert "cannot remove" in done.output
    assert "Traceback" not in done.output
