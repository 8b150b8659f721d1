"""Words for what a resume shows: dates of any precision, spans of time, addresses as people read them."""

from __future__ import annotations

import re
from urllib.parse import unquote

from inpublic.languages import Words


def date_text(text: str, words: Words) -> str:
    """Write a date of year, month or day precision as people do; empty text stays empty."""
    year, month, day = (*text.split("-"), "", "")[:3]
    if not month:
        return year
    name = words("date.months").split()[int(month) - 1]
    return (
        words("date.day", year=year, month=name, day=int(day)) if day else words("resume.month", year=year, month=name)
    )


def span_text(start: str, end: str, words: Words) -> str:
    """Write a span of time, in months where days are known; without an end it goes on."""
    first, last = (date_text(text[:7], words) for text in (start, end))
    if not first:
        return last
    if first == last:
        return first
    return words("resume.span", start=first, end=last or words("resume.now"))


def address_text(url: str) -> str:
    """Write an address as people read it, for paper: without what browsers add by themselves, in its own script."""
    plain = unquote(url)
    shown = plain if plain.isprintable() and not re.search(r"[\s�]", plain) else url
    return re.sub(r"^https?://(www\.)?|/$", "", shown)
