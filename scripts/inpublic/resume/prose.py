"""Prose of a resume: Markdown within a line, as HTML for the page and as plain text for programs."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import asdict, replace

from inpublic.resume.resume import Resume

if TYPE_CHECKING:
    import nh3

PROSE = frozenset({"summary", "description", "reference", "highlights", "courses"})
"""Fields that hold Markdown; paragraphs are parted by an empty line."""

_KEPT = frozenset("a abbr b br code del em i ins kbd mark s small strong sub sup".split())
_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")
_SPECIAL = re.compile(r"[\\`*_\[\]<>&~$@]|://|www\.")
"""What Markdown without any of it cannot do without: all other text is read as it stands."""


def prose_html(text: str) -> Markup:
    """Render the Markdown of one paragraph; links that do not say their host lead nowhere, pictures are links."""
    if not _SPECIAL.search(text):
        return Markup.escape(text)
    return Markup(_cleaner().clean(_rendered(text)))  # noqa: S704 - cleaned just here


def prose_text(text: str) -> str:
    """Reduce Markdown to its words, paragraph by paragraph."""
    from inpublic.text.sanitise import plain_text

    paragraphs = (plain_text(_rendered(part)) if _SPECIAL.search(part) else part for part in text.split("\n\n"))
    return "\n\n".join(filter(None, paragraphs))


def literal(text: str) -> str:
    """Write plain text as Markdown that says just that."""
    return _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", text) if _SPECIAL.search(text) else text


def in_words(resume: Resume) -> Resume:
    """Return a resume whose prose is plain text, as other programs expect it."""
    words: Resume = _mapped(resume, prose_text)
    return words


def _rendered(text: str) -> str:
    from inpublic.text.builder import DocumentBuilder, Origin
    from inpublic.text.markdown import markdown_html  # a whole converter, for a page that seldom changes

    return markdown_html(DocumentBuilder(), text, Origin(), inline=True)


@cache
def _cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=set(_KEPT),
        attributes={"a": {"href"}, "abbr": {"title"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


def _mapped(value: Any, change: Callable[[str], str], *, is_prose: bool = False) -> Any:  # Any: a value, its parts
    if isinstance(value, tuple):
        return tuple(_mapped(item, change, is_prose=is_prose) for item in value)
    if isinstance(value, Struct):
        parts = asdict(value).items()
        return replace(value, **{name: _mapped(part, change, is_prose=name in PROSE) for name, part in parts})
    return change(value) if is_prose and value else value
