"""What a piece of a page holds: its text line by line, and how many things of each kind.

Sources are rendered plainly for this (see holdings.py), so one function looks at both sides.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

HEADINGS, ITEMS, ROWS, PICTURES = "headings", "list items", "table rows", "pictures"
FRAMES, FORMULAS, RECORDINGS = "live figures", "formulas", "recordings"
SAME, PIECES = "<ip-same></ip-same>", "pieces"
"""What is counted in the place of a piece of HTML that is known to stand there as it is."""

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
    "ip-same": PIECES,
}
_OUR_KINDS = {"ip-tex": FORMULAS, "ip-frame": FRAMES, "ip-remote": PICTURES}
"""What stands on a page for a formula, a live figure or a picture that could not be there itself."""

_RUNS, _RUN = "runs of rows", "\ufdd0"
_COUNTED = ", ".join((*_KINDS, "td > ip-run", *(f".{name}" for name in _OUR_KINDS)))
_WITHOUT_WORDS = ", ".join(("svg", "math", "iframe", ".ip-tex", ".ip-remote"))
_ENDING = "p|li|br|wbr|tr|pre|div|dt|dd|blockquote|figcaption|caption|summary|section|h[1-6]"
_LINE = re.compile(rf"<(?=(?:/?(?:{_ENDING})|/(?:[ou]l|dl|table))[\s/>])")
_ANY_LINE = re.compile(_LINE.pattern, re.IGNORECASE)
_LARGE_LETTER = re.compile("</?[A-Z]")
_MANY = 50
"""Rows of tables from which on those that hold nothing but words are not parsed."""
_ROWS = re.compile(r"(?:<tr>(?:\s*+<(?:td>[^<>&]*+</td|th>[^<>&]*+</th)>)++\s*+</tr>\s*+)++")
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
    parts = [part for part in inventories if part or part.otherwise]
    if len(parts) == 1:
        return parts[0]
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
    lines = text.replace("\r", "\n").replace(_BREAK, "\n").split("\n")
    return Inventory(tuple(filter(None, map(str.strip, lines))))


def html_inventory(html: str, *, within: str = "", without: str = "") -> Inventory:
    """Take stock of HTML: of the first element that the CSS selector `within` names, without what `without` does."""
    from selectolax.lexbor import LexborHTMLParser

    if "<" not in html:
        return text_inventory(LexborHTMLParser(html).text()) if "&" in html else text_inventory(html)
    quick = _without_rows(html, without) if not within and html.count("<tr>") > _MANY else None
    return quick or _parsed(html, within, without)


def _without_rows(html: str, without: str) -> Inventory | None:
    """Take stock of long tables without parsing the rows that hold nothing but words: they take most of the time.

    Each run of rows leaves one behind with a mark in it; None where that is no row then, or drawings may hold it.
    """
    runs = [_words(run) for run in _ROWS.findall(html)]
    rest = _parsed(_ROWS.sub(f"<tr><td><ip-run></ip-run>{_RUN}</td></tr>", html), "", without)
    seen = (rest.counts.get(_RUNS, 0), rest.lines.count(_RUN))
    if seen != (len(runs), len(runs)) or "<svg" in html or "<math" in html:
        return None
    rows = sum(bool(text.strip()) for run in runs for text in run.split(_BREAK))
    counts = Counter(rest.counts) + Counter({ROWS: rows})
    counts -= Counter({_RUNS: len(runs), ROWS: len(runs)})
    waiting = iter(runs)
    lines = (text_inventory(next(waiting)).lines if line == _RUN else (line,) for line in rest.lines)
    return Inventory(tuple(chain.from_iterable(lines)), counts)


def _words(rows: str) -> str:
    """Leave the words of rows, each row behind a break."""
    rows = rows.replace(_BREAK, " ").replace("<tr>", _BREAK)
    for tag in ("</tr>", "<td>", "</td>", "<th>", "</th>"):
        rows = rows.replace(tag, "")
    return rows


def _parsed(html: str, within: str, without: str) -> Inventory:
    from selectolax.lexbor import LexborHTMLParser

    # What stands behind a shadow root is on the page, but not in the parser's tree.
    start = "" if within else "<body>"  # or else what stands first may be taken for the head of a page
    tree = LexborHTMLParser(start + _broken(html.replace(_BREAK, " ").replace(_SHADOW, "<div>")))
    root = (tree.css_first(within) if within else None) or tree.root
    return _taken(root, _unseen(html, without), ours="ip-" in html) if root else Inventory()


def _broken(html: str) -> str:
    """Let a line end before each tag that begins or ends one: in the text, for to add nodes to a tree takes long."""
    return (_ANY_LINE if _LARGE_LETTER.search(html) else _LINE).sub(f"{_BREAK}<", html)


def _unseen(html: str, without: str) -> str:
    low = html.lower()
    return ", ".join([*(selector for part, selector in _UNSEEN.items() if part in low), *filter(None, [without])])


def _taken(root: Node, unseen: str, *, ours: bool) -> Inventory:
    for node in root.css(unseen) if unseen else ():
        node.replace_with("")
    counts = Counter(filter(None, (_kind(node, ours=ours) for node in root.css(_COUNTED))))
    for node in root.css(_WITHOUT_WORDS) if counts else ():
        node.replace_with("")
    return Inventory(text_inventory(root.text()).lines, counts)


def squeezed(text: str) -> str:
    """Reduce a text to what makes it the same text: no white space or byte order mark, one form for each character."""
    return unicodedata.normalize("NFC", "".join(text.replace("\ufeff", "").split()))


def _kind(node: Node, *, ours: bool) -> str:
    names = (node.attributes.get("class") or "").split() if ours else ()
    own = next((kind for name, kind in _OUR_KINDS.items() if name in names), "")
    if own:
        return own
    kind = _KINDS.get(node.tag, _RUNS)
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
