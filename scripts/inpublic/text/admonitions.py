"""Boxes that stand out of a text, by whatever name an author calls them, in the classes that Material styles."""

from __future__ import annotations

_KINDS = {
    "abstract": "abstract summary tldr",
    "bug": "bug",
    "danger": "danger error",
    "example": "example",
    "failure": "failure fail missing",
    "info": "info seealso todo versionadded versionchanged",
    "note": "note admonition",
    "question": "question help faq",
    "quote": "quote cite",
    "success": "success check done",
    "tip": "tip hint important",
    "warning": "warning caution attention deprecated",
}
KINDS = {name: kind for kind, names in _KINDS.items() for name in names.split()}
"""Material's class for each name that GitHub, Material, MyST, Sphinx and Quarto know."""

VERSIONS = {
    "versionadded": "New in version",
    "versionchanged": "Changed in version",
    "deprecated": "Deprecated since version",
}
"""What Sphinx says of a change, before the version."""

_TITLES = {"seealso": "See also", "admonition": "Note", "tldr": "TL;DR", "faq": "FAQ"} | VERSIONS


def box_tags(kind: str, anchor: str, *, folds: bool, is_open: bool) -> tuple[str, str]:
    """Return what stands before and after a box; `kind` is a class of Material, `anchor` a finished attribute."""
    if folds:
        return f'<details class="{kind}"{anchor}{" open" if is_open else ""}>', "</details>\n"
    return f'<div class="admonition {kind}"{anchor}>\n', "</div>\n"


def title_tags(*, folds: bool) -> tuple[str, str]:
    """Return what stands before and after a box's title."""
    return ("<summary>", "</summary>\n") if folds else ('<p class="admonition-title">', "</p>\n")


def alert_kind(name: str) -> str:
    """Return Material's class for an alert of GitHub, whose «caution» is red."""
    return "danger" if name.lower() == "caution" else KINDS.get(name.lower(), "note")


def title_of(name: str) -> str:
    """Make a title of a name: «seealso» is two words, everything else begins with a capital."""
    words = _TITLES.get(name.lower(), name)
    return words[:1].upper() + words[1:]
