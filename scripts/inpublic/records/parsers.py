"""From values as written to the typed values of a record; each parser raises MisreadError for what does not fit.

The message of a MisreadError goes on after the key's name: «level» + «must be …, not …».
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from typing import TypeVar
from urllib.parse import urlsplit

from inpublic.project import Stage
from inpublic.records.guesses import guess_address, guess_word
from inpublic.records.slug import MAX_BYTES, slugify
from inpublic.records.yamltext import Items, MisreadError, Pairs, Scalar, Value, quote

Parser = Callable[[Value], object]

_YES = frozenset({"true", "yes", "on", "1", "draft"})
_NO = frozenset({"false", "no", "off", "0", "published"})
_DATE = re.compile(
    r"(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})日?(?:[Tt ] ?\d{1,2}:\d\d.*)?|(\d{4})(\d\d)(\d\d)", re.ASCII
)
_DATES_IN_WORDS = ("%B %d %Y", "%d %B %Y", "%b %d %Y", "%d %b %Y")
_NO_DATES = frozenset({"today", "now", "last-modified"})
"""What Quarto would fill in while building: not a fact, and another one each day."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_OWN_FILE = re.compile(r"(?:[\w~-][\w.~-]{0,99}/){0,9}[\w~-][\w.~-]{0,99}\.[a-z0-9]{3,4}")
_PAGES = (".html", ".htm")
_FILMS = (".webm", ".mp4")
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")

Member = TypeVar("Member", bound=Enum)


def normalise(key: str) -> str:
    """Return the spelling of a key that all tables use: lower case, with underscores."""
    return re.sub(r"[-\s]+", "_", key.strip().lower())


def parse_text(value: Value) -> str:
    """Return text on one line, without characters that show nothing; numbers and dates stay as written."""
    if not isinstance(value, Scalar):
        raise MisreadError(
            f"must be text, not {quote(value)}",
            "Write one value; put text that starts with [ or { in quotes.",
            value.line,
        )
    return " ".join((value.text if value.text.isprintable() else _shown(value.text)).split())


def _shown(text: str) -> str:
    return "".join(c for c in text if c.isspace() or unicodedata.category(c) not in {"Cc", "Cs"})


def parse_names(value: Value) -> tuple[str, ...]:
    """Return the items of a list or of comma-separated text, without repetitions in another case."""
    if isinstance(value, Pairs):
        raise MisreadError("must be a list, not a mapping", "Write it as [first, second].", value.line)
    names = (
        (_parse_name(item) for item in value.items if not is_unset(item))
        if isinstance(value, Items)
        else re.split(r"\s*[,，、]\s*", parse_text(value))
    )
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(name.casefold(), name)
    return tuple(name for name in first.values() if name)


def _parse_name(item: Value) -> str:
    if not isinstance(item, Scalar):
        raise MisreadError(
            f"must be a list of words, and holds {quote(item)}", "Write it as [first, second].", item.line
        )
    return parse_text(item)


def parse_aliases(value: Value) -> tuple[str, ...]:
    """Return earlier slugs; of an address such as `/old/name/` the last part counts."""
    return tuple(dict.fromkeys(slugify(name.strip("/").rpartition("/")[2]) for name in parse_names(value)))


def parse_slug(value: Value) -> str:
    """Return a slug that needs no change to be one."""
    text = parse_text(value)
    if not isinstance(value, Scalar) or value.text.strip() != text or slugify(text) != text:
        raise MisreadError(f"cannot be {quote(value)}", _slug_hint(text), value.line)
    return text


def _slug_hint(text: str) -> str:
    """Say which rule a slug breaks: its letters, its length, or a name that others need."""
    allowed = slugify(text)
    if allowed == f"{text}-1":
        return f"Windows or the site needs that name for itself: take another, such as «{allowed}»."
    if len(text.encode()) > MAX_BYTES and text.startswith(allowed):
        return f"It is too long: an address takes {MAX_BYTES} letters, or fewer of those beyond ASCII."
    return f"Write it in lower-case letters, digits and single hyphens, such as «{allowed}»."


def parse_bool(value: Value) -> bool:
    """Return true or false, also in quotes and in the other words of YAML."""
    word = parse_text(value).casefold()
    if word not in _YES | _NO:
        raise MisreadError(
            f"must be true or false, not {quote(value)}", "Write true or false, without quotes.", value.line
        )
    return word in _YES


