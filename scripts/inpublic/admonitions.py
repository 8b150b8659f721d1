"""Boxes that stand out of a text, by whatever name an author calls them, in the classes that Material styles."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

_KINDS = {
    "abstract": "abstract summary tldr",
    "bug": "bug",
    "danger": "danger error",
    "example": "example",
    "failure": "failure fail missing",
    "info": "info seealso todo twitter",
    "note": "note admonition",
    "question": "question help faq",
    "quote": "quote cite",
    "success": "success check done",
    "tip": "tip hint important",
    "warning": "warning caution attention",
}
KINDS = {name: kind for kind, names in _KINDS.items() for name in names.split()}
"""Material's class for each name that GitHub, Material, MyST, Sphinx and Quarto know."""


@dataclass(frozen=True, slots=True)
class Admonition:
    """Describes a box: its name as the author wrote it, its title as HTML, and whether it can be folded.

    A title of None means the name; an empty one, none at all.
    """

    name: str
    title: str | None = None
    folds: bool = False
    is_open: bool = False


def admonition_html(box: Admonition, content: str) -> str:
    """Put finished HTML into a box."""
    kind = KINDS.get(box.name.lower(), "note")
    title = escape(title_of(box.name)) if box.title is None else box.title
    if box.folds:
        return (
            f'<details class="{kind}"{" open" if box.is_open else ""}><summary>{title}</summary>\n{content}</details>\n'
        )
    head = f'<p class="admonition-title">{title}</p>\n' if title else ""
    return f'<div class="admonition {kind}">\n{head}{content}</div>\n'


def title_of(name: str) -> str:
    """Make a title of a name: «seealso» is two words, everything else begins with a capital."""
    words = {"seealso": "See also", "admonition": "Note", "tldr": "TL;DR", "faq": "FAQ"}.get(name.lower(), name)
    return words[:1].upper() + words[1:]
