"""The pages that lead to the projects: the home page, the portfolio index and the tags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from markupsafe import Markup

from inpublic.document import Block
from inpublic.pages.addresses import page_url, relative
from inpublic.pages.cards import HOME, INDEX, SUBSCRIBE, TAGS, TagLink, day, make_cards, tag_links
from inpublic.pages.pagetext import page
from inpublic.project import Level
from inpublic.tags import topics
from inpublic.template import render
from inpublic.text.builder import DocumentBuilder, Origin
from inpublic.text.markdown import markdown_html
from inpublic.website import OutputFile, Project, Website

LATEST = 6
"""How many projects the home page shows in its grid, which has two or three columns; featured ones have a row each."""

TOPICS = 24
"""How many tags the index and the home page offer; the tags page has them all."""

_UNSEARCHED = {"exclude": True}
"""A search should find the work itself, not once more each page that shows its card."""


def index(website: Website) -> Iterator[OutputFile]:
    """Write the portfolio: a card for each project, featured ones first, to be filtered by tag and level."""
    levels = Counter(project.record.level for project in website.projects)
    html = render(
        "index.html.j2",
        cards=make_cards(website, _featured_first(website.projects), INDEX),
        tags=_common_tags(website, INDEX),
        levels=[(level.value, levels[level]) for level in Level if levels[level]],
        day=day,
    )
    description = f"All projects of {website.config.author.name or website.config.site_name}"
    values = {"title": "Projects", "description": description, "hide": ["navigation", "toc"], "search": _UNSEARCHED}
    yield OutputFile(INDEX, page(values, [_title("Projects", "projects"), Block(html.strip())]))


def tags(website: Website) -> Iterator[OutputFile]:
    """Write one page with every tag and the projects that carry it."""
    blocks = [_title("Tags", "tags")]
    for topic in topics(website.projects):
        blocks.append(Block(render("text.html.j2", text=topic.name).strip(), 2, topic.key, topic.name))
        blocks.append(Block(render("tag.html.j2", cards=make_cards(website, topic.projects, TAGS), day=day).strip()))
    if len(blocks) == 1:
        blocks.append(Block("<p>No project carries a tag yet.</p>"))
    yield OutputFile(TAGS, page({"title": "Tags", "description": "All topics", "hide": ["navigation"]}, blocks))


def home(website: Website) -> Iterator[OutputFile]:
    """Write the home page: who this is, and the latest work."""
    config = website.config
    if not config.home:
        return
    blocks = [_title(config.author.name or config.site_name, "home"), _hero(website), *_latest(website)]
    common = _common_tags(website, HOME)
    if common:
        blocks += [_heading("Topics", "topics"), Block(render("home_topics.html.j2", tags=common).strip())]
    values = {
        "title": config.site_name,
        "description": config.site_description,
        "hide": ["navigation", "toc"],
        "search": _UNSEARCHED,
    }
    yield OutputFile(HOME, page(values, blocks))


def _hero(website: Website) -> Block:
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


def _latest(website: Website) -> list[Block]:
    if not website.projects:
        return []
    featured = sum(project.record.featured for project in website.projects)
    cards = make_cards(website, _featured_first(website.projects)[: min(featured, LATEST) + LATEST], HOME)
    work = render("home_work.html.j2", cards=cards, day=day)
    return [_heading("Latest work", "latest-work"), Block(work.strip())]


def _title(text: str, anchor: str) -> Block:
    return Block(render("text.html.j2", text=text).strip(), 1, anchor, text)


def _heading(text: str, anchor: str) -> Block:
    return Block(text, 2, anchor, text)


def _featured_first(projects: Sequence[Project]) -> list[Project]:
    return sorted(projects, key=lambda project: not project.record.featured)


def _common_tags(website: Website, here: PurePosixPath) -> list[tuple[TagLink, int]]:
    """Count the tags, commonest first."""
    found = sorted(topics(website.projects), key=lambda topic: -len(topic.projects))[:TOPICS]
    return [(tag_links(website, [topic.name], here)[0], len(topic.projects)) for topic in found]
