from __future__ import annotations

import io
import json
import re
import runpy
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from inpublic.feeds.feed import EMPTY_SINCE, Enclosure, Feed, FeedEntry, atom, json_feed, rss

broken_rules = runpy.run_path(str(Path(__file__).with_name("feedrules.py")))["broken_rules"]
DAY = datetime(2025, 3, 1, 12, 30, tzinfo=UTC)
ENTRY = FeedEntry(
    id="tag:ada.example,2025-03-01:taxi",
    title="Taxi fares",
    url="https://ada.example/projects/taxi/",
    summary="Fares below 10 & above <5>.",
    content='<p>a &lt; b &amp; <img src="https://ada.example/a.png" alt=""></p><pre><code>\tx  y\n\nz</code></pre>',
    published=DAY,
    updated=DAY + timedelta(days=2),
    author="Ada",
    language="en",
    tags=("pandas", "C & C++"),
    enclosure=Enclosure("https://ada.example/cover.png", "image/png", 1234),
)
OLDER = replace(
    ENTRY,
    id="tag:ada.example,2024-01-01:%E9%A2%84%E6%B5%8B",
    title="预测出租车费用 🚕",
    content="",
    published=DAY - timedelta(days=400),
    updated=DAY - timedelta(days=400),
    language="zh",
    enclosure=None,
)
FEED = Feed(
    title="Ada's work",
    description="Notebooks & more",
    url="https://ada.example/feed.xml",
    home_url="https://ada.example/",
    language="en",
    author="Ada",
    entries=(ENTRY, OLDER),
)
EVERY_FORMAT = pytest.mark.parametrize("write", [rss, atom, json_feed], ids=["rss", "atom", "json"])
Writer = Callable[[Feed], bytes]


@EVERY_FORMAT
@pytest.mark.parametrize("feed", [FEED, replace(FEED, entries=())], ids=["entries", "empty"])
def test_a_feed_breaks_no_rule_of_its_format(write: Writer, feed: Feed) -> None:
    assert broken_rules(write(feed)) == []


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (b' type="application/rss+xml"', b"", "channel needs one self link with a type"),
        (b"2025-03-01:taxi", b"2024-01-01:%E9%A2%84%E6%B5%8B", "the same id twice"),
        (b"Sat, 01 Mar", b"Sun, 01 Mar", "Sun, 01 Mar 2025 12:30:00 +0000 is no RFC 2822 date"),
        (b"https://ada.example/a.png", b"a.png", 'relative src in <img src="a.png" alt="">'),
        (b'length="1234"', b'length=""', "enclosure https://ada.example/cover.png has no type or length"),
        (b"&lt;p&gt;a", b"&lt;p id=x&gt;a", "unsafe <p"),
        (b"xmlns:dc=", b"xmlns:dx=", "feedparser"),
    ],
)
def test_the_rules_themselves_notice_a_broken_feed(old: bytes, new: bytes, rule: str) -> None:
    data = rss(FEED)
    assert old in data
    try:
        broken = broken_rules(data.replace(old, new, 1))
    except SyntaxError as error:  # not well-formed
        broken = [f"feedparser {error}"]
    assert any(rule in message for message in broken)


@EVERY_FORMAT
def test_no_date_of_a_feed_is_later_than_its_newest_change(write: Writer) -> None:
    """The time of the build would give other bytes every time, and wake every reader for nothing."""
    years = {int(year) for year in re.findall(rb"\b(20\d\d)\b", write(FEED))}
    assert max(years) == 2025
    assert write(FEED) == write(FEED)


@EVERY_FORMAT
def test_a_feed_is_dated_by_its_newest_change(write: Writer) -> None:
    assert FEED.updated == ENTRY.updated
    assert replace(FEED, entries=()).updated == EMPTY_SINCE
    parsed = feedparser.parse(io.BytesIO(write(FEED)))
    if write is not json_feed:
        assert parsed.feed.updated_parsed[:5] == (2025, 3, 3, 12, 30)


@EVERY_FORMAT
@settings(max_examples=40, deadline=None)
@given(
    text=st.text(max_size=30),
    offset=st.integers(-1439, 1439),
    day=st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)),
)
def test_no_text_and_no_date_makes_a_feed_invalid(write: Writer, text: str, offset: int, day: datetime) -> None:
    moment = day.replace(tzinfo=timezone(timedelta(minutes=offset, seconds=7)))
    entry = replace(ENTRY, title=text, summary=text, author=text or "A", tags=(text,), published=moment, updated=moment)
    author = text if text.isalnum() else "Ada"
    feed = replace(FEED, title=text, description=text, entries=(replace(entry, author=author),))
    assert broken_rules(write(feed)) == []


