"""Proves that nothing is lost on the way to a page: what a document holds against what was built of it.

To say what is lost of two inventories is the same for sources (see sourcelosses.py), which takes all that reads them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from inpublic.document import Block, Document, Fault
from inpublic.pages.pagetext import html_block
from inpublic.stock.inventory import FRAMES, PICTURES, SAME, Inventory, html_inventory, squeezed, total

MOST = 5
"""Losses of one document that are told one by one."""

_ON_THE_WAY = (
    "it is in docs/, so look whether a plugin or extension in mkdocs.yml changes pages; "
    "if none does, it is a bug of inpublic: please report it"
)
_OURS = ".ip-head, .ip-foot"
"""What a page shows besides its document."""


class Loss(Struct, frozen=True):
    """Says what of a cell, 0 in a write-up, is not where it should be; `whole` is all that the cell holds."""

    cell: int
    missing: Inventory
    whole: Inventory


def page_losses(document: Document, blocks: Sequence[Block], page: str) -> tuple[Fault, ...]:
    """Compare a document, whose `blocks` have their addresses, with the HTML of the page that was built."""
    title = [] if any(block.text == document.title for block in blocks) else [heading(document.title_html)]

    def missing(pieces: Iterable[str], page: str) -> Inventory:
        return lacking(
            html_inventory("\n".join([*title, *pieces])), html_inventory(page, within="article", without=_OURS)
        )

    if not missing(*_shortened(blocks, page)):
        return ()
    found = missing(map(html_of, blocks), page)
    return told(_by_cell(found, blocks, page), _ON_THE_WAY) if found else ()


def _shortened(blocks: Iterable[Block], page: str) -> tuple[list[str], str]:
    """Put a mark in the place of each block that stands on the page as it is, in the blocks and on the page alike.

    The marks are counted then: what was put behind a comment, or out of sight, is none of the page's elements.
    """
    wanted, held, end = list[str](), list[str](), max(0, page.find("<article"))
    held.append(page[:end])
    for block in blocks:
        html = html_block(block.html)
        start = page.find(html, end) if html and not block.level else -1
        wanted.append(html_of(block) if start < 0 else SAME)
        if start >= 0:
            held += [page[end:start], SAME]
            end = start + len(html)
    return wanted, "".join([*held, page[end:]])


def lacking(wanted: Inventory, held: Inventory, *, excused: int = 0) -> Inventory:
    """Return what is wanted and not held; so many pictures are `excused` that are known to be damaged.

    A line may be held as a part of another or in pieces, as long as each is held as often as it is wanted.
    """
    missing = _lacking(wanted, held, excused)
    while missing and wanted.otherwise is not None:
        wanted = wanted.otherwise()
        missing = _common(missing, _lacking(wanted, held, excused))
    return missing


def _common(one: Inventory, other: Inventory) -> Inventory:
    """Return what lacks however a text is read; marks are part of a line in one reading only."""
    letters = Counter(map(_letters, other.lines))
    counts = {kind: min(count, other.counts[kind]) for kind, count in one.counts.items() if kind in other.counts}
    return Inventory(tuple(line for line in one.lines if letters[_letters(line)]), counts)


def _letters(line: str) -> str:
    return "".join(filter(str.isalnum, line))


def _lacking(wanted: Inventory, held: Inventory, excused: int) -> Inventory:
    lines = tuple(_missing_lines(wanted.lines, held.lines))
    have, need = Counter(held.counts), Counter(wanted.counts)
    have[PICTURES] += excused
    # A live figure may be there as its stored picture only.
    have[FRAMES] += max(0, have[PICTURES] - need[PICTURES])
    need[FRAMES] += _figures(wanted.scripted, held, spare=have[FRAMES] - need[FRAMES])
    return Inventory(lines, {kind: need[kind] - have[kind] for kind in need if need[kind] > have[kind]})


def _figures(scripted: Sequence[str], held: Inventory, *, spare: int) -> int:
    """Count the pieces of HTML that are figures; which are none is asked only if there are not enough of those."""
    if len(scripted) <= spare:
        return len(scripted)
    from selectolax.lexbor import LexborHTMLParser

    from inpublic.celloutputs.frames import is_library

    return sum(not (is_library(source, LexborHTMLParser(source)) or _is_there(source, held)) for source in scripted)


def _is_there(source: str, held: Inventory) -> bool:
    lines = html_inventory(source).lines
    return bool(lines) and not any(_missing_lines(lines, held.lines))


def html_of(block: Block) -> str:
    """Return the HTML of a block as it stands on a page, but for the level of a heading."""
    return heading(block.html) if block.level else block.html


def heading(html: str) -> str:
    """Make a heading of its content; nothing of none."""
    return f"<h2>{html}</h2>" if html else ""


def _missing_lines(wanted: Sequence[str], held: Sequence[str]) -> Iterator[str]:
    if wanted == held:
        return
    absent, spare = _unmatched(wanted, held, str)
    absent, spare = _unmatched(absent, spare, squeezed)
    rest = "".join(map(squeezed, spare)) if absent else ""
    for line in filter(squeezed, absent):
        before, found, after = rest.partition(squeezed(line))
        if found:
            rest = f"{before}\0{after}"
        else:
            yield line


def _unmatched(wanted: Sequence[str], held: Sequence[str], key: Callable[[str], str]) -> tuple[list[str], list[str]]:
    """Match lines one to one and return those of either side that are left."""
    stock = Counter(map(key, held))
    demand = Counter(map(key, wanted))
    return _left(wanted, demand - stock, key), _left(held, stock - demand, key)


def _left(lines: Sequence[str], left: Counter[str], key: Callable[[str], str]) -> list[str]:
    found = []
    for line in lines if left else ():
        if left[key(line)] > 0:
            left[key(line)] -= 1
            found.append(line)
    return found


def _by_cell(missing: Inventory, blocks: Sequence[Block], page: str) -> Iterator[Loss]:
    """Share out what a page lacks among the cells whose HTML it has not as it was; 0 stands for the rest.

    Cells that a missing line comes from are first: they have lost the item or row that it stood in.
    """
    lines, counts = Counter(missing.lines), Counter(missing.counts)
    changed = dict.fromkeys(block.cell for block in blocks if not _stands_on(page, block))
    wholes = [
        (cell, total(html_inventory(html_of(block)) for block in blocks if block.cell == cell)) for cell in changed
    ]
    for cell, whole in sorted(wholes, key=lambda pair: not lines.keys() & set(pair[1].lines)):
        own_lines, own_counts = Counter(whole.lines) & lines, Counter(whole.counts) & counts
        if own_lines or own_counts:
            lines, counts = lines - own_lines, counts - own_counts
            yield Loss(cell, Inventory(tuple(own_lines.elements()), own_counts), whole)
    if lines or counts:
        yield Loss(
            0, Inventory(tuple(lines.elements()), counts), total(html_inventory(html_of(block)) for block in blocks)
        )


def _stands_on(page: str, block: Block) -> bool:
    return f'id="{block.anchor}"' in page if block.level else html_block(block.html) in page


def told(losses: Iterable[Loss], hint: str, line: Callable[[Loss], int | None] = lambda _: None) -> tuple[Fault, ...]:
    """Tell of the first few losses, and how many more there are."""
    found = sorted(losses, key=lambda loss: loss.cell)
    faults = [Fault(_message(loss), hint, line(loss), loss.cell or None) for loss in found[:MOST]]
    if len(found) > MOST:
        faults.append(Fault(f"not on the page: something of {len(found) - MOST} more cells", hint))
    return tuple(faults)


def _message(loss: Loss) -> str:
    parts = [
        f"{count} of {max(count, loss.whole.counts.get(kind, 0))} {kind}"
        for kind, count in sorted(loss.missing.counts.items())
    ]
    lines = loss.missing.lines
    if lines:
        more = f" and {len(lines) - 1} more line{'s' if len(lines) > 2 else ''}" if len(lines) > 1 else ""
        parts.append(f"the text «{_short(lines[0])}»{more}")
    return f"not on the page: {', '.join(parts)}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
