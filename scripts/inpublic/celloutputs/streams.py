"""Text outputs: what a program printed, what it complained about, and where it stopped."""

from __future__ import annotations

import re
from html import escape

from inpublic.celloutputs.bundle import Output, Place, text_of
from inpublic.celloutputs.terminal import terminal_html, terminal_text

LONG = 40
"""Lines of a text output from which on a part of it is folded."""

_SHOWN = 20
_SPAN = re.compile(r"<span[^>]*>|</span>")


def stream_html(output: Output, place: Place) -> str:
    """Render a stream: standard error stands out a little, long text is folded."""
    text = text_of(output.get("text"))
    if output.get("name") == "stderr":
        return text_html(text, "ip-stderr", place)
    return text_html(text, "ip-stdout", place)


def error_html(output: Output, place: Place) -> str:
    """Render a traceback with its colours; of a long one the end is shown, where the reason stands."""
    lines = output.get("traceback")
    text = "\n".join(map(text_of, lines)) if isinstance(lines, list) else ""
    reason = f"{text_of(output.get('ename')) or 'Error'}: {text_of(output.get('evalue'))}".strip(": ")
    if not text.strip() or terminal_text(text_of(output.get("ename"))) not in terminal_text(text):
        text = f"{reason}\n{text}"
    html = text_html(text, "ip-error", place)
    if not place.display.folds_error:
        return html
    words = escape(terminal_text(reason.split("\n")[0]), quote=False)
    return f'<details class="ip-fold"><summary>{words}</summary>{html}</details>'


def text_html(text: str, name: str, place: Place) -> str:
    """Render text as a terminal shows it, in a `<pre>` of the class `name`."""
    html = terminal_html(text.rstrip("\n")) if text.strip() else ""
    if not html.strip():
        return ""
    lines = html.count("\n") + 1
    if lines <= LONG or place.display.scrolls is False:
        return f'<pre class="{name}">{html}</pre>'
    if place.display.scrolls:
        return f'<pre class="{name} ip-scrolls">{html}</pre>'
    is_error = name == "ip-error"
    first, second = _cut(html, lines - _SHOWN if is_error else _SHOWN)
    if is_error:
        return _more(first, name, f"Show the whole traceback ({lines} lines)") + f'<pre class="{name}">{second}</pre>'
    return f'<pre class="{name}">{first}</pre>' + _more(second, name, f"Show all {lines:,} lines")


def _more(html: str, name: str, words: str) -> str:
    """Fold a part of a text away, as the reader's browser does it by itself."""
    summary = f'<span class="ip-more__open">{words}</span><span class="ip-more__close">Show less</span>'
    return f'<details class="ip-fold ip-more"><summary>{summary}</summary><pre class="{name}">{html}</pre></details>'


def _cut(html: str, lines: int) -> tuple[str, str]:
    """Cut finished HTML after so many lines; a colour that reaches over the cut is closed and opened again."""
    pieces = html.split("\n")
    first, second = "\n".join(pieces[:lines]), "\n".join(pieces[lines:])
    tags = _SPAN.findall(first)
    if tags and tags[-1] != "</span>":
        return f"{first}</span>", tags[-1] + second
    return first, second
