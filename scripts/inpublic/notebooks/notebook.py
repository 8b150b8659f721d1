"""Notebook bytes to a document, cell by cell."""

from __future__ import annotations

import json
from collections.abc import Sequence

from msgspec.structs import replace

from inpublic.celloutputs.widgets import widget_states
from inpublic.document import Converted
from inpublic.notebooks.cells import CellWriter
from inpublic.notebooks.display import REMOVE_CELL, is_removed, read_defaults
from inpublic.notebooks.languages import kernel_language
from inpublic.notebooks.nbreader import Cell, Notebook, NotebookFault, attachments_of, read_notebook
from inpublic.records.frontmatter import cell_front_matter
from inpublic.text.builder import DocumentBuilder, Origin
from inpublic.text.markdown import add_markdown
from inpublic.text.markers import scrub


def convert_notebook(data: bytes) -> Converted:
    """Turn the bytes of an .ipynb file into a document; what cannot be read becomes a fault in it."""
    try:
        notebook = read_notebook(data)
    except NotebookFault as fault:
        builder = DocumentBuilder()
        builder.fault(str(fault), fault.hint, Origin(cell=fault.cell), is_error=True)
        return builder.build()
    converted = _walk(notebook)
    document = replace(converted.document, faults=(*notebook.faults, *converted.document.faults))
    return replace(converted, document=document)


def _walk(notebook: Notebook) -> Converted:
    builder = DocumentBuilder(kernel_language(notebook.metadata), widget_states(notebook.metadata))
    cells, front_matter = _take_front_matter(notebook)
    writer = CellWriter(builder, read_defaults(str(front_matter.get("front_matter", "")), notebook.metadata))
    for cell in cells:
        if is_removed(cell.metadata):
            continue
        origin = Origin(cell=cell.number)
        builder.enter(cell.number)
        if cell.kind == "markdown":
            add_markdown(builder, scrub(cell.source), origin, attachments_of(cell))
        elif cell.kind == "code":
            writer.add_code(cell, origin)
        else:
            writer.add_raw(cell, origin)
    count = sum(cell.kind == "code" for cell in cells)
    return builder.build(code_cells=count, front_matter=front_matter)


def _take_front_matter(notebook: Notebook) -> tuple[Sequence[Cell], dict[str, object]]:
    """Return the cells without what the first says about the project, and that."""
    found: dict[str, object] = {}
    own = notebook.metadata.get("inpublic")
    if isinstance(own, dict):
        found["metadata"] = json.dumps(own, sort_keys=True, ensure_ascii=False)
    shown = [cell for cell in notebook.cells if not REMOVE_CELL.intersection(cell.metadata["tags"])]
    first = next(iter(shown), None)
    matter = cell_front_matter(first.kind, scrub(first.source)) if first else None
    if first is None or matter is None:
        return shown, found
    found |= {
        "front_matter": matter.yaml,
        "front_matter_line": matter.line,
        "front_matter_cell": first.number,
    }
    return (replace(first, source=matter.body, kind="markdown"), *shown[1:]), found
