from __future__ import annotations

import runpy
from contextlib import closing
from datetime import timedelta
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from inpublic.cache import Cache
from inpublic.feeds.feed import Enclosure
from inpublic.feeds.feedentries import Entries, entry_ids, feed_author, feed_host, is_uri, newest
from inpublic.project import Result
from inpublic.settings.config import Config
from inpublic.settings.parts import Author
from inpublic.website import Asset

site = runpy.run_path(str(Path(__file__).with_name("feedsite.py")))
CONFIG: Config = site["CONFIG"]
make_page, make_project, make_website = site["make_page"], site["make_project"], site["make_website"]


def the_entry(project, config=CONFIG):
    return Entries(make_website(project, config=config)).of(project)


def test_newest_work_comes_first_and_equals_keep_their_order() -> None:
    old, new, same = make_project("old", 9), make_project("new", 1), make_project("same", 9)
    assert newest((old, new, same)) == (new, old, same)


def test_work_without_a_date_is_left_out() -> None:
    dated, undated = make_project("dated"), make_project("undated", None)
    assert newest((undated, dated)) == (dated,)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://ada.github.io/work/", "ada.github.io"),
        ("http://Ada.Example:8000/", "ada.example"),
        ("https://münchen.example/", "xn--mnchen-3ya.example"),
        ("", ""),
        ("ada.example", ""),
        ("ftp://ada.example/", ""),
        ("https://[::1", ""),
        (f"https://{'a' * 70}.example/", ""),
    ],
)
def test_only_an_address_that_readers_can_fetch_gives_a_host(url: str, host: str) -> None:
    assert feed_host(replace(CONFIG, site_url=url)) == host


@pytest.mark.parametrize(
    ("slug", "identity"),
    [
        ("taxi", "tag:ada.example,2025-03-01:taxi"),
        ("预测", "tag:ada.example,2025-03-01:%E9%A2%84%E6%B5%8B"),
        ("a b#c", "tag:ada.example,2025-03-01:a%20b%23c"),
    ],
)
def test_an_identity_is_minted_of_host_day_and_slug(slug: str, identity: str) -> None:
    assert the_entry(make_project(slug)).id == identity


def test_the_identity_in_a_record_outlives_a_new_name_and_date() -> None:
    project = make_project("renamed", 99, id="tag:ada.example,2020-01-01:old")
    assert the_entry(project).id == "tag:ada.example,2020-01-01:old"


def test_of_two_projects_that_claim_an_identity_the_older_has_it() -> None:
    copy, original = make_project("copy", 1, id="urn:x:1"), make_project("original", 5, id="urn:x:1")
    ids = entry_ids(make_website(copy, original))
    assert ids[original.main.path] == "urn:x:1"
    assert ids[copy.main.path] == "tag:ada.example,2025-02-28:copy"


def test_an_identity_that_is_no_uri_is_not_used() -> None:
    assert the_entry(make_project("taxi", id="my first project")).id == "tag:ada.example,2025-03-01:taxi"


@settings(max_examples=100, deadline=None)
@given(slugs=st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=5, unique=True))
def test_identities_are_uris_and_differ_whatever_the_slugs(slugs: list[str]) -> None:
    plain = [make_project(f"p{number}") for number in range(len(slugs))]
    projects = [replace(one, record=replace(one.record, slug=slug)) for one, slug in zip(plain, slugs, strict=True)]
    ids = list(entry_ids(make_website(*projects)).values())
    assert len(set(ids)) == len(slugs)
    assert all(is_uri(identity) for identity in ids)


def test_an_entry_says_what_the_record_says() -> None:
    project = make_project("taxi", 3, title="Taxi", summary="Short.", tags=("a", "b"), lang="zh")
    entry = the_entry(replace(project, updated=project.published + timedelta(days=1)))
    assert (entry.title, entry.summary, entry.tags, entry.language) == ("Taxi", "Short.", ("a", "b"), "zh")
    assert entry.url == "https://ada.example/portfolio/projects/taxi/"
    assert entry.updated - entry.published == timedelta(days=1)
    assert entry.author == "Ada"
    assert entry.content == "<p>It works.</p>"


def test_what_the_record_leaves_open_comes_from_the_page_and_the_site() -> None:
    project = make_project("taxi", title="", summary="", updated=None)
    entry = the_entry(project, replace(CONFIG, language="de", author=Author()))
    assert (entry.title, entry.summary) == ("Taxi", "From the first paragraph.")
    assert (entry.language, entry.author, entry.updated) == ("de", "Ada's work", project.published)
    assert feed_author(CONFIG) == "Ada"


