"""Reads the JSON of a notebook of any format version, and says in plain words when it is none."""

from __future__ import annotations

import binascii
import json
import re
from base64 import b64decode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from inpublic.document import Fault
from inpublic.notebooks.nesting import MOST_LEVELS, is_too_deep
from inpublic.notebooks.oddities import CELLS, NEWEST, oddities, shown
from inpublic.notebooks.updates import with_updates
from inpublic.notebooks.upgrade import upgraded
from inpublic.telling.printable import printable
from inpublic.text.markers import without_forbidden

_HINT = "Open it in Jupyter or Colab, check that it looks right, and save it again."


class NotebookFault(Exception):  # noqa: N818 - not an error of ours but a fault in what was read
    """Says why bytes are no readable notebook; `cell` counts from 1."""

    def __init__(self, message: str, hint: str = _HINT, cell: int | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.cell = cell


class Cell(Struct, frozen=True):
    """Holds one cell; `kind` is code, markdown or raw, `number` counts from 1, tags are a list of words."""

    kind: str
    number: int
    source: str
    metadata: Mapping[str, Any]  # Any: JSON
    outputs: Sequence[Mapping[str, Any]] = ()
    count: int | None = None
    attachments: Mapping[str, Any] = field(default_factory=dict)


class Notebook(Struct, frozen=True):
    """Holds a notebook as it was read, and what was odd in its file."""

    cells: tuple[Cell, ...]
    metadata: Mapping[str, Any]  # Any: JSON
    faults: tuple[Fault, ...]


def read_notebook(data: bytes) -> Notebook:
    """Parse a notebook and bring it to format 4; raises NotebookFault when the bytes are none."""
    twins: list[str] = []
    raw = _parse(data, twins)
    version = _version(raw)
    if version < 4:
        raw = _upgraded(raw, version)
    cells = raw.get("cells")
    if not isinstance(cells, list):
        raise NotebookFault("this notebook has no list of cells")
    clean = tuple(_cell(cell, number) for number, cell in enumerate(with_updates(cells), 1))
    return Notebook(clean, _mapping(raw.get("metadata")), (*_file_faults(raw, twins, version), *oddities(raw)))


def _version(raw: dict[str, Any]) -> int:  # Any: JSON
    """Return the major version of the format; raises NotebookFault when it cannot be read."""
    version = raw.get("nbformat")
    if "nbformat" not in raw:
        raise NotebookFault("this notebook does not say of which format it is: «nbformat» is missing")
    if isinstance(version, str) and version.strip().isdecimal():
        version = int(version[:9])
    if isinstance(version, float) and version in (1.0, 2.0, 3.0, 4.0):
        version = int(version)
    if not isinstance(version, int) or isinstance(version, bool) or not 1 <= version <= NEWEST[0]:
        hint = "Update inpublic, or save it as a notebook of format 4."
        raise NotebookFault(f"«nbformat» is {shown(version)}; known are the formats 1 to {NEWEST[0]}", hint)
    return version if version == NEWEST[0] or "worksheets" in raw else NEWEST[0]


def _file_faults(raw: dict[str, Any], twins: Iterable[str], version: int) -> Iterator[Fault]:  # Any: JSON
    if twins:
        names = ", ".join(f"«{printable(name)}»" for name in sorted(set(twins))[:5])
        yield Fault(f"this notebook has {names} twice in one object; the last of them counts", _HINT)
    if isinstance(raw.get("nbformat"), str):
        yield Fault(f"«nbformat» is the text {shown(raw['nbformat'])}, not a number", _HINT)
    if version < 3:
        yield Fault(f"this notebook is in the old format {version}: it was brought to format 4 for the page", _HINT)


def attachments_of(cell: Cell) -> dict[str, bytes]:
    """Return the contents of the files that were pasted into a Markdown cell, by name."""
    found = {}
    for name, bundle in cell.attachments.items():
        text = next((value for value in _mapping(bundle).values() if isinstance(value, str)), None)
        try:
            found[name] = b64decode(text or "")
        except (binascii.Error, ValueError):
            continue
    return found


def _parse(data: bytes, twins: list[str]) -> dict[str, Any]:  # Any: JSON
    """Read the JSON and note in `twins` which keys an object has twice."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twins.extend(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        return found

    try:
        raw = _whole(json.loads(data.decode("utf-8-sig"), object_pairs_hook=unique), data)
    except UnicodeDecodeError as error:
        raise NotebookFault(
            f"this notebook is not UTF-8 text (byte {error.start} is {data[error.start]:#04x})"
        ) from None
    except (ValueError, RecursionError) as error:  # ValueError: a number of thousands of digits, too
        raise NotebookFault(_json_message(data, error), _json_hint(data)) from None
    if not isinstance(raw, dict):
        raise NotebookFault(f"a notebook is a JSON object, this is {shown(raw)}")
    if is_too_deep(raw):
        raise NotebookFault(f"the JSON of this notebook is nested more than {MOST_LEVELS} levels deep")
    return raw


def _whole(raw: object, data: bytes) -> object:
    """Take out halves of characters and noncharacters, which JSON can spell but no text, file or page can hold."""
    if not _SPELT_OUT.search(data) and not (_FIRST in data and _AS_THEY_ARE.search(data)):
        return raw
    return json.loads(without_forbidden(json.dumps(raw, ensure_ascii=False)))


_SPELT_OUT = re.compile(rb"\\u(?:[dD][89a-fA-F]|[fF][dD][dDeE])")
_AS_THEY_ARE = re.compile(rb"\xef\xb7[\x90-\xaf]")
"""Where a notebook may hold such characters."""
_FIRST = b"\xef"
"""How they begin where they are not spelt out: most notebooks hold no such byte, which is known at once."""


def _json_message(data: bytes, error: Exception) -> str:
    if not data.strip():
        return "this notebook is empty (0 bytes of content)"
    if b"<<<<<<<" in data and b">>>>>>>" in data:
        return "this notebook holds the marks of an unfinished merge (<<<<<<<)"
    if isinstance(error, RecursionError):
        return "this notebook is not valid JSON (nested too deeply)"
    if isinstance(error, json.JSONDecodeError):
        return f"this notebook is not valid JSON (line {error.lineno}: {error.msg})"
    return "this notebook holds a number of more digits than can be read"


def _json_hint(data: bytes) -> str:
    """Say what to do with a file that Jupyter could not open either."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower()
    if b"<<<<<<<" in data and b">>>>>>>" in data:
        return "Keep one side of the merge: `git checkout --ours FILE`, or `--theirs`, then commit."
    if start.startswith((b"<!doctype", b"<html")):
        return "This is a web page: download the notebook itself, on GitHub with «Download raw file»."
    if not start:
        return "Save it again from Jupyter or Colab, or delete it."
    return "It is damaged or cut off: take the last good copy (`git log -- FILE` lists them), or download it again."


def _upgraded(raw: dict[str, Any], version: int) -> dict[str, Any]:  # Any: JSON
    try:
        return upgraded(raw)
    except Exception as error:
        raise NotebookFault(f"this notebook of format {version} cannot be read: {error}") from error


def _cell(cell: object, number: int) -> Cell:
    if not isinstance(cell, dict):
        raise NotebookFault(f"this cell is {shown(cell)}, not an object", cell=number)
    kind, outputs, count = cell.get("cell_type"), cell.get("outputs"), cell.get("execution_count")
    is_code = kind == "code"
    return Cell(
        kind if isinstance(kind, str) and kind in CELLS else "raw",
        number,
        _source(cell.get("source"), number),
        _tagged(cell),
        [_output(one) for one in outputs if isinstance(one, dict)] if is_code and isinstance(outputs, list) else (),
        count if isinstance(count, int) else None,
        _mapping(cell.get("attachments")),
    )


def _output(output: dict[str, Any]) -> dict[str, Any]:  # Any: JSON
    return {**output, "metadata": _tagged(output)} if "metadata" in output else output


def _tagged(item: dict[str, Any]) -> dict[str, Any]:  # Any: JSON
    """Return the metadata of a cell or output with tags that are a list of words, whatever was there."""
    metadata = _mapping(item.get("metadata"))
    tags = metadata.get("tags")
    return {**metadata, "tags": [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []}


def _source(value: object, number: int) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    if value is None:
        return ""
    raise NotebookFault(f"the source of this cell is {shown(value)}, not text", cell=number)


def _mapping(value: object) -> dict[str, Any]:  # Any: JSON
    return value if isinstance(value, dict) else {}
