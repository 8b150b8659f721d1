"""What a piece of a page holds: its text line by line, and how many things of each kind.

Sources are rendered plainly for this (see holdings.py), so one function looks at both sides.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from msgspec import Struct, field

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
_PIECE, _END = "ip-piece", "\x1d"
_APART = f"<tr><td><{_PIECE}>{_END}</{_PIECE}>"
"""Stands before each of several pieces. A row begins only where a table was left open, else it is passed over."""

_COUNTED = ", ".join((*_KINDS, "td > ip-run", *(f".{name}" for name in _OUR_KINDS)))
_WITHOUT_WORDS = frozenset(("svg", "math", "iframe"))
_OUR_WITHOUT_WORDS = frozenset(("ip-tex", "ip-remote"))
_ENDING = "p|li|br|wbr|tr|pre|div|dt|dd|blockquote|figcaption|caption|summary|section|h[1-6]|[ou]l|dl|table"
_LINE = re.compile(rf"<(?=/?(?:{_ENDING})[\s/>])")
_ANY_LINE = re.compile(_LINE.pattern, re.IGNORECASE)
_LARGE_LETTER = re.compile("</?[a-z]*[A-Z]")
_MANY = 50
"""Rows of tables from which on those that hold nothing but words are not parsed."""
_ROWS = re.compile(r"(?:<tr>(?:\s*+<(?:td>[^<>&]*+</td|th>[^<>&]*+</th)>)++\s*+</tr>\s*+)++")
_UNSEEN = ", ".join(
    (
        *("script", "style", "noscript", "textarea", "select", "title", "button", "object"),
        *("sup.footnote-ref", "a.footnote-backref", ".ip-fold > summary", ".headerlink"),
    )
)
"""What readers of a page do not read, and what the page itself adds: folds' words, signs beside headings."""

_COLOURED = re.compile('<span class="[a-z0-9]{1,3}">([^<]*)</span>')
"""A word of code in its colour: two thirds of all tags, which would only be taken down to be passed over."""

_SHADOW, _SHADOW_END = '<template shadowrootmode="open">', "</template>"
_BREAK = "\f"
"""Stands between lines; as white space it is allowed everywhere, and no source may contain it."""

Node = Any
"""A node of selectolax, whose classes are made by a compiled module."""


class Inventory(Struct, frozen=True):
    """Lists the lines of a text, as far as they are not empty, and counts things by kind.

    `scripted` is HTML with scripts, each piece a live figure on the page unless it shows as much without them.
    `otherwise` reads the text in another way that is as good, which is done only where something seems to be missing.
    """

    lines: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    scripted: tuple[str, ...] = ()
    otherwise: Callable[[], Inventory] | None = None

    def __bool__(self) -> bool:
        return bool(self.lines or self.counts or self.scripted)


def total(inventories: Iterable[Inventory]) -> Inventory:
    """Add up several inventories, in order."""
    parts = [part for part in inventories if part or part.otherwise]
    if len(parts) == 1:
        return parts[0]
    is_certain = all(part.otherwise is None for part in parts)
    return Inventory(
        tuple(chain.from_iterable(part.lines for part in parts)),
        _sum(part.counts for part in parts),
        tuple(chain.from_iterable(part.scripted for part in parts)),
        None if is_certain else lambda: total(part.otherwise() if part.otherwise else part for part in parts),
    )


