"""The Subscribe page: what a feed is, the addresses, and the newsletter, for people who have never used one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from urllib.parse import quote

from inpublic.languages import Words
from inpublic.outputs.feeds import (
    ATOM,
    JSON,
    LOG,
    RSS,
    Subject,
    has_feeds,
    kind_feeds,
    log_entries,
    skill_feeds,
    tag_feeds,
)
from inpublic.pages.addresses import absolute, file_url, relative
from inpublic.pages.keys import key_for
from inpublic.settings.config import Config
from inpublic.template import render
from inpublic.website import OutputFile, Recipe, Website

PAGE = PurePosixPath("subscribe/index.md")
_FORMATS = (
    ("RSS", RSS, "application/rss+xml", "subscribe.rss"),
    ("Atom", ATOM, "application/atom+xml", "subscribe.atom"),
    ("JSON Feed", JSON, "application/feed+json", "subscribe.json"),
)


def subscribe(website: Website) -> Iterator[OutputFile]:
    """Write the page; without an address of the site it says so instead of naming feeds that are not there."""
    config, text = website.config, website.words
    kinds = kind_feeds(website)
    own = [(text.subject("tag").get(kind.key), kind.projects) for kind in kinds]  # offered among the kinds
    topics = [tag for tag in tag_feeds(website) if (tag.name, tag.projects) not in own]
    values: dict[str, object] = {
        "words": text,
        "site_name": config.site_name,
        "author": config.author.name,
        "formats": [_format(*form, config, text) for form in _FORMATS] if has_feeds(website) else [],
        "readers": _readers(absolute(file_url(RSS), config), text),
        "tags": _subjects(topics, config) if has_feeds(website) else [],
        "kinds": _subjects(kinds, config) if has_feeds(website) else [],
        "skills": _subjects(skill_feeds(website), config) if has_feeds(website) else [],
        "log": _log(website) if has_feeds(website) and log_entries(website) else None,
        "newsletter": config.newsletter if config.newsletter and config.newsletter.url else None,
    }
    yield OutputFile(PAGE, Recipe(key_for(website, values), lambda: render("subscribe.md.j2", **values).encode()))


def _format(name: str, path: PurePosixPath, mime: str, note: str, config: Config, text: Words) -> dict[str, str]:
    return {
        "name": name,
        "note": text(note),
        "mime": mime,
        "url": absolute(file_url(path), config),
        "link": relative(file_url(path), PAGE, config),
    }


def _readers(feed: str, text: Words) -> list[tuple[str, str]]:
    """Pair each one-click link with its label; nothing is asked of these sites before the click."""
    return [
        ("Feedly", f"https://feedly.com/i/subscription/feed/{quote(feed, safe='')}"),
        ("Inoreader", f"https://www.inoreader.com/?add_feed={quote(feed, safe='')}"),
        (text("subscribe.app"), f"feed://{feed.partition('://')[2]}"),  # apps know both forms; this one is valid HTML
    ]


def _log(website: Website) -> dict[str, str]:
    text = website.words
    link = relative(file_url(LOG), PAGE, website.config)
    return {"name": text("log.feed"), "note": text("log.feed_note"), "link": link}


def _subjects(subjects: Sequence[Subject], config: Config) -> list[dict[str, object]]:
    return [
        {
            "name": subject.name,
            "link": relative(file_url(subject.path), PAGE, config),
            "count": len(subject.projects),
        }
        for subject in subjects
    ]
