"""Bars inside formulas inside tables: Jupyter sees the formula before the table, Markdown the table first."""

from __future__ import annotations

import re

PIPE = "\ufdd2"
"""Stands for a bar while Markdown looks for the cells of a row; a noncharacter, which no text holds."""

_ROW = re.compile(r"^[^\n]*\|[^\n]*$", re.MULTILINE)
_FORMULA = re.compile(r"(?<![\\$\w])\$(?![\s$])[^$\n]*\|[^$\n]*(?<![\s\\])\$(?![\d$\w])")


def hide_pipes(text: str) -> str:
    """Take the bars inside formulas out of sight in lines that may be rows of a table."""
    if "$" not in text or "|" not in text:
        return text
    return _ROW.sub(lambda row: _FORMULA.sub(lambda formula: formula[0].replace("|", PIPE), row[0]), text)


def show_pipes(text: str) -> str:
    """Bring them back."""
    return text.replace(PIPE, "|")
