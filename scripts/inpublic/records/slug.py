"""Names for addresses: readable in every script, safe as file names on every system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

MAX_BYTES = 80

_DATE = re.compile(r"(\d{4})[-_.](\d{1,2})[-_.](\d{1,2})(?:[-_. ]+|$)(.*)", re.ASCII | re.DOTALL)
_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]|index|readme", re.ASCII)
"""Devices of Windows, which no file may be named after, and what site engines take for a folder's own page."""
_INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""Letters and marks that show nothing: fillers, joiners and variation selectors."""
_SKIN_TONES = frozenset("🏻🏼🏽🏾🏿")


@lru_cache(maxsize=4096)
def slugify(text: str, *, fallback: str = "project") -> str:
    """Return a name of lower-case letters, marks and digits of any script, joined by single hyphens.

    Emoji and other symbols count only where nothing else is left: they become words from their
    Unicode names; without even those it is the `fallback`. At most 80 bytes and never a name that
    systems reserve. Applying it twice changes nothing.
    """
    slug = _shorten(_words(text) or _words(_symbol_names(text)) or fallback)
    return f"{slug}-1" if _RESERVED.fullmatch(slug) else slug


def split_date(name: str) -> tuple[date | None, str]:
    """Split the date off a name such as `2020-02-21-first-post`; a name that is only a date stays whole."""
    match = _DATE.fullmatch(name)
    if match is None:
        return None, name
    year, month, day, rest = match.groups()
    try:
        return date(int(year), int(month), int(day)), rest or name
    except ValueError:
        return None, name


def unique(slugs: Iterable[str]) -> tuple[str, ...]:
    """Tell twins apart: the first keeps its name, later ones get `-2`, `-3`, whichever is free.

    Names that differ only in case are twins, since some file systems take them for one.
    """
    wanted = tuple(slugs)
    taken: set[str] = set()
    reserved = {slug.casefold() for slug in wanted}
    result = []
    for slug in wanted:
        name, number = slug, 2
        while name.casefold() in taken or (number > 2 and name.casefold() in reserved):
            name, number = f"{slug}-{number}", number + 1
        taken.add(name.casefold())
        result.append(name)
    return tuple(result)


def _words(text: str) -> str:
    """Join what is readable in the text; the order of the steps makes a second pass change nothing."""
    visible = _INVISIBLE.sub("", "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Me"}))
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).lower())
    slug = ""
    for character in _INVISIBLE.sub("", folded):
        kind = unicodedata.category(character)[0]
        # A mark needs a letter to sit on: at the start of a word it would hang on the hyphen.
        kept = kind in "LN" or (kind == "M" and slug not in {"", "-"} and slug[-1] != "-")
        slug += character if kept else "-"
    return re.sub("-+", "-", slug).strip("-")


def _symbol_names(text: str) -> str:
    names = (
        unicodedata.name(character, "").removeprefix("REGIONAL INDICATOR SYMBOL LETTER ")
        for character in text
        if unicodedata.category(character)[0] == "S" and character not in _SKIN_TONES
    )
    return " ".join(names)


def _shorten(slug: str) -> str:
    """Cut to the limit: between words where that keeps at least half, else between letters."""
    encoded = slug.encode()
    if len(encoded) <= MAX_BYTES:
        return slug
    cut = encoded[:MAX_BYTES].decode(errors="ignore")
    if slug[len(cut)] == "-":
        return cut
    head = cut.rpartition("-")[0]
    return head if len(head) * 2 >= len(cut) else cut.strip("-")
