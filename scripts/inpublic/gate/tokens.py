"""Finds keys and tokens that are known by their own form, whatever stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from inpublic.gate.expressions import Expression
from inpublic.gate.hints import Held
from inpublic.gate.kinds import Kind, Match
from inpublic.gate.samples import is_sample
from inpublic.gate.services import FORMS

# A token begins after anything but a letter, digit, _ or -; or after an escape: \n, \u0022, %3D, a colour's "m".
_BEGIN = r"(?:(?<![A-Za-z0-9_-])|(?<=\\[nrt])|(?<=\\u00[0-9a-f]{2})|(?<=%[0-9A-F]{2})|(?<=[0-9;]m))"
_BORDER = re.compile(r"(?s:.*)(?:\\[nrt]|\\u00[0-9a-f]{2}|%[0-9A-F]{2}|[;[]\d{1,3}m|[^A-Za-z0-9_.~-])")
_END = r"(?![A-Za-z0-9_-])"


class _Rule(Struct, frozen=True):
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


def find_tokens(text: str, held: Held) -> Iterator[Match]:
    """Yield the tokens of all services."""
    for rule in [rule for rule in _RULES if rule.anchor in held]:
        for place in held[rule.anchor]:
            found = rule.form().match(text, place)
            if found and not is_sample(found[0]):
                yield Match(rule.kind, *found.span())


def word_start(text: str, place: int) -> int:
    """Find where the word around `place` begins, looking back 64 characters; an escape is no part of it."""
    start = max(0, place - 64)
    border = _BORDER.match(text, start, place)
    return border.end() if border else start
