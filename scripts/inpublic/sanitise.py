"""HTML from strangers, made safe: an allow-list of what learners use in notebooks and write-ups."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import nh3

TAGS = frozenset(
    [
        "a",
        "abbr",
        "audio",
        "b",
        "bdi",
        "bdo",
        "blockquote",
        "br",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "input",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "picture",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "section",
        "small",
        "source",
        "span",
        "strike",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
        "video",
        "wbr",
    ]
)
"""Elements that stay; of every other element only the text stays, of scripts and styles nothing."""

_ATTRIBUTES = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"data-at", "href", "name"},
    "audio": {"controls", "loop", "muted", "src"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "input": {"checked", "disabled", "type", "aria-label"},
    "li": {"value"},
    "ol": {"start", "type", "reversed"},
    "source": {"src", "type"},
    "td": {"colspan", "headers", "rowspan"},
    "th": {"colspan", "headers", "rowspan", "scope"},
    "time": {"datetime"},
    "video": {"controls", "height", "loop", "muted", "src", "width"},
}
_ENTIRELY = frozenset({"script", "style", "iframe", "object", "embed", "template", "noscript", "title", "svg", "math"})
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "data"})
_MODERN = {"center": "div", "tt": "code", "strike": "s"}
_OBSOLETE = re.compile(r"<(/?)(center|tt|strike)\b[^>]*>")
"""Elements that HTML has given up, in the clean HTML that nh3 writes, and what stands for them now."""

_CLASSES_OF_THE_SITE = ("md-", "ip-")


def sanitise(html: str) -> str:
    """Keep only allowed elements and attributes, closed properly; addresses stay as they are."""
    return _OBSOLETE.sub(_modern, _cleaner().clean(html))


def _modern(tag: re.Match[str]) -> str:
    return f"<{tag[1]}{_MODERN[tag[2]]}>"


def _attribute(_element: str, name: str, value: str) -> str | None:
    if name == "class":
        return " ".join(word for word in value.split() if not word.startswith(_CLASSES_OF_THE_SITE)) or None
    if name == "id":
        return None if value.startswith("__") or not value.strip() or any(map(str.isspace, value)) else value
    if name in ("width", "height"):
        number = value.strip().removesuffix("px").strip()
        return number if number.isascii() and number.isdigit() else None
    return value


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(_ENTIRELY),
        attributes={element: set(names) for element, names in _ATTRIBUTES.items()},
        attribute_filter=_attribute,
        url_schemes=set(_SCHEMES),
        link_rel=None,
    )


@lru_cache(maxsize=1)
def _text_only() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(tags=set(), clean_content_tags={"script", "style"})


def plain_text(html: str) -> str:
    """Reduce HTML to its text, entities resolved and white space collapsed."""
    from html import unescape

    spaced = html.replace("<", " <") if "<p" in html or "<li" in html or "<br" in html else html
    return " ".join(unescape(_text_only().clean(spaced)).split())
