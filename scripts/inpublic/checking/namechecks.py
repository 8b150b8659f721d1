"""Checks of names: titles and dates that can hardly be meant, addresses that were numbered, fragments of no page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from inpublic.document import Link, LinkKind
from inpublic.errors import Problem, Severity
from inpublic.pages.addresses import target_path
from inpublic.pages.links import anchor_in
from inpublic.records.slug import slugify, split_date
from inpublic.website import Page, Project, Website

_LONG = 150
"""Characters from which on a title fits neither on a card nor into a feed reader."""


def long_titles(website: Website) -> Iterator[Problem]:
    """Report titles that are texts."""
    for project in website.projects:
        title = project.record.title
        if len(title) > _LONG:
            message = f"the title has {len(title)} characters: «{title[:40]}…»"
            yield _warning(project.main, message, f"Say it in fewer than {_LONG}, and the rest in `summary:`.")


def future_dates(website: Website) -> Iterator[Problem]:
    """Report dates that are still to come: the work is published at once, and first everywhere until then."""
    today = website.config.today
    for project in website.projects if today else ():
        for name in ("date", "updated"):
            day = getattr(project.record, name)
            if day is not None and today is not None and day > today:
                message = f"«{name}» is {day}, which is still to come; the project is published all the same"
                yield _warning(project.main, message, "Mend the date, or set `draft: true` until then.")


def numbered_addresses(website: Website) -> Iterator[Problem]:
    """Report addresses that got a number because another has the name: they may change with what else there is."""
    owners = {project.record.slug.casefold(): project for project in website.projects}
    for project in website.projects:
        wanted = slugify(split_date(project.entry.name)[1])
        if "slug" not in project.origins and project.record.slug != wanted:
            owner = owners.get(wanted.casefold())
            if owner is not None and owner is not project:
                message = f"its address is «{project.record.slug}», since {_home(owner)} has «{wanted}»"
                yield _warning(project.main, message, "Give one of the two a `slug:` of its own, so that it stays.")
        yield from _numbered_pages(project)


def _numbered_pages(project: Project) -> Iterator[Problem]:
    owners: dict[str, Page] = {}
    for page in project.pages[1:]:
        wanted = slugify(page.source.relative_to(project.entry.folder).with_suffix("").as_posix()).casefold()
        owner = owners.setdefault(wanted, page)
        if owner is not page:
            message = f"its page is «{page.path.parent.name}», since {owner.source} has «{owner.path.parent.name}»"
            yield _warning(page, message, "Give one of the two files another name, so that its address stays.")


def missing_anchors(website: Website) -> Iterator[Problem]:
    """Report links to a place in a page of the site that is not there: they lead to its top."""
    known: dict[PurePosixPath, frozenset[str]] = {}
    for page in website.pages:
        for link in page.document.links:
            place = _place(website, page, link)
            fragment = link.target.partition("#")[2]
            if place is None or not fragment:
                continue
            if place.source not in known:
                known[place.source] = frozenset(place.document.places)
            if known[place.source].isdisjoint({anchor_in(place.document, fragment), unquote(fragment)}):
                where = "this page" if place is page else str(place.source)
                message = f"the link «{link.target}» leads to a place that is not in {where}"
                hint = "Headings are called by their words, in small letters with hyphens: `#a-first-look`."
                yield Problem(page.source.as_posix(), message, hint, link.line, link.cell, Severity.WARNING)


def _place(website: Website, page: Page, link: Link) -> Page | None:
    if link.kind is not LinkKind.PAGE:
        return None
    return page if link.target.startswith("#") else website.places.get(target_path(page.source, link.target))


def _home(project: Project) -> str:
    return project.main.source.as_posix()


def _warning(page: Page, message: str, hint: str) -> Problem:
    return Problem(page.source.as_posix(), message, hint, severity=Severity.WARNING)
