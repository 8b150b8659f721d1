"""The Subscribe page: what a feed is, the addresses, and the newsletter, for people who have never used one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import quote

from inpublic.outputs.feeds import ATOM, JSON, RSS, has_feeds, tag_feeds
from inpublic.pages.addresses import absolute, file_url, relative
from inpublic.pages.keys import key_for
from inpublic.settings.config import Config
from inpublic.template import render
from inpublic.website import OutputFile, Recipe, Website

PAGE = PurePosixPath("subscribe/index.md")
_FORMATS = (
    ("RSS", RSS, "application/rss+xml", "Every reader takes this one."),
    ("Atom", ATOM, "application/atom+xml", "The same work in the other common form."),
    ("JSON Feed", JSON, "application/feed+json", "The same work for newer readers and for programs."),
)


def subscribe(website: Website) -> Iterator[OutputFile]:
    """Write the page; without an address of the site it says so instead of naming feeds that are not there."""
    config = website.config
    values: dict[str, object] = {
        "site_name": config.site_name,
        "author": config.author.name,
        "formats": [_format(*form, config) for form in _FORMATS] if has_feeds(website) else [],
        "readers": _readers(absolute(file_url(RSS), config)),
        "tags": _tags(website) if has_feeds(website) else [],
        "newsletter": config.newsletter if config.newsletter and config.newsletter.url else None,
    }
    yield OutputFile(PAGE, Recipe(key_for(website, values), lambda: render("subscribe.md.j2", **values).encode()))


def _format(name: str, path: PurePosixPath, mime: str, note: str, config: Config) -> dict[str, str]:
    return {
        "name": name,
        "note": note,
        "mime": mime,
        "url": absolute(file_url(path), config),
        "link": relative(file_url(path), PAGE, config),
    }


def _readers(feed: str) -> list[tuple[str, str]]:
    """Pair each one-click link with its label; nothing is asked of these sites before the click."""
    return [
        ("Feedly", f"https://feedly.com/i/subscription/feed/{quote(feed, safe='')}"),
        ("Inoreader", f"https://www.inoreader.com/?add_feed={quote(feed, safe='')}"),
        ("An app on this device", f"feed://{feed.partition('://')[2]}"),  # apps know both forms; this one is valid HTML
    ]


def _tags(website: Website) -> list[dict[str, object]]:
    return [
        {
            "name": topic.tag,
            "link": relative(file_url(topic.path), PAGE, website.config),
            "count": len(topic.projects),
        }
        for topic in tag_feeds(website)
    ]
