"""Stored outputs to HTML: the richest form that a page can show, in JupyterLab's order."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from inpublic.celloutputs.bundle import PICTURES, Bundle, Output, Place, decoded, script_html, text_of
from inpublic.celloutputs.figures import picture_html
from inpublic.celloutputs.frames import keep_library, only_prepares
from inpublic.celloutputs.htmloutput import html_output, live_html
from inpublic.celloutputs.jsontree import json_html
from inpublic.celloutputs.libraries import LIVE_DATA, library_page
from inpublic.celloutputs.media import SUFFIXES, media_html, pdf_html
from inpublic.celloutputs.streams import error_html, stream_html, text_html
from inpublic.celloutputs.widgets import widget_html
from inpublic.document import Figure
from inpublic.maths.mathml import tex_html
from inpublic.notebooks.nesting import is_too_deep
from inpublic.template import render
from inpublic.text.markdown import markdown_html
from inpublic.text.markers import scrub
from inpublic.text.rawhtml import clean_html


def outputs_html(outputs: Sequence[Output], place: Place) -> str:
    """Render the outputs of one cell in order, neighbouring pieces of one stream as one.

    The caption and alternative text of a cell are its first figure's.
    """
    pieces = []
    for output in _joined(outputs):
        html = _output_html(output, place)
        if "<figure" in html:
            place = replace(place, display=place.display.after_figure())
        pieces.append(html)
    return "\n".join(filter(None, pieces))


def _joined(outputs: Sequence[Output]) -> list[Output]:
    joined: list[dict[str, Any]] = []  # Any: JSON
    for output in outputs:
        last = joined[-1] if joined else {}
        if _draws_into(output, last):
            joined[-1] = _together(last, output)
        elif output.get("output_type") == last.get("output_type") == "stream" and output.get("name") == last.get(
            "name"
        ):
            joined[-1] = {**last, "text": text_of(last.get("text")) + text_of(output.get("text"))}
        else:
            joined.append(dict(output))
    return list(joined)


def _draws_into(output: Output, last: Output) -> bool:
    """Tell whether an output is a script for the place that the HTML before it made, as Bokeh and D3 are used."""
    data, before = output.get("data"), last.get("data")
    if not (isinstance(data, Mapping) and isinstance(before, Mapping) and _JAVASCRIPT in data):
        return False
    script = text_of(data[_JAVASCRIPT])
    return any(name in script for name in _ID.findall(text_of(before.get("text/html"))))


def _together(last: Output, output: Output) -> dict[str, Any]:  # Any: JSON
    html, script = text_of(last["data"]["text/html"]), text_of(output["data"][_JAVASCRIPT])
    if "Loading BokehJS" in html:
        return {**output, "data": {**output["data"], _BOKEH: ""}}
    return {**last, "data": {**last["data"], "text/html": html + script_html(script)}}


_JAVASCRIPT = "application/javascript"
_BOKEH = "application/vnd.bokehjs_load.v0+json"
_ID = re.compile(r"""\bid=["']?([\w-]{2,})""")


def _output_html(output: Output, place: Place) -> str:
    kind = output.get("output_type")
    if kind == "stream":
        return stream_html(output, place)
    if kind == "error":
        return error_html(output, place)
    data, metadata = output.get("data"), output.get("metadata")
    if not isinstance(data, Mapping):
        return ""
    return _bundle_html(Bundle(data, metadata if isinstance(metadata, Mapping) else {}), place)


def _bundle_html(bundle: Bundle, place: Place) -> str:
    """Try the forms in order; a renderer that gives None leaves the output to the next, "" is an answer."""
    for mime in sorted(bundle.data, key=_rank):
        render = _renderer(mime)
        html = render(bundle, mime, place) if render else None
        if html is not None:
            return html
    return ""


def _rank(mime: str) -> float:
    """Order the forms: as in the table, what is not in it just before plain text, other text after it."""
    order = tuple(RENDERERS)
    return order.index(mime) if mime in RENDERERS else len(order) - 1.5 + mime.startswith("text/")


def _renderer(mime: str) -> Renderer | None:
    """Choose by the exact type, else by its kind."""
    if mime in RENDERERS:
        return RENDERERS[mime]
    if mime.startswith(("audio/", "video/")):
        return _media
    if mime in LIVE_DATA:
        return _live_data
    if mime.endswith("+json") and not mime.startswith(_SILENT):
        return _json
    return _plain if mime.startswith("text/") else None


