"""Divides a finished page at its headings, for the search: what a reader may look for, as text with its place."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_PAGE = 40_000
"""Characters of one section that can be found at all."""

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNREAD = frozenset({"script", "style", "object", "template", "annotation"})
_INLINE = frozenset({"a", "abbr", "b", "code", "em", "i", "kbd", "mark", "small", "span", "strong", "sub", "sup", "u"})
_NO_COLOUR = ":not(span):not(code), [data-search-exclude]"
"""What code is, or holds, that is not merely coloured."""


class Section(Struct):
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
    open_ones = [(_children(body), "")] if body else []
    while open_ones:
        nodes, line = open_ones[-1]
        if inner := _read(nodes, found):
            open_ones.append(inner)
        else:
            open_ones.pop()
            found[-1].text.append(line)
    for section in found:
        section.text = ["\n".join(_lines(escape("".join(section.text), quote=False)))]
    return [section for section in found if (section.title or section.text[0]) and not section.is_excluded]


def _read(nodes: Iterator[LexborNode], found: list[Section]) -> tuple[Iterator[LexborNode], str] | None:
    """Read nodes up to one in which others are to be read first: return these, and what ends it; None at the end."""
    for node in nodes:
        tag = node.tag or ""
        if tag == "-text":
            found[-1].text.append(node.text_content or "")
        elif tag == "code" and node.css_first(_NO_COLOUR) is None:  # text is read at once, not by words
            found[-1].text.append(node.text())
        elif tag in _HEADINGS and node.attributes.get("id"):
            _begin(found, node)
        elif _is_read(node, tag):
            line = "" if tag in _INLINE else "\n"
            found[-1].text.append(line)
            return _children(node), line
    return None


def _begin(found: list[Section], heading: LexborNode) -> None:
    section = _section(heading)
    if heading.tag == "h1" and len(found) == 1 and not found[0].title and not "".join(found[0].text).strip():
        found.pop()
        section.id = ""
    found.append(section)


def _children(node: LexborNode) -> Iterator[LexborNode]:
    return node.iter(include_text=True)


def _is_read(node: LexborNode, tag: str) -> bool:
    return tag not in _UNREAD and not tag.startswith(("_", "!", "-")) and not _is_excluded(node)


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
