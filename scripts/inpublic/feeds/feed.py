"""A feed as a value, and its three forms: RSS 2.0 and Atom through feedgen, JSON Feed 1.1 by hand."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape
from typing import Any

from msgspec import Struct
from msgspec.structs import force_setattr

from inpublic.pages.jsontext import long_json_bytes
from inpublic.text.markers import scrub, unusual

# Allowed in XML, yet no characters either: the noncharacters beyond the first plane.
_BEYOND = "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
_ODD_BEYOND = re.compile(f"[{_BEYOND}]")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
EMPTY_SINCE = datetime(2000, 1, 1, tzinfo=UTC)
"""The date of a feed without entries: Atom and feedgen want one, and the clock would change the bytes."""


class Enclosure(Struct, frozen=True):
    """Attaches a file to an entry: its absolute URL, its MIME type and its size in bytes."""

    url: str
    mime: str
    size: int


class FeedEntry(Struct, frozen=True):
    """Holds one item; `summary` is plain text, `content` clean HTML or empty, both dates have a time zone.

    `id` is a URI that never changes, `language` a BCP 47 tag. What no feed may hold is taken out of the texts when they
    come here, once for all feeds; a title of nothing else becomes the address, a summary the title.
    """

    id: str
    title: str
    url: str
    summary: str
    content: str
    published: datetime
    updated: datetime
    author: str
    language: str
    tags: tuple[str, ...] = ()
    enclosure: Enclosure | None = None

    def __post_init__(self) -> None:
        """Make the texts fit for every format."""
        title = _line(self.title) or self.url
        summary, author, content = _line(self.summary) or title, _line(self.author), _clean(self.content)
        tags = tuple(tag for tag in map(_line, self.tags) if tag)
        fit = {"title": title, "summary": summary, "author": author, "content": content, "tags": tags}
        for name, text in fit.items():
            force_setattr(self, name, text)


class Feed(Struct, frozen=True):
    """Holds one feed, its entries newest first; `url` is its own address, `home_url` that of the page it is about."""

    title: str
    description: str
    url: str
    home_url: str
    language: str
    author: str
    entries: tuple[FeedEntry, ...] = ()

    @property
    def updated(self) -> datetime:
        """Return the date of the newest change, never that of the build."""
        return max((entry.updated for entry in self.entries), default=EMPTY_SINCE)


def rss(feed: Feed) -> bytes:
    """Write RSS 2.0 as the RSS Board's best practices profile and the W3C's validator ask for it."""
    generator = _generator(feed, "application/rss+xml")
    for entry in feed.entries:
        item = _add(generator, entry)
        # RSS takes a description for HTML, Atom a summary for text.
        item.description(escape(entry.summary, quote=False), isSummary=True)
        item.dc.dc_creator(entry.author)
        if entry.language != feed.language:
            item.dc.dc_language(entry.language)
        if entry.enclosure:
            item.enclosure(entry.enclosure.url, entry.enclosure.size, entry.enclosure.mime)
    return bytes(generator.rss_str(pretty=True))


def atom(feed: Feed) -> bytes:
    """Write Atom 1.0 (RFC 4287)."""
    generator = _generator(feed, "application/atom+xml")
    for entry in feed.entries:
        item = _add(generator, entry)
        item.summary(entry.summary)
        item.author(name=entry.author)
        item.register_extension("inpublic", _extras(entry), rss=False)
    return bytes(generator.atom_str(pretty=True))


def json_feed(feed: Feed) -> bytes:
    """Write JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    title = _line(feed.title) or feed.home_url
    value = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": feed.home_url,
        "feed_url": feed.url,
        "description": _line(feed.description) or title,
        "authors": [{"name": _line(feed.author), "url": feed.home_url}],
        "language": feed.language,
        "items": [_item(entry) for entry in feed.entries],
    }
    return long_json_bytes(value)


def _generator(feed: Feed, mime: str) -> Any:  # Any: feedgen has no types
    from feedgen.feed import FeedGenerator

    generator = FeedGenerator()
    generator.load_extension("dc", atom=False)
    generator.id(feed.url)
    title = _line(feed.title) or feed.home_url
    generator.title(title)
    generator.subtitle(_line(feed.description) or title)
    # The order matters: feedgen takes the last link for the site's in RSS.
    generator.link(href=feed.url, rel="self", type=mime)
    generator.link(href=feed.home_url, rel="alternate", type="text/html")
    generator.author(name=_line(feed.author))
    generator.language(feed.language)
    generator.generator("inpublic")
    generator.updated(_utc(feed.updated))
    generator.lastBuildDate(_utc(feed.updated))
    return generator


def _add(generator: Any, entry: FeedEntry) -> Any:
    item = generator.add_entry(order="append")
    item.id(entry.id)
    item.title(entry.title)
    item.link(href=entry.url)
    item.published(_utc(entry.published))
    item.updated(_utc(entry.updated))
    item.category([{"term": tag} for tag in entry.tags])
    if entry.content:
        item.content(entry.content, type="html")
    return item


def _extras(entry: FeedEntry) -> type:
    """Make the extension that gives an Atom entry its language and enclosure: feedgen 1.0 loses a link's `rel`."""

    class Extras:
        def extend_atom(self, element: Any) -> None:  # Any: lxml has no types
            element.set(_LANG, entry.language)
            file = entry.enclosure
            if file:
                link = {"rel": "enclosure", "href": file.url, "type": file.mime, "length": str(file.size)}
                element.append(element.makeelement("link", link))

    return Extras


def _item(entry: FeedEntry) -> dict[str, object]:
    content = {"content_html": entry.content} if entry.content else {"content_text": entry.summary}
    item: dict[str, object] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        **content,
        "summary": entry.summary,
        "date_published": _utc(entry.published).isoformat(),
        "date_modified": _utc(entry.updated).isoformat(),
        "authors": [{"name": entry.author}],
        "tags": list(entry.tags),
        "language": entry.language,
    }
    return item | _attached(entry.enclosure)


def _attached(file: Enclosure | None) -> dict[str, object]:
    if file is None:
        return {}
    image: dict[str, object] = {"image": file.url} if file.mime.startswith("image/") else {}
    return image | {"attachments": [{"url": file.url, "mime_type": file.mime, "size_in_bytes": file.size}]}


def _utc(moment: datetime) -> datetime:
    """Change to UTC: RSS allows whole minutes only, and the W3C's validator only whole and half hours."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # the first or last day that there is
        return moment.replace(tzinfo=UTC)


def _line(text: str) -> str:
    return " ".join(_clean(text).split())


def _clean(text: str) -> str:
    kept = scrub(text)
    return _ODD_BEYOND.sub("", kept) if _ODD_BEYOND.search(unusual(kept)) else kept
