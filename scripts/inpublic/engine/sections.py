"""Divides a finished page at its headings, for the search: what a reader may look for, as text with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_PAGE = 40_000
"""Characters of one section that can be found at all."""

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNREAD = frozenset({"script", "style", "object", "template", "annotation"})
_INLINE = frozenset({"a", "abbr", "b", "code", "em", "i", "kbd", "mark", "small", "span", "strong", "sub", "sup", "u"})
_NO_COLOUR = ":not(span):not(code), [data-search-exclude]"
"""What code is, or holds, that is not merely coloured: where there is none its text is read at once, not by words."""


@dataclass(slots=True)
class Section:
    """Collects what stands below one heading: `title` in its pieces, `text` in lines, both as HTML without tags.

    What stands below the page's own heading, or above any, has no `id`.
    """

    id: str = ""
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    is_excluded: bool = False


def sections(html: str) -> list[Section]:
    """Divide a page at its headings; what bears `data-search-exclude` is not searched."""
    from selectolax.lexbor import LexborHTMLParser

    found = [Section()]
    body = LexborHTMLParser(html).body
    waiting: list[LexborNode | str] = [*reversed(list(_children(body)))] if body else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            found[-1].text.append(node)
        else:
            waiting += _read(node, found)
    for section in found:
        section.text = ["\n".join(_lines("".join(section.text)))]
    return [section for section in found if (section.title or section.text[0]) and not section.is_excluded]


def _read(node: LexborNode, found: list[Section]) -> Sequence[LexborNode | str]:
    """Read a node; return what in it is still to be read, the last first."""
    if (text := _text(node)) is not None:
        found[-1].text.append(text)
    elif node.tag in _HEADINGS and node.attributes.get("id"):
        _begin(found, node)
    elif _is_read(node):
        line = [] if node.tag in _INLINE else ["\n"]
        return [*line, *reversed(list(_children(node))), *line]
    return ()


def _text(node: LexborNode) -> str | None:
    """Return what is read at once: text, and code that is merely coloured; None for all else."""
    if node.tag == "-text":
        return escape(node.text(deep=False) or "", quote=False)
    if node.tag == "code" and node.css_first(_NO_COLOUR) is None:
        return escape(node.text(), quote=False)
    return None


def _begin(found: list[Section], heading: LexborNode) -> None:
    section = _section(heading)
    if heading.tag == "h1" and len(found) == 1 and not found[0].title and not "".join(found[0].text).strip():
        found.pop()
        section.id = ""
    found.append(section)


def _children(node: LexborNode) -> Iterator[LexborNode]:
    return node.iter(include_text=True)


def _is_read(node: LexborNode) -> bool:
    return node.tag not in _UNREAD and not (node.tag or "").startswith(("_", "!", "-")) and not _is_excluded(node)


def _is_excluded(node: LexborNode) -> bool:
    return "data-search-exclude" in node.attributes


def _section(heading: LexborNode) -> Section:
    for mark in heading.css("a.headerlink"):
        mark.decompose()
    title = escape(" ".join(heading.text().split()), quote=False)
    return Section(heading.attributes.get("id") or "", [title], is_excluded=_is_excluded(heading))


def _lines(text: str) -> Iterator[str]:
    left = _PAGE
    for line in text.split("\n"):
        if (words := " ".join(line.split())) and left > 0:
            yield words
            left -= len(words)
