"""The rules that feeds are held to: what the W3C's feed validator and the JSON Feed specification ask.

Loaded with `runpy.run_path`, as tests are no package. `broken_rules(data)` names each rule that a feed breaks.
"""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import feedparser
from selectolax.lexbor import LexborHTMLParser

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
RFC_2822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d\d[03]0")
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
TAG_URI = re.compile(r"tag:[a-z0-9.-]+,\d{4}-\d\d-\d\d:[0-9A-Za-z;/?:@&=+$.\-_!~*'()%,]+")
URI = re.compile(r"[a-z]+:[0-9A-Za-z;/?:@&=+$.\-_!~*'()%,#]+")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
MIME = re.compile(r"[\w.+-]+/[\w.+-]+")
UNSAFE = "script,style,iframe,object,embed,form,input,button,select,svg,link,meta,[class],[id],[style],[onclick]"


def broken_rules(data: bytes) -> list[str]:
    """Name every rule that this feed, of whatever kind, breaks."""
    if data.lstrip().startswith(b"{"):
        return list(_json(json.loads(data)))
    rules = [f"control character {hex(ord(char))}" for char in data.decode() if char < " " and char not in "\t\n"]
    parsed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    rules += [f"feedparser: {parsed.bozo_exception}"] if parsed.bozo else []
    root = ET.fromstring(data)
    return rules + list(_rss(root[0]) if root.tag == "rss" else _atom(root))