_SILENT = ("application/vnd.google.colaboratory", "application/vnd.jupyter.widget-state", "application/papermill")


def _markdown(bundle: Bundle, mime: str, place: Place) -> str | None:
    html = markdown_html(place.builder, scrub(bundle.text(mime)), place.origin).strip()
    return f'<div class="ip-text">{html}</div>' if html else None


def _latex(bundle: Bundle, mime: str, place: Place) -> str:
    """Typeset LaTeX: between single dollars it stands at the left, as SymPy's results do, else in the middle."""
    tex = scrub(bundle.text(mime)).strip()
    is_inline = tex.startswith("$") and not tex.startswith("$$")
    inner = tex.strip("$").strip() if tex.startswith("$") else tex
    cell = (place.origin.cell, None)
    html = place.builder.typesetter.typeset(inner, display=not is_inline, place=cell)
    if html is None:
        return tex_html(tex, display=True)
    return f'<div class="ip-math ip-math--left">{html}</div>' if is_inline else html


def _mathml(bundle: Bundle, mime: str, place: Place) -> str | None:
    html = clean_html(scrub(bundle.text(mime)), place.context).strip()
    return f'<div class="ip-math">{html}</div>' if "<math" in html else None


def _json(bundle: Bundle, mime: str, place: Place) -> str | None:
    value = bundle.data[mime]
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return None
    if is_too_deep(value):
        return _plain(bundle, mime, place)
    root = bundle.option(mime, "root")
    return json_html(
        value, expanded=bundle.option(mime, "expanded") is True, root=root if isinstance(root, str) else ""
    )


def _live_data(bundle: Bundle, mime: str, place: Place) -> str | None:
    """Show a figure that was stored as data: as the HTML that came with it, else through the library it is for."""
    if "<script" in bundle.text("text/html").lower():
        return html_output(bundle, "text/html", place)
    return live_html(bundle, library_page(mime, bundle.data[mime]), place)


def _javascript(bundle: Bundle, mime: str, place: Place) -> str:
    source = scrub(bundle.text(mime))
    if "element" not in source and only_prepares(source):
        keep_library(place.builder, script_html(source))
        return ""
    return live_html(bundle, render("script.html.j2", script=script_html(source)), place)


def _library(bundle: Bundle, mime: str, place: Place) -> str:
    """Keep what only prepares later figures."""
    source = bundle.text("application/javascript")
    html = script_html(source) if source else bundle.text("text/html")
    keep_library(place.builder, scrub(html))
    return ""


def _widget(bundle: Bundle, mime: str, place: Place) -> str | None:
    view = bundle.data[mime]
    if not isinstance(view, Mapping):
        return None

    def clean(html: str) -> str:
        return clean_html(html, place.context)

    def nested(outputs: Sequence[Output]) -> str:
        return outputs_html(outputs, place)

    return widget_html(view, place.builder.widgets, nested, place.builder.picture, clean)


def _pdf(bundle: Bundle, mime: str, place: Place) -> str | None:
    data = decoded(bundle.text(mime))
    if not data.startswith(b"%PDF"):
        return None
    address = place.builder.file(data, ".pdf", Figure("", mime))
    return pdf_html(address, len(data), place.display.caption or place.display.alt)


def _media(bundle: Bundle, mime: str, place: Place) -> str | None:
    data = decoded(bundle.text(mime))
    if not data:
        return None
    suffix = SUFFIXES.get(mime, "")
    address = place.builder.file(data, suffix, Figure("", mime))
    return media_html(mime, address, len(data))


def _plain(bundle: Bundle, mime: str, place: Place) -> str:
    return text_html(bundle.text(mime), "ip-plain", place)


Renderer = Callable[[Bundle, str, Place], str | None]

RENDERERS: Mapping[str, Renderer] = {
    "application/vnd.jupyter.widget-view+json": _widget,
    "application/vnd.bokehjs_load.v0+json": _library,
    "application/vnd.holoviews_load.v0+json": _library,
    **dict.fromkeys(LIVE_DATA, _live_data),
    "application/geo+json": _json,
    "application/json": _json,
    "text/html": html_output,
    "text/markdown": _markdown,
    "text/latex": _latex,
    "application/mathml+xml": _mathml,
    **dict.fromkeys(PICTURES, picture_html),
    "application/pdf": _pdf,
    "application/javascript": _javascript,
    "text/plain": _plain,
}
"""What can be shown, richest first; a renderer that gives None leaves the output to the next."""
