"""The preview in this process: a real server, real changes of files, and counted builds."""

from __future__ import annotations

import re
import shutil
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import shake_128
from pathlib import Path

import pytest

from inpublic.errors import InpublicError, Problem
from inpublic.host import SHOWN, Site
from inpublic.preview import FOLDER, Preview, Told, outcome
from inpublic.settings.config import load_config

NOTE = "---\ndate: 2026-03-01\n---\n# {}\n\n{}\n"
SETTINGS = """\
site_name: Ada Quill
site_url: https://ada.example/portfolio/
theme: {name: material, font: false}
plugins: [search, inpublic]
nav: [index.md, projects/index.md]
not_in_nav: /projects/*/
"""
QUIET = 0.6
"""Seconds in which a change that is there would be seen."""
LONG = 20.0


@dataclass
class Shown:
    """A preview of a small site, and all that it said."""

    root: Path
    preview: Preview
    lines: list[str]
    problems: list[Problem]

    def write(self, path: str, text: str) -> None:
        (self.root / path).write_text(text, "utf-8")

    def page(self, path: str = "projects/taxi/") -> str:
        return fetched(self.preview.url + path)


def fetched(url: str) -> str:
    with urllib.request.urlopen(url, timeout=LONG) as answer:
        return str(answer.read().decode())


Show = Callable[..., Shown]


@pytest.fixture
def show(make_site: Callable[..., Path], free_port: Callable[[], int]) -> Iterator[Show]:
    """Make a site and its preview, which ends with the test."""
    previews: list[Preview] = []

    def make(files: dict[str, str] | None = None) -> Shown:
        root = make_site(
            {"mkdocs.yml": SETTINGS, "projects/taxi.md": NOTE.format("Taxi", "How much?"), **(files or {})}
        )
        lines: list[str] = []
        problems: list[Problem] = []
        told = Told(problems.extend, lines.append)
        address = f"127.0.0.1:{free_port()}"
        previews.append(Preview(lambda: load_config(root, {}, date(2026, 11, 1)), address, told))
        return Shown(root, previews[-1], lines, problems)

    yield make
    for preview in previews:
        preview.close()


def test_what_was_saved_is_shown_and_nothing_else_is_rebuilt(show: Show) -> None:
    shown = show({"projects/bikes.md": NOTE.format("Bikes", "Where?")})
    shown.preview.begin()
    assert "How much?" in shown.page()
    shown.write("projects/taxi.md", NOTE.format("Taxi", "What will it cost?"))
    assert shown.preview.turn(LONG)
    assert "What will it cost?" in shown.page()
    assert re.fullmatch(r"rebuilt 1 page in \d+\.\d s", shown.lines[-1])


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("before", "after"), [(1, 90), (90, 1), (90, 91)], ids=["to large", "to small", "stays large"])
def test_what_is_made_after_the_page_is_shown_is_as_a_new_preview_makes_it(show: Show, before: int, after: int) -> None:
    def text(sections: int) -> str:
        words = (f"## Part {number}\n\n{shake_128(bytes([number])).hexdigest(999)}\n" for number in range(sections))
        return NOTE.format("Taxi", "\n".join(words))

    shown = show({"projects/taxi.md": text(before)})
    shown.preview.begin()
    shown.write("projects/taxi.md", text(after))
    assert shown.preview.turn(LONG)
    folder = shown.root / ".inpublic" / FOLDER
    grown = _files(folder / SHOWN)
    assert ("search/texts.json" in grown) == (after > 1)
    shown.preview.rebuild()
    assert "nothing on the site changed" in shown.lines[-1]
    shutil.rmtree(folder)
    shown.preview.rebuild()
    assert _files(folder / SHOWN) == grown


def test_what_we_write_ourselves_starts_no_build(show: Show) -> None:
    shown = show()
    shown.preview.begin()
    assert not shown.preview.turn(QUIET)
    shown.write("projects/bikes.md", NOTE.format("Bikes", "Where?"))
    assert shown.preview.turn(LONG)
    assert not shown.preview.turn(QUIET)
    (shown.root / "projects/bikes.md").unlink()
    assert shown.preview.turn(LONG)
    assert not shown.preview.turn(QUIET)
    assert len(shown.lines) == 2


