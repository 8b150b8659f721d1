"""Feeds of one subject: a tag, a kind of work, and whatever else has a name and a key."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from inpublic.outputs.feeds import Subject, feeds, kind_feeds, subjects
from inpublic.outputs.subscribe import subscribe
from inpublic.project import Kind

site = runpy.run_path(str(Path(__file__).with_name("feedsite.py")))
make_project, make_website = site["make_project"], site["make_website"]


def test_each_kind_of_work_has_a_feed_where_there_are_several() -> None:
    website = make_website(make_project("taxi"), make_project("thought", 1, kind=Kind.NOTE))
    paths = [file.path.as_posix() for file in feeds(website)]

    assert [path for path in paths if "/kind/" in path] == ["feeds/kind/project.xml", "feeds/kind/note.xml"]
    [note] = [file.read().decode() for file in feeds(website) if file.path.stem == "note"]
    assert (note.count("<item>"), "Thought" in note, "Ada's work: Note" in note) == (1, True, True)


def test_a_site_of_one_kind_has_no_feeds_of_kinds() -> None:
    assert kind_feeds(make_website(make_project("taxi"), make_project("flights", 1))) == ()


def test_a_subject_without_dated_work_has_no_feed() -> None:
    works = [make_project("taxi", None)]

    assert subjects("skill", [("SQL", "sql", works)]) == ()
    assert subjects("skill", [("SQL", "sql", [*works, make_project("b")])])[0].path.as_posix() == "feeds/skill/sql.xml"


@pytest.mark.parametrize(("language", "name"), [("en", "Note"), ("zh", "笔记")])
def test_the_subscribe_page_links_the_feeds_of_kinds(language: str, name: str) -> None:
    website = make_website(make_project("taxi"), make_project("thought", 1, kind=Kind.NOTE))
    [file] = subscribe(replace(website, config=replace(website.config, language=language)))
    links = {link.text(): link.attributes["href"] for link in LexborHTMLParser(file.read().decode()).css("a")}

    assert links[name] == "../feeds/kind/note.xml"


def test_the_subscribe_page_offers_nothing_twice() -> None:
    works = (make_project("taxi", tags=("cars",)), make_project("thought", 1, kind=Kind.NOTE, tags=("note",)))
    [file] = subscribe(make_website(*works))
    links = [link.attributes["href"] for link in LexborHTMLParser(file.read().decode()).css("a[href^='../feeds']")]

    assert links == ["../feeds/tag/cars.xml", "../feeds/log.xml", "../feeds/kind/project.xml", "../feeds/kind/note.xml"]


def test_a_subject_knows_its_path() -> None:
    assert Subject("tag", "C++", "c-2", ()).path.as_posix() == "feeds/tag/c-2.xml"


@pytest.mark.parametrize(
    ("kind", "key", "home"),
    [
        ("tag", "c-2", "tags/#c-2"),
        ("skill", "交叉验证", "skills/#%E4%BA%A4%E5%8F%89%E9%AA%8C%E8%AF%81"),
        ("kind", "note", "log/"),
        ("kind", "replication", "projects/"),
        ("log", "", "log/"),
    ],
)
def test_a_feed_leads_to_the_place_of_its_subject(kind: str, key: str, home: str) -> None:
    config = make_website().config

    assert Subject(kind, "Name", key, ()).home(config) == f"{config.site_url}{home}"


def test_the_home_of_a_feed_is_written_into_it() -> None:
    website = make_website(make_project("taxi", tags=("cars",)))
    written = {file.path.as_posix(): file.read().decode() for file in feeds(website)}

    assert f"<link>{website.config.site_url}tags/#cars</link>" in written["feeds/tag/cars.xml"]
    assert f"<link>{website.config.site_url}</link>" in written["feed.xml"]
