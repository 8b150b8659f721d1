"""Projects as entries of feeds: their order, identity and content.

An entry keeps its identity through every change of title, address and content only if its `id` stays the
same. Unless the record says it (`id:`), it is minted as a tag URI (RFC 4151) from the site's host, the day of
publication and the slug. Who renames a project or changes its date later writes the old one into the record.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

from inpublic.feeds.feed import EMPTY_SINCE, Enclosure, FeedEntry
from inpublic.feeds.feedcontent import feed_html
from inpublic.pages.addresses import absolute, file_url, page_url
from inpublic.pages.keys import content_key, key_for
from inpublic.pages.links import resolve_blocks
from inpublic.results.demo import whole_address
from inpublic.settings.config import Config
from inpublic.template import render
from inpublic.website import Asset, Page, Project, Website

RESULTS = 3
"""How many results an entry begins with."""

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")


def newest(projects: Sequence[Project]) -> tuple[Project, ...]:
    """Sort by day of publication, newest first as readers expect it; work without a date is left out."""
    dated = (project for project in projects if project.published)
    return tuple(sorted(dated, key=_published, reverse=True))


def feed_host(config: Config) -> str:
    """Return the site's host in ASCII, empty when `site_url` is none that readers could fetch."""
    try:
        parts = urlsplit(config.site_url)
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:  # also what a host that cannot be encoded raises
        return ""
    return host if parts.scheme in ("http", "https") else ""


def entry_ids(website: Website) -> Mapping[PurePosixPath, str]:
    """Give each project, by the path of its page, an identity of its own; of two that claim one the older has it."""
    ids: dict[PurePosixPath, str] = {}
    host, taken = feed_host(website.config), set[str]()
    for project in reversed(newest(website.projects)):
        wanted = project.record.id
        usable = is_uri(wanted) and wanted not in taken
        ids[project.main.path] = wanted if usable else _minted(project, host)
        taken.add(ids[project.main.path])
    return ids


def is_uri(text: str) -> bool:
    """Tell whether a text can stand as an identity in every kind of feed."""
    return bool(_URI.fullmatch(text))


def feed_author(config: Config) -> str:
    """Name the author, or the site where nobody is named, since Atom asks for one."""
    return config.author.name or config.site_name


class Entries:
    """Makes the entry of each project once, when it is asked for the first time."""

    def __init__(self, website: Website) -> None:
        self._website = website
        self._ids = entry_ids(website)
        self._made: dict[PurePosixPath, FeedEntry] = {}
        self._brief: dict[PurePosixPath, FeedEntry] = {}
        self._keys: dict[PurePosixPath, str] = {}

    def of(self, project: Project) -> FeedEntry:
        """Return the entry of a project."""
        path = project.main.path
        if path not in self._made:
            self._made[path] = _entry(self._website, project, self._ids[path], _content(self._website, project))
        return self._made[path]

    def brief(self, project: Project) -> FeedEntry:
        """Return the entry of a project without its content, which is not made for it."""
        path = project.main.path
        if path not in self._brief:
            self._brief[path] = _entry(self._website, project, self._ids[path], "")
        return self._brief[path]

    def key_of(self, project: Project) -> str:
        """Identify all that the entry of a project says, without making it: once, since many feeds have it."""
        path = project.main.path
        if path not in self._keys:
            self._keys[path] = key_for(self._website, self._said(project))
        return self._keys[path]

    def _said(self, project: Project) -> object:
        pages = [(page.path, page.title) for page in project.pages]
        cover = project.cover and (project.cover.path, project.cover.mime, project.cover.size)
        dates = (project.published, project.updated)
        identity = self._ids[project.main.path]
        return (identity, project.record, dates, pages, cover, content_key(self._website, project.main))


def _published(project: Project) -> datetime:
    return project.published or EMPTY_SINCE


def _minted(project: Project, host: str) -> str:
    return f"tag:{host},{_published(project):%Y-%m-%d}:{quote(project.record.slug, safe='')}"


def _entry(website: Website, project: Project, identity: str, content: str) -> FeedEntry:
    config, record = website.config, project.record
    return FeedEntry(
        id=identity,
        title=record.title or project.main.title,
        url=_url(project.main, config),
        summary=record.summary or project.main.document.summary,
        content=content,
        published=_published(project),
        updated=project.updated or _published(project),
        author=feed_author(config),
        language=record.lang or config.language,
        tags=record.tags,
        enclosure=_enclosure(project.cover, config),
    )


def _content(website: Website, project: Project) -> str:
    """Return the content of an entry, made once for all runs."""
    pages = [(page.path, page.title) for page in project.pages[1:]]
    most = website.config.feed.kilobytes
    first = (project.record.problem, project.record.results, project.record.demo)
    key = key_for(website, "feed content", content_key(website, project.main), first, pages, most)
    known = website.notes.note(key)
    if known is not None:
        return known.decode()
    content = _made(website, project)
    website.notes.put_note(key, content.encode())
    return content


def _made(website: Website, project: Project) -> str:
    blocks = resolve_blocks(website, project.main, absolute=True)
    most = website.config.feed.kilobytes * 1000  # whatever is larger is no part of any feed
    content = feed_html(blocks, _url(project.main, website.config), website.words("feeds.figure"), most=most)
    pages = [{"url": _url(page, website.config), "title": page.title} for page in project.pages[1:]]
    more = render("feed_more.html.j2", pages=pages, words=website.words) if pages else ""
    first = _first(website, project) if content else ""
    return f"{first}\n{content}\n{more}".strip()


def _first(website: Website, project: Project) -> str:
    """Say what the head of the project's page says: the question, the first results, the demo."""
    record = project.record
    demo = whole_address(record.demo, website.config)
    return render("feed_first.html.j2", record=record, demo=demo, most=RESULTS, words=website.words).strip()


def _enclosure(cover: Asset | None, config: Config) -> Enclosure | None:
    if cover is None or not cover.mime:
        return None
    return Enclosure(absolute(file_url(cover.path), config), cover.mime, cover.size)


def _url(page: Page, config: Config) -> str:
    return absolute(page_url(page.path, config), config)