def test_a_project_that_was_removed_is_gone_from_the_preview(show: Show) -> None:
    shown = show({"projects/bikes.md": NOTE.format("Bikes", "Where?")})
    shown.preview.begin()
    (shown.root / "projects/bikes.md").unlink()
    assert shown.preview.turn(LONG)
    with pytest.raises(urllib.error.HTTPError, match="404"):
        shown.page("projects/bikes/")
    assert "bikes" not in shown.page("projects/")


def test_the_site_itself_is_left_alone(show: Show) -> None:
    shown = show({"site/keep.txt": "mine"})
    shown.preview.begin()
    assert [path.name for path in (shown.root / "site").iterdir()] == ["keep.txt"]


def test_absolute_links_stay_in_the_preview_and_those_of_the_tree_mean_the_site(show: Show) -> None:
    shown = show()
    shown.preview.begin()
    assert shown.preview.url.endswith("/portfolio/")
    assert f'<link rel="canonical" href="{shown.preview.url}projects/taxi/">' in shown.page()
    assert f"<loc>{shown.preview.url}projects/taxi/</loc>" in shown.page("sitemap.xml")
    assert "https://ada.example/portfolio/projects/taxi/" in (shown.root / "docs/feed.xml").read_text("utf-8")


def test_a_page_by_hand_and_the_settings_are_followed_too(show: Show) -> None:
    shown = show({"docs/about.md": "# About\n\nFirst.\n"})
    shown.preview.begin()
    shown.write("docs/about.md", "# About\n\nSecond.\n")
    assert shown.preview.turn(LONG)
    assert "Second." in shown.page("about/")
    shown.write("mkdocs.yml", SETTINGS.replace("Ada", "Grace"))
    assert shown.preview.turn(LONG)
    assert "Grace Quill" in shown.page()


def test_a_save_that_changes_nothing_on_the_site_is_said_to(show: Show) -> None:
    shown = show()
    shown.preview.begin()
    shown.write("projects/notes.txt", "nothing to show")
    assert shown.preview.turn(LONG)
    assert re.fullmatch(r"nothing on the site changed \(\d+\.\d s\)", shown.lines[-1])


def test_browsers_are_told_when_there_is_something_new(show: Show) -> None:
    shown = show()
    shown.preview.begin()
    found = re.search(r"livereload\((\d+), (\d+)\)", shown.page())
    assert found is not None
    told: list[int] = []
    server = shown.preview.url.removesuffix("portfolio/")
    browser = threading.Thread(
        target=lambda: told.append(int(fetched(f"{server}livereload/{found[1]}/{found[2]}"))), daemon=True
    )
    browser.start()
    shown.write("projects/taxi.md", NOTE.format("Taxi", "What will it cost?"))
    assert shown.preview.turn(LONG)
    browser.join(LONG)
    assert told[0] > int(found[1])


CRASH = """\
from pathlib import Path
def on_pre_build(config):
    if Path(config.config_file_path).parent.joinpath("projects/crash").exists():
        raise ZeroDivisionError("by hand")
"""


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("mkdocs.yml", "site_name: [\n", "Until then the preview stays as it was."),
        ("mkdocs.yml", "site_name: Ada\ntheme: nowhere\n", "Until then the preview stays as it was."),
        ("projects/crash", "", "«crashes.py» of mkdocs.yml broke: ZeroDivisionError: by hand"),
    ],
    ids=["settings that cannot be read", "settings that MkDocs does not take", "a hook"],
)
def test_what_is_broken_leaves_the_last_site_and_the_next_save_heals(
    show: Show, path: str, text: str, said: str
) -> None:
    settings = f"{SETTINGS}hooks: [crashes.py]\n"
    shown = show({"mkdocs.yml": settings, "crashes.py": CRASH})
    shown.preview.begin()
    shown.write("projects/taxi.md", NOTE.format("Taxi", "What will it cost?"))
    shown.write(path, text)
    assert shown.preview.turn(LONG)
    assert said in shown.lines[-1]
    assert "How much?" in shown.page()
    (shown.root / "projects/crash").unlink(missing_ok=True)
    shown.write("mkdocs.yml", settings)
    assert shown.preview.turn(LONG)
    assert "What will it cost?" in shown.page()


