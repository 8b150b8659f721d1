"""The pages that lead to the projects: the home page and the portfolio index. The tags have a module of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from markupsafe import Markup

from inpublic.document import Block
from inpublic.outputs.share import share_image
from inpublic.pages.addresses import page_url, relative
from inpublic.pages.cards import (
    HOME,
    INDEX,
    LOG_PAGE,
    MANY,
    RESULTS,
    SUBSCRIBE,
    TAGS,
    Card,
    Row,
    TagLink,
    by_year,
    make_cards,
    make_rows,
    tag_links,
)
from inpublic.pages.keys import cards_key, key_for
from inpublic.pages.pagetext import page
from inpublic.pages.structured import home_ld, index_ld
from inpublic.project import Level
from inpublic.rhythm.log import built, log_of
from inpublic.tags import topics
from inpublic.template import render, render_block
from inpublic.website import OutputFile, Project, Recipe, Website

NOTED = 3
"""How many notes the home page shows."""

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
    work, text = built(website.projects), website.words
    beside = text.count("log.beside", len(website.projects) - len(work)) if len(work) < len(website.projects) else ""
    count = Counter(project.record.level for project in work)
    in_full = _featured_first(work)[:MANY]
    cards, years = make_cards(website, in_full, INDEX), by_year(_others(website, work, in_full))
    title = text("projects.title")
    values = {
        "title": title,
        "description": text("projects.description", name=website.config.author.name or website.config.site_name),
        "hide": ["navigation", "toc"],
        "search": _UNSEARCHED,
        "ld": index_ld(website, title),
    }
    shown = {
        "tags": _common_tags(website, work, INDEX),
        "levels": [(level.value, count[level]) for level in Level if count[level]],
        "years": years,
        "ways": _ways(website),
        "beside": beside,
        "log_url": relative(page_url(LOG_PAGE, website.config), INDEX, website.config),
        "count": len(work),
    }

    def make() -> bytes:
        html = render_block("index.html.j2", cards=cards, **shown, words=text, day=text.day)
        return page(values, [_title(title, "projects"), Block(html)])

    yield OutputFile(INDEX, Recipe(key_for(website, values, cards_key(cards), shown), make))


def _ways(website: Website) -> list[tuple[str, str]]:
    """Name other ways through the work, with their URLs relative to the index."""
    config, text, records = website.config, website.words, [project.record for project in website.projects]
    ways = [(text("tags.all"), TAGS)] if any(record.tags for record in records) else []
    ways += [(text("results.all"), RESULTS)] if any(record.results for record in records) else []
    return [(name, relative(page_url(path, config), INDEX, config)) for name, path in ways]


def _others(website: Website, work: Sequence[Project], in_full: Sequence[Project]) -> tuple[Row, ...]:
    apart = {project.record.slug for project in in_full}
    return make_rows(website, (project for project in work if project.record.slug not in apart), INDEX)


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
        "image": share_image(website),
        "ld": home_ld(website),
    }
    cards, common = _latest(website), _common_tags(website, website.projects, HOME)
    notes, text = log_of(website.projects), website.words
    noted = make_cards(website, notes[:NOTED], HOME)
    log_url = relative(page_url(LOG_PAGE, config), HOME, config)

    def make() -> bytes:
        blocks = [_title(config.author.name or config.site_name, "home"), _hero(website)]
        if cards:
            work = render_block("home_work.html.j2", words=text, cards=cards, day=text.day)
            blocks += [_heading(text("home.latest"), "latest-work"), Block(work)]
        if noted:
            strip = render_block(
                "log_strip.html.j2", cards=noted, url=log_url, count=len(notes), words=text, day=text.day
            )
            blocks += [_heading(text("log.strip"), "from-the-log"), Block(strip)]
        if common:
            blocks += [_heading(text("home.topics"), "topics"), Block(render_block("home_topics.html.j2", tags=common))]
        return page(values, blocks)

    key = key_for(
        website, values, config.author, len(website.projects), cards_key(cards), common, len(notes), cards_key(noted)
    )
    yield OutputFile(HOME, Recipe(key, make))


def _hero(website: Website) -> Block:
    from inpublic.text.builder import DocumentBuilder, Origin
    from inpublic.text.markdown import markdown_html  # a whole converter, for a page that seldom changes

    config = website.config
    intro = markdown_html(DocumentBuilder(), config.author.intro, Origin()) if config.author.intro else ""
    hero = render(
        "home.html.j2",
        words=website.words,
        author=config.author,
        intro=Markup(intro),  # noqa: S704 - made by our own Markdown renderer, which sanitises
        count=len(built(website.projects)),
        index_url=relative(page_url(INDEX, config), HOME, config),
        subscribe_url=relative(page_url(SUBSCRIBE, config), HOME, config),
    )
    return Block(hero.strip())


def _latest(website: Website) -> tuple[Card, ...]:
    work = built(website.projects)
    featured = sum(project.record.featured for project in work)
    return make_cards(website, _featured_first(work)[: min(featured, LATEST) + LATEST], HOME)


def _title(text: str, anchor: str) -> Block:
    return Block(render_block("text.html.j2", text=text), 1, anchor, text)


def _heading(html: str, anchor: str, text: str = "") -> Block:
    return Block(html, 2, anchor, text or html)


def _featured_first(projects: Sequence[Project]) -> list[Project]:
    return sorted(projects, key=lambda project: not project.record.featured)


def _common_tags(website: Website, work: Sequence[Project], here: PurePosixPath) -> list[tuple[TagLink, int]]:
    """Count the tags, commonest first, without those that only notes carry."""
    found = sorted((topic for topic in topics(work) if built(topic.projects)), key=lambda topic: -len(topic.projects))[
        :TOPICS
    ]
    return [(tag_links(website, [topic.name], here)[0], len(topic.projects)) for topic in found]
