"""Names the cells that prove a skill, so that the Skills page can lead to them; pages know no other name of a cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from inpublic.document import Block, Document

_CELL = '<div class="ip-cell">'


def cell_anchor(document: Document, cell: int) -> str:
    """Return the fragment that means a cell; no heading has an underscore in its own, and authors' names go first."""
    name = f"cell_{cell}"
    while name in document.places:
        name += "_"
    return name


def named_cells(document: Document, blocks: Iterable[Block]) -> Iterator[Block]:
    """Give the first block of each cell that the code's uses mention its name."""
    wanted = {cell for usage in document.uses for cell in usage.cells}
    for block in blocks:
        if block.cell not in wanted or block.level:
            yield block
            continue
        wanted.discard(block.cell)
        name = cell_anchor(document, block.cell)
        html = block.html.replace(_CELL, f'<div class="ip-cell" id="{name}">', 1)
        yield replace(block, html=html if html != block.html else f'<span id="{name}"></span>\n{html}')
