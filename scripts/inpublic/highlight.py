"""Source code to HTML, with the class names that Material styles."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_ALIASES = {
    "python": "ipython3",
    "python3": "ipython3",
    "py": "ipython3",
    "ipython": "ipython3",
    "c++": "cpp",
    "c++17": "cpp",
    "ir": "r",
    "jupyter-python": "ipython3",
    "sh": "bash",
}
"""Names that notebooks and fences use for what Pygments calls otherwise; IPython's own adds magics to Python."""


def highlight_code(code: str, language: str) -> str:
    """Wrap code in the block that carries Material's copy button; an unknown language stays plain text."""
    name = language.strip().lower()
    lexer = _lexer(_ALIASES.get(name, name))
    inner = escape(code, quote=False) if lexer is None else _spans(code, lexer)
    label = f' data-lang="{escape(name)}"' if name else ""
    return f'<div class="highlight"><pre{label}><span></span><code>{inner}</code></pre></div>'


def _spans(code: str, lexer: Lexer) -> str:
    from pygments import highlight
    from pygments.formatters.html import HtmlFormatter

    return highlight(code, lexer, HtmlFormatter(nowrap=True)).rstrip("\n")


@lru_cache(maxsize=64)
def _lexer(name: str) -> Lexer | None:
    if name in ("", "text", "plain", "txt"):
        return None
    if name == "ipython3":
        from ipython_pygments_lexers import IPython3Lexer

        lexer: Lexer = IPython3Lexer(stripnl=False)
        return lexer
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(name, stripnl=False)
    except ClassNotFound:
        return None
