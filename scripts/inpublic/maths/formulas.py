"""Formulas of Markdown on the page: typeset, or shown as their TeX with a word to the author."""

from __future__ import annotations

from collections.abc import Sequence

from inpublic.maths.mathml import tex_html
from inpublic.maths.mathpipes import show_pipes
from inpublic.text.embeds import Context


def formula_html(tex: str, context: Context, lines: Sequence[int] | None, *, display: bool, style: str = "") -> str:
    """Typeset a formula that begins on the first of `lines`; `style` is TeX that comes before it."""
    tex, origin = show_pipes(tex), context.at(lines)
    html = context.builder.typesetter.typeset(style + tex, display=display, place=(origin.cell, origin.line))
    if html is None:
        context.builder.fault(
            f"the formula «{_short(tex)}» could not be typeset and is shown as its TeX",
            "Check its commands and braces; commands that a package defines are not known here.",
            origin,
        )
        html = tex_html(tex, display=display)
    return context.stash.keep(html)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}…"
