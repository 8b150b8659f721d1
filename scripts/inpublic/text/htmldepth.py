"""How deep HTML is nested: parsers slow down with the square of it, and browsers give up at 512 levels."""

from __future__ import annotations

import re

DEEPEST = 400
"""Elements in each other that an author's HTML may have; the page around it needs some of the 512 itself."""

_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)")
_FLAT = ("</", "<td>", "<th>", "<tr>", "<li>", "<br>")
"""What begins no element that stands in others of its kind, as it is counted at once; most tags of long tables."""
_SPARSE = 100
"""Characters a tag, on average, from which on it is quicker to read all tags than to count those."""
_CODE = frozenset({"script", "style"})
"""Elements in which a < begins no other."""
_ENDING = frozenset(
    (
        "area base br col dd dt embed hr img input li link meta option p param path rect circle line polygon polyline "
        "ellipse stop source td tfoot th thead tbody tr track use wbr"
    ).split()
)
"""Elements that are empty, or that the next of their kind ends: they do not stand in each other by themselves."""


def is_too_deep(html: str) -> bool:
    """Tell, without parsing, whether elements are nested deeper than any parser should be asked for."""
    tags = html.count("<")
    is_dense = tags * _SPARSE > len(html)
    if tags <= DEEPEST or (is_dense and tags - sum(map(html.count, _FLAT)) <= DEEPEST):
        return False
    depth, code = 0, ""
    for closing, name in _TAG.findall(html.lower()):
        if code:
            code = "" if closing and name == code else code
        elif name in _CODE:
            code = "" if closing else name
        elif name not in _ENDING:
            depth = max(0, depth - 1) if closing else depth + 1
            if depth > DEEPEST:
                return True
    return False
