"""Notebook bytes to a document: nbconvert's exporter and preprocessors with a page of our own."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inpublic.celloutputs.widgets import widget_states
from inpublic.document import Converted
from inpublic.notebooks.cells import CellWriter
from inpublic.notebooks.display import REMOVE_CELL, is_removed, read_defaults
from inpublic.notebooks.nbreader import NotebookFault, attachments_of, language_of, read_notebook
from inpublic.records.frontmatter import cell_front_matter
from inpublic.text.builder import DocumentBuilder, Origin
from inpublic.text.markdown import add_markdown
from inpublic.text.markers import scrub

if TYPE_CHECKING:
    from nbformat import NotebookNode


def convert_notebook(data: bytes) -> Converted:
    """Turn the bytes of an .ipynb file into a document; what cannot be read becomes a fault in it."""
    try:
        reading = read_notebook(data)
    except NotebookFault as fault:
        builder = DocumentBuilder()
        builder.fault(str(fault), fault.hint, Origin(cell=fault.cell), is_error=True)
        return builder.build()
    _, resources = _exporter().from_notebook_node(reading.notebook)
    converted: Converted = resources["converted"]
    document = replace(converted.document, faults=(*reading.faults, *converted.document.faults))
    return replace(converted, document=document)


@lru_cache(maxsize=1)
def _exporter() -> Any:  # Any: the class is made in the function, so that nbconvert is imported only when needed
    from nbconvert.exporters import TemplateExporter
    from nbconvert.preprocessors import TagRemovePreprocessor
    from traitlets import default

    class DocumentExporter(TemplateExporter):
        """Renders cell by cell with templates/cell.html.j2 and leaves the document in the resources.

        Preprocessors are called here and not by the base class, which validates after each of them and so
        refuses notebooks that are odd but readable, such as one saved while a cell was running.
        """

        template_file = "cell.html.j2"
        file_extension = ".html"

        @default("template_paths")
        def _template_paths(self, prune: bool = True, root_dirs: object = None) -> list[str]:  # noqa: FBT001, FBT002, ARG002
            return [str(Path(__file__).parent.parent / "templates")]

        def from_notebook_node(  # type: ignore[override]  # nbconvert's own exporters return text here, too
            self, nb: NotebookNode, resources: dict[str, Any] | None = None, **_: Any
        ) -> tuple[str, dict[str, Any]]:
            """Preprocess and convert; the text returned is the page's HTML without its headings."""
            tags = TagRemovePreprocessor(enabled=True, remove_cell_tags=set(REMOVE_CELL))
            nb, resources = tags.preprocess(nb, dict(resources or {}))
            converted = _walk(nb, self.template.render)
            return "\n".join(block.html for block in converted.document.blocks), {**resources, "converted": converted}

    return DocumentExporter()  # type: ignore[no-untyped-call]  # traitlets' constructor has no types


def _walk(notebook: NotebookNode, render: Any) -> Converted:  # Any: Jinja's render takes what a template wants
    builder = DocumentBuilder(language_of(notebook), widget_states(notebook.metadata))
    front_matter = _take_front_matter(notebook)
    defaults = read_defaults(str(front_matter.get("front_matter", "")), notebook.metadata)
    writer = CellWriter(builder, render, defaults)
    for cell in notebook.cells:
        if is_removed(cell.metadata):
            continue
        origin = Origin(cell=cell.metadata["inpublic_number"])
        builder.enter(cell.metadata["inpublic_number"])
        if cell.cell_type == "markdown":
            add_markdown(builder, scrub(cell.source), origin, attachments_of(cell))
        elif cell.cell_type == "code":
            writer.add_code(cell, origin)
        elif cell.cell_type == "raw":
            writer.add_raw(cell, origin)
    count = sum(cell.cell_type == "code" for cell in notebook.cells)
    return builder.build(code_cells=count, front_matter=front_matter)


def _take_front_matter(notebook: NotebookNode) -> dict[str, object]:
    found: dict[str, object] = {}
    own = notebook.metadata.get("inpublic")
    if isinstance(own, dict):
        found["metadata"] = json.dumps(own, sort_keys=True, ensure_ascii=False)
    first = next(iter(notebook.cells), None)
    matter = cell_front_matter(first.cell_type, scrub(first.source)) if first is not None else None
    if first is not None and matter is not None:
        first.source = matter.body
        first.cell_type = "markdown"
        found |= {
            "front_matter": matter.yaml,
            "front_matter_line": matter.line,
            "front_matter_cell": first.metadata["inpublic_number"],
        }
    return found
