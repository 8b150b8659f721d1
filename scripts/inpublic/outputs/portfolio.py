"""The whole portfolio for programs: portfolio.json, and beside it the JSON Schema that says what is in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import PurePosixPath
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from inpublic.outputs.feeds import ATOM, JSON, RSS, has_feeds, subject_feeds
from inpublic.outputs.share import share_image
from inpublic.pages.addresses import absolute, file_url, page_url
from inpublic.pages.cards import download_path
from inpublic.pages.jsontext import json_bytes
from inpublic.pages.keys import key_for, project_key
from inpublic.pages.menu import menu_pages
from inpublic.pages.structured import kept
from inpublic.pages.translations import language_of
from inpublic.project import Record
from inpublic.records.fields import FIELDS
from inpublic.results.demo import demo_address
from inpublic.settings.repository import source_url
from inpublic.skills.skill import Skill
from inpublic.website import OutputFile, Page, Project, Recipe, Website

VERSION = 1
"""Grows when something of the file is renamed, removed or comes to mean something else; additions leave it."""

DATA, SCHEMA = PurePosixPath("portfolio.json"), PurePosixPath("portfolio.schema.json")

_OWN = frozenset({"draft", "cover", "cover_alt"})
"""Fields of the record that are for us only, or said otherwise."""

Values = dict[str, Any]  # Any: what JSON can hold


def portfolio(website: Website) -> Iterator[OutputFile]:
    """Write all that is published, and the schema; what is withheld or a draft is in neither."""
    config = website.config
    projects = [(project_key(website, one), one.cover and one.cover.alt) for one in website.projects]
    around = (config.site_name, config.site_description, config.author, menu_pages(config), list(_feeds(website)))
    key = key_for(website, projects, around, [_skill(skill) for skill in website.skills])
    yield OutputFile(DATA, Recipe(key, lambda: json_bytes(portfolio_of(website))))
    yield OutputFile(SCHEMA, Recipe(key_for(website, "portfolio schema"), lambda: json_bytes(schema())))


def portfolio_of(website: Website) -> Values:
    """Return what the file says; addresses are whole where the site knows its own, else relative to the file."""
    config = website.config
    author = {
        "name": config.author.name,
        "headline": config.author.headline,
        "links": [{"label": label, "url": url} for label, url in config.author.links],
    }
    site = {
        "name": config.site_name,
        "description": config.site_description,
        "url": config.site_url,
        "language": config.language,
        "author": author,
    }
    return {
        "$schema": absolute(file_url(SCHEMA), config),
        "version": VERSION,
        "site": kept(site),
        "projects": [_project(website, project) for project in website.projects],
        "pages": [{"title": title, "url": _page(path, website)} for title, path in menu_pages(config)],
        "feeds": list(_feeds(website)),
        "skills": [_skill(skill) for skill in website.skills],
    }


def _project(website: Website, project: Project) -> Values:
    record, cover = project.record, project.cover
    said = {item.name: _json(getattr(record, item.name)) for item in fields(record) if item.name not in _OWN}
    image = {"url": absolute(file_url(cover.path), website.config), "alt": cover.alt} if cover else {}
    return kept(
        {
            **said,
            "demo": demo_address(record.demo, website.config),
            "url": _page(project.main.path, website),
            "language": record.lang or website.config.language,
            "cover": image,
            "share_image": share_image(website, project),
            "pages": [_shown(website, project, page) for page in project.pages],
        }
    )


def _shown(website: Website, project: Project, page: Page) -> Values:
    config, copy = website.config, download_path(page)
    return kept(
        {
            "title": page.title,
            "url": _page(page.path, website),
            "language": language_of(project, page) or config.language,
            "source": source_url(config.repository, page.source) if config.repository else "",
            "download": absolute(file_url(copy), config) if copy else "",
        }
    )


def _feeds(website: Website) -> Iterator[Values]:
    if not has_feeds(website):
        return
    for path, form in ((RSS, "rss"), (ATOM, "atom"), (JSON, "json")):
        yield {"about": "all", "format": form, "url": absolute(file_url(path), website.config)}
    for subject in subject_feeds(website):
        url = absolute(file_url(subject.path), website.config)
        yield {"about": subject.kind, "name": subject.name, "format": "rss", "url": url}


def _skill(skill: Skill) -> Values:
    """Say what proves a skill; one that nothing proves is claimed, by the projects that name it."""
    proofs = [proof.project.record.slug for proof in skill.proofs]
    claims = [project.record.slug for project in skill.claims]
    said = {
        "name": skill.name,
        "kind": skill.kind.value if skill.kind else "",
        "group": skill.group,
        "projects": proofs,
        "claimed_by": claims,
        "first": _json(skill.first),
        "last": _json(skill.last),
    }
    return {**kept(said), "claimed": not proofs}


def _page(path: PurePosixPath, website: Website) -> str:
    return absolute(page_url(path, website.config), website.config)


def _json(value: Any) -> Any:  # Any: a field of a record
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if is_dataclass(value):
        said = {item.name: _json(getattr(value, item.name)) for item in fields(value)}
        return {name: part for name, part in said.items() if part is not None}
    return [_json(item) for item in value] if isinstance(value, tuple) else value


_TEXT: Values = {"type": "string"}
_ADDRESS: Values = {"type": "string", "format": "uri-reference"}
_DAY: Values = {"type": "string", "format": "date"}


def schema() -> Values:
    """Describe portfolio.json in JSON Schema, draft 2020-12; what is known of a project is made from its record."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A portfolio of work, version {VERSION}",
        "description": "Whatever nobody said is left out. Additions keep the version; all other changes raise it.",
        **_object(
            {
                "$schema": _ADDRESS,
                "version": {"const": VERSION},
                "site": _object(
                    {
                        "name": _TEXT,
                        "description": _TEXT,
                        "url": _ADDRESS,
                        "language": _TEXT,
                        "author": _object(
                            {"name": _TEXT, "headline": _TEXT, "links": _list({"label": _TEXT, "url": _ADDRESS})}
                        ),
                    },
                    "name",
                ),
                "projects": {"type": "array", "items": _project_schema(), "description": "Newest first."},
                "pages": _list({"title": _TEXT, "url": _ADDRESS}, "title", "url"),
                "feeds": _list(
                    {
                        "about": {"enum": ["all", "tag", "kind", "skill"]},
                        "name": _TEXT,
                        "format": {"enum": ["rss", "atom", "json"]},
                        "url": _ADDRESS,
                    },
                    "about",
                    "format",
                    "url",
                ),
                "skills": _list(
                    {
                        "name": _TEXT,
                        "kind": _TEXT,
                        "group": _TEXT,
                        "claimed": {"type": "boolean", "description": "Nothing that is published proves it."},
                        "projects": _slugs("Projects whose code proves it."),
                        "claimed_by": _slugs("Projects that name it without proving it."),
                        "first": _DAY,
                        "last": _DAY,
                    },
                    "name",
                    "claimed",
                ),
            },
            "version",
            "site",
            "projects",
            "pages",
            "feeds",
            "skills",
        ),
    }


