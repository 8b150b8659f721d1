"""What a source holds, found without our own renderer: plain JSON, stock Markdown, text as it was printed.

What is left out on purpose is left out here too, as the modules that decide it say: directives, display,
forms, filters, frontmatter, and the order of forms in mimebundle.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from inpublic.celloutputs.bundle import Output, text_of
from inpublic.notebooks.directives import read_directives
from inpublic.notebooks.display import Defaults, display_of, is_removed, read_defaults
from inpublic.notebooks.filters import shown_outputs
from inpublic.notebooks.forms import read_form
from inpublic.notebooks.upgrade import upgraded
from inpublic.records.frontmatter import cell_front_matter, split_front_matter
from inpublic.stock.inventory import Inventory, html_inventory, text_inventory, total
from inpublic.stock.plainmarkdown import markdown_inventory
from inpublic.stock.quickmarkdown import quick_inventories
from inpublic.stock.storedoutputs import outputs_inventory
from inpublic.text.markers import scrub

Json = Any
"""What JSON may hold: notebooks follow their format more or less."""

_MAY_GO = re.compile(r"\s*(#|//|--|%|$)|.*#\|\s*hide_line")
"""Lines of code that may be left out: comments, since directives are, magics, and what says so itself."""

_TEX_LINE = re.compile(r"\s*[\\$]")
_PROSE = frozenset({"text/markdown", "markdown"})
_HTML = frozenset({"text/html", "html"})
_TEX = frozenset({"text/latex", "latex", "pdf"})


class Holding(Struct, frozen=True):
    """Says what one cell holds: `exactly`, which takes its time, and `quickly`.

    Quickly means as another parser reads Markdown, and code and outputs whole: what of them is not to be shown, or
    otherwise, is not asked. A page that holds just that has lost nothing; for any other it is the exact that counts.
    """

    exactly: Callable[[], Inventory]
    quickly: Inventory | None = None


def writeup_holdings(data: bytes) -> Mapping[int, Holding]:
    """Take stock of a Markdown file, as if it were a cell with the number 0."""
    text = split_front_matter(scrub(data.decode("utf-8-sig"))).body
    return {0: Holding(partial(markdown_inventory, text), *quick_inventories([text]))}


def notebook_holdings(data: bytes) -> Mapping[int, Holding]:
    """Take stock of a notebook: what each cell holds that is meant to be shown, by the cell's number."""
    notebook = _notebook(data)
    cells = list(_cells(notebook))
    first = cells[0] if cells else None
    matter = cell_front_matter(first.kind, first.source) if first else None
    if first and matter:
        cells[0] = replace(first, kind="markdown", source=matter.body)
    defaults = read_defaults(matter.yaml if matter else "", _mapping(notebook.get("metadata")))
    cells = [replace(cell, stock=outputs_inventory(cell.outputs)) if cell.outputs else cell for cell in cells]
    quick = _quickly(cells, defaults)
    return {cell.number: Holding(partial(_inventory, cell, defaults), quick.get(cell.number)) for cell in cells}


class _Cell(Struct, frozen=True):
    number: int
    kind: str
    source: str
    metadata: Mapping[str, Json]
    outputs: Sequence[Output] = ()
    stock: Inventory = field(default_factory=Inventory)
    """That of all outputs."""


def _notebook(data: bytes) -> dict[str, Json]:
    text = data.removeprefix(b"\xef\xbb\xbf")
    try:
        raw = msgspec.json.decode(text)
    except msgspec.DecodeError:  # stricter than Python about numbers and halves of characters
        raw = json.loads(text)
    return dict(raw) if "cells" in raw else upgraded(raw)


def _cells(notebook: Mapping[str, Json]) -> Iterator[_Cell]:
    """Walk through the cells that are shown, tags as a list of words."""
    for number, cell in enumerate(notebook["cells"], 1):
        metadata = _mapping(cell.get("metadata"))
        metadata = {**metadata, "tags": [tag for tag in _list(metadata.get("tags")) if isinstance(tag, str)]}
        if not is_removed(metadata):
            outputs = tuple(output for output in _list(cell.get("outputs")) if isinstance(output, dict))
            yield _Cell(number, str(cell.get("cell_type")), scrub(text_of(cell.get("source"))), metadata, outputs)


def _quickly(cells: Sequence[_Cell], defaults: Defaults) -> Mapping[int, Inventory | None]:
    """Take stock of all that stands in cells, whatever they say about what is shown of it."""
    prose = {cell.number: cell.source for cell in cells if cell.kind == "markdown"}
    found = dict(zip(prose, quick_inventories(list(prose.values())), strict=True))
    code = [cell for cell in cells if cell.kind == "code" and not _may_be_read_otherwise(cell, defaults)]
    return found | {cell.number: total([text_inventory(cell.source), cell.stock]) for cell in code}


def _may_be_read_otherwise(cell: _Cell, defaults: Defaults) -> bool:
    """Tell whether a code cell may be a form, whose comments are Markdown, or have printed some."""
    prints = "asis" in cell.source or defaults.options.get("output") == "asis"
    return prints or "@" in cell.source or "cellView" in cell.metadata


def _inventory(cell: _Cell, defaults: Defaults) -> Inventory:
    if cell.kind == "code":
        return _code(cell, defaults)
    return markdown_inventory(cell.source) if cell.kind == "markdown" else _raw(cell)


def _code(cell: _Cell, defaults: Defaults) -> Inventory:
    directives = read_directives(cell.source)
    display = display_of(directives, cell.metadata, defaults)
    shown = shown_outputs(cell.outputs, display)
    outputs = cell.stock if shown == list(cell.outputs) else outputs_inventory(shown)
    if not display.shows_input:
        return outputs
    form = read_form(directives.code, cell.metadata)
    code = text_inventory(wanted_code(cell.source, form.code if form else directives.code))
    words = [text_inventory(form.title), markdown_inventory(form.text)] if form else []
    return total([*words, code, outputs])


def wanted_code(source: str, kept: str) -> str:
    """Add to the code that was `kept` of a cell the lines of it that nobody may have meant as a directive."""
    lines = kept.split("\n")
    gone = set(source.split("\n")).difference(lines)
    return "\n".join([*sorted(line for line in gone if not _MAY_GO.match(line)), *lines])


def _raw(cell: _Cell) -> Inventory:
    form = str(cell.metadata.get("format") or cell.metadata.get("raw_mimetype") or "").lower()
    if form in _PROSE:
        return markdown_inventory(cell.source)
    if form in _TEX:  # formulas, or commands that say how paper is filled
        return text_inventory("\n".join(line for line in cell.source.split("\n") if not _TEX_LINE.match(line)))
    return html_inventory(cell.source) if form in _HTML else text_inventory(cell.source)


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}
