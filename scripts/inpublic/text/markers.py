"""Placeholders in finished HTML: what the converter cannot know yet, or what no sanitiser may touch.

A marker is a number between two Unicode noncharacters, which no text may contain; `scrub` takes them
out of everything that comes in.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_MARKER = re.compile(f"{_OPEN}([a-z])([0-9]+){_CLOSE}")
_ATTRIBUTE = re.compile(f'data-at="({_OPEN}[a-z][0-9]+{_CLOSE})"')
# What XML and HTML forbid: controls except tab and line feed, lone surrogates, noncharacters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_PLAIN = b"\t\n" + bytes(range(0x20, 0x7F))
_CONTROLS = bytes(byte for byte in range(128) if _FORBIDDEN.match(chr(byte)))
_NONCHARACTERS = re.compile("[\ufdd0-\ufdef]")
_REFERENCE = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,6})|0*([0-9]{1,7}));?")


def scrub(text: str) -> str:
    """Normalise line ends and take out the characters that no page or feed may hold, markers in disguise too.

    Whatever resolves escapes (JSON, YAML, style sheets, addresses) can make such characters, so it comes before this.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _undisguised(without_forbidden(text))


def unmarked(text: str) -> str:
    """Take out what markers are made of, in disguise too, and nothing else."""
    return _undisguised(_NONCHARACTERS.sub("", text))


def without_forbidden(text: str) -> str:
    """Take out the characters that no page or feed may hold, and leave all others as they are."""
    if not _FORBIDDEN.search(unusual(text)):
        return text
    if text.isascii():  # bytes are looked through three times as fast
        return text.encode("ascii").translate(None, _CONTROLS).decode("ascii")
    return _FORBIDDEN.sub("", text)


def unusual(text: str) -> str:
    """Return what of a text is neither printable ASCII nor a tab or line feed: little, so that it is soon searched."""
    return text.encode("utf-8", "surrogatepass").translate(None, _PLAIN).decode("utf-8", "surrogatepass")


def _undisguised(text: str) -> str:
    return _REFERENCE.sub(_harmless, text) if "&#" in text else text


def _harmless(reference: re.Match[str]) -> str:
    """Replace a reference to one of the noncharacters that markers are made of, which HTML parsers would resolve."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return "\ufffd" if 0xFDD0 <= number <= 0xFDEF else reference[0]


def marker(kind: str, number: int) -> str:
    """Make the placeholder for entry `number` of the list that `kind`, one letter, stands for."""
    return f"{_OPEN}{kind}{number}{_CLOSE}"


def fill(html: str, kind: str, value: Callable[[int], str]) -> str:
    """Put `value(number)` in the place of each marker of one kind."""

    def replace(match: re.Match[str]) -> str:
        return value(int(match[2])) if match[1] == kind else match[0]

    return _MARKER.sub(replace, html) if has_markers(html) else html


def has_markers(html: str) -> bool:
    """Tell whether something in the HTML still has to be looked up."""
    return _OPEN in html


def bare(html: str) -> str:
    """Let each marker that an attribute `data-at` holds stand alone, in the place of the whole attribute."""
    return _ATTRIBUTE.sub(r"\1", html)


class Stash:
    """Keeps trusted HTML out of the sanitiser's hands while the text around it is cleaned."""

    def __init__(self) -> None:
        self._kept: list[str] = []

    def keep(self, html: str) -> str:
        """Put `html` away and return the marker that stands for it."""
        self._kept.append(html)
        return marker("s", len(self._kept) - 1)

    def restore(self, html: str) -> str:
        """Put back everything that was kept, innermost last."""
        return fill(html, "s", lambda number: self.restore(self._kept[number]))
