"""What a field of docs/resume.yml may hold: lists, prose, dates, addresses, pictures, countries."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import PurePosixPath
from types import MappingProxyType

from inpublic.records.parsers import is_unset, is_url, parse_text, parse_url
from inpublic.records.yamltext import Items, MisreadError, Pairs, Scalar, Value, quote

_DATE = re.compile(r"([12]\d{3})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
_STILL = frozenset({"present", "now", "today", "current", "ongoing", "至今"})
"""What people write for an end that has not come."""
_ITEMS = frozenset({"highlights", "keywords", "courses", "roles"})
_PROSE = frozenset({"summary", "description", "reference"})


def parser_of(name: str) -> Callable[[Value], object]:
    """Return what reads a field by its name; it raises MisreadError for what cannot be meant."""
    if name in _ITEMS:
        return _parse_items
    if name in _PROSE:
        return _parse_prose
    if name == "date" or name.endswith("_date"):
        return _parse_day
    if name == "canonical":
        return parse_url
    return _PARSERS.get(name, parse_text)


def _parse_items(value: Value) -> tuple[str, ...]:
    """Return the items of a list; text alone is one of them, commas and all."""
    if isinstance(value, Pairs):
        raise MisreadError("must be a list, not a mapping", "Write one item a line, each after «- ».", value.line)
    items = value.items if isinstance(value, Items) else (value,)
    return tuple(dict.fromkeys(text for text in (parse_text(item) for item in items if not is_unset(item)) if text))


def _parse_prose(value: Value) -> str:
    """Return text whose paragraphs are parted by an empty line."""
    if not isinstance(value, Scalar):
        return parse_text(value)
    paragraphs = (parse_text(Scalar(part, value.type, value.line)) for part in re.split(r"\n\s*\n", value.text))
    return "\n\n".join(filter(None, paragraphs))


def _parse_day(value: Value) -> str:
    """Return a date of the precision that its author knew; empty for an end that has not come."""
    text = parse_text(value)
    if text.casefold() in _STILL:
        return ""
    match = _DATE.fullmatch(text)
    try:
        year, month, day = (int(part or 1) for part in match.groups()) if match else (0, 0, 0)
        date(year, month, day)
    except ValueError:
        hint = "Write the year, the month or the day: 2024, 2024-05 or 2024-05-31."
        raise MisreadError(f"is not a date: {quote(value)}", hint, value.line) from None
    return text


def _parse_email(value: Value) -> str:
    text = parse_text(value)
    if not re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+", text):
        hint = "Write it like ada@example.org, or take the line out."
        raise MisreadError(f"is no e-mail address: {quote(value)}", hint, value.line)
    return text


def _parse_country(value: Value) -> str:
    text = parse_text(value).upper()
    if not re.fullmatch(r"[A-Z]{2}", text):
        raise MisreadError(f"is no code of a country: {quote(value)}", "Write its two letters, such as NL.", value.line)
    return text


def _parse_image(value: Value) -> str:
    """Return an address, or the path of a file below docs/."""
    text = parse_text(value)
    parts = PurePosixPath(text).parts
    if is_url(text) or (re.fullmatch(r"[^:\\\x00-\x1f]+", text) and not {"..", "/"} & set(parts)):
        return text
    hint = "Write the path of a picture in docs/, such as ada.jpg, or an https address."
    raise MisreadError(f"must be a picture in docs/ or an address, not {quote(value)}", hint, value.line)


_PARSERS: Mapping[str, Callable[[Value], object]] = MappingProxyType(
    {"url": parse_url, "email": _parse_email, "image": _parse_image, "country_code": _parse_country}
)
