"""A merged record as text: YAML that could be a project.yml, with a comment on where each value came from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import fields

from inpublic.assemble import slug_of
from inpublic.errors import InpublicError, Problem, Severity
from inpublic.project import Record
from inpublic.records.fields import FIELDS

if TYPE_CHECKING:
    from inpublic.load import BuildReport

_LISTED = 10
"""How many projects are named to somebody who asks for one that is not there."""
_HELD = "# left out of the site until its errors are mended; what they keep from being read is not here"


def unknown(report: BuildReport, slug: str) -> InpublicError:
    """Say that there is no such project, and which is nearest, or a few that there are."""
    published = {project.record.slug for project in report.website.projects}
    names = sorted({*published, *(slug_of(item) for item in report.unpublished)})
    near = get_close_matches(slug, names, 1, 0.6)
    listed = ", ".join(names[:_LISTED]) + (", …" if len(names) > _LISTED else "")
    hint = f"Did you mean «{near[0]}»?" if near else f"There are: {listed or 'none yet'}."
    return InpublicError(f"there is no project «{slug}»", hint)


def obstacles(report: BuildReport, slug: str) -> tuple[Problem, ...]:
    """Return what keeps the project with that slug off the site."""
    found = (one for item in report.unpublished if slug_of(item) == slug for one in item.problems)
    return tuple(one for one in found if one.severity is Severity.ERROR)


def format_record(record: Record, origins: Mapping[str, str], *, is_held: bool = False) -> str:
    """Write the fields that `origins` names, in the order of the table, then name those that nobody set.

    Of work that `is_held` back for its errors not all may be known, such as a title in what was not read.
    """
    said = [_field(name, getattr(record, name), origins[name]) for name in FIELDS if name in origins]
    unset = [name for name in FIELDS if name not in origins]
    head = [_HELD] if is_held else ["# a draft: it is not published"] if record.draft else []
    return "\n".join([*head, *said, *([f"# not set: {', '.join(unset)}"] if unset else []), ""])


def _field(name: str, value: object, origin: str) -> str:
    comment = " ".join(origin.split())
    if isinstance(value, tuple) and any(isinstance(item, Struct) for item in value):
        return "\n".join([f"{name}:  # {comment}", *(f"  - {_yaml(item)}" for item in value)])
    return f"{name}: {_yaml(value)}  # {comment}"


def _yaml(value: object) -> str:
    """Write one value on one line; text goes in quotes, which is YAML and JSON and never something else."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return f"[{', '.join(_yaml(item) for item in value)}]"
    if isinstance(value, Struct):
        parts = ((part.name, getattr(value, part.name), part.default) for part in fields(value))
        return f"{{{', '.join(f'{name}: {_yaml(part)}' for name, part, default in parts if part != default)}}}"
    return json.dumps(value, ensure_ascii=False)
