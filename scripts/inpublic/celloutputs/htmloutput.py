"""HTML outputs: tables in the site's look, pages with scripts in a frame, and whatever brings its own style sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from inpublic.celloutputs.bundle import PICTURES, Bundle, Place
from inpublic.celloutputs.figures import picture_html
from inpublic.celloutputs.frames import Tree, frame_html, is_library, keep_library, keep_page
from inpublic.text.markers import scrub
from inpublic.text.rawhtml import clean_html, drawing_html, refused
from inpublic.text.sanitise import plain_text
from inpublic.text.styles import rules_of, safe_sheet

_EMPTY_HEADER = re.compile(r"<th\b([^>]*)>(?:\s|&nbsp;|\xa0)*</th>")
"""The corner of a data frame: a header that names nothing is an ordinary cell (WCAG 1.3.1)."""

_COLAB = ".colab-df-buttons, .colab-df-convert, .colab-df-generate, [id^='df-'] > button, [data-quickchart]"
"""Buttons that Colab puts beside a data frame and that work in Colab only."""

_WORDS = re.compile(r"""(?:\s*+<(?:[^<>"']|"[^"]*"|'[^']*')++>)*+\s*+[^\s<&]""")
"""HTML that has words behind its first tags, as most has."""

_COMPLETE = ".sk-top-container, .gt_table"
"""What says everything without its scripts: estimators of scikit-learn, tables of Great Tables."""

_AUTOMATIC = re.compile(r"(?<![-\w])color:\s*#(?:f1f1f1|000000)\s*(?:;|$)")
"""The colours that pandas chooses for the text on a ground; the style sheet chooses one that can be read better."""

_NO_CODE = frozenset({"application/json", "application/ld+json", "text/template", "text/x-template"})
_SEEN = ("img", "hr", "math", "audio", "video", "progress", "meter", "input", 'div class="ip-frame"', "picture")
"""What can be seen though it has no text."""

_DRAWING = 1000
"""Characters of an inline drawing from which on it is more than a button's sign."""


def html_output(bundle: Bundle, mime: str, place: Place) -> str | None:
    """Render HTML; None when something else says it better."""
    from selectolax.lexbor import LexborHTMLParser

    source = scrub(bundle.text(mime))
    if refused(source, place.context):
        return ""
    low = source.lower()
    if "<script" not in low and "<style" not in low:
        return _finished(clean_html(source, place.context))
    tree = LexborHTMLParser(source)
    if "<script" in low and _has_code(tree) and not (_is_table(tree) or tree.css_first(_COMPLETE)):
        return _live(bundle, source, tree, place)
    if "<style" in low and not _is_table(tree):
        return _with_own_style(tree, place)
    return _finished(clean_html(_table_source(tree), place.context))


def _live(bundle: Bundle, source: str, tree: Tree, place: Place) -> str:
    if is_library(source, tree):
        keep_library(place.builder, source, tree)
        return ""
    drawing = next((node for node in tree.css("svg") if len(node.html or "") > _DRAWING), None)
    return live_html(bundle, source, place, drawing_html(drawing, place.context) if drawing else "")


def live_html(bundle: Bundle, source: str, place: Place, drawing: str = "") -> str:
    """Offer HTML with scripts in a frame; its stored picture, or a drawing in it, is there at once."""
    stored = next((mime for mime in PICTURES if mime in bundle.data), None)
    picture = picture_html(bundle, stored, place) if stored else drawing
    return frame_html(keep_page(place.builder, source), picture or "")


def _has_code(tree: Tree) -> bool:
    return any((node.attributes.get("type") or "") not in _NO_CODE for node in tree.css("script"))


def _is_table(tree: Tree) -> bool:
    """Tell whether the HTML is a data frame: its rows say everything, scripts and styles only add comforts."""
    table = tree.css_first("table.dataframe, table[id^='T_']")
    return table is not None and table.css_first("td") is not None


def _table_source(tree: Tree) -> str:
    """Return a data frame without what works elsewhere only; the cells that a Styler coloured keep their colours."""
    for node in tree.css(_COLAB):
        node.decompose()
    sheets = [node.text(deep=True) for node in tree.css("style")]
    for selector, declarations in (rule for sheet in sheets for rule in rules_of(sheet)):
        if "#T_" in selector:
            _apply(tree, selector, declarations)
    return (tree.body and tree.body.inner_html) or ""


def _apply(tree: Tree, selector: str, declarations: str) -> None:
    """Write the declarations of one rule onto the elements that it means."""
    declarations = _AUTOMATIC.sub("", declarations) if "background" in declarations else declarations
    for node in _selected(tree, selector):
        node.attrs["style"] = f"{node.attributes.get('style') or ''};{declarations}"


def _selected(tree: Tree, selector: str) -> Iterator[Any]:  # Any: selectolax's node
    if ":" in selector:
        return  # what changes under the reader's pointer
    try:
        yield from tree.css(selector)
    except ValueError:
        return


def _with_own_style(tree: Tree, place: Place) -> str | None:
    """Let HTML keep its own style sheet behind a shadow root, where it reaches nothing else on the page."""
    sheets = [safe_sheet(node.text(deep=True)) for node in tree.css("style")]
    for node in tree.css("style, script"):
        node.decompose()
    body = (tree.body and tree.body.inner_html) or ""
    html = clean_html(body, place.context, isolated=True).strip()
    if not html or not (tree.body.text(strip=True) or "<img" in html):
        return ""
    sheet = "\n".join(filter(None, sheets))
    if not sheet:
        return _finished(clean_html(body, place.context))
    return f'<div class="ip-styled"><template shadowrootmode="open"><style>{sheet}</style>{html}</template></div>'


def _finished(html: str) -> str | None:
    """Wrap HTML for the page; what shows nothing, such as an empty place for a script, is left out."""
    html = _EMPTY_HEADER.sub(r"<td\1></td>", html.strip())
    if not html:
        return None
    if not _WORDS.match(html) and not plain_text(html) and not any(f"<{name}" in html for name in _SEEN):
        return ""
    return f'<div class="ip-table">{html}</div>' if "<table" in html else f'<div class="ip-html">{html}</div>'
