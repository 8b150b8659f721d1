"""What a card, or a row of a list, shows of a project, seen from one page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import PurePosixPath

from msgspec import Struct

from inpublic.pages.addresses import file_url, page_url, relative
from inpublic.pages.badges import Badge, Target, colab, make_badges
from inpublic.records.slug import slugify
from inpublic.results.comparison import Difference, compare
from inpublic.results.demo import demo_on
from inpublic.tags import plain_tag
from inpublic.website import Asset, Page, Project, Website
from inpublic.writing.safepath import safe_name

INDEX = PurePosixPath("projects/index.md")
TAGS = PurePosixPath("tags/index.md")
SUBSCRIBE = PurePosixPath("subscribe/index.md")
LOG_PAGE = PurePosixPath("log/index.md")
RESULTS = PurePosixPath("results/index.md")
TIMELINE = PurePosixPath("timeline/index.md")
HOME = PurePosixPath("index.md")
"""The generated pages that others link to, below docs/."""

MANY = 60
"""How many projects a page shows in full; a larger portfolio is a list from there on."""


class TagLink(Struct, frozen=True):
    """Links a tag to its place on the tags page; `key` is the tag in the address of a filtered index."""

    name: str
    key: str
    url: str


class Card(Struct, frozen=True):
    """Holds a project as a card shows it; every URL is relative to the page that the card stands on."""

    project: Project
    url: str
    cover: Asset | None
    cover_url: str
    tags: tuple[TagLink, ...]
    colab: Badge | None
    demo: str = ""

    @property
    def lang(self) -> str:
        """Return the language of the project's own words."""
        return self.project.record.lang

    @property
    def gain(self) -> Difference | None:
        """Compare the project's first result with its baseline."""
        first = next(iter(self.project.record.results), None)
        return compare(first, first.baseline) if first else None


class Row(Struct, frozen=True):
    """Holds a project as a row of a list shows it; `url` is relative to the page that the list stands on."""

    title: str
    url: str
    date: date | None
    summary: str
    lang: str
    level: str
    tags: tuple[str, ...]


def make_cards(website: Website, projects: Iterable[Project], page: PurePosixPath) -> tuple[Card, ...]:
    """Make the cards of some projects for a page, in their order."""
    return tuple(_card(website, project, page) for project in projects)


def _card(website: Website, project: Project, page: PurePosixPath) -> Card:
    config, cover = website.config, project.thumbnail
    return Card(
        project=project,
        url=relative(page_url(project.main.path, config), page, config),
        cover=cover,
        cover_url=relative(file_url(cover.path), page, config) if cover else "",
        tags=tag_links(website, project.record.tags, page),
        colab=_colab(website, notebook_of(project)),
        demo=demo_on(page, project.record.demo, config).url if project.record.demo else "",
    )


def make_rows(website: Website, projects: Iterable[Project], page: PurePosixPath) -> tuple[Row, ...]:
    """Make the rows of some projects for a page, in their order."""
    return tuple(_row(website, project, page) for project in projects)


def _row(website: Website, project: Project, page: PurePosixPath) -> Row:
    record = project.record
    return Row(
        title=record.title,
        url=relative(page_url(project.main.path, website.config), page, website.config),
        date=record.date,
        summary=record.summary,
        lang=record.lang,
        level=record.level.value if record.level else "",
        tags=tuple(record.tags),
    )


def by_year(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Group rows by the years of their dates, in the order of the rows; those without a date come last."""
    years: dict[str, list[Row]] = {}
    for row in rows:
        years.setdefault(str(row.date.year) if row.date else "", []).append(row)
    return sorted(years.items(), key=lambda year: not year[0])


def _colab(website: Website, notebook: Page | None) -> Badge | None:
    config = website.config
    if notebook is None or "colab" not in config.badges:
        return None
    return colab(Target(notebook.source, config.repository, words=website.words))


def tag_links(website: Website, tags: Iterable[str], page: PurePosixPath) -> tuple[TagLink, ...]:
    """Link tags to their places on the tags page."""
    start = relative(page_url(TAGS, website.config), page, website.config)
    keys = ((tag, website.tag_keys.get(plain_tag(tag), slugify(tag))) for tag in tags)
    return tuple(TagLink(tag, key, f"{start}#{key}") for tag, key in keys)


def notebook_of(project: Project) -> Page | None:
    """Return the notebook that stands for the project: its page, else its only or first one."""
    return next((page for page in project.pages if page.source.suffix == ".ipynb"), None)


def badges_of(website: Website, shown: Page | None, page: PurePosixPath) -> tuple[Badge, ...]:
    """Make the badges of a document for the page that shows them."""
    if shown is None or not shown.source.suffix:
        return ()
    copy = download_path(shown)
    download = relative(file_url(copy), page, website.config) if copy else ""
    return make_badges(website.config.badges, Target(shown.source, website.config.repository, download, website.words))


def download_path(page: Page) -> PurePosixPath | None:
    """Return where the site's own copy of a notebook lies below docs/; write-ups are read, not downloaded."""
    return page.path.parent / safe_name(page.source.name) if page.source.suffix == ".ipynb" else None
