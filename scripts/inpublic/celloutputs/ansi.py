"""Colours of a terminal to HTML, under the names that Jupyter gives them (ECMA-48, «select graphic rendition»)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from markupsafe import escape

_ESCAPE = re.compile(r"\x1b\[(.*?)([@-~])")
_NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_CLASSES = (*(f"ansi-{name}" for name in _NAMES), *(f"ansi-{name}-intense" for name in _NAMES))

_Colour: TypeAlias = "int | tuple[int, int, int] | None"
"""One of the sixteen of each terminal by its number, or red, green and blue from 0 to 255."""


class _Pen(NamedTuple):
    """Says how the text after an escape is written."""

    colour: _Colour = None
    ground: _Colour = None
    is_bold: bool = False
    is_underlined: bool = False
    is_inverse: bool = False


_CHANGES: Mapping[int, Mapping[str, Any]] = MappingProxyType(  # Any: the values of a pen
    {
        0: _Pen()._asdict(),
        1: {"is_bold": True},
        5: {"is_bold": True},
        4: {"is_underlined": True},
        7: {"is_inverse": True},
        21: {"is_bold": False},
        22: {"is_bold": False},
        24: {"is_underlined": False},
        27: {"is_inverse": False},
        39: {"colour": None},
        49: {"ground": None},
        **{first + number: {"colour": shift + number} for first, shift in ((30, 0), (90, 8)) for number in range(8)},
        **{first + number: {"ground": shift + number} for first, shift in ((40, 0), (100, 8)) for number in range(8)},
    }
)
"""What the codes of an escape change; those that are not here change nothing."""

_MORE: Mapping[int, str] = MappingProxyType({38: "colour", 48: "ground"})
"""Codes that other codes follow, which say the colour."""


def ansi_html(text: str) -> str:
    """Write text as HTML, with a span around what has a colour; escapes for anything else are left out."""
    html = str(escape(text))
    pieces, pen, place = [], _Pen(), 0
    for match in _ESCAPE.finditer(html):
        pieces.append(_written(html[place : match.start()], pen))
        place = match.end()
        if match[2] == "m":
            pen = _changed(pen, match[1])
    return "".join([*pieces, _written(html[place:], pen)])


def _written(html: str, pen: _Pen) -> str:
    tag = _tag(pen) if html else ""
    return f"{tag}{html}</span>" if tag else html


@lru_cache(maxsize=1024)
def _changed(pen: _Pen, codes: str) -> _Pen:
    """Return the pen after the codes of one escape; what stands behind a code that makes no sense is passed over."""
    try:
        numbers = [int(code) if code else 0 for code in codes.split(";")]
    except ValueError:
        return pen
    changes: dict[str, Any] = {}  # Any: as above
    while numbers:
        number = numbers.pop(0)
        if number not in _MORE:
            changes |= _CHANGES.get(number, {})
        elif (colour := _colour(numbers)) is not None:
            changes[_MORE[number]] = colour
        else:
            break
    return pen._replace(**changes)


def _colour(numbers: list[int]) -> _Colour:
    """Take a colour off the front of the codes: 2 and three parts, or 5 and the number of one of 256."""
    match numbers:
        case [2, red, green, blue, *_]:
            del numbers[:4]
            return (red, green, blue) if all(0 <= part <= 255 for part in (red, green, blue)) else None
        case [5, number, *_]:
            del numbers[:2]
            return _of_256(number)
    return None


def _of_256(number: int) -> _Colour:
    """Find one of 256 colours: the sixteen, a cube with sides of six, and 24 greys."""
    if number < 16:
        return number if number >= 0 else None
    if number < 232:
        red, green, blue = (55 + 40 * part if part else 0 for part in _digits(number - 16))
        return red, green, blue
    grey = 10 * (number - 232) + 8
    return (grey, grey, grey) if number < 256 else None


def _digits(number: int) -> tuple[int, int, int]:
    return number // 36, number // 6 % 6, number % 6


@lru_cache(maxsize=1024)
def _tag(pen: _Pen) -> str:
    """Open the span for a pen; one that changes nothing needs none. Bold text in a dark colour has the bright one."""
    if pen == _Pen():
        return ""
    colour, ground = pen.colour, pen.ground
    if pen.is_bold and isinstance(colour, int) and colour < 8:
        colour += 8
    if pen.is_inverse:
        colour, ground = ground, colour
    classes, styles = [], []
    for name, end, value in (("color", "fg", colour), ("background-color", "bg", ground)):
        if isinstance(value, int):
            classes.append(f"{_CLASSES[value]}-{end}")
        elif value:
            styles.append(f"{name}: rgb({','.join(map(str, value))})")
        elif pen.is_inverse:
            classes.append(f"ansi-default-inverse-{end}")
    classes += ["ansi-bold"] * pen.is_bold + ["ansi-underline"] * pen.is_underlined
    named = f' class="{" ".join(classes)}"' if classes else ""
    styled = f' style="{"; ".join(styles)}"' if styles else ""
    return f"<span{named}{styled}>"