def _project_schema() -> Values:
    hints = get_type_hints(Record)
    said = {
        item.name: {**_schema_of(hints[item.name]), "description": FIELDS[item.name].description}
        for item in fields(Record)
        if item.name not in _OWN
    }
    page = {"title": _TEXT, "url": _ADDRESS, "language": _TEXT, "source": _ADDRESS, "download": _ADDRESS}
    more = {
        "url": _ADDRESS,
        "language": _TEXT,
        "cover": _object({"url": _ADDRESS, "alt": _TEXT}, "url"),
        "share_image": _ADDRESS,
        "pages": _list(page, "title", "url", "language"),
    }
    return _object({**said, **more}, "slug", "title", "url", "language", "kind", "pages")


def _schema_of(hint: Any) -> Values:  # Any: a type, or what stands for several
    if isinstance(hint, UnionType):
        return _schema_of(next(part for part in get_args(hint) if part is not type(None)))
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _schema_of(get_args(hint)[0])}
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return _object({item.name: _schema_of(hints[item.name]) for item in fields(hint)})
    if issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    return dict({dt.date: _DAY, bool: {"type": "boolean"}, int: {"type": "integer"}}.get(hint, _TEXT))


def _object(properties: Values, *required: str) -> Values:
    return {"type": "object", "properties": properties, "required": list(required)}


def _list(properties: Values, *required: str) -> Values:
    return {"type": "array", "items": _object(properties, *required)}


def _slugs(description: str) -> Values:
    return {"type": "array", "items": _TEXT, "description": description}
