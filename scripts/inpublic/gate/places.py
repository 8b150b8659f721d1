"""Where text hides in a source: every string of the parsed notebook, what is packed inside it, and its pictures' notes.

Of a notebook the JSON itself is never looked at, since it escapes quotes and cuts lines; nor are the bytes of pictures.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from inpublic.gate.wrappings import Place, decoded, encoded, packed, resolved, unwrapped

_BINARY = ("image/", "audio/", "video/", "application/pdf", "application/octet-stream", "png", "jpeg", "pdf")
"""How the names of forms begin that are stored as base64; the last ones are of formats before the fourth."""
_HTML = frozenset({"text/html", "image/svg+xml", "html", "svg"})
"""Forms that nobody reads before their character references are resolved: no need to look at them twice."""
_LABELS = ("description", "label", "name", "key", "title", "placeholder")
"""Keys whose value says what the `value` beside it is, in widgets and in lists of settings."""
_COUNTS = frozenset({"execution_count", "prompt_number", "collapsed", "scrolled"})
"""Keys of numbers, and of what is true or not, that say nothing of a cell either."""
_USUAL = frozenset({"code", "markdown", "raw", "stream", "execute_result", "display_data", "error", "stdout", "stderr"})
"""What almost every cell and output says of itself: left out, since each text that is looked through costs a little."""

Json = Any
"""What a notebook holds, of whatever kind."""


def places_of(suffix: str, data: bytes) -> Iterator[Place]:
    """Walk through all that a file says, told by the ending of its name; other files than notebooks line by line."""
    if suffix.lower() == ".ipynb":
        yield from _notebook(data)
    elif suffix.lower() in (".md", ".markdown"):
        yield from unwrapped(Place(decoded(data), "text"))
    else:
        yield from packed(data, Place("", "file"))


def _notebook(data: bytes) -> Iterator[Place]:
    raw = _parsed(data)
    if raw is None:
        yield from unwrapped(Place(decoded(data), "file"))
        return
    cells, rest = _cells(raw)
    for number, cell in enumerate(cells, 1):
        yield from _cell(cell, number)
    metadata = dict(_taken(rest, "metadata", dict))
    yield from _strings(metadata.pop("widgets", None), Place("", "widget state", line=None))
    yield from _strings([metadata, rest], Place("", "metadata", line=None))


def _parsed(data: bytes) -> dict[str, Json] | None:
    try:
        raw = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_with_twins)
    except (ValueError, RecursionError):
        return None
    return raw if isinstance(raw, dict) else None


def _with_twins(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Keep what a second key of the same name would hide: the file that readers download still holds it."""
    made = dict(pairs)
    return made if len(made) == len(pairs) else {**made, "": [{name: value} for name, value in pairs]}


def _cells(raw: Mapping[str, Json]) -> tuple[list[Json], dict[str, Json]]:
    """Separate the cells, of a format before the fourth those of all worksheets, from what else there is."""
    rest = dict(raw)
    if isinstance(raw.get("cells"), list):
        return rest.pop("cells"), rest
    cells: list[Json] = []
    sheets = [dict(sheet) if isinstance(sheet, dict) else {"": sheet} for sheet in _taken(rest, "worksheets", list)]
    for sheet in sheets:
        cells += _taken(sheet, "cells", list)
    rest.setdefault("worksheets", sheets)
    return cells, rest


def _cell(cell: Json, number: int) -> Iterator[Place]:
    if not isinstance(cell, dict):
        yield from _strings(cell, Place("", "metadata", number, None))
        return
    rest = _unusual(cell)
    for name in ("source", "input"):
        if name in rest:
            yield from _value(rest.pop(name), Place("", "source", number))
    for output in _taken(rest, "outputs", list):
        yield from _output(output, number)
    for name, bundle in _taken(rest, "attachments", dict).items():
        yield from _attachment(name, bundle, Place("", "attachment", number, None))
    if rest:
        yield from _strings(rest, Place("", "metadata", number, None))


