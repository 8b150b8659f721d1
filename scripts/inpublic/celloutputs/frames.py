"""Live figures: each a page of its own, shown in a sandboxed frame when the reader asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from msgspec import Struct

from inpublic.document import Figure
from inpublic.template import render
from inpublic.text.addressparts import address_parts
from inpublic.text.builder import DocumentBuilder

_LARGE = 50_000
"""Characters of a script from which on it is a file of its own, shared by all figures that bring it along."""

_NEEDS_REQUIRE = re.compile(r"\b(?:requirejs|require)\s*(?:\(|\.config|\.undef)|\bdefine\s*\(")
_DRAWS = re.compile(r"\bdocument\.(?:write|body|currentScript)\b")
"""How a script draws that has no element of its own; others reach for the page of Jupyter around them."""

_RESOURCE = re.compile(r"""["'](https?:)?//([\w.-]+\.[a-z]{2,})/[^"'\s]*""", re.IGNORECASE)
_CODE = re.compile(r"\.(?:m?js|css|wasm|min)\b|/npm/|\bcdn\b|unpkg|/ajax/|/tiles?/|/dist/", re.IGNORECASE)
_HEAD = re.compile(r"<head(?:\s[^>]*)?>", re.IGNORECASE)
_DOCTYPE = re.compile(r"\s*<!doctype html[^<>]*>\n?", re.IGNORECASE)
_YOUTUBE = frozenset({"www.youtube.com", "youtube.com", "m.youtube.com"})
_QUIET = "https://www.youtube-nocookie.com"


Tree = Any
"""A parsed document of selectolax, whose classes are made by a compiled module."""


class Frame(Struct, frozen=True):
    """Describes a live figure; `attribute` is the finished attribute that says where it is.

    `hosts` are asked for something when it is opened. Height is in CSS pixels, 0 where unknown.
    """

    attribute: str
    label: str = "interactive figure"
    hosts: tuple[str, ...] = ()
    height: int = 0


def frame_html(frame: Frame, picture: str = "") -> str:
    """Offer a live figure; `picture` is what can be seen of it before."""
    more = f' data-height="{frame.height}"' if frame.height else ""
    more += f' data-hosts="{escape(" ".join(frame.hosts))}"' if frame.hosts else ""
    note = f"<noscript><p>To see this {escape(frame.label)}, switch JavaScript on.</p></noscript>"
    label = escape(frame.label)
    return f'<div class="ip-frame" {frame.attribute} data-label="{label}"{more}>{picture}{note}</div>'


def frame_of(address: str, *, title: str = "", height: int = 0) -> Frame:
    """Describe what another host shows in a frame; YouTube is asked in the way that sets no cookies."""
    parts = address_parts(address)
    if parts.hostname in _YOUTUBE:
        address = f"{_QUIET}{parts.path}" + (f"?{parts.query}" if parts.query else "")
    host = address_parts(address).hostname or ""
    kind = "video" if any(name in host for name in ("youtube", "vimeo", "bilibili", "dailymotion")) else "content"
    label = f"{kind} «{title}»" if title else kind
    return Frame(f'data-frame="{escape(address)}"', label, (host,), height)


def keep_page(builder: DocumentBuilder, source: str, *, height: int = 0, alone: bool = False) -> Frame:
    """Keep HTML with scripts as a page of its own, and describe the frame that shows it.

    Libraries that earlier outputs have brought along are there, unless it is a page that stands `alone`.
    """
    source, scripts = _without_large_scripts(builder, source)
    known = () if alone else (tag for name, tag in builder.libraries if name in source.lower())
    scripts = [*known, *scripts]
    everything = "\n".join([*scripts, source])
    before, body = _split_at_head(source)
    doctype = _DOCTYPE.match(before)
    page = render(
        "frame.html.j2",
        doctype=doctype[0] if doctype else "",
        before=before[doctype.end() :] if doctype else before,
        body=body,
        scripts=scripts,
        require=bool(_NEEDS_REQUIRE.search(everything)),
    )
    address = builder.file(page.encode(), ".html", Figure("", "text/html"))
    return Frame(f'data-frame="{address}"', hosts=tuple(_hosts(everything)), height=height)


def _split_at_head(source: str) -> tuple[str, str]:
    """Cut a whole page where its head begins; of a piece of a page the first part is empty."""
    head = _HEAD.search(source)
    end = head.end() if head else 0
    return source[:end], source[end:]


def keep_library(builder: DocumentBuilder, source: str, tree: Tree | None = None) -> None:
    """Remember scripts that show nothing themselves for the figures after them that mention the same library.

    `tree` is the source where it was parsed before, for nothing else from here on.
    """
    original = source
    source, scripts = _without_large_scripts(builder, source, tree)
    name = next((name for name in _LIBRARIES if name in original.lower()), "")
    builder.libraries += [(name, tag) for tag in (*scripts, source)]


def only_prepares(script: str) -> bool:
    """Tell whether a script draws nothing by itself, such as a library or its settings."""
    return len(script) > _LARGE or not _DRAWS.search(script)


def is_library(source: str, tree: Tree) -> bool:
    """Tell whether HTML holds nothing but scripts and styles that draw nothing by themselves."""
    if any(tree.css(name) for name in ("img", "svg", "canvas", "iframe", "table", "video", "audio", "input", "button")):
        return False
    shown = any(node.attributes.get("id") or node.text(strip=True) for node in tree.css("body div, body p, body pre"))
    return not shown and only_prepares(source)


def _without_large_scripts(builder: DocumentBuilder, source: str, tree: Tree | None = None) -> tuple[str, list[str]]:
    """Move large scripts into files; the tags that load them come first, as they did in the notebook."""
    if len(source) < _LARGE:
        return source, []
    from selectolax.lexbor import LexborHTMLParser

    tree = tree or LexborHTMLParser(source)
    tags = []
    for script in tree.css("script:not([src])"):
        text = script.text(deep=True)
        if len(text) > _LARGE and script.attributes.get("type", "") in _CLASSIC:
            tags.append(f'<script src="{builder.keep(text.encode(), ".js", "text/javascript")}"></script>')
            script.decompose()
    if not tags:
        return source, []
    rest = (tree.html or "") if "<body" in source.lower() else _inner(tree)
    return rest, tags


_LIBRARIES = ("bokeh", "plotly", "vega", "d3", "mathjax")
_CLASSIC = (None, "", "text/javascript", "application/javascript")


def _inner(tree: Tree) -> str:
    head, body = tree.head, tree.body
    return ((head and head.inner_html) or "") + ((body and body.inner_html) or "")


def _hosts(source: str) -> Iterator[str]:
    """Name the hosts that a figure loads its code from, as far as can be told by reading it."""
    seen: set[str] = set()
    for match in _RESOURCE.finditer(source[: 10 * _LARGE]):
        host = match[2].lower()
        if _CODE.search(match[0]) and host not in seen:
            seen.add(host)
            yield host
