"""Texts that would keep a parser busy for minutes: they are shown as they are written, and their author is told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from inpublic.document import Fault

MOST_OPEN = 100
"""Square brackets that may be open at a time: at each the parser tries a link, and reads all that stands inside."""

_BRACKET = re.compile(r"\\.|([\[\]])", re.DOTALL)
_STARTS = re.compile(r"[\n!$&*:<@\[\\\]_`{~w](?:(?<!w)|(?=ww\.))")
"""What a rule for words begins with: at each other sign, and each "w", markdown-it would try all of them in vain."""
_PROTOCOLS = ("http", "https", "mailto", "xmpp")
_LONGEST_PROTOCOL = 6
_USUAL = 10
"""Square brackets that may be open at a time in any number of paragraphs, however long."""

_MOST_WORK = 500_000
"""Characters, each as often as brackets are open, that are read of all paragraphs that have more; about two seconds."""

_CROWDS, _WORK, _LEFT, _SPENT = "crowds", "work", "lines left", "spent"
"""What a parser notes in its `env`: lines of crowds, work done, how many looks at lines are left, where none was."""

_LOOKS = 50
"""How often each line of a text may be looked at on the search for the ends of blocks; in usual texts twelve times."""


def crowd_plugin(parser: MarkdownIt) -> None:
    """Show crowded paragraphs as they are, and look for marks and addresses only where they may begin."""
    parser.inline.terminator_re = _STARTS
    parser.core.ruler.at("inline", _inlines)
    parser.inline.ruler.before("gfm_autolink_protocol", "colon", _colon)


def crowd_faults(env: EnvType) -> Iterator[Fault]:
    """Say what was shown as it is written, from what a parser noted in its `env`; lines count from 0."""
    for line in env.get(_CROWDS, ()):
        message = "too many square brackets are open in this paragraph: it is shown as it is written"
        yield Fault(message, "Close them, write \\[ for a bracket, or put it all into a block of code.", line=line)
    if _SPENT in env:
        message = "so many marks of blocks stand in each other here that the last are shown as they are written"
        yield Fault(message, "Close each block before the next begins.", line=env[_SPENT])


def may_look(state: StateBlock, start: int, count: int = 1) -> bool:
    """Count looks at lines on the search for the end of the block that begins at `start`; False when none is left."""
    left: int = state.env.setdefault(_LEFT, _LOOKS * (len(state.bMarks) + _LOOKS)) - count
    state.env[_LEFT] = left
    if left < 0:
        state.env.setdefault(_SPENT, start)
    return left >= 0


def is_spent(state: StateBlock) -> bool:
    """Tell whether no look is left, so that marks of blocks are shown as they are."""
    return _SPENT in state.env


def _is_crowded(text: str, env: EnvType) -> bool:
    """Tell whether to read a paragraph would take too long: after all that was read before, or by itself."""
    depth = open_brackets(text)
    if depth > _USUAL:
        env[_WORK] = env.get(_WORK, 0) + depth * len(text)
    return depth > MOST_OPEN or (depth > _USUAL and env[_WORK] > _MOST_WORK)


def open_brackets(text: str) -> int:
    """Count how many square brackets are open at a time at most; escaped ones are none."""
    if text.count("[") <= _USUAL:
        return 0
    depth = deepest = 0
    for match in _BRACKET.finditer(text):
        if match[1]:
            depth = max(0, depth + (1 if match[1] == "[" else -1))
            deepest = max(deepest, depth)
    return deepest


def _inlines(state: StateCore) -> None:
    """Read the words of all blocks, as markdown-it's own rule does, but for those of crowds."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = token.children if token.children is not None else []
        if _is_crowded(token.content, state.env):
            state.env.setdefault(_CROWDS, []).append(token.map[0] if token.map else 0)
            token.children += _plain(token.content)
        elif _STARTS.search(token.content):
            state.md.inline.parse(token.content, state.md, state.env, token.children)
        elif token.content:
            token.children.append(Token("text", "", 0, content=token.content))


def _plain(text: str) -> list[Token]:
    words: list[Token] = []
    for line in text.split("\n"):
        words += [Token("softbreak", "br", 0), Token("text", "", 0, content=line)]
    return words[1:]


def _colon(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Pass over a colon that ends no protocol; before one, put aside text that its rule would search."""
    if state.src[state.pos] != ":":
        return False
    if state.src[max(0, state.pos - _LONGEST_PROTOCOL) : state.pos].endswith(_PROTOCOLS):
        before, last = state.pending[:-_LONGEST_PROTOCOL], state.pending[-_LONGEST_PROTOCOL:]
        if before:
            state.pending = before
            state.pushPending()
            state.pending = last
        return False
    if not silent:
        state.append_pending(":")
    state.pos += 1
    return True
