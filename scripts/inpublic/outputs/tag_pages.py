"""The tags: one page with all of them, and in a large portfolio a page for each that much work carries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from inpublic.document import Block
from inpublic.pages.addresses import page_url, relative
from inpublic.pages.cards import MANY, TAGS, Row, by_year, day, day_of_year, make_rows
from inpublic.pages.keys import key_for
from inpublic.pages.pagetext import page
from inpublic.tags import Topic, topics
from inpublic.template import render_block
from inpublic.website import OutputFile, Recipe, Website

FEW = 8
"""How many projects of a tag the tags page of a large portfolio lists at most; a tag with more has a page, too."""


@dataclass(frozen=True, slots=True)
class _Section:
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
    values = {"title": "Tags", "description": "All topics", "hide": hidden}

    def make() -> bytes:
        return page(values, _all_tags(sections, is_large=is_large))

    yield OutputFile(TAGS, Recipe(key_for(website, values, sections), make))
    for topic, section in zip(found, sections, strict=True):
        if section.url:
            yield _tag_page(website, topic)


def _section(website: Website, topic: Topic, *, has_page: bool) -> _Section:
    projects = topic.projects[:FEW] if has_page else topic.projects
    url = relative(page_url(_path(topic), website.config), TAGS, website.config) if has_page else ""
    return _Section(topic.name, topic.key, len(topic.projects), url, make_rows(website, projects, TAGS))


def _all_tags(sections: list[_Section], *, is_large: bool) -> Iterator[Block]:
    yield Block("Tags", 1, "tags", "Tags")
    if not sections:
        yield Block("<p>No project carries a tag yet.</p>")
    if is_large and sections:
        commonest_first = sorted(sections, key=lambda section: -section.count)
        yield Block(render_block("tags.html.j2", sections=commonest_first))
    for section in sections:
        yield Block(render_block("text.html.j2", text=section.name), 2, section.key, section.name)
        yield Block(render_block("tag.html.j2", section=section, is_brief=is_large, day=day))


def _tag_page(website: Website, topic: Topic) -> OutputFile:
    path = _path(topic)
    years = by_year(make_rows(website, topic.projects, path))
    count, all_url = len(topic.projects), relative(page_url(TAGS, website.config), path, website.config)
    values = {
        "title": topic.name,
        "description": f"{count} projects with the tag {topic.name}",
        "hide": ["navigation", "toc"],
        "search": {"exclude": True},
    }

    def make() -> bytes:
        name = render_block("text.html.j2", text=topic.name)
        shown = render_block("tag_page.html.j2", count=count, years=years, all_url=all_url, day_of_year=day_of_year)
        return page(values, [Block(name, 1, topic.key, topic.name), Block(shown)])

    return OutputFile(path, Recipe(key_for(website, values, topic.key, years, all_url), make))


def _path(topic: Topic) -> PurePosixPath:
    return TAGS.parent / topic.key / "index.md"
