"""A site never shows what only a forgotten run has made, and nobody's own file is taken for it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import Result

from inpublic.errors import Severity
from inpublic.writing.leftovers import leftovers
from inpublic.writing.walking import files_in

MakeSite = Callable[[Mapping[str, str]], Path]
TAXI = "---\ndate: 2026-03-01\ntags: [taxi]\n---\n# Taxi\n\nHow much is it to the airport?\n"
WINE = "---\ndate: 2026-03-02\n---\n# Wine\n\nWhich grapes went into this bottle?\n"


@pytest.fixture
def forgotten(make_site: MakeSite, run: Callable[..., Result], notebook: Callable[..., str]) -> Path:
    """Build a site, and delete what remembers it."""
    root = make_site({"projects/taxi.md": TAXI, "projects/wine/README.md": WINE})
    (root / "projects/wine/a.ipynb").write_text(notebook("# Grapes"))
    assert run("build", "--tree-only", "--root", root).exit_code == 0
    shutil.rmtree(root / ".inpublic")
    return root


def test_a_lost_manifest_alone_is_no_fault(forgotten: Path, run: Callable[..., Result]) -> None:
    before = {path: path.read_bytes() for path in (forgotten / "docs").rglob("*") if path.is_file()}
    assert run("build", "--tree-only", "--root", forgotten).exit_code == 0
    assert {path: path.read_bytes() for path in (forgotten / "docs").rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("fate", ["draft", "gone", "secret"])
@pytest.mark.parametrize("strict", [(), ("--strict",)], ids=["", "strict"])
def test_the_page_of_work_that_is_not_published_any_more_stops_the_build(
    forgotten: Path, run: Callable[..., Result], fate: str, strict: tuple[str, ...]
) -> None:
    source = forgotten / "projects/taxi.md"
    key = "gh" + "p_" + "aB3dE6gH9jK2mN5pQ8rS1tU4vW7xY0zA3bC6"
    source.write_text({"draft": TAXI.replace("date", "draft: true\ndate", 1), "secret": TAXI + key}.get(fate, ""))
    if fate == "gone":
        source.unlink()
    result = run("build", *strict, "--root", forgotten)
    assert result.exit_code == 1
    assert not (forgotten / "site").exists()
    if fate != "secret" or not strict:  # there the secret stops the build before
        assert "projects/taxi/index.md" in result.output
        assert "feeds/tag/taxi.xml" in result.output
    shutil.rmtree(forgotten / "docs/projects/taxi")
    (forgotten / "docs/feeds/tag/taxi.xml").unlink()
    assert "of an earlier run" not in run("build", "--tree-only", "--root", forgotten).output


def test_the_download_of_a_part_that_is_gone_stops_the_build(forgotten: Path, run: Callable[..., Result]) -> None:
    (forgotten / "projects/wine/a.ipynb").unlink()
    result = run("build", "--root", forgotten)
    assert result.exit_code == 1
    assert "docs/projects/wine/a/a.ipynb, docs/projects/wine/a/index.md" in result.output


def test_pages_that_somebody_wrote_among_ours_are_none_of_our_business(
    forgotten: Path, run: Callable[..., Result]
) -> None:
    for name in ("docs/projects/mine.md", "docs/projects/mine/index.md", "docs/feeds/other.xml"):
        (forgotten / name).parent.mkdir(exist_ok=True)
        (forgotten / name).write_text("# Mine\n")
    assert run("build", "--tree-only", "--root", forgotten).exit_code == 0
    assert (forgotten / "docs/projects/mine.md").exists()


def test_many_leftovers_of_one_folder_are_one_error_and_links_are_not_followed(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    for number in range(9):
        page = docs / f"projects/p{number}/index.md"
        page.parent.mkdir(parents=True)
        page.write_bytes(b'<div class="ip-head">')
    (docs / "feeds").symlink_to(docs / "projects")
    known = {"projects/p0/index.md"}
    (problem,) = leftovers(docs, known, files_in(str(docs)))
    assert (problem.path, problem.severity) == ("docs/projects", Severity.ERROR)
    assert "8 files" in problem.message
    assert "p1/index.md" in problem.message
    assert "p4" not in problem.message
    assert "p0" not in problem.message
