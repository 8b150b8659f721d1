"""Finds keys and tokens that are known by their own form, whatever stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from inpublic.gate.expressions import Expression
from inpublic.gate.kinds import Kind, Match
from inpublic.gate.samples import is_sample
from inpublic.gate.services import FORMS

# A token begins after anything but a letter, digit, _ or -; or after an escape: \n, \u0022, %3D, a colour's "m".
_BEGIN = r"(?:(?<![A-Za-z0-9_-])|(?<=\\[nrt])|(?<=\\u00[0-9a-f]{2})|(?<=%[0-9A-F]{2})|(?<=[0-9;]m))"
_BORDER = re.compile(r"(?s:.*)(?:\\[nrt]|\\u00[0-9a-f]{2}|%[0-9A-F]{2}|[;[]\d{1,3}m|[^A-Za-z0-9_.~-])")
_END = r"(?![A-Za-z0-9_-])"


@dataclass(frozen=True, slots=True)
class _Rule:
    """Holds what the text has to hold (`anchor`), and what the token that begins with it looks like."""

    kind: Kind
    anchor: str
    form: Expression


_RULES = tuple(
    _Rule(kind, anchor, Expression(f"{_BEGIN}(?:{pattern}){_END}"))
    for kind, forms in FORMS
    for anchor, pattern in forms
)
ANCHORS = frozenset(rule.anchor for rule in _RULES)
JOINED = frozenset(anchor for anchor in ANCHORS if not {*anchor} & {*"./+="})
"""How tokens begin that are one run of letters and digits, or hold one that begins like that."""


def find_tokens(text: str, held: Set[str] = ANCHORS) -> Iterator[Match]:
    """Yield the tokens of all services."""
    for rule in [rule for rule in _RULES if rule.anchor in held]:
        for place in places(text, rule.anchor):
            found = rule.form().match(text, place)
            if found and not is_sample(found[0]):
                yield Match(rule.kind, *found.span())


def places(text: str, anchor: str) -> Iterable[int]:
    """Give the places of a fixed string, in order."""
    return _places(text, anchor) if anchor in text else ()  # most texts are short, and hold none


def _places(text: str, anchor: str) -> Iterator[int]:
    place = text.find(anchor)
    while place >= 0:
        yield place
        place = text.find(anchor, place + 1)


def word_start(text: str, place: int) -> int:
    """Find where the word around `place` begins, looking back 64 characters; an escape is no part of it."""
    start = max(0, place - 64)
    border = _BORDER.match(text, start, place)
    return border.end() if border else start
