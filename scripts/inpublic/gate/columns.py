"""Finds the cells below a heading of a table that is set in plain characters: as pandas prints it, or in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

_MOST = 40
"""How many lines below a heading are looked at."""
_LONGEST = 1000
"""Characters of a line that are looked at."""
_HEADING = re.compile(r"[ \t]*(?:\r?\n|\|)|  ")
_WORD = re.compile(r"\S+")


def below(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the cells below the heading `text[start:end]` stand: words without spaces."""
    before = text[max(0, start - _LONGEST) : start].rpartition("\n")[2]
    line_end = text.find("\n", end, end + _LONGEST)
    if line_end >= 0:
        find = _between_bars if "|" in before else _in_line
        for at, line in islice(_lines(text, line_end + 1), _MOST):
            found = find(line, before, end - start)
            if found:
                yield at + found[0], at + found[1]


def is_heading(text: str, start: int, end: int) -> bool:
    """Tell whether the words around `text[start:end]` let it be a heading."""
    return text[max(0, start - 2) : start].endswith(("  ", "| ", "|", "\n")) and _HEADING.match(text, end) is not None


def _lines(text: str, place: int) -> Iterator[tuple[int, str]]:
    """Yield the lines up to the first empty one, with their places."""
    while place < len(text):
        end = text.find("\n", place)
        end = end if end >= 0 else len(text)
        line = text[place : min(end, place + _LONGEST)]
        if not line.strip():
            return
        yield place, line
        place = end + 1


def _between_bars(line: str, before: str, _width: int) -> tuple[int, int] | None:
    cells = line.split("|")
    number = before.count("|")
    if number >= len(cells):
        return None
    start = sum(len(cell) + 1 for cell in cells[:number])
    bare = cells[number].strip(" \t`*")
    return (start + cells[number].index(bare), start + cells[number].index(bare) + len(bare)) if bare else None


def _in_line(line: str, before: str, width: int) -> tuple[int, int] | None:
    """Find the word that ends or begins where the heading does: columns are set to the right or to the left."""
    for found in _WORD.finditer(line):
        if found.end() == len(before) + width or found.start() == len(before):
            return found.span()
    return None
