"""Stored outputs to HTML: the richest form that a page can show, in JupyterLab's order."""

from __future__ import annotations

import binascii
import json
import re
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any
from urllib.parse import urlsplit

from inpublic.builder import DocumentBuilder, Origin
from inpublic.directives import Display
from inpublic.document import Figure
from inpublic.embeds import Context, localise
from inpublic.markdown import markdown_html
from inpublic.markers import bare, scrub
from inpublic.mathml import tex_html
from inpublic.sanitise import sanitise
from inpublic.terminal import terminal_html

Output = Mapping[str, Any]  # Any: notebooks hold JSON
LONG = 40
"""Lines from which on a text output scrolls in a box of its own."""

_EMPTY_HEADER = re.compile(r"<th\b([^>]*)>(?:\s|&nbsp;|\xa0)*</th>")
"""The corner of a data frame: a header that names nothing is an ordinary cell (WCAG 1.3.1)."""

_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


@dataclass(frozen=True, slots=True)
class Place:
    """Says what an output belongs to: its document, its cell and how that wants to be shown."""

    builder: DocumentBuilder
    origin: Origin
    display: Display


@dataclass(frozen=True, slots=True)
class Bundle:
    """Holds the forms of one output, as text, and what is known about them by MIME type."""

    data: Mapping[str, str]
    metadata: Mapping[str, Any]  # Any: JSON

    def size(self, mime: str) -> tuple[int, int]:
        """Return the width and height in CSS pixels that the author asked for, 0 where nothing was said."""
        wanted = self.metadata.get(mime)
        values = [wanted.get(name) if isinstance(wanted, Mapping) else None for name in ("width", "height")]
        width, height = (int(value) if isinstance(value, int | float) and 0 < value < 10_000 else 0 for value in values)
        return width, height


def outputs_html(outputs: Sequence[Output], place: Place) -> str:
    """Render the outputs of one cell in order, neighbouring pieces of one stream as one.

    The caption and alternative text of a cell are its first figure's.
    """
    pieces = []
    for output in _joined(outputs):
        html = _output_html(output, place)
        if "<figure" in html:
            place = replace(place, display=replace(place.display, caption="", alt=""))
        pieces.append(html)
    return "\n".join(filter(None, pieces))


def _joined(outputs: Sequence[Output]) -> list[Output]:
    joined: list[dict[str, Any]] = []  # Any: JSON
    for output in outputs:
        last = joined[-1] if joined else {}
        if output.get("output_type") == last.get("output_type") == "stream" and output.get("name") == last.get("name"):
            joined[-1] = {**last, "text": text_of(last.get("text")) + text_of(output.get("text"))}
        else:
            joined.append(dict(output))
    return list(joined)


def _output_html(output: Output, place: Place) -> str:
    kind = output.get("output_type")
    if kind == "stream":
        return _pre(text_of(output.get("text")), "ip-stderr" if output.get("name") == "stderr" else "ip-stdout")
    if kind == "error":
        return _error(output)
    data = output.get("data")
    if not isinstance(data, Mapping):
        return ""
    metadata = output.get("metadata")
    forms = {str(mime): text_of(value) for mime, value in data.items()}
    return _bundle_html(Bundle(forms, metadata if isinstance(metadata, Mapping) else {}), place)


