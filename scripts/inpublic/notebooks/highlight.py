"""Source code to HTML, with the class names that Material styles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING

from inpublic.notebooks.languages import canonical, is_known, magic_language

if TYPE_CHECKING:
    from pygments.formatter import Formatter
    from pygments.lexer import Lexer


_EMPTY_LINES = 100
"""Empty lines in a row from which on code has no colours: the lexer of Python looks over all of them at each one."""

_LONG_LINE = 1000
"""Characters of one line from which on it has none, either: many a lexer tries each place with all that follows."""

_LARGEST = 100_000
"""Characters of code from which on it has none, either: nobody reads it line by line."""

_SMALLER: Mapping[str, int] = MappingProxyType(dict.fromkeys(("markdown", "perl", "ruby"), 20_000))
"""The same for lexers that look from each line through all that follow."""

_BLANKS = re.compile(r"[^\S\n]+")


def highlight_code(code: str, language: str) -> str:
    """Wrap code in the block that carries Material's copy button; an unknown language stays plain text."""
    return _block(_colour(code, language), language)


def highlight_cell(code: str, language: str) -> str:
    """Do the same for a cell, whose first line may be a magic that says another language for the rest."""
    head, newline, body = code.partition("\n")
    other = magic_language(head) if newline else ""
    inner = f"{_colour(head, language)}\n{_colour(body, other)}" if other else _colour(code, language)
    return _block(inner, language)


def _block(inner: str, language: str) -> str:
    name = language.strip().lower()
    label = f' data-lang="{escape(name)}"' if name else ""
    return f'<div class="highlight"><pre{label}><span></span><code>{inner}</code></pre></div>'


def _colour(code: str, language: str) -> str:
    name = canonical(language)
    lexer = _lexer(name)
    if lexer is None or len(code) > _SMALLER.get(name, _LARGEST) or _is_slow(code):
        return escape(code, quote=False)
    from pygments import highlight

    return highlight(code, lexer, _formatter()).rstrip("\n")


def _is_slow(code: str) -> bool:
    """Tell whether lexers would take their time, with the square of it: nobody needs colours there."""
    lines = code.replace("\r", "\n")  # as Pygments reads them
    is_hollow = lines.count("\n") >= _EMPTY_LINES and "\n" * _EMPTY_LINES in _BLANKS.sub("", lines)
    return is_hollow or any(len(line) > _LONG_LINE for line in lines.split("\n"))


@cache
def _formatter() -> Formatter[str]:
    from pygments.formatters.html import HtmlFormatter

    return HtmlFormatter(nowrap=True)


@lru_cache(maxsize=64)
def _lexer(name: str) -> Lexer | None:
    from pygments.lexers import find_lexer_class_by_name

    from inpublic.notebooks.lexing import quick

    if name == "python":
        from ipython_pygments_lexers import IPython3Lexer

        return quick(IPython3Lexer)(stripnl=False)
    return quick(find_lexer_class_by_name(name))(stripnl=False) if is_known(name) else None
