"""The structure of HTML that readers see, for comparing two renderers: elements in order, and their words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

SAME = {"b": "strong", "i": "em", "s": "del", "strike": "del", "tt": "code"} | {
    f"h{level}": "h" for level in range(1, 7)
}
SHOWN = frozenset(
    "p li ol ul blockquote pre code em strong del a img table tr th td hr br h input details summary".split()
)
UNSEEN = frozenset({"script", "style", "template", "title", "-comment"})


def structure(html: str) -> list[str]:
    """List the elements that matter and the text between them, white space collapsed but in code blocks."""
    body = LexborHTMLParser(f"<body>{html}</body>").body
    return list(_joined(_walk(body, in_code=False))) if body else []


def _walk(node: Any, *, in_code: bool) -> Iterator[str]:
    for child in node.iter(include_text=True):
        tag = SAME.get(child.tag, child.tag)
        if tag == "-text":
            text = child.text_content or ""
            yield "=" + (text if in_code else " ".join(text.split()))
        elif child.attributes.get("data-src") is not None:
            yield f"<img {unquote(child.attributes['data-src'] or '')} {child.attributes.get('data-alt') or ''}>"
        elif tag not in UNSEEN:
            yield from _element(child, tag, in_code=in_code or tag == "pre")


def _element(node: Any, tag: str, *, in_code: bool) -> Iterator[str]:
    inner = ["=" + node.text()] if tag == "pre" else list(_walk(node, in_code=in_code))
    if tag not in SHOWN or (tag == "code" and node.parent.tag == "pre") or (tag == "p" and not inner):
        yield from inner
        return
    yield f"<{tag}{_details(node, tag)}>"
    yield from inner
    if tag not in ("img", "br", "hr", "input"):
        yield f"</{tag}>"


def _details(node: Any, tag: str) -> str:
    said = node.attributes
    if tag == "a":
        return f" {unquote(said.get('href') or '')}"
    if tag == "img":
        return f" {unquote(said.get('src') or '')} {said.get('alt') or ''}"
    if tag == "ol":
        return f" {said.get('start') or 1}"
    if tag == "input":
        return " checked" if "checked" in said else ""
    if tag in ("td", "th"):
        words = f"{said.get('align') or ''} {said.get('style') or ''} {said.get('class') or ''}"
        return next((f" {side}" for side in ("left", "center", "right") if side in words), "")
    return ""


def _joined(events: Iterator[str]) -> Iterator[str]:
    """Join neighbouring texts, and leave out those without words."""
    text = ""
    for event in events:
        if event.startswith("="):
            text += event[1:] if not text or not event[1:] else f" {event[1:]}" if "\n" not in event else event[1:]
            continue
        if text.strip():
            yield f"={text.strip()}"
        text = ""
        yield event
    if text.strip():
        yield f"={text.strip()}"
