"""Reads the JSON of a notebook of any format version, and says in plain words when it is none."""

from __future__ import annotations

import binascii
import json
from base64 import b64decode
from typing import TYPE_CHECKING, Any

from inpublic.notebooks.languages import kernel_language
from inpublic.notebooks.updates import with_updates

if TYPE_CHECKING:
    from nbformat import NotebookNode

_HINT = "open it in Jupyter or Colab, check that it looks right, and save it again"
_CELL_TYPES = frozenset({"code", "markdown", "raw"})


class NotebookFault(Exception):  # noqa: N818 - not an error of ours but a fault in what was read
    """Says why bytes are no readable notebook; `cell` counts from 1."""

    def __init__(self, message: str, hint: str = _HINT, cell: int | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.cell = cell


def read_notebook(data: bytes) -> NotebookNode:
    """Parse a notebook and bring it to format 4; each cell's metadata holds its number as `inpublic_number`.

    Raises NotebookFault when the bytes are no notebook.
    """
    import nbformat

    raw = _parse(data)
    if raw.get("nbformat") in (1, 2, 3) and "worksheets" in raw:
        raw = _upgraded(raw)
    cells = raw.get("cells")
    if not isinstance(cells, list):
        raise NotebookFault("this notebook has no list of cells")
    cells = with_updates(cells)
    notebook: NotebookNode = nbformat.from_dict(
        {
            "cells": [_cell(cell, number) for number, cell in enumerate(cells, 1)],
            "metadata": _mapping(raw.get("metadata")),
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )
    return notebook


def language_of(notebook: NotebookNode) -> str:
    """Name the language of the code, as Pygments knows it; Python when the notebook does not say."""
    return kernel_language(notebook.metadata)


def attachments_of(cell: NotebookNode) -> dict[str, bytes]:
    """Return the contents of the files that were pasted into a Markdown cell, by name."""
    found = {}
    for name, bundle in _mapping(cell.get("attachments")).items():
        text = next((value for value in _mapping(bundle).values() if isinstance(value, str)), None)
        try:
            found[name] = b64decode(text or "")
        except (binascii.Error, ValueError):
            continue
    return found


def _parse(data: bytes) -> dict[str, Any]:  # Any: JSON
    try:
        raw = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NotebookFault(
            f"this notebook is not UTF-8 text (byte {error.start} is {data[error.start]:#04x})"
        ) from None
    except (json.JSONDecodeError, RecursionError) as error:
        raise NotebookFault(_json_message(data, error)) from None
    if not isinstance(raw, dict):
        raise NotebookFault(f"a notebook is a JSON object, this is a {type(raw).__name__}")
    return raw


def _json_message(data: bytes, error: Exception) -> str:
    if not data.strip():
        return "this notebook is empty (0 bytes of content)"
    if b"<<<<<<<" in data and b">>>>>>>" in data:
        return "this notebook holds the marks of an unfinished merge (<<<<<<<)"
    where = (
        f" (line {error.lineno}: {error.msg})" if isinstance(error, json.JSONDecodeError) else " (nested too deeply)"
    )
    return f"this notebook is not valid JSON{where}"


def _upgraded(raw: dict[str, Any]) -> dict[str, Any]:  # Any: JSON
    import nbformat
    from nbformat import reader

    try:
        return dict(nbformat.convert(reader.reads(json.dumps(raw)), 4))
    except Exception as error:
        raise NotebookFault(f"this notebook of format {raw.get('nbformat')} cannot be read: {error}") from error


def _cell(cell: object, number: int) -> dict[str, Any]:  # Any: JSON
    if not isinstance(cell, dict):
        raise NotebookFault(f"this cell is {json.dumps(cell)[:40]}, not an object", cell=number)
    kind = cell.get("cell_type")
    known = kind if isinstance(kind, str) and kind in _CELL_TYPES else "raw"
    clean = {name: value for name, value in cell.items() if name != "outputs"}
    clean |= {"cell_type": known, "metadata": {**_tagged(cell), "inpublic_number": number}}
    clean["source"] = _source(cell.get("source"), number)
    if known == "code":
        outputs = cell.get("outputs")
        clean["outputs"] = (
            [_output(one) for one in outputs if isinstance(one, dict)] if isinstance(outputs, list) else []
        )
        clean.setdefault("execution_count", None)
    return clean


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
    raise NotebookFault(f"the source of this cell is {json.dumps(value)[:40]}, not text", cell=number)


def _mapping(value: object) -> dict[str, Any]:  # Any: JSON
    return value if isinstance(value, dict) else {}