def _rss(channel: ET.Element) -> Iterator[str]:
    for name in ("title", "link", "description"):
        if len(channel.findall(name)) != 1 or not channel.findtext(name):
            yield f"channel needs one {name}"
    own = [link for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if len(own) != 1 or own[0].get("type") != "application/rss+xml":
        yield "channel needs one self link with a type"
    yield from _urls(channel.findtext("link"), *(link.get("href") for link in own))
    yield from _language(channel.findtext("language"))
    yield from _rss_date(channel.findtext("lastBuildDate"))
    yield from _order([parsedate_to_datetime(text) for text in _texts(channel, "item/pubDate")])
    yield from _unique(_texts(channel, "item/guid"))
    for item in channel.findall("item"):
        yield from _rss_item(item)


def _rss_item(item: ET.Element) -> Iterator[str]:
    for name in ("title", "link", "description", "guid", "pubDate", CREATOR):
        if len(item.findall(name)) != 1 or not (item.findtext(name) or "").strip():
            yield f"item needs one {name}"
    if item.find("author") is not None:
        yield "author is no e-mail address; use dc:creator"
    guid = item.find("guid")
    if guid is None or guid.get("isPermaLink") != "false" or not URI.fullmatch(guid.text or ""):
        yield "guid is no permanent URI"
    if guid is not None and (guid.text or "").startswith("tag:") and not TAG_URI.fullmatch(guid.text or ""):
        yield f"guid {guid.text} is no tag URI"
    tags = [child.tag for child in item]
    if CONTENT in tags and tags.index("description") > tags.index(CONTENT):
        yield "description comes before content:encoded"
    yield from _urls(item.findtext("link"))
    yield from _rss_date(item.findtext("pubDate"))
    yield from _html(item.findtext("description") or "")
    yield from _html(item.findtext(CONTENT) or "")
    for enclosure in item.findall("enclosure"):
        yield from _file(enclosure.get("url"), enclosure.get("type"), enclosure.get("length"))
    if len(item.findall("enclosure")) > 1:
        yield "item has more than one enclosure"


def _atom(feed: ET.Element) -> Iterator[str]:
    for name in ("id", "title", "updated", "author/{}name"):
        if len(feed.findall(_atom_path(name))) != 1 or not feed.findtext(_atom_path(name)):
            yield f"feed needs one {name}"
    links = {link.get("rel"): link for link in feed.findall(f"{ATOM}link")}
    if set(links) != {"self", "alternate"} or links["self"].get("type") != "application/atom+xml":
        yield "feed needs a self link with its type and an alternate link"
    yield from _urls(*(link.get("href") for link in links.values()), feed.findtext(f"{ATOM}id"))
    yield from _atom_date(feed.findtext(f"{ATOM}updated"))
    yield from _unique(_texts(feed, f"{ATOM}entry/{ATOM}id"))
    yield from _order([datetime.fromisoformat(text) for text in _texts(feed, f"{ATOM}entry/{ATOM}published")])
    yield from _language(feed.get("{http://www.w3.org/XML/1998/namespace}lang"))
    for entry in feed.findall(f"{ATOM}entry"):
        yield from _atom_entry(entry)


def _atom_entry(entry: ET.Element) -> Iterator[str]:
    for name in ("id", "title", "updated", "published", "summary", "author/{}name"):
        if len(entry.findall(_atom_path(name))) != 1 or not entry.findtext(_atom_path(name)):
            yield f"entry needs one {name}"
    if not URI.fullmatch(entry.findtext(f"{ATOM}id") or ""):
        yield "entry id is no URI"
    for name in ("updated", "published"):
        yield from _atom_date(entry.findtext(ATOM + name))
    links = entry.findall(f"{ATOM}link")
    if [link.get("rel", "alternate") for link in links].count("alternate") != 1:
        yield "entry needs one alternate link"
    yield from _urls(*(link.get("href") for link in links))
    for link in links:
        if link.get("rel") == "enclosure":
            yield from _file(link.get("href"), link.get("type"), link.get("length"))
    content = entry.find(f"{ATOM}content")
    if content is not None and (content.get("type") != "html" or len(content)):
        yield "content is not escaped HTML"
    yield from _html(entry.findtext(f"{ATOM}content") or "")


def _json(feed: dict[str, object]) -> Iterator[str]:
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield "version is not 1.1"
    yield from _urls(feed.get("home_page_url"), feed.get("feed_url"))
    yield from _language(feed.get("language"))
    yield from (f"feed needs {name}" for name in ("title", "authors") if not feed.get(name))
    items = feed["items"]
    assert isinstance(items, list)
    yield from _unique([item["id"] for item in items])
    yield from _order([datetime.fromisoformat(item["date_published"]) for item in items])
    for item in items:
        yield from (f"item needs {name}" for name in ("id", "url", "title", "summary", "authors") if not item.get(name))
        if not (item.get("content_html") or item.get("content_text")):
            yield "item needs content_html or content_text"
        yield from _urls(item["url"], *([item["image"]] if "image" in item else []))
        yield from (*_atom_date(item["date_published"]), *_atom_date(item["date_modified"]))
        yield from _html(item.get("content_html", ""))
        for file in item.get("attachments", []):
            yield from _file(file["url"], file["mime_type"], str(file["size_in_bytes"]))


def _atom_path(name: str) -> str:
    return ATOM + name.replace("{}", ATOM)


def _texts(element: ET.Element, path: str) -> list[str]:
    return [found.text or "" for found in element.findall(path)]


def _urls(*urls: object) -> Iterator[str]:
    for url in urls:
        if urlsplit(str(url)).scheme not in ("http", "https") or not URI.fullmatch(str(url)):
            yield f"{url} is no absolute, encoded URL"


def _file(url: str | None, mime: str | None, length: str | None) -> Iterator[str]:
    yield from _urls(url)
    if not MIME.fullmatch(mime or "") or not (length or "").isdecimal():
        yield f"enclosure {url} has no type or length"


def _language(code: object) -> Iterator[str]:
    if not LANGUAGE.fullmatch(str(code)):
        yield f"{code} is no language"


def _rss_date(text: str | None) -> Iterator[str]:
    if not RFC_2822.fullmatch(text or "") or parsedate_to_datetime(text or "").strftime("%a") != (text or "")[:3]:
        yield f"{text} is no RFC 2822 date"


def _atom_date(text: str | None) -> Iterator[str]:
    if not RFC_3339.fullmatch(text or ""):
        yield f"{text} is no RFC 3339 date"


def _order(dates: list[datetime]) -> Iterator[str]:
    if dates != sorted(dates, reverse=True):
        yield "not newest first"


def _unique(ids: list[str]) -> Iterator[str]:
    if len(ids) != len(set(ids)):
        yield "the same id twice"


def _html(html: str) -> Iterator[str]:
    tree = LexborHTMLParser(f"<body>{html}</body>")
    yield from (f"unsafe {node.html}" for node in tree.css(UNSAFE) if node.tag not in ("html", "head", "body"))
    for name in ("href", "src", "poster", "cite"):
        for node in tree.css(f"[{name}]"):
            if not re.match(r"(https?://|mailto:|tel:|data:(image|audio|video)/)", node.attributes[name] or ""):
                yield f"relative {name} in {node.html}"