def parse_date(value: Value) -> date | None:
    """Return the day as its author wrote it, whatever time and zone follow; None for a word such as `today`."""
    text = parse_text(value)
    if text.casefold() in _NO_DATES:
        return None
    try:
        day = _find_date(text)
    except ValueError:
        hint = "Write year-month-day, such as 2024-12-31."
        raise MisreadError(f"is not a date: {quote(value)}", hint, value.line) from None
    if not 1970 <= day.year <= 2999:
        hint = "Write the year with four digits, such as 2024-12-31."
        raise MisreadError(f"has a year that cannot be meant: {quote(value)}", hint, value.line)
    return day


def _find_date(text: str) -> date:
    match = _DATE.fullmatch(text)
    if match:
        year, month, day = (int(part) for part in match.groups() if part)
        return date(year, month, day)
    for form in _DATES_IN_WORDS:
        try:
            return datetime.strptime(text.replace(",", " "), form).date()
        except ValueError:
            continue
    raise ValueError(text)


def parse_url(value: Value) -> str:
    """Return an address that a browser can open: http or https, with a host."""
    text = parse_text(value)
    if not is_url(text):
        guess = guess_address(text)
        hint = f"Did you mean {guess}?" if guess else "Write the whole address, such as https://example.org/page."
        raise MisreadError(f"must be an address of the web, not {quote(value)}", hint, value.line)
    return text


def parse_demo(value: Value) -> str:
    """Return an address, or the path below docs/ of a page of the site's own, such as `demos/taxi.html`."""
    return _parse_own(value, _PAGES)


def parse_video(value: Value) -> str:
    """Return an address, or the path below docs/ of a film that browsers play, such as `demos/taxi.webm`."""
    return _parse_own(value, _FILMS)


def _parse_own(value: Value, endings: tuple[str, ...]) -> str:
    own = parse_text(value).removeprefix("/").removeprefix("docs/")
    return own if own.endswith(endings) and _OWN_FILE.fullmatch(own) else parse_url(value)


def is_url(text: str) -> bool:
    """Tell whether text is an http or https address and nothing else."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r'[\s<>"\\]', text)
    except ValueError:
        return False


def parse_cover(value: Value) -> str:
    """Return an address, or a path relative to the file that names it."""
    text = parse_text(value)
    if is_url(text) or re.fullmatch(r"(?!/)[^:\\\x00-\x1f]*", text):
        return text
    hint = "Write a path relative to the project's folder, such as figures/cover.png, or an https address."
    raise MisreadError(f"must be a relative path or an address, not {quote(value)}", hint, value.line)


def parse_language(value: Value) -> str:
    """Return a BCP 47 tag such as `zh-Hant`; of a list the first."""
    first = value.items[0] if isinstance(value, Items) and value.items else value
    text = parse_text(first).replace("_", "-")
    if not _LANGUAGE.fullmatch(text):
        raise MisreadError(f"is not a language tag: {quote(first)}", "Write a tag such as en, zh or pt-BR.", first.line)
    return text


def parse_identifier(value: Value) -> str:
    """Return a URI such as `tag:example.org,2024-05-01:taxi-fares`, which feeds know an item by."""
    text = parse_text(value)
    if not _IDENTIFIER.fullmatch(text):
        hint = "Write tag:HOST,YEAR-MONTH-DAY:NAME, or leave it out: one is made."
        raise MisreadError(f"is not an identifier: {quote(value)}", hint, value.line)
    return text


def parse_choice(*choices: str) -> Callable[[Value], str]:
    """Make a parser for one of a few words, in any case; it suggests the nearest."""

    def parse(value: Value) -> str:
        word = parse_text(value).casefold()
        if word in choices:
            return word
        guess = guess_word(word, choices)
        hint = f"Did you mean «{guess}»?" if guess else f"Write {choices[0]}, for example."
        raise MisreadError(f"must be {_either(choices)}, not {quote(value)}", hint, value.line)

    return parse


def parse_enum(kind: type[Member]) -> Callable[[Value], Member]:
    """Make a parser for the members of an enumeration, by their values."""
    parse = parse_choice(*(member.value for member in kind))
    return lambda value: kind(parse(value))


def parse_stages(value: Value) -> tuple[Stage, ...]:
    """Return stages from a list or comma-separated text, each once."""
    parse = parse_enum(Stage)
    return tuple(parse(Scalar(name, line=value.line)) for name in parse_names(value))


def is_unset(value: Value) -> bool:
    """Tell whether there is nothing after a key: null or empty text."""
    return isinstance(value, Scalar) and (value.type == "null" or not value.text.strip())


def _either(choices: tuple[str, ...]) -> str:
    return f"{', '.join(choices[:-1])} or {choices[-1]}"
