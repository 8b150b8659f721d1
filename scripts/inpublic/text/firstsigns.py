"""Which rules of Markdown may begin with which sign: markdown-it would try all of them at each line and each mark."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

Rule = Callable[..., bool]

_BLOCKS = {
    "amsmath": "\\",
    "blockquote": ">",
    "colons": ":",
    "fence": "`~",
    "footnote_def": "[",
    "heading": "#",
    "hr": "*-_",
    "html_block": "<",
    "list": "*-+0123456789",
    "marks": "!?=",
    "math_block": "$",
    "named_fence": "`~",
    "odd_heading": "#",
    "reference": "[",
    "target": "(",
}
_WORDS = {
    "autolink": "<",
    "backticks": "`",
    "colon": ":",
    "comment": "<",
    "emphasis": "*_",
    "entity": "&",
    "equation_reference": "\\",
    "escape": "\\",
    "footnote_ref": "[",
    "gfm_autolink_email": "@",
    "gfm_autolink_protocol": ":",
    "gfm_autolink_www": "w",
    "html_inline": "<",
    "image": "!",
    "link": "[",
    "math_brackets": "\\",
    "math_inline": "$",
    "newline": "\n",
    "role": "{",
    "strikethrough": "~",
    "underscore": "_",
}
"""The signs that rules begin with, by their names; a rule that is not named here may begin with any."""


_OTHER = ""
"""Stands for all other signs."""


def first_sign_plugin(parser: MarkdownIt) -> None:
    """Try at each sign only rules that may begin with it; to be used last, as it knows no rules of later plugins."""
    _replace(parser.block.ruler, _BLOCKS, _block_rule)
    _replace(parser.inline.ruler, _WORDS, _word_rule)


def _replace(ruler: Any, signs: Mapping[str, str], chosen: Callable[[Mapping[str, Sequence[Rule]]], Rule]) -> None:
    """Put one rule, which chooses, in the place of those of each chain of a ruler, for the lines or for the words."""
    names = dict(zip(ruler.getRules(""), ruler.get_active_rules(), strict=True))
    chains = {}
    for chain in ("", *sorted({name for rule in ruler.__rules__ for name in rule.alt})):
        rules = ruler.getRules(chain)
        by_sign = {
            sign: [rule for rule in rules if sign in signs.get(names[rule], sign)] for sign in "".join(signs.values())
        }
        by_sign[_OTHER] = [rule for rule in rules if names[rule] not in signs]
        chains[chain] = [chosen(by_sign)]
    ruler.getRules = lambda chain="": chains.get(chain, ())


def _block_rule(by_sign: Mapping[str, Sequence[Rule]]) -> Rule:
    others = by_sign[_OTHER]

    def block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
        at = state.bMarks[start] + state.tShift[start]
        for rule in by_sign.get(state.src[at : at + 1], others):  # noqa: SIM110 - `any` would make a generator each time
            if rule(state, start, end, silent):
                return True
        return False

    return block


def _word_rule(by_sign: Mapping[str, Sequence[Rule]]) -> Rule:
    others = by_sign[_OTHER]

    def word(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
        for rule in by_sign.get(state.src[state.pos], others):  # noqa: SIM110 - see above
            if rule(state, silent):
                return True
        return False

    return word
