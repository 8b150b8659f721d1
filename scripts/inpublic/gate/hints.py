"""Tells at little cost which fixed strings the texts of a file may hold, so that most finders need not look at all.

Every find begins with such a string, its anchor, and most files hold few of them. To look for each in each text would
take most of the time; so they are looked for once, in what is left of all texts without repetitions and digits.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass
from string import ascii_letters, digits

_TOKEN = f"{ascii_letters}{digits}_+/=-"
_LETTERS = bytes(byte if chr(byte) in _TOKEN else ord(" ") for byte in range(256))
_RUN = re.compile(rb" ([^ ]{16,})")
"""The shortest part of a token that no dot, colon or percent sign divides."""

_PARTS = bytes(ord(" ") if chr(byte) in "+/=" else byte for byte in range(256))
_ESCAPE = len("u0022")
"""Letters that may stand before a token at the beginning of a run, or behind + / or =: those of the longest escape."""

CUTS = "\n<{"
"""Between these a text is cut into pieces, of which many come again: lines, tags, entries. No anchor holds one."""
_CUT = bytes(ord("\n") if chr(byte) in CUTS else byte for byte in range(256))
_DIGITS = digits.encode()
_WORD = bytes(ord(chr(byte).lower()) if chr(byte) in ascii_letters else ord(" ") for byte in range(256))
_MOST = 2_000_000
"""Bytes of pieces that are remembered, of each kind."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Holds a fixed string, its longest word in small letters, and how it stands in the pieces of texts."""

    text: str
    word: bytes
    form: bytes


@dataclass(frozen=True, slots=True)
class Anchors:
    """Lists what to look for.

    `plain` anchors stand in a text as they are, `words` in letters of any size, and `tokens` begin a run of letters and
    digits, or a part of one.
    """

    plain: Sequence[Anchor]
    words: Sequence[Anchor]
    tokens: Sequence[Anchor]


def anchors(plain: Iterable[str], words: Iterable[str], tokens: Iterable[str]) -> Anchors:
    """List what to look for; of anchors' digits nothing is left, but in tokens."""

    def listed(text: str) -> Anchor:
        form = _ascii(text).translate(None, _DIGITS)
        return Anchor(text, max(form.translate(_WORD).split(), key=len, default=b""), form)

    return Anchors([*map(listed, plain)], [*map(listed, words)], [Anchor(text, b"", _ascii(text)) for text in tokens])


class Hints:
    """Collects which anchors the texts of a file hold."""

    def __init__(self, anchors: Anchors) -> None:
        self._plain, self._words, self._tokens = map(_Search, (anchors.plain, anchors.words, anchors.tokens))
        self._head = _ESCAPE + max((len(anchor.text) for anchor in anchors.tokens), default=0)
        self._new_pieces, self._new_words, self._new_runs = _News(), _News(), _News()

    def take(self, texts: Collection[str]) -> None:
        """Look at some more texts, together, which may be asked for from now on."""
        text = "\n".join(texts)
        pieces = self._new_pieces.of(_ascii(text).translate(_CUT, _DIGITS).split(b"\n"))
        words = self._new_words.of(pieces.translate(_WORD).split())
        self._plain.go_on(words, pieces)
        self._words.go_on(words, pieces.lower())
        letters = text.encode("ascii", "replace").translate(_LETTERS)  # the two letters below end a run
        self._tokens.go_on(b"", _heads(self._new_runs.of(_RUN.findall(b" " + letters)), self._head))

    def of(self, text: str) -> Set[str]:
        """Return the anchors that one of the texts holds."""
        held = {anchor for anchor in self._plain.held if anchor in text}
        held.update([anchor for anchor in self._tokens.held if anchor in text])
        if self._words.held:
            low = flat(text)
            held.update([word for word in self._words.held if flat(word) in low])
        return held


class _Search:
    """Looks for anchors, each only once its word has been seen: words come again much more often than pieces."""

    def __init__(self, anchors: Iterable[Anchor]) -> None:
        self._unlikely = {anchor.text: anchor for anchor in anchors}
        self._likely = dict[str, Anchor]()
        self.held: list[str] = []
        """Those that have been there, and some that only seemed to be."""

    def go_on(self, words: bytes, pieces: bytes) -> None:
        """Take more words and pieces into account that have not been seen before."""
        if not pieces:
            return
        for text in [text for text, anchor in self._unlikely.items() if anchor.word in words]:
            self._likely[text] = self._unlikely.pop(text)
        found = [text for text, anchor in self._likely.items() if anchor.form in pieces]
        for text in found:
            del self._likely[text]
        self.held += found


def _heads(runs: bytes, length: int) -> bytes:
    """Cut off what is too far from the beginning of a run for the anchor of a token, which may come after an escape."""
    parts = runs.translate(_PARTS).split()
    return b"\n".join({part if b"m" in part else part[:length] for part in parts})  # "m" ends a terminal's colour


class _News:
    """Tells what is new, as far as it remembers."""

    def __init__(self) -> None:
        self._seen: set[bytes] = set()
        self._size = 0

    def of(self, pieces: Iterable[bytes]) -> bytes:
        new = {*pieces} - self._seen
        told = b"\n".join(new)
        self._size += len(told)
        if self._size > _MOST:
            self._seen, self._size = set(), len(told)
        self._seen |= new
        return told


def flat(text: str) -> str:
    """Make letters small, quicker than `str.lower`; all outside of ASCII become question marks, none goes or comes."""
    return text.lower() if text.isascii() else _ascii(text).lower().decode("ascii")


def _ascii(text: str) -> bytes:
    if not text.isascii():  # two letters become some of ASCII when they are made small
        text = text.replace("\u212a", "k").replace("\u0130", "i")
    return text.encode("ascii", "replace")
