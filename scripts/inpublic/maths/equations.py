"""Numbers of equations and the references to them, over one document; forward references wait for its end."""

from __future__ import annotations

import re
from html import escape

from msgspec import Struct

from inpublic.text.markers import fill, has_markers, marker

PREFIX = "eq-"
"""What the anchors of equations begin with."""

_NUMBERED = re.compile(rf'id="{PREFIX}([^"]+)"><mtext>\(([^<]*)\)</mtext>')
_REFERENCE = re.compile(r"\\(eqref|ref)\s*\{([^{}]+)\}")
_ALONE = re.compile(r"\s*\\(eqref|ref)\s*\{([^{}]+)\}\s*")


Place = tuple[int | None, int | None]


class Reference(Struct, frozen=True):
    """Holds one reference to an equation: how and where it was written, and whether inside a formula.

    `place` is its cell and line, from 1.
    """

    command: str
    label: str
    inside: bool
    place: Place


class Equations:
    """Collects the labelled equations of a document and the references to them."""

    def __init__(self) -> None:
        self._numbers: dict[str, str] = {}
        self._references: list[Reference] = []

    def note(self, mathml: str) -> None:
        """Remember the numbers that a typeset formula gave to its labels."""
        for label, number in _NUMBERED.findall(mathml):
            self._numbers.setdefault(label, number)

    def refer(self, command: str, label: str, place: Place, *, inside: bool = False) -> str:
        """Return the marker for a reference, to be filled in when the whole document is known."""
        self._references.append(Reference(command, label.strip(), inside, place))
        return marker("m", len(self._references) - 1)

    def hide(self, tex: str, place: Place) -> str:
        """Put markers in the place of the references in a formula, as words that the typesetter passes on."""
        return _REFERENCE.sub(lambda match: rf"\text{{{self.refer(match[1], match[2], place, inside=True)}}}", tex)

    def alone(self, tex: str, place: Place) -> str | None:
        """Return the marker for a formula that is nothing but a reference; None when it is more."""
        match = _ALONE.fullmatch(tex)
        return self.refer(match[1], match[2], place) if match else None

    def resolve(self, html: str) -> str:
        """Put numbers, and outside formulas links, in the places of all markers."""
        return fill(html, "m", self._shown) if has_markers(html) else html

    def resolve_text(self, text: str) -> str:
        """Put the plain numbers into a text."""
        return fill(text, "m", lambda number: self._words(self._references[number]))

    @property
    def dangling(self) -> tuple[Reference, ...]:
        """Return the references to labels that no equation has."""
        return tuple(one for one in self._references if one.label not in self._numbers)

    def _words(self, reference: Reference) -> str:
        number = self._numbers.get(reference.label, "???")
        return f"({number})" if reference.command == "eqref" else number

    def _shown(self, number: int) -> str:
        reference = self._references[number]
        words = escape(self._words(reference), quote=False)
        if reference.inside or reference.label not in self._numbers:
            return words
        return f'<a href="#{PREFIX}{escape(reference.label)}">{words}</a>'
