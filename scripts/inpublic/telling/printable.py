"""Text of unknown origin made fit for one line of a terminal or log: what could steer the reader is shown instead."""

from __future__ import annotations

from unicodedata import category

_STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Control characters, marks that turn the direction of writing round, halves of characters, ends of lines."""
_JOINERS = frozenset("\u200c\u200d")
"""What Persian words and emoji are put together with."""


def printable(text: str) -> str:
    r"""Write each character that steers a terminal, hides or turns text, or ends a line as its escape, like `\x1b`."""
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def printable_lines(text: str) -> str:
    """Do the same to each line of a text that has several."""
    return "\n".join(printable(line) for line in text.split("\n"))


def _shown(character: str) -> str:
    if character in _JOINERS or category(character) not in _STEERING:
        return character
    return character.encode("unicode_escape").decode()