@EVERY_FORMAT
def test_control_characters_and_noncharacters_vanish_but_tabs_and_line_ends_stay(write: Writer) -> None:
    entry = replace(ENTRY, content="<pre>a\x00\x1b\x85\ufdd0\U0001ffff\tb\nc</pre>", title="x\x07y\nz")
    text = write(replace(FEED, entries=(entry,))).decode().replace("\\t", "\t").replace("\\n", "\n")
    assert "a\tb\nc" in text
    assert "xy z" in text
    assert not set("\x00\x1b\x85\ufdd0\U0001ffff\x07") & set(text)


def test_the_texts_of_an_entry_are_made_fit_when_it_is_made() -> None:
    entry = replace(
        ENTRY, title="\x07", summary="\ufdd0 ", author=" A\x00da\n", content="<p>\x85</p>", tags=("\x1b", "a  b")
    )
    assert (entry.title, entry.summary, entry.author) == (ENTRY.url, ENTRY.url, "Ada")
    assert (entry.content, entry.tags) == ("<p></p>", ("a b",))


@pytest.mark.parametrize("moment", [datetime.min, datetime.max], ids=["first", "last"])
@EVERY_FORMAT
def test_the_ends_of_time_are_no_reason_to_stop(write: Writer, moment: datetime) -> None:
    edge = moment.replace(tzinfo=timezone(timedelta(hours=8 if moment is datetime.min else -8)))
    assert write(replace(FEED, entries=(replace(ENTRY, published=edge, updated=edge),)))


@pytest.mark.parametrize("write", [rss, atom], ids=["rss", "atom"])
def test_readers_get_every_part_of_an_entry(write: Writer) -> None:
    parsed = feedparser.parse(io.BytesIO(write(FEED)), sanitize_html=False, resolve_relative_uris=False)
    assert (parsed.feed.title, parsed.feed.link, parsed.feed.language) == ("Ada's work", "https://ada.example/", "en")
    first, second = parsed.entries
    assert (first.id, first.title, first.link) == (ENTRY.id, ENTRY.title, ENTRY.url)
    assert first.author == "Ada"
    assert first.content[0].value == ENTRY.content
    assert [tag.term for tag in first.tags] == list(ENTRY.tags)
    assert first.published_parsed[:5] == (2025, 3, 1, 12, 30)
    [file] = first.enclosures
    assert (file.href, file.type, file.length) == ("https://ada.example/cover.png", "image/png", "1234")
    assert second.title == OLDER.title
    assert "enclosures" not in second or second.enclosures == []


def test_a_summary_is_html_in_rss_and_text_in_atom() -> None:
    assert b"<description>Fares below 10 &amp;amp; above &amp;lt;5&amp;gt;.</description>" in rss(FEED)
    assert b"<summary>Fares below 10 &amp; above &lt;5&gt;.</summary>" in atom(FEED)


@pytest.mark.parametrize(
    ("write", "start", "mark"),
    [
        (rss, b"<item>", b"<dc:language>zh</dc:language>"),
        (atom, b"<entry", b'<entry xml:lang="zh">'),
        (json_feed, b'"id"', b'"language": "zh"'),
    ],
    ids=["rss", "atom", "json"],
)
def test_an_entry_in_another_language_says_so(write: Writer, start: bytes, mark: bytes) -> None:
    data = write(FEED)
    assert mark in data
    assert mark not in data[: data.rindex(start)]


def test_json_feed_carries_everything() -> None:
    value = json.loads(json_feed(FEED))
    first, second = value["items"]
    assert first["content_html"] == ENTRY.content
    assert first["image"] == ENTRY.enclosure.url if ENTRY.enclosure else False
    assert first["attachments"] == [
        {"url": "https://ada.example/cover.png", "mime_type": "image/png", "size_in_bytes": 1234}
    ]
    assert first["date_modified"] == "2025-03-03T12:30:00+00:00"
    assert second["content_text"] == OLDER.summary
    assert "content_html" not in second
    assert "image" not in second
