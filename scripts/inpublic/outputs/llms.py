"""llms.txt: what the site is and where its work stands, in the few lines that language models are given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from inpublic.outputs.feeds import RSS, has_feeds
from inpublic.outputs.portfolio import DATA, SCHEMA
from inpublic.outputs.resume import DATA as RESUME
from inpublic.outputs.resume import has_resume
from inpublic.pages.addresses import absolute, file_url, page_url
from inpublic.pages.keys import key_for
from inpublic.pages.menu import menu_pages
from inpublic.settings.repository import raw_url
from inpublic.website import OutputFile, Project, Recipe, Website

PATH = PurePosixPath("llms.txt")
_OVERVIEWS = ("index.md", "projects/index.md", "tags/index.md", "subscribe/index.md")
"""Pages that say nothing which is not said here."""


def llms(website: Website) -> Iterator[OutputFile]:
    """Write the file, where its links can be whole addresses; its form is that of llmstxt.org."""
    if not website.config.site_url:
        return
    text = llms_text(website)
    yield OutputFile(PATH, Recipe(key_for(website, text), lambda: text.encode()))


def llms_text(website: Website) -> str:
    """Write title, summary, and a list of links for the work, the notes, the other pages and the data."""
    config = website.config
    built = [project for project in website.projects if not project.record.kind.is_logged]
    noted = [project for project in website.projects if project.record.kind.is_logged]
    pages = [(title, path) for title, path in menu_pages(config) if path.as_posix() not in _OVERVIEWS]
    sections = [
        ("Projects", [_work(website, project) for project in built]),
        ("Notes and readings", [_work(website, project) for project in noted]),
        ("Pages", [_item(title, absolute(page_url(path, config), config)) for title, path in pages]),
        ("Optional", list(_data(website))),
    ]
    # In Markdown `<` may begin HTML; whatever takes the file for a page finds no tag in it.
    return "\n".join([*_head(website), *_sections(sections)]).replace("<", "&lt;")


def _head(website: Website) -> Iterator[str]:
    config = website.config
    yield f"# {_line(config.site_name)}\n"
    if config.site_description:
        yield f"> {_line(config.site_description)}\n"
    said = [config.author.name, config.author.headline]
    if any(said):
        yield f"{': '.join(_line(part) for part in said if part)}.\n"
    if config.author.intro:
        yield f"{_line(config.author.intro)}\n"


def _sections(sections: Iterable[tuple[str, list[str]]]) -> Iterator[str]:
    for title, items in sections:
        if items:
            yield "\n".join([f"## {title}\n", *items, ""])


def _work(website: Website, project: Project) -> str:
    """Link a work, and its source as it was written, where that can be fetched."""
    config, record = website.config, project.record
    source = raw_url(config.repository, project.main.source) if config.repository and project.entry.main else ""
    facts = [f"{result.metric}: {result.value}" for result in record.results[:1]]
    facts += [f"baseline {result.baseline}" for result in record.results[:1] if result.baseline]
    more = [_line(record.summary), f"({', '.join(facts)})" if facts else "", f"[source]({source})" if source else ""]
    url = absolute(page_url(project.main.path, config), config)
    return _item(record.title, url, " ".join(part for part in more if part))


def _data(website: Website) -> Iterator[str]:
    config = website.config
    schema = absolute(file_url(SCHEMA), config)
    yield _item("portfolio.json", absolute(file_url(DATA), config), f"all records as data; [schema]({schema})")
    if has_resume(website):
        yield _item("resume.json", absolute(file_url(RESUME), config), "the resume, in the form of JSON Resume")
    if has_feeds(website):
        yield _item("feed.xml", absolute(file_url(RSS), config), "the newest work with its full text")


def _item(title: str, url: str, note: str = "") -> str:
    name = re.sub(r"([\[\]\\])", r"\\\1", _line(title))
    return f"- [{name}]({url.replace('(', '%28').replace(')', '%29')})" + (f": {note}" if note else "")


def _line(text: str) -> str:
    return " ".join(text.split())
