"""The tags: one page with all of them, and in a large portfolio a page for each that much work carries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from msgspec import Struct

from inpublic.document import Block
from inpublic.languages import Words
from inpublic.pages.addresses import page_url, relative
from inpublic.pages.cards import MANY, TAGS, Row, by_year, make_rows
from inpublic.pages.keys import key_for
from inpublic.pages.pagetext import page
from inpublic.tags import Topic, topics
from inpublic.template import render_block
from inpublic.website import OutputFile, Recipe, Website

FEW = 8
"""How many projects of a tag the tags page of a large portfolio lists at most; a tag with more has a page, too."""


class _Section(Struct, frozen=True):
    """Holds what the tags page says of one tag; `url` leads to the tag's own page and is empty where it has none."""

    name: str
    key: str
    count: int
    url: str
    rows: tuple[Row, ...]


def tags(website: Website) -> Iterator[OutputFile]:
    """Write a page with every tag and the projects that carry it, and pages for those that are too many for it."""
    found, is_large = topics(website.projects), len(website.projects) > MANY
    sections = [_section(website, topic, has_page=is_large and len(topic.projects) > FEW) for topic in found]
    hidden = ["navigation", "toc"] if is_large else ["navigation"]
    text = website.words
    values = {"title": text("tags.title"), "description": text("tags.description"), "hide": hidden}

    def make() -> bytes:
        return page(values, _all_tags(sections, text, is_large=is_large))

    yield OutputFile(TAGS, Recipe(key_for(website, values, sections), make))
    for topic, section in zip(found, sections, strict=True):
        if section.url:
            yield _tag_page(website, topic)


def _section(website: Website, topic: Topic, *, has_page: bool) -> _Section:
    projects = topic.projects[:FEW] if has_page else topic.projects
    url = relative(page_url(_path(topic), website.config), TAGS, website.config) if has_page else ""
    return _Section(topic.name, topic.key, len(topic.projects), url, make_rows(website, projects, TAGS))


def _all_tags(sections: list[_Section], text: Words, *, is_large: bool) -> Iterator[Block]:
    title = text("tags.title")
    yield Block(render_block("text.html.j2", text=title), 1, "tags", title)
    if not sections:
        yield Block(render_block("paragraph.html.j2", text=text("tags.empty")))
    if is_large and sections:
        commonest_first = sorted(sections, key=lambda section: -section.count)
        yield Block(render_block("tags.html.j2", sections=commonest_first))
    for section in sections:
        yield Block(render_block("text.html.j2", text=section.name), 2, section.key, section.name)
        yield Block(render_block("tag.html.j2", section=section, is_brief=is_large, words=text, day=text.day))


def _tag_page(website: Website, topic: Topic) -> OutputFile:
    path = _path(topic)
    years = by_year(make_rows(website, topic.projects, path))
    count, text = len(topic.projects), website.words
    all_url = relative(page_url(TAGS, website.config), path, website.config)
    values = {
        "title": topic.name,
        "description": text("tags.page_description", n=count, name=topic.name),
        "hide": ["navigation", "toc"],
        "search": {"exclude": True},
    }

    def make() -> bytes:
        name = render_block("text.html.j2", text=topic.name)
        shown = render_block("tag_page.html.j2", count=count, years=years, all_url=all_url, words=text)
        return page(values, [Block(name, 1, topic.key, topic.name), Block(shown)])

    return OutputFile(path, Recipe(key_for(website, values, topic.key, years, all_url), make))


def _path(topic: Topic) -> PurePosixPath:
    return TAGS.parent / topic.key / "index.md"
