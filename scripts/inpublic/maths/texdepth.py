r"""How deep TeX is nested, before a converter finds out: compiled ones end the whole process where their stack ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

DEEPEST = 100
"""Levels of groups, environments and commands in each other; a formula that people wrote has fewer than 20."""

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|[{}]|[^\\{}\s]", re.DOTALL)
_OPENING = frozenset({"{", r"\left", r"\begin"})
_CLOSING = frozenset({"}", r"\right", r"\end"})
_STYLES = "displaystyle textstyle scriptstyle scriptscriptstyle"
_SWITCHES = frozenset(rf"\{name}" for name in f"color rm bf it cal tt sf rmfamily bfseries {_STYLES}".split())
"""Commands that hold for all that follows: converters put the rest of the formula into each."""

_LEFT = frozenset(
    ["[", "(", r"\{", "⟨", "⌊", "⌈"]
    + [
        rf"\{name}"
        for name in "lbrack lbrace langle lfloor lceil lvert lVert lgroup lmoustache llbracket ulcorner".split()
    ]
)
_RIGHT = frozenset(
    ["]", ")", r"\}", "⟩", "⌋", "⌉"]
    + [
        rf"\{name}"
        for name in "rbrack rbrace rangle rfloor rceil rvert rVert rgroup rmoustache rrbracket urcorner".split()
    ]
)
_MOST_UNCLOSED = 8
"""Brackets without their other side: for each one a converter reads all that follows twice."""

_MOST_SWITCHES = 1000
"""How many of them a formula may have; large tables have one in each cell, where it ends."""


def is_too_deep(tex: str) -> bool:
    r"""Tell whether a formula is nested more than DEEPEST levels, `\sqrt\sqrt…` counted as well as `{{…`."""
    depth = chain = 0
    tokens = _TOKEN.findall(tex)
    if sum(token in _SWITCHES for token in tokens) > _MOST_SWITCHES or _unclosed(tokens) > _MOST_UNCLOSED:
        return True
    for token in tokens:
        if token in _OPENING:
            depth += 1
        elif token in _CLOSING:
            depth = max(0, depth - 1)
        # A command right after another may be what that one works on, and so on: each is a level until a letter comes.
        chain = chain + 1 if token[0] in "\\{" else 0
        if depth > DEEPEST or chain > DEEPEST:
            return True
    return False


def _unclosed(tokens: Sequence[str]) -> int:
    r"""Count the brackets that nothing closes; any closes any other, and those of `\left` are not counted."""
    count = 0
    for before, token in pairwise(["", *tokens]):
        if before in (r"\left", r"\right", r"\middle"):
            continue
        count = max(0, count + (token in _LEFT) - (token in _RIGHT))
    return count
