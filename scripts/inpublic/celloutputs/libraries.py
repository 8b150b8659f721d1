"""Figures that notebooks store as data for a JavaScript library, which is loaded when the reader asks for them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from inpublic.template import render

_PLOTLY = ("https://cdn.plot.ly/plotly-2.35.2.min.js",)


def _vega(vega: int, lite: int, embed: int) -> tuple[str, ...]:
    packages = (f"vega@{vega}", f"vega-lite@{lite}", f"vega-embed@{embed}")
    return tuple(f"https://cdn.jsdelivr.net/npm/{package}" for package in packages)


LIVE_DATA: Mapping[str, tuple[str, ...]] = {
    "application/vnd.plotly.v1+json": _PLOTLY,
    "application/vnd.vegalite.v6+json": _vega(6, 6, 7),
    "application/vnd.vegalite.v5+json": _vega(5, 5, 6),
    "application/vnd.vegalite.v4+json": _vega(5, 4, 6),
    "application/vnd.vegalite.v3+json": _vega(5, 3, 6),
    "application/vnd.vegalite.v2+json": _vega(4, 2, 4),
    "application/vnd.vega.v6+json": _vega(6, 6, 7),
    "application/vnd.vega.v5+json": _vega(5, 5, 6),
}
"""The scripts that draw each kind of data, in the version that it was made for, where their authors publish them."""


def library_page(mime: str, data: Any) -> str:  # Any: JSON
    """Write the HTML that draws `data` with its library."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", "\\u2028")
    return render("live_data.html.j2", scripts=LIVE_DATA[mime], data=text, plotly="plotly" in mime)
