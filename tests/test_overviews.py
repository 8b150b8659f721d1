"""The index and the home page, and what escapes the words of learners."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser

from inpublic.load import load_website
from inpublic.outputs import make_outputs
from inpublic.pages.cards import MANY
from inpublic.settings.config import load_config

HOSTILE = '<script>alert("x")</script>"\'>{{ 7*7 }}`**'


def project(day: int, **more: object) -> str:
    record = {"date": f"2026-01-{day:02}", "summary": f"Summary {day}", **more}
    return f"---\n{yaml.safe_dump(record)}---\n# Project {day}\n"


def pages(root: Path) -> dict[str, str]:
    website = load_website(load_config(root, {})).website
    return {file.path.as_posix(): file.read().decode() for file in make_outputs(website) if file.path.suffix != ".jpg"}


@pytest.fixture
def site(make_site: Callable[..., Path]) -> Path:
    return make_site(
        {
            "projects/a.md": project(1, tags=["regression"], level="beginner", featured=True),
            "projects/b.md": project(
                2, tags=["regression", "C++"], results={"metric": "F1", "value": "0.90", "baseline": 0.75}
            ),
            "projects/c.md": project(3, tags=["c"], demo="https://demo.example/", level="advanced"),
        }
    )


def test_featured_work_is_first_then_the_newest(site: Path) -> None:
    cards = LexborHTMLParser(pages(site)["projects/index.md"]).css("article.ip-card")
    titles = [card.css_first(".ip-card__title").text(strip=True) for card in cards]
    assert titles == ["Project 1", "Project 3", "Project 2"]


def test_a_card_carries_result_baseline_level_date_tags_and_links(site: Path) -> None:
    text = {
        card.css_first(".ip-card__title").text(strip=True): card
        for card in LexborHTMLParser(pages(site)["projects/index.md"]).css("article.ip-card")
    }
    assert "0.90" in text["Project 2"].text()
    assert "0.75" in text["Project 2"].text()
    assert text["Project 1"].attributes["data-level"] == "beginner"
    assert text["Project 2"].css_first("time").attributes["datetime"] == "2026-01-02"
    assert {link.text(strip=True) for link in text["Project 2"].css("a.ip-tag")} == {"regression", "C++"}
    assert text["Project 3"].css_first('a[href="https://demo.example/"]') is not None


def many(number: int, **more: object) -> dict[str, str]:
    """Make projects of which each is a day older than the one before."""
    days = [str(date(2026, 1, 31) - timedelta(place)) for place in range(number)]
    return {
        f"projects/p{place:03}.md": f"---\n{yaml.safe_dump({'date': day, **more})}---\n# Project {place}\n"
        for place, day in enumerate(days)
    }


def shown(page: str) -> tuple[list[str], dict[str, list[str]]]:
    """Read the titles on the cards, and those in the list by their years."""
    tree = LexborHTMLParser(page)
    cards = [node.text(strip=True) for node in tree.css(".ip-card__title")]
    years = {
        part.css_first("h3").text(): [link.text() for link in part.css(".ip-rows a")]
        for part in tree.css(".ip-years section")
    }
    return cards, years


def test_a_portfolio_that_fits_is_all_cards_and_a_larger_one_goes_on_as_a_list(make_site: Callable[..., Path]) -> None:
    fits, larger = (shown(pages(make_site(many(number)))["projects/index.md"]) for number in (MANY, MANY + 30))
    assert fits == ([f"Project {place}" for place in range(MANY)], {})
    assert larger == (fits[0], {"2025": [f"Project {place}" for place in range(MANY, MANY + 30)]})


def test_the_list_leaves_out_what_is_a_card_because_it_is_featured(make_site: Callable[..., Path]) -> None:
    site = make_site(many(MANY + 2) | {"projects/old.md": project(1, date="2001-02-03", featured=True)})
    cards, years = shown(pages(site)["projects/index.md"])
    assert cards[0] == "Project 1"
    assert (len(cards), years) == (MANY, {"2025": [f"Project {place}" for place in range(MANY - 1, MANY + 2)]})


def test_a_row_says_what_the_filter_asks_for(make_site: Callable[..., Path]) -> None:
    site = make_site(many(MANY + 1, tags=["C++", "time series"], level="advanced"))
    row = LexborHTMLParser(pages(site)["projects/index.md"]).css_first(".ip-rows li")
    assert row.attributes["data-level"] == "advanced"
    assert row.css_first("span").text() == "C++, time series"
    assert row.css_first("small").text() == "2 Dec"


def test_the_home_page_shows_the_latest_work_and_can_be_ones_own(site: Path) -> None:
    assert "latest-work" in pages(site)["index.md"]
    settings = (site / "mkdocs.yml").read_text() + "extra: {inpublic: {home: false}}\n"
    (site / "mkdocs.yml").write_text(settings)
    assert "index.md" not in pages(site)


def test_a_project_page_leads_to_its_neighbours_and_to_related_work(site: Path) -> None:
    page = LexborHTMLParser(pages(site)["projects/b/index.md"])
    assert [link.attributes["href"] for link in page.css(".ip-neighbours a")] == ["../c/", "../a/"]
    assert [node.text(strip=True) for node in page.css(".ip-related .ip-card__title")] == ["Project 1"]


def test_hostile_words_are_only_words_everywhere(make_site: Callable[..., Path]) -> None:
    record = project(
        1,
        title=HOSTILE,
        summary=HOSTILE,
        tags=[HOSTILE],
        problem=HOSTILE,
        datasets=[{"name": HOSTILE}],
        results=[{"metric": HOSTILE, "value": HOSTILE, "baseline": HOSTILE, "split": HOSTILE}],
        based_on=HOSTILE,
    )
    for name, text in pages(make_site({"projects/a.md": record})).items():
        if name.endswith(".md"):
            body = text.split("---\n", 2)[2]
            assert "<script" not in body, name
            assert LexborHTMLParser(body).css_first("script") is None, name


def test_an_empty_portfolio_says_how_to_begin(make_site: Callable[..., Path]) -> None:
    made = pages(make_site({}))
    assert "projects/" in made["projects/index.md"]
    assert "Nothing is published yet" in made["projects/index.md"]
