"""The tags page, and the pages that tags of a large portfolio have of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from inpublic.load import load_website
from inpublic.outputs import make_outputs
from inpublic.outputs.tag_pages import FEW
from inpublic.pages.cards import MANY
from inpublic.settings.config import load_config


def pages(root: Path) -> dict[str, str]:
    website = load_website(load_config(root, {})).website
    return {file.path.as_posix(): file.read().decode() for file in make_outputs(website) if file.path.suffix == ".md"}


def projects(number: int, tags: Callable[[int], str]) -> dict[str, str]:
    """Make projects, the newest first, each with the tags that its place in line gets."""
    return {
        f"projects/p{place:03}.md": f"---\ndate: {date(2026, 1, 31) - timedelta(place)}\ntags: [{tags(place)}]\n"
        f"summary: Words {place}\n---\n# Project {place}\n"
        for place in range(number)
    }


def large(place: int) -> str:
    return ", ".join(["all", *(["some"] if place < FEW else []), *(["C++"] if place <= FEW else [])])


@pytest.fixture
def made(make_site: Callable[..., Path]) -> dict[str, str]:
    return pages(make_site(projects(MANY + 1, large)))


def titles(page: str) -> list[str]:
    return [link.text() for link in LexborHTMLParser(page).css("li > a")]


def section(page: str, heading: str) -> str:
    return page.split(f"## {heading}\n")[1].split("\n## ")[0]


def test_each_tag_has_a_heading_with_its_projects(make_site: Callable[..., Path]) -> None:
    tags = pages(make_site(projects(3, lambda place: "x, regression" if place else "x")))["tags/index.md"]
    assert titles(section(tags, "regression { #regression }")) == ["Project 1", "Project 2"]
    assert tags.count("Words 2") == 2


def test_every_tag_link_leads_to_a_heading_of_the_tags_page(made: dict[str, str]) -> None:
    anchors = {
        line.split("{ #")[1].split(" ")[0] for line in made["tags/index.md"].splitlines() if line.startswith("## ")
    }
    for name in ("index.md", "projects/index.md", "projects/p000/index.md"):
        links = LexborHTMLParser(made[name]).css('a[href*="tags/#"]')
        assert links
        assert {link.attributes["href"].split("#")[1] for link in links} <= anchors


def test_no_tag_of_a_portfolio_that_fits_has_a_page(make_site: Callable[..., Path]) -> None:
    made = pages(make_site(projects(MANY, large)))
    assert [name for name in made if name.startswith("tags/")] == ["tags/index.md"]
    assert len(titles(section(made["tags/index.md"], "all { #all }"))) == MANY


def test_a_tag_that_much_work_carries_has_a_page_with_all_of_it(made: dict[str, str]) -> None:
    assert sorted(name for name in made if name.startswith("tags/")) == [
        "tags/all/index.md",
        "tags/c/index.md",
        "tags/index.md",
    ]
    assert titles(made["tags/all/index.md"]) == [f"Project {place}" for place in range(MANY + 1)]
    assert "# C&#43;&#43; { #c }" in made["tags/c/index.md"]


def test_the_tags_page_lists_the_newest_of_it_and_leads_there(made: dict[str, str]) -> None:
    newest = section(made["tags/index.md"], "all { #all }")
    assert titles(newest) == [f"Project {place}" for place in range(FEW)]
    (link,) = LexborHTMLParser(newest).css(".ip-all a")
    assert link.attributes["href"] == "all/"
    assert link.text().startswith(f"All {MANY + 1} projects")
    assert not LexborHTMLParser(section(made["tags/index.md"], "some { #some }")).css(".ip-all a")


def test_the_tags_page_of_a_large_portfolio_begins_with_all_tags_the_commonest_first(made: dict[str, str]) -> None:
    chips = LexborHTMLParser(made["tags/index.md"]).css(".ip-topics a")
    assert [(chip.text(), chip.attributes["href"]) for chip in chips] == [
        (f"all {MANY + 1}", "all/"),
        (f"C++ {FEW + 1}", "c/"),
        (f"some {FEW}", "#some"),
    ]
