"""Displays that were updated later: stored updates take the place of what they update."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_UPDATE = "update_display_data"
Json = Any
"""What a notebook holds, of whatever kind."""


def with_updates(cells: list[Json]) -> list[Json]:
    """Show every display in its last state, where it first stood; an update of nothing is a display."""
    outputs = [output for cell in cells for output in _outputs(cell)]
    latest = {name: output for output in outputs if (name := _name(output))}
    if not any(_is_update(output) for output in latest.values()):
        return cells
    shown = {name for output in outputs if (name := _name(output)) and not _is_update(output)}
    return [_settled(cell, latest, shown) if _outputs(cell) else cell for cell in cells]


def _settled(cell: Mapping[str, Json], latest: Mapping[str, Json], shown: set[str]) -> dict[str, Json]:
    kept = [output for output in _outputs(cell) if not (_is_update(output) and _name(output) in shown)]
    return {**cell, "outputs": [_last(output, latest) for output in kept]}


def _last(output: Json, latest: Mapping[str, Json]) -> Json:
    name = _name(output)
    return {**latest[name], "output_type": "display_data"} if name else output


def _outputs(cell: Json) -> list[Json]:
    outputs = cell.get("outputs") if isinstance(cell, dict) else None
    return outputs if isinstance(outputs, list) else []


def _is_update(output: Json) -> bool:
    return isinstance(output, dict) and output.get("output_type") == _UPDATE


def _name(output: Json) -> str:
    """Return the name by which a display can be updated; empty where an output has none."""
    transient = output.get("transient") if isinstance(output, dict) else None
    name = transient.get("display_id") if isinstance(transient, dict) else None
    return name if isinstance(name, str) else ""
