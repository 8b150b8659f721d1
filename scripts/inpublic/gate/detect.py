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
from inpublic.gate.hints import Anchors, Hints, anchors
from inpublic.gate.kinds import Match
from inpublic.gate.named import find_named
from inpublic.gate.splits import is_written
from inpublic.gate.wrappings import Place

__all__ = ["Match", "find", "find_each"]

_Finder = Callable[[str, Set[str]], Iterable[Match]]
_FINDERS: tuple[tuple[_Finder, Set[str]], ...] = (  # the more precise first, each with what all its finds hold
    (credentials.find_credentials, credentials.ANCHORS | credentials.JOINED),
    (tokens.find_tokens, tokens.ANCHORS),
    (contexts.find_contexts, contexts.ANCHORS),
    (calls.find_calls, calls.ANCHORS),
    (find_named, assignments.ANCHORS),
    (personal.find_personal, personal.ANCHORS),
)
_TOGETHER = 200_000
"""Characters of texts that are looked at together for anchors."""


def _anchors(*, is_written: bool) -> Anchors:
    """List what to look for in what people write or read, or in the rest, in which some finders find nothing."""
    words = {*assignments.WORDS, *personal.WORDS}
    joined = credentials.JOINED | tokens.JOINED
    everywhere = (credentials.ANCHORS | tokens.ANCHORS | personal.ANCHORS) - joined - words
    plain = everywhere | contexts.ANCHORS | calls.ANCHORS if is_written else everywhere
    return anchors(sorted(plain), sorted(words), sorted(joined))


_ANCHORS = {kind: _anchors(is_written=kind) for kind in (True, False)}


def find(text: str) -> Iterator[Match]:
    """Yield all finds in their order; they do not overlap, and where two meet the more precise rule wins."""
    for _, matches in find_each([Place(text, "")]):
        yield from matches


def find_each(places: Iterable[Place]) -> Iterator[tuple[Place, Iterable[Match]]]:
    """Pair each place of a file with the finds in its text, as `find` yields them."""
    hints = {kind: Hints(anchors) for kind, anchors in _ANCHORS.items()}
    for batch in _batches(places):
        for kind, hint in hints.items():
            hint.take([place.text for place in batch if is_written(place.text) is kind])
        for place in batch:
            yield place, _found(place.text, hints[is_written(place.text)].of(place.text))


def _batches(places: Iterable[Place]) -> Iterator[list[Place]]:
    batch, size = list[Place](), 0
    for place in places:
        batch.append(place)
        size += len(place.text)
        if size > _TOGETHER:
            yield batch
            batch, size = [], 0
    yield batch


def _found(text: str, held: Set[str]) -> list[Match]:
    kept: list[Match] = []
    for finder in [finder for finder, own in _FINDERS if not held.isdisjoint(own)]:
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
