"""What a build leaves alone is what a clean build would make of it, byte for byte."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic import digests, finish
from inpublic.cli import main
from inpublic.engine.record import read_record
from inpublic.host import Site, build_site
from inpublic.pages.cards import MANY
from inpublic.writing.manifest import read_manifest

SETTINGS = """\
site_name: {name}
site_url: https://ada.example/portfolio/
repo_url: https://github.com/ada/learning
theme: {{name: material, font: false, features: [{feature}]}}
plugins: [search, inpublic]
markdown_extensions: [attr_list, admonition, toc]
nav: [{nav}]
not_in_nav: /projects/*/
validation:
  links: {{not_found: warn, anchors: warn}}
"""
MENU = "index.md, projects/index.md, tags/index.md, subscribe/index.md"


def notebook(title: str, words: str) -> str:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": f"# {title}\n\n{words}\n\n## Part of {title}\n"},
        {
            "cell_type": "code",
            "metadata": {},
            "source": f"# {words}\n\n\nimport numpy\nnumpy.ones(1)",
            "execution_count": 1,
            "outputs": [],
        },
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


def settings_file(name: str = "Ada", feature: str = "toc.follow", nav: str = MENU) -> str:
    return SETTINGS.format(name=name, feature=feature, nav=nav)


START = {
    "mkdocs.yml": settings_file(),
    "projects/a/README.md": "---\ndate: 2026-01-01\ntags: [x]\n---\n# A\n\n[b](../b.ipynb#part-of-b), ![c](c.svg)\n",
    "projects/a/c.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>',
    "projects/b.ipynb": notebook("B", "one two"),
    "docs/about.md": "# About\n\n[a](projects/a/index.md), [anchor](projects/b/index.md#part-of-b), [more](more.md)\n",
    "docs/more.md": "# More\n\n[about](about.md#about)\n",
}

EDITS: dict[str, dict[str, str | None]] = {
    "a notebook": {"projects/b.ipynb": notebook("B", "three four")},
    "its title": {"projects/b.ipynb": notebook("Bee", "one two")},
    "a new one": {"projects/d.ipynb": notebook("D", "new")},
    "one goes": {"projects/b.ipynb": None},
    "a write-up": {"projects/a/README.md": "---\ndate: 2026-01-01\ntags: [x, y]\n---\n# A\n\nSee [d](../d.ipynb).\n"},
    "a draft": {"projects/a/README.md": "---\ndraft: true\n---\n# A\n\nNot yet.\n"},
    "a picture": {"projects/a/c.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="5" height="3"/>'},
    "a page by hand": {
        "docs/about.md": "# About me\n\nSee [a](projects/a/index.md#nothing) and [d](projects/d/index.md).\n"
    },
    "a new page by hand": {"docs/new.md": "# New\n\n[more](more.md)\n"},
    "a page by hand goes": {"docs/more.md": None},
    "a file by hand": {"docs/data/x.csv": "a,b\n"},
    "the same file": {"docs/data/x.csv": "a,c\n"},
    "name of the site": {"mkdocs.yml": settings_file(name="Quill")},
    "a feature": {"mkdocs.yml": settings_file(feature="navigation.footer")},
    "a milestone": {"projects/e.md": "---\ndate: 2026-02-02\nlevel: capstone\n---\n# E\n\nText.\n"},
    "another day of it": {"projects/e.md": "---\ndate: 2027-02-02\nlevel: capstone\n---\n# E\n\nText.\n"},
    "the menu": {"mkdocs.yml": settings_file(nav=f"{MENU}, about.md")},
    "the menu again": {"mkdocs.yml": settings_file(nav=f"{MENU}, about.md, more.md")},
}


def write(root: Path, files: dict[str, str | None]) -> None:
    for name, content in files.items():
        path = root / name
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)


def build(root: Path) -> str:
    done = CliRunner().invoke(main, ["build", "--jobs", "1", "--root", str(root)], catch_exceptions=False)
    assert "Traceback" not in done.output, done.output
    return done.output


def site_of(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root / "site").as_posix(): path.read_bytes()
        for path in (root / "site").rglob("*")
        if path.is_file()
    }


def clean_site(root: Path) -> dict[str, bytes]:
    """Build a copy of all that is the learner's, in the same place: no path may decide anything."""
    kept = root.with_name("kept")
    root.rename(kept)
    try:
        shutil.copytree(kept / "projects", root / "projects")
        by_hand = [
            path
            for path in ("docs/about.md", "docs/more.md", "docs/new.md", "docs/data/x.csv")
            if (kept / path).is_file()
        ]
        for name in ["mkdocs.yml", *by_hand]:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(kept / name, root / name)
        build(root)
        return site_of(root)
    finally:
        shutil.rmtree(root)
        kept.rename(root)


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@pytest.fixture(autouse=True)
def one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    for name in ("GITHUB_REPOSITORY", "GITHUB_EVENT_PATH", "SITE_URL", "INPUBLIC_SITE_URL", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(edits=st.lists(st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=2), min_size=1, max_size=4))
def test_after_any_edits_the_site_is_what_a_clean_build_makes(edits: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "site-folder"
        write(root, dict(START))
        build(root)
        for names in edits:
            for name in names:
                write(root, EDITS[name])
            build(root)
        assert differences(site_of(root), clean_site(root)) == []


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[Site]:
    """Collect what each build did."""
    done: list[Site] = []

    def counted(*arguments: object, **options: object) -> Site:
        done.append(build_site(*arguments, **options))  # type: ignore[arg-type]
        return done[-1]

    monkeypatch.setattr(finish, "build_site", counted)
    return done


def test_what_is_remembered_of_a_site_is_true(tmp_path: Path) -> None:
    root = tmp_path / "site-folder"
    write(root, dict(START))
    build(root)
    places = read_record(root / ".inpublic" / "site.record").places()
    assert places.keys() == site_of(root).keys()
    assert {place: sha256(content).hexdigest() for place, content in site_of(root).items()} == places


RENDERED = {
    "nothing": ({}, 0, 0),
    "a notebook": (EDITS["a notebook"], 1, 1),
    "a page by hand": (EDITS["a page by hand"], 1, 0),
    "a file by hand": (EDITS["a file by hand"], 3, 1),
}
"""What is edited, and the pages rendered and files copied for it; any page that is Markdown may link to a new file."""


@pytest.mark.parametrize(("edit", "rendered", "copied"), RENDERED.values(), ids=RENDERED.keys())
def test_only_what_changed_is_built(
    tmp_path: Path, builds: list[Site], edit: dict[str, str | None], rendered: int, copied: int
) -> None:
    root = tmp_path / "site-folder"
    write(root, dict(START))
    build(root)
    build(root)
    write(root, edit)
    build(root)
    assert [(site.rendered, site.copied) for site in builds[1:]] == [(0, 0), (rendered, copied)]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count how often the disk is asked about each file, by its path."""
    found: Counter[str] = Counter()

    def counted(path: Path | str, *, linked: bool) -> digests.Sign:
        found[str(path)] += 1
        return _sign(path, linked=linked)

    _sign = digests._sign
    monkeypatch.setattr(digests, "_sign", counted)
    return found


def test_the_disk_is_asked_once_about_each_file_of_the_tree_that_stays(tmp_path: Path, asked: Counter[str]) -> None:
    root = tmp_path / "site-folder"
    write(root, dict(START))
    build(root)
    ours = read_manifest(root / ".inpublic/manifest.json").keys() - {*MENU.split(", ")}  # whose titles are everywhere
    before = {path: path.stat().st_mtime_ns for path in (root / "docs" / name for name in ours)}
    asked.clear()
    write(root, EDITS["a notebook"])
    build(root)
    stayed = [path for path, time in before.items() if path.stat().st_mtime_ns == time]
    assert len(stayed) > 20
    assert [path for path in stayed if asked[str(path)] != 1] == []


def test_no_file_of_the_site_is_read_again_when_it_has_taken_its_place(tmp_path: Path) -> None:
    root = tmp_path / "site-folder"
    write(root, dict(START))
    build(root)
    write(root, EDITS["a notebook"])
    build(root)
    known = digests.Digests(root / ".inpublic/digests")
    places = read_record(root / ".inpublic/site.record").places()
    assert {place: known.of(root / "site" / place, linked=True) for place in places} == places
    assert known.hashed == 0


@pytest.mark.parametrize("name", EDITS)
def test_after_an_edit_the_site_is_what_a_clean_build_makes(tmp_path: Path, name: str) -> None:
    root = tmp_path / "site-folder"
    write(root, dict(START))
    build(root)
    write(root, EDITS[name])
    build(root)
    assert differences(site_of(root), clean_site(root)) == []


@pytest.mark.slow
@pytest.mark.parametrize("numbers", [(MANY, MANY + 2), (MANY + 2, MANY), (MANY + 2, MANY + 3)], ids=repr)
def test_a_portfolio_that_outgrows_its_cards_or_fits_again_is_what_a_clean_build_makes(
    tmp_path: Path, numbers: tuple[int, int]
) -> None:
    root = tmp_path / "site-folder"
    names = [f"projects/p{place:03}.md" for place in range(max(numbers))]
    write(root, {"mkdocs.yml": settings_file(), "docs/about.md": START["docs/about.md"]})
    for number in numbers:
        write(root, {name: f"---\ntags: [x]\n---\n# {name}\n" for name in names[:number]})
        write(root, dict.fromkeys(names[number:]))
        build(root)
    assert (root / "site/tags/x/index.html").is_file() is (numbers[1] > MANY)
    assert differences(site_of(root), clean_site(root)) == []