def _sum(all_counts: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for counts in all_counts:
        for kind, count in counts.items():
            found[kind] = found.get(kind, 0) + count
    return found


def text_inventory(text: str) -> Inventory:
    """List the lines of plain text."""
    lines = text.replace("\r", "\n").replace(_BREAK, "\n").split("\n")
    return Inventory(tuple(filter(None, map(str.strip, lines))))


def html_inventory(html: str, *, within: str = "", without: str = "") -> Inventory:
    """Take stock of HTML: of the first element `within`, without what the CSS selector `without` names."""
    quick = None if within else _quick(html, without)
    return quick or _parsed(html, within, without)


def html_inventories(pieces: Sequence[str], *, without: str = "") -> list[Inventory]:
    """Take stock of several pieces of HTML, as `html_inventory` does of each: one parser takes half the time."""
    found = [_quick(html, without) for html in pieces]
    rest = [html for html, quick in zip(pieces, found, strict=True) if quick is None]
    parsed = iter(_together(rest, without) or [_parsed(html, "", without) for html in rest])
    return [next(parsed) if quick is None else quick for quick in found]


def _quick(html: str, without: str) -> Inventory | None:
    from selectolax.lexbor import LexborHTMLParser

    if "<" not in html:
        return text_inventory(LexborHTMLParser(html).text()) if "&" in html else text_inventory(html)
    return _without_rows(html, without) if html.count("<tr>") > _MANY else None


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

    start = "" if within else "<body>"  # or else what stands first may be taken for the head of a page
    before = max(0, html.find(f"<{within}")) if within else 0  # of what is passed over no line is asked for
    tree = LexborHTMLParser(f"{start}{html[:before]}{_broken(html[before:])}")
    root = (tree.css_first(within) if within else None) or tree.root
    if root is None:
        return Inventory()
    _hide(root, without)
    counts = _taken(root.css(_COUNTED), html)
    return Inventory(text_inventory(root.text()).lines, counts)


def _together(pieces: Sequence[str], without: str) -> list[Inventory] | None:
    """Take stock of pieces with one parser; None where it is not sure that each ends before the next begins.

    So it is where all that stands between them is there, directly in the body: no element was left open then.
    """
    from selectolax.lexbor import LexborHTMLParser

    if len(pieces) < 2 or any(_PIECE in html.lower() for html in pieces):
        return None
    root: Node = LexborHTMLParser("".join(["<body>", *(f"{_APART}{_broken(html)}" for html in pieces)])).root
    _hide(root, without)
    groups: list[list[Node]] = [[]]
    for node in root.css(f"{_PIECE}, {_COUNTED}"):
        if node.tag != _PIECE:
            groups[-1].append(node)
        elif node.parent.tag == "body":
            groups.append([])
    counts = [_taken(group, html) for group, html in zip(groups, ["", *pieces], strict=False)]
    texts = root.text().split(_END)
    if not len(pieces) + 1 == len(groups) == len(texts):
        return None
    return [Inventory(text_inventory(text).lines, count) for text, count in zip(texts[1:], counts[1:], strict=True)]


def _broken(html: str) -> str:
    """Let a line end before each tag that begins or ends one: in the text, for to add nodes to a tree takes long.

    What stands behind a shadow root is on the page, but not in the parser's tree: it is put into the open.
    """
    html = "".join(_COLOURED.split(html.replace(_BREAK, " ")))
    if _SHADOW in html:
        ends = html.count("<template") == html.count(_SHADOW)
        html = (html.replace(_SHADOW_END, "</div>") if ends else html).replace(_SHADOW, "<div>")
    return (_ANY_LINE if _LARGE_LETTER.search(html) else _LINE).sub(f"{_BREAK}<", html)


def _hide(root: Node, without: str) -> None:
    """Take out of a tree what readers do not read."""
    for node in root.css(f"{_UNSEEN}, {without}" if without else _UNSEEN):
        node.replace_with("")


def _taken(nodes: Sequence[Node], html: str) -> Mapping[str, int]:
    """Count the things among elements, and take those out of their tree whose words are not text."""
    if not nodes:
        return {}
    ours = any(name in html for name in _OUR_KINDS)  # to ask an element for its classes takes longest
    counts = Counter(filter(None, (_kind(node, ours=ours) for node in nodes)))
    for node in nodes if counts else ():
        if node.tag in _WITHOUT_WORDS or (ours and not _OUR_WITHOUT_WORDS.isdisjoint(_classes(node))):
            node.replace_with("")
    return counts


def squeezed(text: str) -> str:
    """Reduce a text to what makes it the same text: no white space or byte order mark, one form for each character."""
    return unicodedata.normalize("NFC", "".join(text.replace("\ufeff", "").split()))


def _kind(node: Node, *, ours: bool) -> str:
    names = _classes(node) if ours else ()
    own = next((kind for name, kind in _OUR_KINDS.items() if name in names), "") if names else ""
    if own:
        return own
    kind = _KINDS.get(node.tag, _RUNS)
    if (kind in (HEADINGS, ROWS) and not _has_content(node)) or (kind == FRAMES and not _is_live(node)):
        return ""
    return "" if node.tag in ("svg", "math") and _is_nested(node) else kind


def _classes(node: Node) -> Sequence[str]:
    return (node.attributes.get("class") or "").split()


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