def test_the_cover_is_the_enclosure() -> None:
    cover = Asset(PurePosixPath("projects/taxi/a b.png"), b"", "image/png", size=42)
    url = "https://ada.example/portfolio/projects/taxi/a%20b.png"
    assert the_entry(make_project("taxi", cover=cover)).enclosure == Enclosure(url, "image/png", 42)
    assert the_entry(make_project("taxi")).enclosure is None


def test_further_pages_are_listed_at_the_end() -> None:
    pages = (make_page("taxi"), make_page("taxi", "data", title="Data & cleaning"), make_page("taxi", "model"))
    content = the_entry(make_project("taxi", pages=pages)).content
    assert content.startswith("<p>It works.</p>\n<p>More in this project:</p>")
    assert '<a href="https://ada.example/portfolio/projects/taxi/data/">Data &amp; cleaning</a>' in content
    assert '<a href="https://ada.example/portfolio/projects/taxi/model/">' in content


def test_content_addresses_are_absolute() -> None:
    entry = the_entry(make_project("taxi", html='<a href="#fit">f</a>'))
    assert entry.content == '<a href="https://ada.example/portfolio/projects/taxi/#fit">f</a>'


def test_a_project_named_twice_has_one_entry() -> None:
    project = make_project("taxi")
    entries = Entries(make_website(project))
    assert entries.of(project) is entries.of(project)


class Kept(dict[str, bytes]):
    """Keeps notes as the cache does, and counts what is written."""

    written = 0

    def note(self, key: str, /) -> bytes | None:
        return self.get(key)

    def put_note(self, key: str, content: bytes, /) -> None:
        self[key] = content
        self.written += 1


def contents(website, notes):
    entries = Entries(replace(website, notes=notes))
    return [entries.of(project).content for project in website.projects]


def test_content_is_made_once_for_all_runs() -> None:
    notes, website = (
        Kept(),
        make_website(make_project("a"), make_project("b", 1, html="<p>«二»</p>"), make_project("c")),
    )
    first = contents(website, notes)
    assert notes.written == 3
    assert contents(website, notes) == first == contents(website, Kept())
    assert notes.written == 3


def test_content_that_is_empty_is_kept_as_well() -> None:
    notes, website = Kept(), make_website(make_project("a", html=""))
    assert contents(website, notes) == contents(website, notes) == [""]
    assert notes.written == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda site: replace(site, config=replace(site.config, site_url="https://other.example/")),
        lambda site: replace(site, config=replace(site.config, directory_urls=False)),
        lambda site: replace(site, version=b"another"),
        lambda site: make_website(make_project("a", html="<p>Otherwise.</p>")),
        lambda site: make_website(make_project("a", pages=(make_page("a"), make_page("a", "more")))),
        lambda site: make_website(make_project("a", pages=(make_page("a"), make_page("a", "more", title="Renamed")))),
    ],
    ids=["address of the site", "form of addresses", "version", "words", "another page", "its title"],
)
def test_content_is_made_again_when_anything_changes_that_decides_it(change) -> None:
    base = make_website(make_project("a", pages=(make_page("a"),)))
    notes = Kept()
    contents(base, notes)
    changed = change(base)
    assert contents(changed, notes) == contents(changed, Kept())
    assert notes.written == 2


def test_what_a_damaged_cache_says_of_content_is_not_believed(tmp_path: Path) -> None:
    website = make_website(make_project("a"))
    with closing(Cache(tmp_path / "cache")) as cache:
        first = contents(website, cache)
        (note,) = (tmp_path / "cache/documents").iterdir()
        note.write_bytes(note.read_bytes()[:-1] + b"!")
        assert contents(website, cache) == first


def test_an_entry_begins_with_the_question_the_results_and_the_demo() -> None:
    results = (Result("F1", "0.87", "0.75"), Result("<b>Lag</b>, days", "3"), *[Result("R", str(n)) for n in range(9)])
    project = make_project("taxi", problem="What does a ride cost?", results=results, demo="https://demo.example/?a&b")
    lines = the_entry(project).content.splitlines()
    assert lines == [
        "<p>What does a ride cost?</p>",
        "<ul>",
        "<li>F1 0.87, baseline 0.75</li>",
        "<li>&lt;b&gt;Lag&lt;/b&gt;, days: 3</li>",
        "<li>R 0</li>",
        "</ul>",
        '<p><a href="https://demo.example/?a&amp;b">live demo</a></p>',
        "<p>It works.</p>",
    ]


def test_what_nobody_said_leaves_an_entry_as_its_text() -> None:
    assert the_entry(make_project("taxi")).content == "<p>It works.</p>"


def test_another_result_is_another_entry() -> None:
    one, other = (make_project("taxi", results=(Result("F1", value),)) for value in ("0.87", "0.88"))
    assert Entries(make_website(one)).key_of(one) != Entries(make_website(other)).key_of(other)