def _output(output: Json, number: int) -> Iterator[Place]:
    if not isinstance(output, dict):
        yield from _value(output, Place("", "output", number))
        return
    rest = _unusual(output)
    trace = Place("", "traceback", number)
    lines = rest.pop("traceback", None)
    is_cut = isinstance(lines, list) and all(isinstance(line, str) for line in lines)
    yield from _value("\n".join(lines) if is_cut else lines, trace)
    for name in ("evalue", "ename"):
        yield from _value(rest.pop(name, None), trace)
    if metadata := rest.pop("metadata", None):
        yield from _strings(metadata, Place("", "metadata", number, None))
    at = Place("", "output", number)
    for mime, value in [*_taken(rest, "data", dict).items(), *rest.items()]:  # before format 4 there was no `data`
        yield from _form(mime, value, at)


def _form(mime: str, value: Json, at: Place) -> Iterator[Place]:
    text = _joined(value)
    if isinstance(text, str) and mime.startswith(_BINARY) and "svg" not in mime:
        yield from encoded(text, at)
    elif isinstance(text, str) and mime in _HTML:
        yield from unwrapped(at.holding(resolved(text)))
    else:
        yield from _value(value, at)


def _attachment(name: str, bundle: Json, at: Place) -> Iterator[Place]:
    yield from unwrapped(at.holding(name))
    for value in bundle.values() if isinstance(bundle, dict) else [bundle]:
        text = _joined(value)
        if isinstance(text, str):
            yield from encoded(text, at)
        else:
            yield from _strings(value, at)


def _value(value: Json, at: Place) -> Iterator[Place]:
    """Look into text, which may have been cut into lines, or into JSON of any kind."""
    text = _joined(value)
    if isinstance(text, str):
        yield from unwrapped(at.holding(text))
    elif text is not None:
        yield from _strings(value, replace(at, line=None))


def _strings(value: Json, at: Place) -> Iterator[Place]:
    """Look through all strings of JSON together: a line or more for each, behind its key as in an assignment."""
    said, buffers = _walked(value)
    if said:
        yield from unwrapped(at.holding("\n".join(said)))
    for buffer in buffers:
        yield from encoded(buffer, at)


def _walked(value: Json) -> tuple[list[str], list[str]]:
    """List what JSON says in its order, and the contents of the binary buffers of its widgets."""
    said: list[str] = []
    buffers: list[str] = []
    waiting: list[tuple[str, Json]] = [("", value)]
    while waiting:
        name, item = waiting.pop()
        text = _lines_joined(item) if isinstance(item, list) else item
        if isinstance(text, dict):
            if text.get("encoding") == "base64" and isinstance(text.get("data"), str):
                buffers.append(text["data"])
                text = {**text, "data": None}
            said += [name, *_labelled(text)]
            waiting += reversed([(str(key), child) for key, child in text.items()])
        elif isinstance(text, list):
            said.append(name)
            waiting += [(name, child) for child in reversed(text) if isinstance(child, str | dict | list)]
        elif text is not None:
            said.append(f"{name}: {text}" if name else str(text))
    return [line for line in said if line], buffers


def _labelled(item: Mapping[str, Json]) -> Iterator[str]:
    """Put the label of a value before it, as in {"description": "Password", "value": "…"}."""
    value = item.get("value")
    if isinstance(value, str):
        labels = (item.get(name) for name in _LABELS)
        yield from (f"{label.strip().rstrip(':')}: {value}" for label in labels if isinstance(label, str))


def _joined(value: Json) -> Json:
    """Join text that JSON holds as a list of its lines; anything else stays as it is."""
    if not isinstance(value, list) or not value:
        return value
    try:
        return "".join(value)
    except TypeError:  # not all of it is text
        return value


def _lines_joined(value: Json) -> Json:
    """Join a list where nothing says that it is one text only if it looks like the lines of one."""
    text = _joined(value)
    is_list = isinstance(value, list) and isinstance(text, str)
    return value if is_list and not all(line.endswith("\n") for line in value[:-1]) else text


def _unusual(item: Mapping[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in item.items() if not _is_usual(name, value)}


def _is_usual(name: str, value: Json) -> bool:
    if isinstance(value, str):
        return value in _USUAL
    if isinstance(value, dict):
        return name == "metadata" and all(_is_count(key, count) for key, count in value.items())
    return _is_count(name, value)


def _is_count(name: str, value: Json) -> bool:
    return name in _COUNTS and (value is None or isinstance(value, int))


def _taken(item: dict[str, Json], name: str, kind: type) -> Json:
    """Take a list or mapping out of `item`; what is of another kind stays there, and this is empty."""
    return item.pop(name) if isinstance(item.get(name), kind) else kind()
