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

_MOST_ENDINGS = 1000
"""Exclamation marks, and brackets without a beginning: a converter calls itself for all that follows on each."""

LONGEST = 30_000
"""Characters that a formula may have: over some signs converters take the square of their number."""


def is_too_deep(tex: str) -> bool:
    r"""Tell whether a formula is nested more than DEEPEST levels, `\sqrt\sqrt…` counted as well as `{{…`.

    One that is longer than anybody reads counts as such, too.
    """
    if len(tex) > LONGEST:
        return True
    depth = chain = 0
    tokens = _TOKEN.findall(tex)
    unclosed, endings = _unpaired(tokens)
    if (
        unclosed > _MOST_UNCLOSED
        or endings > _MOST_ENDINGS
        or sum(map(_SWITCHES.__contains__, tokens)) > _MOST_SWITCHES
    ):
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


def _unpaired(tokens: Sequence[str]) -> tuple[int, int]:
    r"""Count brackets without an end, and signs without a beginning; any closes any, but for those of `\left`."""
    opened = ended = 0
    for before, sign in pairwise(["", *tokens]):
        if before in (r"\left", r"\right", r"\middle"):
            continue
        ended += sign == "!" or (sign in _RIGHT and not opened)
        opened = max(0, opened + (sign in _LEFT) - (sign in _RIGHT))
    return opened, ended
