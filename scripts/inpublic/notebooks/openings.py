"""How the matches of a regular expression begin, and what each of them holds: read off the pattern.

It errs to one side only: of what it does not know it says that a match may begin with anything. The parts of a pattern
are shown by the parser of the standard library; that is private, but has shown them so for twenty years. Should it
change, openings are unknown: who asks for them does more work, and finds the same.

A set of characters is a number here: bit n stands for the character n of ASCII, bit 128 for all beyond; bit 129 for
the end of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeAlias

from msgspec import Struct

_END = 1 << 129
_BEYOND = 1 << 128
_ASCII = _BEYOND - 1
_ALL = _BEYOND | _ASCII


def _bits(test: Callable[[str], bool]) -> int:
    return sum(1 << code for code in range(128) if test(chr(code)))


_CAPITALS, _SMALL, _DIGITS, _SPACES = map(_bits, (str.isupper, str.islower, str.isdigit, str.isspace))
_WORDS = _CAPITALS | _SMALL | _DIGITS | 1 << ord("_")
_SIGNS = _ASCII & ~(_WORDS | _SPACES)
_CLASSES: Mapping[str, int] = MappingProxyType(
    {
        "CATEGORY_DIGIT": _DIGITS | _BEYOND,
        "CATEGORY_NOT_DIGIT": _ALL & ~_DIGITS,
        "CATEGORY_SPACE": _SPACES | _BEYOND,
        "CATEGORY_NOT_SPACE": _ALL & ~_SPACES,
        "CATEGORY_WORD": _WORDS | _BEYOND,
        "CATEGORY_NOT_WORD": _ALL & ~_WORDS,
    }
)

_Part: TypeAlias = "tuple[Any, Any]"
"""The kind of a part, a number with a name, and its value (Any: each kind has a form of its own)."""


class Opening(Struct, frozen=True):
    """Says before which of the `characters`, a set as above, a match can begin, and which signs each match holds."""

    characters: int = _ALL | _END
    needed: str = ""


UNKNOWN = Opening()


@lru_cache(maxsize=1024)
def opening_of(pattern: str, flags: int = 0) -> Opening:
    """Read the opening off a pattern that is compiled with these flags."""
    try:
        from re import _parser  # type: ignore[attr-defined]  # private, see above

        parts = _parser.parse(pattern, flags)
        characters, may_be_empty = _sequence(parts, parts.state.flags)
        return UNKNOWN if may_be_empty else Opening(characters, _needed(parts))
    except (ImportError, AttributeError, TypeError, ValueError, LookupError, re.error):
        return UNKNOWN


def set_of(character: str) -> int:
    """Return the set of one character; that of none is the end of the text."""
    return _bit(ord(character)) if character else _END


def _sequence(parts: Iterable[_Part], flags: int) -> tuple[int, bool]:
    """Read parts that follow one another: those up to the first that is never empty can begin a match."""
    characters = 0
    for kind, value in parts:
        more, may_be_empty = _part(str(kind), value, flags)
        characters |= more
        if not may_be_empty:
            return characters, False
    return characters, True


def _part(kind: str, value: Any, flags: int) -> tuple[int, bool]:  # Any: see _Part
    match kind:
        case "LITERAL" | "NOT_LITERAL" | "ANY" | "IN":
            return _in_all_cases(_characters(kind, value, flags), flags), False
        case "AT" | "ASSERT" | "ASSERT_NOT":  # takes no room
            return 0, True
        case "BRANCH":
            return _branches(value[1], flags)
        case "SUBPATTERN" if not (value[1] or value[2]):  # without flags of its own
            return _sequence(value[3], flags)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, _, parts = value
            characters, may_be_empty = _sequence(parts, flags)
            return characters, may_be_empty or least == 0
    return _ALL, True


def _branches(branches: Iterable[Iterable[_Part]], flags: int) -> tuple[int, bool]:
    characters, may_be_empty = 0, False
    for branch in branches:
        more, is_empty = _sequence(branch, flags)
        characters |= more
        may_be_empty |= is_empty
    return characters, may_be_empty


def _characters(kind: str, value: Any, flags: int) -> int:  # Any: see _Part
    match kind:
        case "LITERAL":
            return _bit(value)
        case "NOT_LITERAL":
            return _but(_bit(value))
        case "ANY":
            return _ALL if flags & re.DOTALL else _but(_bit(ord("\n")))
    if flags & re.ASCII:  # classes are others then
        return _ALL
    is_negative = str(value[0][0]) == "NEGATE"
    characters = 0
    for name, member in value[is_negative:]:
        characters |= _member(str(name), member)
    return _but(characters) if is_negative else characters


def _member(kind: str, value: Any) -> int:  # Any: see _Part
    if kind == "LITERAL":
        return _bit(value)
    if kind == "RANGE":
        first, last = value
        return (_bit(last) << 1) - _bit(first)
    return _CLASSES[str(value)]


def _in_all_cases(characters: int, flags: int) -> int:
    """Add the letters that count as equal: for some of ASCII there is one beyond, such as the sign for Kelvin."""
    letters = characters & (_CAPITALS | _SMALL | _BEYOND)
    if not (flags & re.IGNORECASE and letters):
        return characters
    if letters & _BEYOND:
        return characters | _CAPITALS | _SMALL
    return characters | _BEYOND | (letters & _CAPITALS) << 32 | (letters & _SMALL) >> 32


def _bit(code: int) -> int:
    return 1 << min(code, 128)


def _but(characters: int) -> int:
    return (_ALL & ~characters) | _BEYOND


def _needed(parts: Iterable[_Part]) -> str:
    """Return the longest run of signs that each match holds: letters are none, as they may be capitals or not."""
    runs, run = [""], ""
    for kind, value in parts:
        is_sign = str(kind) == "LITERAL" and _SIGNS >> value & 1
        run = run + chr(value) if is_sign else ""
        runs.append(_needed(value[3]) if str(kind) == "SUBPATTERN" else run)
    return max(runs, key=len)