DURING = """\
import urllib.request
from pathlib import Path
def on_pre_build(config):
    root = Path(config.config_file_path).parent
    if (root / "ask").exists():
        with urllib.request.urlopen(config.site_url + "projects/taxi/", timeout=10) as answer:
            (root / "answer").write_bytes(answer.read())
    if (root / "save").exists():
        (root / "save").rename(root / "projects" / "bikes.md")
"""


def test_who_asks_during_a_build_gets_the_last_site(show: Show) -> None:
    shown = show({"mkdocs.yml": f"{SETTINGS}hooks: [during.py]\n", "during.py": DURING})
    shown.preview.begin()
    shown.write("ask", "")
    shown.write("projects/taxi.md", NOTE.format("Taxi", "What will it cost?"))
    assert shown.preview.turn(LONG)
    assert "How much?" in (shown.root / "answer").read_text("utf-8")
    assert "What will it cost?" in shown.page()


def test_a_change_during_a_build_starts_one_more(show: Show) -> None:
    shown = show({"mkdocs.yml": f"{SETTINGS}hooks: [saves.py]\n", "saves.py": DURING})
    shown.preview.begin()
    shown.write("save", NOTE.format("Bikes", "Where?"))
    shown.write("projects/taxi.md", NOTE.format("Taxi", "What will it cost?"))
    assert shown.preview.turn(LONG)
    assert not (shown.root / "docs/projects/bikes.md").exists()
    assert shown.preview.turn(LONG)
    assert "Where?" in shown.page("projects/bikes/")
    assert not shown.preview.turn(QUIET)


def test_errors_are_told_each_time_and_the_rest_once(show: Show) -> None:
    shown = show({"projects/bad.md": "---\ndate: soon\n---\n# Bad\n", "projects/gap.md": "# Gap\n\n[x](y.md)\n"})
    shown.preview.begin()
    first = [problem.path for problem in shown.problems]
    assert {"projects/bad.md", "projects/gap.md"} <= set(first)
    shown.problems.clear()
    shown.write("projects/taxi.md", NOTE.format("Taxi", "What will it cost?"))
    assert shown.preview.turn(LONG)
    assert {problem.path for problem in shown.problems} == {"projects/bad.md"}


def test_a_second_preview_begins_with_the_last_one(show: Show) -> None:
    shown = show()
    assert shown.preview.begin().rendered
    shown.preview.close()
    address = shown.preview.url.split("/")[2]
    again = Preview(lambda: load_config(shown.root, {}, date(2026, 11, 1)), address, Told(list, str))
    try:
        assert not again.begin().is_new
        assert "How much?" in shown.page()
    finally:
        again.close()


def test_an_address_that_is_taken_is_said_before_anything_is_built(make_site: Callable[..., Path]) -> None:
    root = make_site({"mkdocs.yml": SETTINGS})
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(InpublicError, match=f"cannot serve on {address}"):
            Preview(lambda: load_config(root, {}), address, Told(list, str))
    assert not list((root / "docs").iterdir())


@pytest.mark.parametrize(
    ("site", "said"),
    [
        (Site(Path(), 1, 4, is_new=True), "rebuilt 1 page in 0.4 s"),
        (Site(Path(), 45, 4, is_new=True), "rebuilt 45 pages in 0.4 s"),
        (Site(Path(), 0, 1, is_new=True), "rebuilt 1 file in 0.4 s"),
        (Site(Path(), is_new=True), "rebuilt the site in 0.4 s"),
        (Site(Path()), "nothing on the site changed (0.4 s)"),
    ],
)
def test_one_line_says_what_became_of_a_change(site: Site, said: str) -> None:
    assert outcome(site, 0.42) == said
