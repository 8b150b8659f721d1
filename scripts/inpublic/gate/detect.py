"""Finds what must not be published in any text: no files, no settings, no network.

No detector from elsewhere is behind it. The precise rules of detect-secrets know few of the services that learners use,
its entropy rules ring at thousands of places in notebooks, and it gives lines, not places. kingfisher, with the best
rules that we found, is a program of 50 MB for some systems only, and asks services whether keys are alive.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from operator import attrgetter

from inpublic.gate.calls import find_calls
from inpublic.gate.contexts import find_contexts
from inpublic.gate.credentials import find_credentials
from inpublic.gate.kinds import Match
from inpublic.gate.named import find_named
from inpublic.gate.personal import find_personal
from inpublic.gate.tokens import find_tokens

__all__ = ["Match", "find"]

_FINDERS = (
    find_credentials,
    find_tokens,
    find_contexts,
    find_calls,
    find_named,
    find_personal,
)  # the more precise first


def find(text: str) -> Iterator[Match]:
    """Yield all finds in their order; they do not overlap, and where two meet the more precise rule wins."""
    kept: list[Match] = []
    for finder in _FINDERS:
        for match in finder(text):
            place = _free_place(kept, match)
            if place is not None:
                kept.insert(place, match)
    yield from kept


def _free_place(kept: list[Match], match: Match) -> int | None:
    """Find where in the list a match belongs, None where it would overlap another."""
    if not kept or kept[-1].end <= match.start:
        return len(kept)
    place = bisect(kept, match.start, key=attrgetter("start"))
    before, after = kept[place - 1 : place], kept[place : place + 1]
    is_free = all(other.end <= match.start for other in before) and all(match.end <= other.start for other in after)
    return place if is_free else None
