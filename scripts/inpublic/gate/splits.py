"""Puts together what readers see in one piece though tags or invisible characters stand in the middle of it."""

from __future__ import annotations

import re

from inpublic.text.markers import unusual

_LONG_TEXT = 20_000
_LONG_LINE = 1_000

# Soft hyphens, marks of direction, joiners and selectors of variants: whoever copies a key leaves them behind, or not.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_NAMES = (
    "a|abbr|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|nobr|q|s|samp|small|span|strike|strong|sub"
    "|sup|time|tt|u|var|wbr"
)
_TABLES = r"(?!/?(?:t[dhr]|p|li|div)[\s/>])"  # what most tags are that are none of these: told apart at once
_TAG = rf"<{_TABLES}(?:/?(?:{_NAMES})(?:[ \t][^<>\n]{{0,500}})?/?|!--[^<>\n]{{0,500}}--)>"
_SPLIT = re.compile(rf"{_TAG}(?:{_TAG}){{0,9}}(?=[\w+/=.-])", re.IGNORECASE)
_TERM_END = re.compile("</dt>", re.IGNORECASE)
_DESCRIPTION = re.compile("<dd(?=[\\s>])", re.IGNORECASE)


def without_invisible(text: str) -> str:
    """Take out what nobody sees, and what would keep a key from being found."""
    return text if text.isascii() or not _INVISIBLE.search(unusual(text)) else _INVISIBLE.sub("", text)


def is_written(text: str) -> bool:
    """Tell what people write or read from scripts and data that machines keep in lines without end."""
    return len(text) < _LONG_TEXT or text.count("\n") * _LONG_LINE > len(text)


def joined(html: str) -> str:
    """Take out tags and comments in the middle of words, and write terms before their descriptions as `term: value`.

    All lines stay where they are. Scripts and data in lines without end are left alone: a tag there is a string.
    """
    if "<" not in html or not is_written(html):
        return html
    whole = _SPLIT.sub(_closed, html)
    return _DESCRIPTION.sub(":<dd", _TERM_END.sub("", whole)) if _DESCRIPTION.search(whole) else whole


def _closed(split: re.Match[str]) -> str:
    before = split.string[split.start() - 1] if split.start() else " "
    return "" if before.isalnum() or before in "_+/=.-" else split[0]
