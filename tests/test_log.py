"""The learning log: weeks, its page and feed, and where notes stand elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from inpublic.load import load_website
from inpublic.outputs import make_outputs
from inpublic.pages.cards import LOG_PAGE
from inpublic.pages.menu import is_in_menu
from inpublic.project import Entry, Kind, Record
from inpublic.rhythm.log import built, log_of, weeks
from inpublic.settings.config import load_config
from inpublic.website import Project


def note(day: str, kind: str = "note", title: str = "") -> str:
    dated = f"date: {day}\n" if day else ""
    return f"---\n{dated}kind: {kind}\nsummary: About {day}.\n---\n# {title or f'Note of {day}'}\n\nText.\n"


FILES = {
    "projects/p.md": "---\ndate: 2026-01-01\ntags: [pandas]\n---\n# A project\n\nText.\n",
    "projects/sunday.md": note("2026-11-08"),
    "projects/monday.md": note("2026-11-02", "reading"),
    "projects/before.md": note("2026-11-01"),
    "projects/new-year.md": note("2027-01-01"),
}


@pytest.fixture
def made(make_site: Callable[..., Path]) -> dict[str, str]:
    return outputs(make_site(FILES))


def outputs(root: Path) -> dict[str, str]:
    files = make_outputs(load_website(load_config(root, {})).website)
    return {str(file.path): file.read().decode() for file in files if file.path.suffix in (".md", ".xml", ".json")}


def titles(html: str, where: str) -> list[str]:
    return [one.text(strip=True) for one in LexborHTMLParser(html).css(where)]


def test_the_log_has_a_heading_for_each_iso_week_and_its_notes_from_monday_to_sunday(made: dict[str, str]) -> None:
    page = made["log/index.md"]
    assert [line for line in page.split("\n") if line.startswith("## ")] == [
        "## Week 53&#44; 2026 { #2026-w53 }",
        "## Week 45&#44; 2026 { #2026-w45 }",
        "## Week 44&#44; 2026 { #2026-w44 }",
    ]
    assert titles(page, ".ip-list > li > a") == [
        f"Note of {day}" for day in ("2027-01-01", "2026-11-02", "2026-11-08", "2026-11-01")
    ]
    assert 'href="../projects/monday/"' in page
    assert "4 short notes" in page


def test_notes_stand_in_no_card_but_beside_the_cards(made: dict[str, str]) -> None:
    assert titles(made["projects/index.md"], ".ip-card__title") == ["A project"]
    assert titles(made["projects/index.md"], 'a[href="../log/"]') == ["Beside this work there are 4 notes in the log."]
    assert titles(made["index.md"], ".ip-card__title") == ["A project"]
    assert titles(made["index.md"], ".ip-log .ip-list a") == [
        f"Note of {day}" for day in ("2027-01-01", "2026-11-08", "2026-11-02")
    ]
    assert titles(made["index.md"], 'a[href="log/"]') == ["All 4 notes in the log"]


def test_notes_are_in_the_feed_of_everything_and_in_one_of_their_own(made: dict[str, str]) -> None:
    assert len(json.loads(made["feed.json"])["items"]) == 5
    assert made["feeds/log.xml"].count("<item>") == 4
    assert "A project" not in made["feeds/log.xml"]
    assert made["subscribe/index.md"].count("feeds/log.xml") == 1
    assert "<link>https://ada.example/portfolio/log/</link>" in made["feeds/log.xml"]
    assert "<link>https://ada.example/portfolio/</link>" in made["feed.xml"]


def test_notes_and_readings_have_a_tag_and_so_a_page_and_a_feed_of_their_own(made: dict[str, str]) -> None:
    assert made["feeds/tag/note.xml"].count("<item>") == 3
    assert made["feeds/tag/reading.xml"].count("<item>") == 1
    assert "## reading { #reading }" in made["tags/index.md"]


def test_without_notes_there_is_no_trace_of_a_log(make_site: Callable[..., Path]) -> None:
    found = outputs(make_site({"projects/p.md": FILES["projects/p.md"]}))
    assert not [path for path, text in found.items() if "log" in path or "/log" in text or "log/" in text]


def test_a_note_without_a_date_comes_last(make_site: Callable[..., Path]) -> None:
    home = outputs(make_site({**FILES, "projects/undated.md": note("", title="A")}))["index.md"]
    assert titles(home, ".ip-log .ip-list a")[:1] == ["Note of 2027-01-01"]
    page = outputs(make_site({**FILES, "projects/z.md": note("", title="Fresh")}))["log/index.md"]
    assert titles(page, ".ip-list > li > a")[-1] == "Fresh"
    assert "## Without a date { #undated }" in page


def test_a_menu_may_name_the_log_at_any_depth(make_site: Callable[..., Path]) -> None:
    root = make_site({"projects/p.md": FILES["projects/p.md"]})
    settings = root / "mkdocs.yml"
    text = settings.read_text("utf-8")
    assert not is_in_menu(load_config(root, {}), LOG_PAGE)
    settings.write_text(text.replace("[index.md,", "[index.md, {Learn: [{Log: log/index.md}]},"), "utf-8")
    assert is_in_menu(load_config(root, {}), LOG_PAGE)
    assert "Nothing is noted here yet." in outputs(root)["log/index.md"]


@given(st.lists(st.tuples(st.none() | st.dates(), st.sampled_from(Kind)), max_size=20))
def test_each_dated_note_is_in_the_week_of_its_day_and_in_no_other(made: list) -> None:  # type: ignore[type-arg]  # pairs
    projects = tuple(
        Project(Entry(str(n), LOG_PAGE, ()), Record(slug=str(n), date=day, kind=kind), {}, ())
        for n, (day, kind) in enumerate(made)
    )
    found = weeks(log_of(projects))
    inside = [(one, week) for week in found for one in week.notes]
    assert sorted(one.record.slug for one, _ in inside) == sorted(
        one.record.slug for one in log_of(projects) if one.record.date
    )
    assert all(week.monday <= one.record.date <= week.sunday for one, week in inside if one.record.date)
    assert [week.monday for week in found] == sorted({week.monday for week in found}, reverse=True)
    assert len(built(projects)) + len(log_of(projects)) == len(projects)
