"""Brings notebooks of the formats before the fourth to the fourth, as nbformat does, but without validating them.

To load the schemas and compare a notebook with them, before and after, takes most of the time, and nothing comes of it.
Of the third, the last of the old ones, so little changed that to load nbformat for it takes longer than all the rest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

_OF_OLD = frozenset({"name", "signature"})
"""What notebooks say of themselves since the fourth format no more."""
_TYPES = {
    "text": "text/plain",
    "html": "text/html",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "latex": "text/latex",
    "json": "application/json",
    "javascript": "application/javascript",
}
"""What outputs were called, and their media types."""
_LINES = frozenset({"text", "html", "svg", "latex", "javascript", "json"})
"""Outputs that may be cut into lines."""

Json = Any
"""What a notebook holds, of whatever kind."""


def upgraded(raw: Mapping[str, Json]) -> dict[str, Json]:
    """Return a notebook of format 1, 2 or 3 as one of format 4: its cells and metadata.

    Raises whatever nbformat does where it is none.
    """
    with suppress(AttributeError, KeyError, TypeError, ValueError):
        return of_third(raw)
    return by_nbformat(raw)


def by_nbformat(raw: Mapping[str, Json]) -> dict[str, Json]:
    """Upgrade a notebook of any old format."""
    import nbformat
    from nbformat import reader
    from nbformat.v4.convert import upgrade_cell

    third = nbformat.convert(reader.reads(json.dumps(raw)), 3)
    try:
        cells = [upgrade_cell(cell) for sheet in third.get("worksheets", ()) for cell in sheet["cells"]]
    except AttributeError as error:
        raise nbformat.ValidationError(f"it has a cell without «{error}»") from error
    return {"cells": cells, "metadata": _metadata(third)}


def of_third(raw: Mapping[str, Json]) -> dict[str, Json]:
    """Upgrade a sound notebook of the third format; of what is odd some error says no more than that it is."""
    if raw["nbformat"] != 3:
        raise ValueError
    cells = [_cell(cell) for sheet in raw["worksheets"] for cell in sheet["cells"]]
    return {"cells": cells, "metadata": _metadata(raw)}


def _metadata(raw: Mapping[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in raw["metadata"].items() if name not in _OF_OLD}


def _cell(cell: dict[str, Json]) -> dict[str, Json]:
    if cell["cell_type"] == "code":
        return _code(cell)
    made: dict[str, Json] = {"metadata": {}, **cell}
    made |= {name: _joined(made[name]) for name in ("source", "rendered") if name in made}
    if cell["cell_type"] == "heading":
        words = " ".join(made.get("source", "").splitlines())
        made |= {"cell_type": "markdown", "source": f"{'#' * made.pop('level', 1)} {words}"}
    elif cell["cell_type"] == "html":
        made["cell_type"] = "markdown"
    return made


def _code(cell: dict[str, Json]) -> dict[str, Json]:
    made: dict[str, Json] = {"metadata": {}, **cell}
    made.pop("language", "")
    if "collapsed" in made:
        made["metadata"] = {**made["metadata"], "collapsed": made.pop("collapsed")}
    made["source"] = _joined(made.pop("input", ""))
    made["execution_count"] = made.pop("prompt_number", None)
    made["outputs"] = [_output(output) for output in made["outputs"]]
    return made


def _output(output: dict[str, Json]) -> dict[str, Json]:
    made = {name: _joined(value) if name in _LINES else value for name, value in output.items()}
    kind = made["output_type"]
    if kind in {"pyout", "display_data"}:
        return _shown(made, is_result=kind == "pyout")
    if kind == "pyerr":
        made["output_type"] = "error"
    elif kind == "stream":
        made["name"] = made.pop("stream", "stdout")
    return made


def _shown(output: dict[str, Json], *, is_result: bool) -> dict[str, Json]:
    made = {"output_type": output.pop("output_type"), "metadata": _typed(output.pop("metadata", {}))}
    if is_result:
        made |= {"output_type": "execute_result", "execution_count": output.pop("prompt_number", None)}
        output.pop("execution_count", None)
    elif "execution_count" in output:
        made["execution_count"] = output.pop("execution_count")
    data = _typed(output)
    if "application/json" in data:
        data["application/json"] = json.loads(data["application/json"])
    return {**made, "data": data}


def _typed(item: dict[str, Json]) -> dict[str, Json]:
    """Name outputs, or what is said of them, by their media types."""
    others = {name: value for name, value in item.items() if name not in _TYPES}
    return others | {kind: item[name] for name, kind in _TYPES.items() if name in item}


def _joined(value: Json) -> Json:
    """Join lines, which end in line feeds in some notebooks; anything else stays as it is."""
    if not isinstance(value, list):
        return value
    return ("" if value and value[0].endswith(("\n", "\r")) else "\n").join(value)
