"""Keeps drawings in bounds: their lengths, their depth, and how many pieces they unfold into."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_REFERENCE = re.compile(r"""url\(\s*["']?#([^"')\s]+)""")

_MOST = 1_000_000
"""Elements that may be drawn where there are fewer in the file; a scatter plot has some for each of its dots."""

_AS_MANY = 20
"""How many times its own number of elements any drawing may unfold into."""

_DEEPEST = 100
"""Steps from one reference to the next."""

_TAG = re.compile(rb"<(/?)[a-zA-Z][^<>]*>")
_MOST_OPEN = 10_000
"""Tags that stand open at once, from which on to read a text as HTML takes minutes: the time grows with the square."""

_LENGTH = re.compile(r"\s*\+?((?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)\s*(px|pt|pc|in|cm|mm|em|ex)?\s*")
_PIXELS = {None: 1, "px": 1, "pt": 96 / 72, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "em": 16, "ex": 8}
_LONGEST_NUMBER = 60
"""Characters of a length: more are digits that nobody needs, and slow to read."""
_FAR = 1e9
"""A length that is too large for anything, and not yet for arithmetic."""

Element = Any
"""An element of lxml, whose classes are made by a compiled module."""


def is_overgrown(root: Element) -> bool:
    """Tell whether any element has more attributes than anybody writes: to read them one by one takes minutes."""
    return bool(root.xpath("boolean(descendant-or-self::*[count(@*) > 500])"))


def unfolds_too_far(root: Element) -> bool:
    """Tell whether elements that repeat others, which repeat others, are too many to be drawn (as in 10 × 10 × 10 …).

    What a style sheet refers to is not followed.
    """
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    own = sum(1 for _ in root.iter())
    try:
        return _weight(root, named, {}, ()) > max(_MOST, _AS_MANY * own)
    except _TooDeepError:
        return True


def is_too_deep(data: bytes) -> bool:
    """Tell whether tags stand in tags so deep that no parser should be asked to read them."""
    still_open = 0
    for tag in _TAG.finditer(data):
        still_open += -1 if tag[1] else not tag[0].endswith(b"/>")
        if still_open > _MOST_OPEN:
            return True
    return False


class _TooDeepError(Exception):
    """Ends a walk along references that lead on and on."""


def _weight(element: Element, named: Mapping[str, Element], known: dict[str, int], way: tuple[str, ...]) -> int:
    """Count the elements that are drawn for one; a circle of references draws nothing."""
    if len(way) > _DEEPEST:
        raise _TooDeepError
    weight = 0
    for inner in element.iter():
        weight += 1
        for name in _references(inner):
            if name in way or name not in named:
                continue
            if name not in known:
                known[name] = _weight(named[name], named, known, (*way, name))
            weight += known[name]
    return weight


def _references(element: Element) -> list[str]:
    found = []
    for name, value in element.attrib.items():
        if name.endswith("href") and value.strip().startswith("#"):
            found.append(value.strip()[1:])
        elif "url(" in value:
            found += _REFERENCE.findall(value)
    return found


def pixels(text: str | None) -> float:
    """Read a length as CSS pixels, a thousand million at most; anything that is none is 0."""
    match = _LENGTH.fullmatch(text) if text and len(text) <= _LONGEST_NUMBER else None
    return min(float(match[1]) * _PIXELS[match[2]], _FAR) if match else 0
