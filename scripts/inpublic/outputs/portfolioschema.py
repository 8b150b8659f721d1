"""The JSON Schema of portfolio.json; what it says of a project is made from the record's own types and descriptions."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_origin

from msgspec import Struct
from msgspec.structs import fields

from inpublic.project import Record
from inpublic.records.fields import FIELDS

VERSION = 1
"""Grows when something of the file is renamed, removed or comes to mean something else; additions leave it."""

OWN = frozenset({"draft", "cover", "cover_alt"})
"""Fields of the record that are for us only, or said otherwise."""

Values = dict[str, Any]  # Any: what JSON can hold

_TEXT: Values = {"type": "string"}
_LANGUAGE: Values = {"type": "string", "description": "A BCP 47 tag."}
_ADDRESS: Values = {"type": "string", "format": "uri-reference"}
_DAY: Values = {"type": "string", "format": "date"}
_PLAIN = {dt.date: _DAY, bool: {"type": "boolean"}, int: {"type": "integer"}}


def schema() -> Values:
    """Describe portfolio.json in JSON Schema, draft 2020-12."""
    said = {
        "$schema": _ADDRESS,
        "version": {"const": VERSION},
        "site": _site(),
        "projects": {"type": "array", "items": _project(), "description": "Newest first."},
        "pages": _list("What the menu leads to.", _object({"title": _TEXT, "url": _ADDRESS}, "title", "url")),
        "feeds": _list("All that can be subscribed to.", _feed()),
        "skills": _list("Proven ones first.", _skill()),
        "resume": {**_ADDRESS, "description": "The resume in the form of JSON Resume."},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A portfolio of work, version {VERSION}",
        "description": (
            "Whatever nobody said is left out. Addresses are whole, or relative to this file where the site does not "
            "know its own. Additions keep the version; all other changes raise it."
        ),
        **_object(said, "version", "site", "projects", "pages", "feeds", "skills"),
    }


def _site() -> Values:
    links = _list("Where else the author is.", _object({"label": _TEXT, "url": _ADDRESS}))
    author = _object({"name": _TEXT, "headline": _TEXT, "links": links})
    said = {"name": _TEXT, "description": _TEXT, "url": _ADDRESS, "language": _LANGUAGE, "author": author}
    return _object(said, "name", "language")


def _project() -> Values:
    said = {
        item.name: {**_typed(item.type), "description": FIELDS[item.name].description}
        for item in fields(Record)
        if item.name not in OWN
    }
    more = {
        "url": {**_ADDRESS, "description": "The page of the project."},
        "language": _LANGUAGE,
        "cover": _object({"url": _ADDRESS, "alt": _TEXT}, "url"),
        "share_image": {**_ADDRESS, "description": "A picture of 1200 x 630 pixels for links to the project."},
        "pages": _list("All pages of the project, its main one first.", _page()),
    }
    return _object({**said, **more}, "slug", "title", "url", "language", "kind", "pages")


def _page() -> Values:
    said = {
        "title": _TEXT,
        "url": _ADDRESS,
        "language": _LANGUAGE,
        "source": {**_ADDRESS, "description": "The file that the page was made from, in the repository."},
        "download": {**_ADDRESS, "description": "A copy of that file on the site, for notebooks."},
    }
    return _object(said, "title", "url", "language")


def _feed() -> Values:
    said = {
        "about": {"enum": ["all", "tag", "kind", "skill", "log"]},
        "name": {**_TEXT, "description": "Which tag, kind or skill it is about."},
        "format": {"enum": ["rss", "atom", "json"]},
        "url": _ADDRESS,
    }
    return _object(said, "about", "format", "url")


def _skill() -> Values:
    said = {
        "name": _TEXT,
        "kind": {"enum": ["techniques", "packages", "languages"]},
        "group": _TEXT,
        "claimed": {"type": "boolean", "description": "Nothing that is published proves it."},
        "projects": _list("Slugs of the projects whose code proves it.", _TEXT),
        "claimed_by": _list("Slugs of the projects that name it without proving it.", _TEXT),
        "url": {**_ADDRESS, "description": "Where the site shows the cells that prove it."},
        "first": {**_DAY, "description": "The date of the first project that proves it."},
        "last": {**_DAY, "description": "The date of the last project that proves it."},
    }
    return _object(said, "name", "claimed")


def _typed(hint: Any) -> Values:  # Any: a type, or what stands for several
    if isinstance(hint, UnionType):
        return _typed(next(part for part in get_args(hint) if part is not type(None)))
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _typed(get_args(hint)[0])}
    if issubclass(hint, Struct):
        return _object({item.name: _typed(item.type) for item in fields(hint)})
    if issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    return dict(_PLAIN.get(hint, _TEXT))


def _object(properties: Values, *required: str) -> Values:
    return {"type": "object", "properties": properties, **({"required": list(required)} if required else {})}


def _list(description: str, items: Values) -> Values:
    return {"type": "array", "items": items, "description": description}
