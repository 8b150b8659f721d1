"""A merged record as text: YAML that could be a project.yml, with a comment on where each value came from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum

from inpublic.project import Record
from inpublic.records.fields import FIELDS


def format_record(record: Record, origins: Mapping[str, str]) -> str:
    """Write the fields that `origins` names, in the order of the table, then name those that nobody set."""
    said = [_field(name, getattr(record, name), origins[name]) for name in FIELDS if name in origins]
    unset = [name for name in FIELDS if name not in origins]
    return "\n".join([*said, *([f"# not set: {', '.join(unset)}"] if unset else []), ""])


def _field(name: str, value: object, origin: str) -> str:
    comment = " ".join(origin.split())
    if isinstance(value, tuple) and any(is_dataclass(item) for item in value):
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
    if is_dataclass(value) and not isinstance(value, type):
        parts = ((part.name, getattr(value, part.name), part.default) for part in fields(value))
        return f"{{{', '.join(f'{name}: {_yaml(part)}' for name, part, default in parts if part != default)}}}"
    return json.dumps(value, ensure_ascii=False)
