"""Finds what must not be published in any text: no files, no settings, no network.

No detector from elsewhere is behind it. The precise rules of detect-secrets know few of the services that learners use,
its entropy rules ring at thousands of places in notebooks, and it gives lines, not places. kingfisher, with the best
rules that we found, is a program of 50 MB for some systems only, and asks services whether keys are alive.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Set
from operator import attrgetter

from inpublic.gate import assignments, calls, contexts, credentials, personal, tokens
from inpublic.gate.hints import Held, Hints
from inpublic.gate.kinds import Match
from inpublic.gate.named import find_named
from inpublic.gate.wrappings import Place

__all__ = ["Match", "find", "find_each"]

_Finder = Callable[[str, Held], Iterable[Match]]
_FINDERS: tuple[tuple[_Finder, Set[str]], ...] = (  # the more precise first, each with what all its finds hold
    (credentials.find_credentials, credentials.ANCHORS),
    (tokens.find_tokens, tokens.ANCHORS),
    (contexts.find_contexts, contexts.ANCHORS),
    (calls.find_calls, calls.ANCHORS),
    (find_named, assignments.ANCHORS),
    (personal.find_personal, personal.ANCHORS),
)
_WORDS = {*assignments.WORDS, *personal.WORDS}
HINTS = Hints(sorted({anchor for _, own in _FINDERS for anchor in own} - _WORDS), sorted(_WORDS))


def find(text: str) -> Iterator[Match]:
    """Yield all finds in their order; they do not overlap, and where two meet the more precise rule wins."""
    for _, matches in find_each([Place(text, "")]):
        yield from matches


def find_each(places: Iterable[Place]) -> Iterator[tuple[Place, Iterable[Match]]]:
    """Pair each place of a file with the finds in its text, as `find` yields them."""
    for place in places:
        yield place, _found(place.text, HINTS.of(place.text))


def _found(text: str, held: Held) -> list[Match]:
    kept: list[Match] = []
    for finder in [finder for finder, own in _FINDERS if not own.isdisjoint(held)]:
        for match in finder(text, held):
            place = _free_place(kept, match)
            if place is not None:
                kept.insert(place, match)
    return kept


def _free_place(kept: list[Match], match: Match) -> int | None:
    """Find where in the list a match belongs, None where it would overlap another."""
    if not kept or kept[-1].end <= match.start:
        return len(kept)
    place = bisect(kept, match.start, key=attrgetter("start"))
    before, after = kept[place - 1 : place], kept[place : place + 1]
    is_free = all(other.end <= match.start for other in before) and all(match.end <= other.start for other in after)
    return place if is_free else None
