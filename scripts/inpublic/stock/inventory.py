"""What a piece of a page holds: its text line by line, and how many things of each kind.

Sources are rendered plainly for this (see holdings.py), so one function looks at both sides.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

HEADINGS, ITEMS, ROWS, PICTURES = "headings", "list items", "table rows", "pictures"
FRAMES, FORMULAS, RECORDINGS = "live figures", "formulas", "recordings"

_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), HEADINGS),
    "li": ITEMS,
    "tr": ROWS,
    "img": PICTURES,
    "svg": PICTURES,
    "math": FORMULAS,
    "iframe": FRAMES,
    "audio": RECORDINGS,
    "video": RECORDINGS,
}
_OUR_KINDS = (("ip-tex", FORMULAS), ("ip-frame", FRAMES), ("ip-remote", PICTURES))
"""What stands on a page for a formula, a live figure or a picture that could not be there itself."""

_COUNTED = ", ".join((*_KINDS, *(f".{name}" for name, _ in _OUR_KINDS)))
_WITHOUT_WORDS = ", ".join(("svg", "math", "iframe", ".ip-tex", ".ip-remote"))
_LINES = (
    "p, li, br, wbr, tr, pre, div, dt, dd, blockquote, figcaption, caption, summary, section, h1, h2, h3, h4, h5, h6"
)
_UNSEEN = {
    **{f"<{name}": name for name in ("script", "style", "noscript", "textarea", "select", "title", "button", "object")},
    "footnote": "sup.footnote-ref, a.footnote-backref",
    "ip-fold": ".ip-fold > summary",
    "headerlink": ".headerlink",
}
"""What readers of a page do not read, and what the page itself adds: folds' words, signs beside headings.

The keys are what HTML must contain for its selector to be worth trying.
"""

_SHADOW = '<template shadowrootmode="open">'
_BREAK = "\f"
"""Stands between lines; as white space it is allowed everywhere, and no source may contain it."""

Node = Any
"""A node of selectolax, whose classes are made by a compiled module."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """Lists the lines of a text, as far as they are not empty, and counts things by kind.

    `scripted` is HTML with scripts, each piece a live figure on the page unless it shows as much without them.
    `otherwise` is what a text holds when it is read in another way that is as good.
    """

    lines: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    scripted: tuple[str, ...] = ()
    otherwise: Inventory | None = None

    def __bool__(self) -> bool:
        return bool(self.lines or self.counts or self.scripted)


def total(inventories: Iterable[Inventory]) -> Inventory:
    """Add up several inventories, in order."""
    parts = list(inventories)
    counts: Counter[str] = Counter()
    for part in parts:
        counts.update(part.counts)
    return Inventory(
        tuple(line for part in parts for line in part.lines),
        counts,
        tuple(source for part in parts for source in part.scripted),
        total(part if part.otherwise is None else part.otherwise for part in parts)
        if any(part.otherwise is not None for part in parts)
        else None,
    )


def text_inventory(text: str) -> Inventory:
    """List the lines of plain text."""
    lines = (line.strip() for line in text.replace("\r", "\n").replace(_BREAK, "\n").split("\n"))
    return Inventory(tuple(filter(None, lines)))


def html_inventory(html: str, *, within: str = "", without: str = "") -> Inventory:
    """Take stock of HTML: of the first element that the CSS selector `within` names, without what `without` does."""
    from selectolax.lexbor import LexborHTMLParser

    if "<" not in html:
        return text_inventory(LexborHTMLParser(html).text()) if "&" in html else text_inventory(html)
    # What stands behind a shadow root is on the page, but not in the parser's tree.
    start = "" if within else "<body>"  # or else what stands first may be taken for the head of a page
    tree = LexborHTMLParser(start + html.replace(_BREAK, " ").replace(_SHADOW, "<div>"))
    root = (tree.css_first(within) if within else None) or tree.root
    return _taken(root, _unseen(html, without)) if root else Inventory()


def _unseen(html: str, without: str) -> str:
    low = html.lower()
    return ", ".join([*(selector for part, selector in _UNSEEN.items() if part in low), *filter(None, [without])])


def _taken(root: Node, unseen: str) -> Inventory:
    for node in root.css(unseen) if unseen else ():
        node.replace_with("")
    counts = Counter(filter(None, map(_kind, root.css(_COUNTED))))
    for node in root.css(_WITHOUT_WORDS) if counts else ():
        node.replace_with("")
    for node in root.css(_LINES):
        node.insert_before(_BREAK)
        node.insert_after(_BREAK)
    return Inventory(text_inventory(root.text()).lines, counts)


def squeezed(text: str) -> str:
    """Reduce a text to what makes it the same text: no white space or byte order mark, one form for each character."""
    return unicodedata.normalize("NFC", "".join(text.replace("\ufeff", "").split()))


def _kind(node: Node) -> str:
    names = (node.attributes.get("class") or "").split()
    ours = next((kind for name, kind in _OUR_KINDS if name in names), "")
    if ours:
        return ours
    kind = _KINDS[node.tag]
    if (kind in (HEADINGS, ROWS) and not _has_content(node)) or (kind == FRAMES and not _is_live(node)):
        return ""
    return "" if node.tag in ("svg", "math") and _is_nested(node) else kind


def _has_content(node: Node) -> bool:
    return bool(node.text(strip=True)) or node.css_first("img, svg, math, iframe, audio, video") is not None


def _is_live(frame: Node) -> bool:
    """Tell a frame with a page in it from one that is a mere link to a file, or empty."""
    address = (frame.attributes.get("src") or "").strip().lower().split("?")[0]
    if frame.attributes.get("srcdoc") or frame.attributes.get("data-html"):
        return True
    return address.startswith(("http://", "https://", "//", "data:text/html")) or address.endswith((".html", ".htm"))


def _is_nested(node: Node) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag == node.tag:
            return True
        parent = parent.parent
    return False
