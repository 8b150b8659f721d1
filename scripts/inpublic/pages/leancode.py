"""Makes our style sheets and scripts lighter for readers: comments and indentation stay with the sources."""

from __future__ import annotations

import re

_REST = r"(?:[^*]|\*(?!/))*+(?:\*/|\Z)"
_BLANK = rf"(?:\s|/\*(?!!){_REST})"
"""One white space or comment of a style sheet; a comment that begins with `!`, as licences do, is to be kept."""

_PIECE = re.compile(
    rf"""
    (?P<kept> "(?:[^"\\\n]|\\.)*+" | '(?:[^'\\\n]|\\.)*+'  # a string
            | \\(?:[0-9a-f]{{1,6}}\s?|.)                     # a character that is written as its number, or literally
            | \burl\(\s*+[^"'()\s](?:[^()\\]|\\.)*+\)      # an address without quotation marks
            | /\*!{_REST} )
    | {_BLANK}*+;?{_BLANK}*+(?P<end>\}}){_BLANK}*+
    | {_BLANK}*+(?P<mark>[{{;,>]){_BLANK}*+
    | (?P<colon>:){_BLANK}++
    | (?P<blank>{_BLANK}++)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_COMMENT = re.compile(rf"/\*{_REST}", re.DOTALL)
_REMARK = re.compile(r"^[ \t]*+/\*(?:[^*/]|\*(?!/)|/(?!\*))*+\*/[ \t]*+$", re.MULTILINE)
_MARGIN = re.compile(r"^\s++", re.MULTILINE)


def lean_css(text: str) -> str:
    """Leave out of a style sheet what means nothing: each rule gets a line of its own, without comments."""
    return _PIECE.sub(_written, text).strip() + "\n"


def _written(piece: re.Match[str]) -> str:
    if piece["blank"]:  # in `.a .b` it means something, and in `.a/* */.b` its absence does
        return " " if _COMMENT.sub("", piece["blank"]) else "/**/"
    return piece["kept"] or (piece["end"] and "}\n") or piece["mark"] or piece["colon"]


def lean_js(text: str) -> str:
    """Leave out of a script the comments that fill whole lines, indentation and empty lines.

    No text in it may go over several lines, as between backticks, and no comment hold the beginning of another.
    """
    return _MARGIN.sub("", _REMARK.sub("", text))
