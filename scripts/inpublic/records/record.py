"""What is said about a project, read from each place that can say it and merged into one record.

The places, the first that says something wins; a field is taken whole, lists are not joined:

1. `project.yml` in the project's folder;
2. the front matter of `README.md` or `index.md`, where that is the project's page;
3. the front matter in the first cell of the main notebook;
4. the `inpublic` metadata of the main notebook;
5. the main notebook or document itself: first heading, first paragraph, imports, first figure;
6. git: the days of the first and the last commit;
7. the name of the file or folder.

Inside one place our own name of a field goes before other tools' names for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from inpublic.errors import Problem, Severity
from inpublic.project import Layer, Record
from inpublic.records import modelindex
from inpublic.records.fields import FIELDS
from inpublic.records.parsers import is_unset, normalise
from inpublic.records.spellings import NEGATED, SPELLINGS, field_name, is_foreign, suggest
from inpublic.records.yamltext import Items, MisreadError, Pairs, Scalar, Value, quote, read_mapping

PRECEDENCE = (
    "project.yml",
    "front matter of README.md or index.md",
    "front matter of the main notebook",
    "metadata of the main notebook",
    "the notebook or document itself",
    "git",
    "the name of the file or folder",
)


class _Place(Struct, frozen=True):
    """Knows where a text stands, to turn its faults into problems."""

    path: str
    first_line: int | None
    cell: int | None

    def problem(self, message: str, hint: str, line: int, *, severity: Severity = Severity.ERROR) -> Problem:
        number = None if self.first_line is None else self.first_line + line - 1
        return Problem(self.path, message, hint, number, self.cell, severity)


def parse_layer(
    text: str, *, origin: str, path: str, line: int = 1, cell: int | None = None
) -> tuple[Layer, tuple[Problem, ...]]:
    """Read what one place says: YAML text that starts on `line` of the file, or of its `cell`.

    A field that cannot be read is left out and makes a problem; text that is not YAML makes an empty layer.
    """
    return _parse(text, origin, _Place(path, line, cell))


def parse_metadata(text: str, *, path: str) -> tuple[Layer, tuple[Problem, ...]]:
    """Read the `inpublic` metadata of a notebook, as JSON text; empty text says nothing."""
    origin = f"metadata of {PurePosixPath(path).name}"
    place = _Place(path, None, None)
    try:
        # Numbers stay as their author wrote them; JSON written by Python is YAML as well.
        found = json.loads(text, parse_float=str, parse_int=str) if text.strip() else {}
        return _parse(json.dumps(found, ensure_ascii=False), origin, place)
    except (ValueError, RecursionError) as error:
        hint = "In Jupyter open the notebook's metadata and mend or delete «inpublic»."
        return Layer(origin), (place.problem(f"the metadata «inpublic» is not JSON: {error}", hint, 1),)


def merge(layers: Sequence[Layer]) -> tuple[Record, dict[str, str]]:
    """Merge layers, the strongest first, and tell for each field that is set which layer said it."""
    values: dict[str, Any] = {}  # Any: every field has its own type, which its parser saw to
    origins: dict[str, str] = {}
    for layer in layers:
        for name, value in layer.values.items():
            if name not in values:
                values[name] = value
                origins[name] = layer.origin
    in_order = {name: origins[name] for name in FIELDS if name in origins}
    return replace(Record(), **values), in_order


def _parse(text: str, origin: str, place: _Place) -> tuple[Layer, tuple[Problem, ...]]:
    try:
        pairs = read_mapping(text).pairs
    except MisreadError as error:
        return Layer(origin), (place.problem(f"{origin} {error.message}", error.hint, error.line),)
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for key, value in sorted(pairs, key=lambda pair: normalise(pair[0].text) not in FIELDS):
        problems.extend(_unknown_keys(key, value, place))
        name = field_name(key.text)
        if normalise(key.text) == modelindex.KEY:
            values = {**modelindex.read_model_index(value), **values}
        if name is None or name in values or is_unset(value):
            continue
        try:
            values |= _read(name, key, value)
        except MisreadError as error:
            problems.append(_misfit(key, error, place))
    return Layer(origin, values), tuple(sorted(problems, key=lambda problem: problem.line or 0))


def _read(name: str, key: Scalar, value: Value) -> dict[str, object]:
    """Parse one field; nothing comes out of a value that stands for none."""
    parsed = FIELDS[name].parse(value)
    if parsed is None:
        return {}
    return {name: not parsed if normalise(key.text) in NEGATED else parsed}


def _misfit(key: Scalar, error: MisreadError, place: _Place) -> Problem:
    """Report a value of the wrong type: an error, but under another tool's key it may be right for that tool."""
    severity = Severity.WARNING if normalise(key.text) in SPELLINGS else Severity.ERROR
    return place.problem(f"{quote(key)} {error.message}", error.hint, error.line, severity=severity)


def _unknown_keys(key: Scalar, value: Value, place: _Place) -> Iterator[Problem]:
    """Warn of a key that nobody knows, at the top or in the entries of a field."""
    name = field_name(key.text)
    if name is not None:
        yield from _unknown_inside(name, value, place)
    elif not is_foreign(key.text):
        hint = suggest(key.text) or _of_entries(key.text) or "`inpublic show` lists the keys there are."
        yield place.problem(f"{quote(key)} is no key we know", hint, key.line, severity=Severity.WARNING)


def _of_entries(key: str) -> str:
    """Tell where a key belongs that is known in the entries of a field only."""
    name = next((name for name, field in FIELDS.items() if normalise(key) in field.keys), "")
    return f"It belongs in an entry of «{name}»." if name else ""


def _unknown_inside(name: str, value: Value, place: _Place) -> Iterator[Problem]:
    known = FIELDS[name].keys
    entries = value.items if isinstance(value, Items) else (value,)
    keys = [key for entry in entries if isinstance(entry, Pairs) for key, _ in entry.pairs]
    for key in keys:
        if known and normalise(key.text) not in known:
            hint = suggest(key.text, known) or f"Known are {', '.join(known)}."
            message = f"{quote(key)} is no key of «{name}»"
            yield place.problem(message, hint, key.line, severity=Severity.WARNING)