def text_of(value: object) -> str:
    """Join what notebooks store as text or as a list of lines; anything else as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    return "" if value is None else json.dumps(value, ensure_ascii=False, indent=2)


def _error(output: Output) -> str:
    lines = output.get("traceback")
    text = "\n".join(map(text_of, lines)) if isinstance(lines, list) else ""
    return _pre(text or f"{output.get('ename', 'Error')}: {output.get('evalue', '')}", "ip-error")


def _pre(text: str, name: str) -> str:
    if not text.strip():
        return ""
    html = terminal_html(text.rstrip("\n"))
    long = " ip-long" if html.count("\n") > LONG else ""
    return f'<pre class="{name}{long}">{html}</pre>'


def _bundle_html(bundle: Bundle, place: Place) -> str:
    for mime, render in RENDERERS.items():
        if mime in bundle.data:
            html = render(bundle, mime, place)
            if html:
                return html
    return ""


def _html(bundle: Bundle, mime: str, place: Place) -> str:
    source = scrub(bundle.data[mime])
    low = source.lower()
    if "<script" in low:
        return _frame(bundle, _frame_page(source, place), place)
    address = _only_iframe(source) if "<iframe" in low else ""
    if address:
        return _frame(bundle, escape(address), place)
    if "<style" in low and "<table" not in low and "text/plain" in bundle.data:
        return ""  # made of its own style sheet, such as scikit-learn's estimators: the text says it better
    html = bare(localise(sanitise(source), Context(place.builder, place.origin))).strip()
    html = _EMPTY_HEADER.sub(r"<td\1></td>", html)
    if not html:
        return ""
    return f'<div class="ip-table">{html}</div>' if "<table" in html else f'<div class="ip-html">{html}</div>'


def _only_iframe(source: str) -> str:
    from selectolax.lexbor import LexborHTMLParser

    node = LexborHTMLParser(source).css_first("iframe[src]")
    address = (node.attributes.get("src") or "") if node else ""
    return address if urlsplit(address).scheme in ("http", "https") else ""


def _frame_page(source: str, place: Place) -> str:
    """Keep an output with scripts as a page of its own, to be shown in a sandboxed frame; return its address."""
    page = (
        _FRAME.replace("TELL_HEIGHT", _TELL_HEIGHT).replace("BODY", source)
        if "<body" not in source.lower()
        else source + _TELL_HEIGHT
    )
    return place.builder.file(page.encode(), ".html", Figure("", "text/html"))


_TELL_HEIGHT = """<script>
new ResizeObserver(() => parent.postMessage({ inpublicHeight: document.documentElement.offsetHeight }, "*"))
  .observe(document.body);
</script>"""
"""Lets the page around a sandboxed frame give it the height that it needs."""

_FRAME = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>Interactive figure</title>
<style>body{margin:0;font-family:system-ui,sans-serif;background:#fff}</style></head><body>
BODY
TELL_HEIGHT
</body></html>
"""


def _frame(bundle: Bundle, address: str, place: Place) -> str:
    """Offer something live, loaded when the reader asks for it; its stored picture is there at once."""
    stored = next((mime for mime in _PICTURES if mime in bundle.data), None)
    picture = _picture(bundle, stored, place) if stored else ""
    note = "<noscript><p>This figure is interactive and needs JavaScript.</p></noscript>"
    return f'<div class="ip-frame" data-frame="{address}">{picture}{note}</div>'


def _picture(bundle: Bundle, mime: str, place: Place) -> str:
    text = bundle.data[mime]
    try:
        data = b64decode(text) if mime != "image/svg+xml" else text.encode()
    except (binascii.Error, ValueError):
        data = b""
    image = place.builder.picture(data, place.display.alt or place.display.caption, bundle.size(mime))
    if image is None:
        place.builder.fault(
            f"the stored {mime} cannot be read", "run the cell again and save the notebook", place.origin
        )
        return ""
    caption = place.display.caption
    words = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return f'<figure class="ip-figure">{image}{words}</figure>'


def _markdown(bundle: Bundle, mime: str, place: Place) -> str:
    html = markdown_html(place.builder, scrub(bundle.data[mime]), place.origin).strip()
    return f'<div class="ip-text">{html}</div>' if html else ""


def _latex(bundle: Bundle, mime: str, place: Place) -> str:
    tex = scrub(bundle.data[mime]).strip()
    inner = tex.strip("$").strip() if tex.startswith("$") else tex
    return place.builder.typesetter.typeset(inner, display=True) or tex_html(tex, display=True)


def _json(bundle: Bundle, mime: str, place: Place) -> str:  # noqa: ARG001 - the table's functions look alike
    text = escape(scrub(bundle.data[mime]), quote=False)
    return f'<details class="ip-fold"><summary>JSON</summary><pre class="ip-plain">{text}</pre></details>'


def _plain(bundle: Bundle, mime: str, place: Place) -> str:  # noqa: ARG001 - the table's functions look alike
    return _pre(bundle.data[mime], "ip-plain")


RENDERERS: Mapping[str, Callable[[Bundle, str, Place], str]] = {
    "text/html": _html,
    "text/markdown": _markdown,
    "text/latex": _latex,
    "image/svg+xml": _picture,
    **dict.fromkeys(_PICTURES, _picture),
    "application/json": _json,
    "text/plain": _plain,
}
"""What can be shown, richest first; a renderer that gives nothing leaves the output to the next."""
