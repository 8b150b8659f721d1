"""Proves that nothing of a source is lost: what it holds against the document that was made of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from inpublic.document import Block, Document, Fault
from inpublic.records.frontmatter import split_front_matter
from inpublic.stock.holdings import Holding, notebook_holdings, writeup_holdings
from inpublic.stock.inventory import FRAMES, HEADINGS, Inventory, html_inventories, html_inventory, squeezed, total
from inpublic.stock.losses import Loss, heading, html_of, lacking, told
from inpublic.stock.plainmarkdown import line_of

_OUR_BUG = (
    "this is a bug of inpublic: please report it, with the cell if you can share it; "
    "until it is mended, readers find what is missing in the source that the page links to"
)


def document_losses(suffix: str, data: bytes, document: Document) -> tuple[Fault, ...]:
    """Compare a source with the document made of it; each cell that lost something gives a fault.

    Nothing is said of a broken document, which is not published.
    """
    if any(fault.is_error for fault in document.faults):
        return ()
    if suffix.lower() == ".ipynb":
        return told(_lost(notebook_holdings(data), document), _OUR_BUG)
    matter = split_front_matter(data.decode("utf-8-sig"))

    def line(loss: Loss) -> int | None:
        found = next(filter(None, (line_of(matter.body, text) for text in loss.missing.lines[:1])), None)
        return found and found + matter.body_line - 1

    return told(_lost(writeup_holdings(data), document), _OUR_BUG, line)


def _lost(wanted: Mapping[int, Holding], document: Document) -> Iterator[Loss]:
    """Find what cells lost; one on whose page another parser's reading stands word for word cannot have lost any."""
    held = _held(document.blocks)
    title = html_inventory(heading(document.title_html)) if document.title_html else Inventory()
    used = Inventory(lines=("\0",))  # a title stands on a page once
    faults = Counter(fault.cell or 0 for fault in document.faults)
    for cell, holding in wanted.items():
        if _are_alike(holding.quickly, held[cell]):
            continue
        if _are_alike(holding.quickly, total([title, held[cell]])):
            title = used
            continue
        whole = holding.exactly()
        missing = lacking(whole, held[cell], excused=faults[cell])
        words = _words(title)
        is_short = missing.counts.get(HEADINGS) or any(squeezed(line) in words for line in missing.lines)
        if is_short and words in _words(whole):
            missing = lacking(whole, total([title, held[cell]]), excused=faults[cell])
            title = used
        if missing:
            yield Loss(cell, missing, whole)


def _words(found: Inventory) -> str:
    """Join what is read: a tag that ends nothing may be taken for the end of a line."""
    return "".join(map(squeezed, found.lines))


def _are_alike(found: Inventory | None, held: Inventory) -> bool:
    """Tell whether two inventories hold the same lines and things, each as often; each script is a live figure."""
    if found is None:
        return False
    counts = dict(found.counts)
    if found.scripted:
        counts[FRAMES] = counts.get(FRAMES, 0) + len(found.scripted)
    if counts != dict(held.counts):
        return False
    return found.lines == held.lines or Counter(map(squeezed, found.lines)) == Counter(map(squeezed, held.lines))


def _held(blocks: Iterable[Block]) -> Mapping[int, Inventory]:
    pieces: dict[int, list[str]] = defaultdict(list)
    for block in blocks:
        pieces[block.cell].append(html_of(block))
    found = html_inventories(["\n".join(htmls) for htmls in pieces.values()])
    return defaultdict(Inventory, zip(pieces, found, strict=True))
