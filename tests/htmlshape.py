"""What a piece of HTML says: its elements and text in order, so that two renderers of Markdown can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = {"blockquote", "h", "hr", "li", "ol", "p", "pre", "table", "td", "th", "tr", "ul"}
INLINE = {"a", "b", "br", "code", "del", "em", "i", "img", "input", "strong", "sub", "sup"}
PARTS = {"dd", "details", "div", "dl", "dt", "figure", "section", "summary", "tbody", "tfoot", "thead"}
"""Elements that are not compared, but the text in them does not run on outside."""

VOID = {"br", "hr", "img", "input"}
UNSEEN = {"script", "style", "template", "textarea", "title"}
SAME = {"s": "del", "strike": "del", **dict.fromkeys(HEADINGS, "h")}
CARRIED = ("data:", "attachment:", "\ufdd0")
"""How addresses begin of pictures that a cell brings along; the last is the converter's marker."""

SIDES = ("left", "center", "right")
SPACE = re.compile(r"[ \t\n\f\r]+")
NUMBERED = re.compile(r"Figure \d+(: .*)?")

Node = Any
"""A node of selectolax, whose classes are made by a compiled module."""

Token = tuple[str, str]
"""A kind, which is text, inline or block, and what is there."""


def shape(html: str) -> list[str]:
    """List elements and text in order: `<em>`, `«words»`, `</em>`.

    A heading is `h`, since pages give headings levels of their own; `s` is `del`; an empty `th` is a `td`;
    a figure's number is no description; a picture that waits for a click is a picture; of formulas, only that they are.
    """
    body = LexborHTMLParser(html).body
    found = _spaced(_walk(body)) if body is not None else []
    return [f"«{value}»" if kind == "text" else value for kind, value in found if value]


def _spaced(tokens: Iterator[Token]) -> list[Token]:
    """Join neighbouring text and collapse white space as a browser does; code blocks come as blocks."""
    found: list[Token] = []
    at_start = True
    for kind, value in tokens:
        if kind == "text":
            text = SPACE.sub(" ", value)
            text = text.lstrip(" ") if at_start else text
            at_start = text.endswith(" ") if text else at_start
            if found and found[-1][0] == "text":
                found[-1] = ("text", found[-1][1] + text)
                continue
            value = text
        elif kind == "block" or value.startswith("<br"):
            _strip_end(found)
            at_start = True
        elif value.startswith(("<img", "<input")):
            at_start = value.startswith("<input")
        found.append((kind, value)) if value or kind == "block" else None
    _strip_end(found)
    return found


def _strip_end(found: list[Token]) -> None:
    """Take away the space before the end of a line, which may be inside of inline elements that end there."""
    for index in range(len(found) - 1, -1, -1):
        kind, value = found[index]
        if kind == "text":
            found[index] = (kind, value.rstrip(" "))
        if kind == "block" or value.startswith("<img") or (kind == "text" and value.strip(" ")):
            return


def _walk(node: Node) -> Iterator[Token]:
    tag = SAME.get(node.tag, node.tag) or ""  # comments and instructions have none
    if tag == "-text":
        yield "text", node.text(deep=False)
    elif tag in UNSEEN or not tag[:1].isalpha():
        return
    elif tag == "math" or "ip-tex" in (node.attributes.get("class") or "").split():
        yield "inline", "<math>"
    elif tag == "pre":
        yield "block", f"<pre {_language(node)}>".replace(" >", ">")
        yield "block", node.text().rstrip("\n") + "\n"
    elif "ip-remote" in (node.attributes.get("class") or "").split():
        yield "inline", _picture({name: node.attributes.get(f"data-{name}") for name in ("src", "alt", "title")})
    else:
        yield from _element(node, tag)


def _element(node: Node, tag: str) -> Iterator[Token]:
    if tag == "th" and not node.text(strip=True) and not node.css("img"):
        tag = "td"
    kind = "inline" if tag not in BLOCKS | PARTS else "block"
    is_shown = tag in BLOCKS | INLINE
    yield kind, _tag(tag, node) if is_shown else ""
    for child in node.iter(include_text=True):
        yield from _walk(child)
    yield kind, f"</{tag}>" if is_shown and tag not in VOID else ""


def _tag(tag: str, node: Node) -> str:
    values = node.attributes
    if tag == "img":
        return _picture(values)
    said = {
        "a": {"href": values.get("href"), "title": values.get("title")},
        "ol": {"start": None if values.get("start") == "1" else values.get("start")},
        "input": {"type": values.get("type"), "checked": "yes" if "checked" in values else None},
    }
    return _written(tag, {"align": _side(values)} if tag in ("td", "th") else said.get(tag, {}))


def _picture(values: Any) -> str:
    alt = values.get("alt") or ""
    source = values.get("src") or ""
    said = {
        "src": "carried" if source.startswith(CARRIED) else source,
        "alt": "" if NUMBERED.fullmatch(alt) else alt,
        "title": values.get("title"),
    }
    return _written("img", said)


def _side(values: Any) -> str | None:
    said = " ".join(filter(None, (values.get(name) for name in ("align", "style", "class"))))
    return next((side for side in SIDES if side in said), None)


def _written(tag: str, attributes: dict[str, str | None]) -> str:
    return f"<{tag}{''.join(f' {name}={value!r}' for name, value in attributes.items() if value is not None)}>"


def _language(node: Node) -> str:
    code = node.css_first("code")
    words = ((code.attributes.get("class") or "") if code is not None else "").split()
    named = next((word.removeprefix("language-") for word in words if word.startswith("language-")), "")
    return (node.attributes.get("data-lang") or named).lower()
