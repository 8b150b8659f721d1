"""The pages that lead to the projects: the home page and the portfolio index. The tags have a module of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from markupsafe import Markup

from inpublic.document import Block
from inpublic.pages.addresses import page_url, relative
from inpublic.pages.cards import (
    HOME,
    INDEX,
    MANY,
    SUBSCRIBE,
    Card,
    Row,
    TagLink,
    by_year,
    day,
    day_of_year,
    make_cards,
    make_rows,
    tag_links,
)
from inpublic.pages.keys import cards_key, key_for
from inpublic.pages.pagetext import page
from inpublic.project import Level
from inpublic.tags import topics
from inpublic.template import render, render_block
from inpublic.website import OutputFile, Project, Recipe, Website

LATEST = 6
"""How many projects the home page shows in its grid, which has two or three columns; featured ones have a row each."""

TOPICS = 24
"""How many tags the index and the home page offer; the tags page has them all."""

_UNSEARCHED = {"exclude": True}
"""A search should find the work itself, not once more each page that shows its card."""


def index(website: Website) -> Iterator[OutputFile]:
    """Write the portfolio: featured projects first, to be filtered by tag and level.

    Each of the first is a card, the others are in a list by years, so that a thousand are a light page, too.
    """
    count = Counter(project.record.level for project in website.projects)
    in_full = _featured_first(website.projects)[:MANY]
    cards, years = make_cards(website, in_full, INDEX), by_year(_others(website, in_full))
    levels = [(level.value, count[level]) for level in Level if count[level]]
    description = f"All projects of {website.config.author.name or website.config.site_name}"
    values = {"title": "Projects", "description": description, "hide": ["navigation", "toc"], "search": _UNSEARCHED}
    shown = {"tags": _common_tags(website, INDEX), "levels": levels, "years": years}

    def make() -> bytes:
        count = len(website.projects)
        html = render_block("index.html.j2", cards=cards, count=count, **shown, day=day, day_of_year=day_of_year)
        return page(values, [_title("Projects", "projects"), Block(html)])

    yield OutputFile(INDEX, Recipe(key_for(website, values, cards_key(cards), shown), make))


def _others(website: Website, in_full: Sequence[Project]) -> tuple[Row, ...]:
    apart = {project.record.slug for project in in_full}
    return make_rows(website, (project for project in website.projects if project.record.slug not in apart), INDEX)


def home(website: Website) -> Iterator[OutputFile]:
    """Write the home page: who this is, and the latest work."""
    config = website.config
    if not config.home:
        return
    values = {
        "title": config.site_name,
        "description": config.site_description,
        "hide": ["navigation", "toc"],
        "search": _UNSEARCHED,
    }
    cards, common = _latest(website), _common_tags(website, HOME)

    def make() -> bytes:
        blocks = [_title(config.author.name or config.site_name, "home"), _hero(website)]
        if cards:
            work = render_block("home_work.html.j2", cards=cards, day=day)
            blocks += [_heading("Latest work", "latest-work"), Block(work)]
        if common:
            blocks += [_heading("Topics", "topics"), Block(render_block("home_topics.html.j2", tags=common))]
        return page(values, blocks)

    key = key_for(website, values, config.author, len(website.projects), cards_key(cards), common)
    yield OutputFile(HOME, Recipe(key, make))


def _hero(website: Website) -> Block:
    from inpublic.text.builder import DocumentBuilder, Origin
    from inpublic.text.markdown import markdown_html  # a whole converter, for a page that seldom changes

    config = website.config
    intro = markdown_html(DocumentBuilder(), config.author.intro, Origin()) if config.author.intro else ""
    hero = render(
        "home.html.j2",
        author=config.author,
        intro=Markup(intro),  # noqa: S704 - made by our own Markdown renderer, which sanitises
        count=len(website.projects),
        index_url=relative(page_url(INDEX, config), HOME, config),
        subscribe_url=relative(page_url(SUBSCRIBE, config), HOME, config),
    )
    return Block(hero.strip())


def _latest(website: Website) -> tuple[Card, ...]:
    featured = sum(project.record.featured for project in website.projects)
    return make_cards(website, _featured_first(website.projects)[: min(featured, LATEST) + LATEST], HOME)


def _title(text: str, anchor: str) -> Block:
    return Block(render_block("text.html.j2", text=text), 1, anchor, text)


def _heading(html: str, anchor: str, text: str = "") -> Block:
    return Block(html, 2, anchor, text or html)


def _featured_first(projects: Sequence[Project]) -> list[Project]:
    return sorted(projects, key=lambda project: not project.record.featured)


def _common_tags(website: Website, here: PurePosixPath) -> list[tuple[TagLink, int]]:
    """Count the tags, commonest first."""
    found = sorted(topics(website.projects), key=lambda topic: -len(topic.projects))[:TOPICS]
    return [(tag_links(website, [topic.name], here)[0], len(topic.projects)) for topic in found]
