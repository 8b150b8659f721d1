"""A page of ours that is shown at the end of one of the learner's: the timeline below docs/about.md."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from inpublic.engine.guests import Guest

ABOUT = "# About me\n\nI learn, see [my way](#timeline) and [its years](#year-2026).\n"
FILES = {
    "projects/a.md": "---\ndate: 2026-01-10\n---\n# First\n\nText.\n",
    "projects/b.md": "---\ndate: 2026-05-03\nlevel: capstone\n---\n# Second\n\nText.\n",
    "docs/about.md": ABOUT,
}
Built = Callable[..., tuple[Path, str]]


@pytest.fixture
def built(make_site: Callable[..., Path], run: Callable[..., object]) -> Built:
    """Build a site with a command; return its folder, and what was said."""

    def build(
        files: dict[str, str], *, settings: str = "", menu: str = "about.md", urls: str = "true"
    ) -> tuple[Path, str]:
        root = make_site(files)
        path = root / "mkdocs.yml"
        text = path.read_text("utf-8").replace("[index.md,", f"[index.md, {menu},") + settings
        path.write_text(text.replace("use_directory_urls: true", f"use_directory_urls: {urls}"), "utf-8")
        done = run("build", "--strict", "--jobs", "1", "--root", root)
        return root / "site", done.output  # type: ignore[attr-defined]  # click's result

    return build


def headings(page: Path) -> list[tuple[str | None, str | None]]:
    html = LexborHTMLParser(page.read_text("utf-8"))
    return [(node.tag, node.attributes.get("id")) for node in html.css("article :is(h1, h2, h3)")]


def test_headings_of_a_guest_stand_a_level_lower_and_finished_html_is_put_in_later() -> None:
    guest = Guest("about.md", '\n# T { #t }\n\n<div>\n# x\n</div>\n\n## 2026 { #y }\n\n<p class="a">b</p>\n')
    text, finished = guest.below("# About\n\n\n")
    assert text.split("\n\n") == [
        "# About",
        "## T { #t }",
        '<div data-inpublic="0"></div>',
        "### 2026 { #y }",
        '<div data-inpublic="1"></div>\n',
    ]
    assert finished == ("<div>\n# x\n</div>", '<p class="a">b</p>')
    assert guest.anchors == {"t", "y"}


def test_the_timeline_stands_below_the_about_page_and_nowhere_else(built: Built) -> None:
    site, said = built(FILES)
    assert "is ready" in said, said
    page = site / "about/index.html"
    assert headings(page) == [("h1", "about-me"), ("h2", "timeline"), ("h3", "year-2026"), ("h3", "rhythm")]
    links = LexborHTMLParser(page.read_text("utf-8")).css("article .ip-list a")
    assert [link.attributes["href"] for link in links] == ["../projects/b/", "../projects/a/"]
    assert not (site / "timeline").exists()
    assert (site.parent / "docs/about.md").read_text("utf-8") == ABOUT
    assert "about/#year-2026" in (site / "search/search_index.json").read_text("utf-8")


def test_addresses_are_right_where_pages_are_no_folders(built: Built) -> None:
    site, said = built(FILES, urls="false")
    assert "is ready" in said, said
    page = LexborHTMLParser((site / "about.html").read_text("utf-8"))
    found = [link.attributes["href"] or "" for link in page.css("article .ip-list a")]
    assert len(found) == 2
    assert all((site / link).is_file() for link in found)


@pytest.mark.parametrize(
    ("files", "settings", "menu", "own"),
    [
        (FILES, "", "about.md, timeline/index.md", True),
        (FILES, "extra: {inpublic: {timeline: false}}\n", "about.md", False),
        ({name: text for name, text in FILES.items() if name != "docs/about.md"}, "", "projects/index.md", True),
    ],
    ids=["the menu leads to it", "it is not wanted", "there is no About page"],
)
def test_it_is_a_page_of_its_own_or_none_where_that_is_wanted(
    built: Built, files: dict[str, str], settings: str, menu: str, own: bool
) -> None:
    text = files.get("docs/about.md", "")
    files = {**files, "docs/about.md": "# About\n"} if text else files
    site, said = built(files, settings=settings, menu=menu)
    assert "is ready" in said, said
    assert (site / "timeline/index.html").exists() is own
    if text:
        assert headings(site / "about/index.html") == [("h1", "about")]


def test_a_link_to_the_page_that_is_none_is_told_before_a_strict_build(built: Built) -> None:
    _, said = built({**FILES, "docs/about.md": "# About\n\n[way](timeline/index.md)\n"})
    assert "docs/about.md:3: warning: this page contains a link «timeline/index.md»" in said
