"""Brings notebooks of the formats before the fourth to the fourth, as nbformat does, but without validating them.

To load the schemas and compare a notebook with them, before and after, takes most of the time, and nothing comes of it.
"""

from __future__ import annotations

import json
from typing import Any

_OF_OLD = frozenset({"name", "signature"})
"""What notebooks say of themselves since the fourth format no more."""


def upgraded(raw: dict[str, Any]) -> dict[str, Any]:  # Any: JSON
    """Return a notebook of format 1, 2 or 3 as one of format 4: its cells and metadata.

    Raises whatever nbformat does where it is none.
    """
    import nbformat
    from nbformat import reader
    from nbformat.v4.convert import upgrade_cell

    third = nbformat.convert(reader.reads(json.dumps(raw)), 3)
    try:
        cells = [upgrade_cell(cell) for sheet in third.get("worksheets", ()) for cell in sheet["cells"]]
    except AttributeError as error:
        raise nbformat.ValidationError(f"it has a cell without «{error}»") from error
    metadata = {name: value for name, value in third.metadata.items() if name not in _OF_OLD}
    return {"cells": cells, "metadata": metadata}
