"""Puts the website together: one merged record a project, a place for each page. No disk, no clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from inpublic.document import Document
from inpublic.errors import Problem, Severity
from inpublic.languages import ENGLISH, Words, words
from inpublic.project import Entry, Layer, Record
from inpublic.records.record import merge, parse_layer, parse_metadata
from inpublic.records.slug import slugify, split_date, unique
from inpublic.settings.git import Dates
from inpublic.skills.tools import tools_of
from inpublic.text.markers import unmarked
from inpublic.website import Page, Project

_SUMMARY = 280
"""Characters of a summary that was taken from the first paragraph."""

PROJECTS = PurePosixPath("projects")


class Described(Struct, frozen=True):
    """Holds a project before its place on the site is known, with what was wrong with it."""

    entry: Entry
    record: Record
    origins: Mapping[str, str]
    problems: tuple[Problem, ...]

    @property
    def is_broken(self) -> bool:
        """Tell whether the project must stay off the site."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def is_shown(self) -> bool:
        """Tell whether the project goes onto the site: it is neither broken nor a draft."""
        return not (self.is_broken or self.record.draft)


def describe(
    entry: Entry,
    documents: Mapping[PurePosixPath, Document],
    dates: Dates,
    found: Iterable[Problem] = (),
    *,
    language: str = ENGLISH,
) -> Described:
    """Merge all that is known about one project; the precedence is record.py's, `language` the site's.

    The problems are those that discovery `found` in the project's own files, and what is wrong with its documents.
    """
    problems = [*found, *_faults(entry, documents)]
    layers = [entry.layer] if entry.layer else []
    for source in _by_precedence(entry):
        said, faults = _explicit(source, documents[source])
        layers += said
        problems += faults
    layers += _inferred(entry, documents, dates)
    record, origins = merge(layers)
    return Described(entry, _tagged(record, words(language)), origins, tuple(problems))


def _tagged(record: Record, text: Words) -> Record:
    """Give notes and readings a tag of their own, in the language of the site, whose feed has all of their kind."""
    if not record.kind.is_logged:
        return record
    own = text(f"tag.{record.kind.value}")
    is_there = not {own.casefold(), record.kind.value}.isdisjoint(tag.casefold() for tag in record.tags)
    return record if is_there else replace(record, tags=(*record.tags, own))


def hold_back(item: Described, found: Iterable[Problem], secret: Collection[PurePosixPath]) -> Described:
    """Add what the publish gate `found` in a project's own files.

    If one of them is `secret`, so is the record; of such a file no other problem is kept, since it may quote it.
    """
    hidden = {path.as_posix() for path in item.entry.files if path in secret}
    problems = [*found, *(problem for problem in item.problems if problem.path not in hidden)]
    record = Record(title=title_of(item.entry.name)) if hidden else item.record
    return replace(item, record=record, problems=tuple(problems), origins={} if hidden else item.origins)


def refuse_twins(items: Sequence[Described]) -> list[Described]:
    """Report a project that asks for a slug which an earlier one has asked for already."""
    owners: dict[str, Described] = {}
    result = []
    for item in items:
        wanted = item.record.slug.casefold() if item.is_shown else ""
        owner = owners.setdefault(wanted, item) if wanted else item
        result.append(item if owner is item else _refused(item, owner))
    return result


def _refused(item: Described, owner: Described) -> Described:
    message = f"the slug «{item.record.slug}» is taken by {_home(owner.entry)}"
    twin = Problem(_home(item.entry), message, "Give one of the two another `slug:`.")
    return replace(item, problems=(*item.problems, twin))


def _home(entry: Entry) -> str:
    return (entry.main or entry.folder).as_posix()


def slug_of(item: Described) -> str:
    """Return the slug that a project asks for, else the one that its name makes; others may have it too."""
    return item.record.slug or slugify(split_date(item.entry.name)[1])


def place(items: Sequence[Described], documents: Mapping[PurePosixPath, Document], dates: Dates) -> tuple[Project, ...]:
    """Give each project its slug and pages, newest first; of slugs that meet, one that was asked for stays."""
    asked_first = sorted(items, key=lambda item: not item.record.slug)
    slugs = unique([slug_of(item) for item in asked_first])
    projects = [_project(item, slug, documents, dates) for item, slug in zip(asked_first, slugs, strict=True)]
    return tuple(sorted(projects, key=_newest_first))


def places_of(projects: Sequence[Project]) -> dict[PurePosixPath, Page]:
    """Map each source, and each project's folder, to its page."""
    places = {page.source: page for project in projects for page in project.pages}
    for project in projects:
        if project.entry.folder != PROJECTS:
            places.setdefault(project.entry.folder, project.main)
    return places


