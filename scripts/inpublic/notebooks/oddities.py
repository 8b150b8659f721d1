"""What is odd in a notebook and does not keep it from being read: told to its author, who may not know."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from inpublic.document import Fault

NEWEST = (4, 5)
"""The newest format of notebooks that there is, major and minor."""

CELLS = frozenset({"code", "markdown", "raw"})
OUTPUTS = frozenset({"stream", "display_data", "execute_result", "error", "update_display_data"})
WIDGETS = "application/vnd.jupyter.widget-state+json"

_SAVE = "Open it in Jupyter or Colab, check that it looks right, and save it again."
_RUN = "Run the cell again and save the notebook."
_LISTED = (str, type(None))

Json = Any
"""What a notebook holds, of whatever kind."""


def oddities(notebook: Mapping[str, Json]) -> Iterator[Fault]:
    """Tell what is not as the format has it, the notebook's own values first, then cell by cell."""
    minor = notebook.get("nbformat_minor")
    if isinstance(minor, int) and (4, minor) > NEWEST:
        known = ".".join(map(str, NEWEST))
        message = f"this notebook is of format 4.{minor}, newer than {known}: what is new in it may be missing here"
        yield Fault(message, "Look at the page; update inpublic if something is not there.")
    metadata = notebook.get("metadata")
    if not isinstance(metadata, dict):
        yield Fault(f"the metadata of this notebook is {shown(metadata)}, not an object", _SAVE)
    elif not isinstance(_mapping(metadata.get("widgets")).get(WIDGETS, {}), dict):
        state = shown(metadata["widgets"][WIDGETS])
        yield Fault(f"the stored state of the widgets is {state}, not an object: they are shown as text", _RUN)
    for number, cell in enumerate(notebook["cells"], 1):
        yield from _cell_oddities(cell, number)


def shown(value: Json) -> str:
    """Write a value as its author would find it in the file, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _cell_oddities(cell: Mapping[str, Json], number: int) -> Iterator[Fault]:
    kind = cell.get("cell_type")
    if not isinstance(kind, str) or kind not in CELLS:
        hint = "Make it a code or Markdown cell."
        yield Fault(f"this cell is of the unknown type {shown(kind)}; its source is shown as it is", hint, cell=number)
    if cell.get("source") is None:
        lack = "has no source" if "source" not in cell else "has null for its source"
        yield Fault(f"this cell {lack}: it counts as empty", _SAVE, cell=number)
    outputs = cell.get("outputs")
    if isinstance(outputs, list):
        yield from _output_oddities(outputs, number)
    elif kind == "code" and outputs is not None:
        yield Fault(f"the outputs of this cell are {shown(outputs)}, not a list: none is shown", _RUN, cell=number)


def _output_oddities(outputs: Iterable[Json], number: int) -> Iterator[Fault]:
    for output in outputs:
        reason = _oddity(output)
        if reason:
            yield Fault(f"an output of this cell {reason}", _RUN, cell=number)


def _oddity(output: Json) -> str:
    """Say what is wrong with an output, empty where it is as it should be."""
    if not isinstance(output, dict):
        return f"is {shown(output)}, not an object: it is left out"
    kind = output.get("output_type")
    if not isinstance(kind, str) or kind not in OUTPUTS:
        return f"is of the unknown type {shown(kind)}: it is left out"
    if kind in {"stream", "error"}:
        texts = {name: output.get(name) for name in ("text", "ename", "evalue", "traceback")}
    else:
        data = output.get("data")
        if not isinstance(data, dict):
            return "has no data" if data is None else f"has {shown(data)} for its data: it is left out"
        texts = {mime: value for mime, value in data.items() if mime.startswith("text/") and "json" not in mime}
    wrong = next((name for name, value in texts.items() if not _is_text(value)), None)
    return f"has {shown(texts[wrong])} for its {wrong}, where text is wanted" if wrong else ""


def _is_text(value: Json) -> bool:
    return isinstance(value, _LISTED) or (isinstance(value, list) and all(isinstance(line, str) for line in value))


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}
