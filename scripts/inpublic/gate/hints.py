"""Finds the fixed strings that secrets are known by: most texts hold none of them, and are done with.

Every find holds one of a few fixed strings, its anchor, so that a finder need only look where one of its own stands.
One pass over a text finds all of them at once. On systems for which that library has no wheel they are looked for one
by one, with the same result: it takes some ten times as long.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

Held = Mapping[str, Sequence[int]]
"""The anchors that a text holds, each with its places in order."""
_Search = Callable[[bytes], Iterable[tuple[int, int]]]
"""Gives the numbers of the strings that some bytes hold, each with all its places in order."""
_AT_ONCE = 200_000
"""Bytes that are looked through at once: what is found in them takes a hundred times their room in the worst case."""


class Hints:
    """Looks for anchors: `plain` ones stand in a text as they are, `words` in letters of any size."""

    def __init__(self, plain: Iterable[str], words: Iterable[str]) -> None:
        self._plain, self._words = [*plain], [*words]
        self._find_plain = together([_plain(anchor) for anchor in self._plain])
        self._find_words = together([_small(word, _plain(word)) for word in self._words])

    def of(self, text: str) -> Held:
        """Return the anchors that a text holds."""
        held: dict[str, array[int]] = {}  # a few bytes a place: a megabyte of zeros in base64 holds a million of one
        plain = _plain(text)
        for number, place in self._find_plain(plain):
            held.setdefault(self._plain[number], array("I")).append(place)
        for number, place in self._find_words(_small(text, plain)):
            held.setdefault(self._words[number], array("I")).append(place)
        return held


def together(strings: Sequence[bytes]) -> _Search:
    """Look for strings in one pass, where the system has the library."""
    try:
        from ahocorasick_rs import BytesAhoCorasick, Implementation
    except ImportError:
        return one_by_one(strings)
    find = BytesAhoCorasick(strings, implementation=Implementation.DFA).find_matches_as_indexes
    longest = max(map(len, strings))

    def found(text: bytes) -> Iterator[tuple[int, int]]:
        for start in range(0, len(text), _AT_ONCE):
            for number, place, _ in find(text[start : start + _AT_ONCE + longest], overlapping=True):
                if place < _AT_ONCE:
                    yield number, start + place

    return found


def one_by_one(strings: Sequence[bytes]) -> _Search:
    """Look for strings without help."""
    return lambda text: ((number, place) for number, one in enumerate(strings) for place in _places(text, one))


def _places(text: bytes, string: bytes) -> Iterator[int]:
    place = text.find(string)
    while place >= 0:
        yield place
        place = text.find(string, place + 1)


def _plain(text: str) -> bytes:
    """Make one byte of each character: question marks of those outside of ASCII."""
    return text.encode("ascii", "replace")


def _small(text: str, plain: bytes) -> bytes:
    """Make the letters small of a text that is `plain` in bytes: two beyond ASCII become some of it then."""
    if "\u212a" in text or "\u0130" in text:
        plain = _plain(text.replace("\u212a", "k").replace("\u0130", "i"))
    return plain.lower()