def _newest_first(project: Project) -> tuple[float, str]:
    moment = project.published
    return (-moment.timestamp() if moment else float("-inf"), project.record.slug)


def _by_precedence(entry: Entry) -> list[PurePosixPath]:
    """Order the sources that may speak for the whole project: its page, then its notebook if it has just one."""
    notebooks = [source for source in entry.sources if source.suffix.lower() == ".ipynb"]
    first = [entry.main] if entry.main else list(entry.sources[:1])
    return list(dict.fromkeys(first + notebooks if len(notebooks) == 1 else first))


def _faults(entry: Entry, documents: Mapping[PurePosixPath, Document]) -> Iterator[Problem]:
    for source in entry.sources:
        for fault in documents[source].faults:
            severity = Severity.ERROR if fault.is_error else Severity.WARNING
            yield Problem(source.as_posix(), fault.message, fault.hint, fault.line, fault.cell, severity)


def _explicit(source: PurePosixPath, document: Document) -> tuple[list[Layer], list[Problem]]:
    layers: list[Layer] = []
    problems: list[Problem] = []
    if document.front_matter:
        layer, found = parse_layer(
            document.front_matter,
            origin=f"front matter of {source.name}",
            path=source.as_posix(),
            line=document.front_matter_line,
            cell=document.front_matter_cell,
        )
        layers.append(layer)
        problems += found
    if document.metadata:
        layer, found = parse_metadata(document.metadata, path=source.as_posix())
        layers.append(layer)
        problems += found
    return layers, problems


def _inferred(entry: Entry, documents: Mapping[PurePosixPath, Document], dates: Dates) -> Iterator[Layer]:
    for source in _by_precedence(entry):
        document = documents[source]
        if document.title:
            yield Layer(f"the first heading of {source.name}", {"title": document.title})
        if document.summary:
            yield Layer(f"the first paragraph of {source.name}", {"summary": shorten(document.summary)})
    tools = tools_of(entry, (documents[source] for source in entry.sources))
    if tools:
        yield Layer("the imports of the code", {"tags": tools[:5]})
    yield from _dates(entry, dates)
    yield Layer("the name of the file or folder", {"title": title_of(entry.name)})


def _dates(entry: Entry, dates: Dates) -> Iterator[Layer]:
    named, _ = split_date(entry.name)
    if named:
        yield Layer("the name of the file or folder", {"date": named})
    first = [dates.files[path].first for path in entry.sources if path in dates.files]
    last = [dates.files[path].last for path in entry.files if path in dates.files]
    if first:
        yield Layer("git: the first commit", {"date": min(first).date()})
    if last and max(last).date() > min(first or last).date():
        yield Layer("git: the last commit", {"updated": max(last).date()})


def shorten(text: str, limit: int = _SUMMARY) -> str:
    """Cut text at the end of a sentence or word so that it has at most `limit` characters."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    end = max(cut.rfind(mark) for mark in (". ", "? ", "! ", "。", "？", "！"))
    if end >= limit // 3:
        return cut[: end + 1]
    space = cut.rfind(" ")
    return f"{cut[:space] if space > limit // 2 else cut}…"


def title_of(name: str) -> str:
    """Make a title from the name of a file or folder."""
    words = " ".join(split_date(unmarked(name))[1].replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:] if words else name


def _project(item: Described, slug: str, documents: Mapping[PurePosixPath, Document], dates: Dates) -> Project:
    record = replace(item.record, slug=slug)
    pages = tuple(_pages(item.entry, record, documents))
    spans = [dates.files[path] for path in item.entry.sources if path in dates.files]
    published = _moment(record.date, sorted(span.first for span in spans))
    updated = _moment(record.updated, sorted((span.last for span in spans), reverse=True))
    return Project(item.entry, record, item.origins, pages, published, updated or published)


def _moment(day: date | None, commits: Iterable[datetime]) -> datetime | None:
    """Return the day with the time of the first of its commits, else midnight UTC."""
    if day is None:
        return None
    return next((moment for moment in commits if moment.date() == day), datetime.combine(day, time(), UTC))


def _pages(entry: Entry, record: Record, documents: Mapping[PurePosixPath, Document]) -> Iterator[Page]:
    home = PROJECTS / record.slug
    main = entry.main
    yield Page(main or entry.folder, home / "index.md", record.title, documents[main] if main else Document("", ()))
    others = [source for source in entry.sources if source != main]
    names = unique([slugify(source.relative_to(entry.folder).with_suffix("").as_posix()) for source in others])
    for source, name in zip(others, names, strict=True):
        title = documents[source].title or title_of(source.stem)
        yield Page(source, home / name / "index.md", title, documents[source])
