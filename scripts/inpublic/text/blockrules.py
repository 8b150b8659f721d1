"""Finds blocks with a name where Markdown is cut into blocks, and reads what they hold in its place.

So references, footnotes and line numbers inside are those of the whole text.
"""

from __future__ import annotations

import re
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from msgspec.structs import replace

from inpublic.text.admonitions import KINDS, VERSIONS, title_of
from inpublic.text.blockdirectives import LEAVES, Directive, read_div, read_mark, read_myst, read_word
from inpublic.text.crowds import is_spent, may_look

_FENCE = re.compile(r"(`{3,}|~{3,})\s*\{([\w:+-]+)\}\s*(.*?)\s*")
_ANY_FENCE = re.compile(r"(`{3,}|~{3,})(.*)")
_COLONS = re.compile(r"(:{3,})\s*(?:\{([^{}]*)\}|([a-zA-Z][\w-]*))\s*(.*)")
_BARE = re.compile(r"(:{3,})\s*")
_NAME = re.compile(r"[\w:+-]+")
_MARK = re.compile(r'(!!!|\?\?\?\+?) ?([a-zA-Z][\w-]*)((?: +[\w-]+)*)(?: +"(.*)")? *')
_TAB = re.compile(r'===[!+]? "(.+)" *')
_PLACES = frozenset({"inline", "end"})
_DEEPEST = 12
"""Levels of nesting from which on marks are shown as they are: markdown-it reads nothing below its twentieth."""
_LEVELS = "levels of marks"
"""What is noted in the parser's `env`: blocks without a name of their own are no level of markdown-it's."""


def block_plugin(parser: MarkdownIt) -> None:
    """Find blocks with a name; they become tokens `directive_open` … `directive_close`."""
    alternatives: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    for name, rule in (("named_fence", _fence), ("colons", _colons), ("marks", _marks)):
        parser.block.ruler.before("fence", name, rule, alternatives)


def _fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    match = _head(state, start, _FENCE, "`~")
    if match is None or ("`" in match[1] and "`" in match[3]):
        return False
    last = _end_of_fence(state, start, end, match[1])
    if is_spent(state):
        return False
    directive = read_myst(match[2], match[3], _lines(state, start + 1, last))
    if directive and not silent:
        _place(state, directive, start, last)
        state.line = min(last + 1, end) if _closes(state, last, end, match[1]) else last
    return directive is not None


def _colons(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    match = _head(state, start, _COLONS, ":")
    if match is None:
        return _is_left_over(state, start, silent=silent)
    last = _end_of_colons(state, start, end, len(match[1]))
    if last is None and not is_spent(state):
        last = end if _spans_cells(state, match[2] or "") else None
    directive = _of_colons(match, _lines(state, start + 1, last)) if last is not None else None
    if directive and last is not None and not silent:
        _place(state, directive, start, last)
        state.line = min(last + 1, end)
    return directive is not None


def _spans_cells(state: StateBlock, attributes: str) -> bool:
    """Tell whether a block of Quarto is closed in another cell; what this cell has of it is shown in it."""
    return _is_cell(state) and not state.level and attributes.lstrip().startswith((".", "#"))


def _is_left_over(state: StateBlock, start: int, *, silent: bool) -> bool:
    """Pass over the colons at the top of a cell that close what another cell began."""
    if silent or state.level or not _is_cell(state) or not _head(state, start, _BARE, ":"):
        return False
    state.line = start + 1
    return state.src[: state.bMarks[start]].isspace() or not start


def _is_cell(state: StateBlock) -> bool:
    context = state.env.get("context")
    return context is not None and context.origin.cell is not None


def _of_colons(match: re.Match[str], content: str) -> Directive | None:
    braces, word, rest = match[2], match[3], match[4].rstrip().rstrip(":").rstrip()
    if word:
        return read_word(word, rest)
    if _NAME.fullmatch(braces.strip()):
        return read_myst(braces.strip(), rest, content)
    return None if rest else read_div(braces, content)


def _marks(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read Material's boxes and tabs: three marks, a name or title, and lines that are set in."""
    match = _head(state, start, _MARK, "!?")
    tab = None if match else _head(state, start, _TAB, "=")
    if match is None and tab is None:
        return False
    last = _end_of_indent(state, start, end)
    if is_spent(state):
        return False
    quoted = match[4] if match else None
    if last == start + 1 and quoted is None:
        return False
    if match and quoted is None and not _PLACES.issuperset(match[3].split()):
        return False
    if not silent:
        words = (tab or [""] * 2)[1]
        directive = read_mark(match[1], match[2], quoted) if match else Directive("tab-item", title=words)
        _place(state, directive, start, last, indent=state.sCount[start] - state.blkIndent + 4)
        state.line = last
    return True


def _place(state: StateBlock, directive: Directive, start: int, last: int, *, indent: int = 0) -> None:
    """Put a block's tokens: its title, and what it holds, which begins on the line after `start`."""
    first = min(start + 1 + directive.head, last)
    if not directive.name:
        if directive.place:
            state.push("target", "", 0).content = directive.place
        _inside(state, first, last, indent)
        return
    body = state.getLines(first, last, state.sCount[start], False)  # noqa: FBT003 - markdown-it's signature
    words = _beside(directive, body)
    if words:
        directive = replace(directive, title=title_of(directive.name))
    _push(state, "directive_open", 1, directive, start, last).content = body
    if directive.title is not None:
        _words(state, "directive_title", directive, directive.title, start)
    if words:
        _words(state, "paragraph", directive, words, start)
    if directive.name in LEAVES:
        _push(state, "directive", 0, directive, start, last).content = body
    else:
        _inside(state, first, last, indent)
    _push(state, "directive_close", -1, directive, start, last)


def _beside(directive: Directive, body: str) -> str:
    """Return the text of a box that has none but beside its name; it is no title then."""
    is_kind = directive.name in KINDS and directive.name not in VERSIONS.keys() | {"admonition"}
    return directive.argument if is_kind and not body.strip() else ""


def _push(
    state: StateBlock, name: str, nesting: Literal[-1, 0, 1], directive: Directive, start: int, last: int
) -> Token:
    token = state.push(name, "", nesting)
    token.map, token.meta, token.block = [start, last], {"directive": directive}, True
    return token


def _words(state: StateBlock, name: str, directive: Directive, text: str, line: int) -> None:
    """Put one line of Markdown between tokens of the type `name`."""
    _push(state, f"{name}_open", 1, directive, line, line + 1).tag = "p"
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = text, [line, line + 1], []
    _push(state, f"{name}_close", -1, directive, line, line + 1).tag = "p"


def _inside(state: StateBlock, start: int, end: int, indent: int) -> None:
    """Read the lines of a block as Markdown of their own."""
    outer = state.lineMax, state.blkIndent, state.parentType
    state.env[_LEVELS] = state.env.get(_LEVELS, 0) + 1
    state.lineMax, state.blkIndent, state.parentType = end, state.blkIndent + indent, "directive"
    state.md.block.tokenize(state, start, end)
    state.lineMax, state.blkIndent, state.parentType = outer
    state.env[_LEVELS] -= 1


def _head(state: StateBlock, number: int, pattern: re.Pattern[str], signs: str) -> re.Match[str] | None:
    """Match the line that may begin a block, unless it is code or too deep inside others."""
    line = _line(state, number)
    if line[:1] not in signs or not line or state.is_code_block(number):
        return None
    is_deep = state.level > _DEEPEST or state.env.get(_LEVELS, 0) > _DEEPEST
    return None if is_deep or is_spent(state) else pattern.fullmatch(line)


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _lines(state: StateBlock, start: int, end: int) -> str:
    return state.getLines(start, end, state.blkIndent, False)  # noqa: FBT003 - markdown-it's signature


def _is_outside(state: StateBlock, number: int) -> bool:
    return state.sCount[number] < state.blkIndent and not state.isEmpty(number)


def _end_of_fence(state: StateBlock, start: int, end: int, fence: str) -> int:
    """Find the line that closes a fence, else that after its last: a fence may stay open."""
    numbers = range(start + 1, end)
    seen = (one for one in numbers if may_look(state, start))
    return next((one for one in seen if _is_outside(state, one) or _closes(state, one, end, fence)), end)


def _closes(state: StateBlock, number: int, end: int, fence: str) -> bool:
    if number >= end or _is_outside(state, number) or state.is_code_block(number):
        return False
    match = _ANY_FENCE.fullmatch(_line(state, number))
    return match is not None and match[1].startswith(fence) and not match[2].strip()


def _end_of_indent(state: StateBlock, start: int, end: int) -> int:
    """Find the line after the last that is set in."""
    last = number = start + 1
    while number < end and (state.isEmpty(number) or state.sCount[number] >= state.sCount[start] + 4):
        if not may_look(state, start):
            break
        number += 1
        last = last if state.isEmpty(number - 1) else number
    return last


def _end_of_colons(state: StateBlock, start: int, end: int, length: int) -> int | None:
    """Find the line that closes a block; blocks inside it and fenced code are passed over."""
    depth, spare, fence = 0, None, ""
    for number in range(start, end):
        line = _line(state, number)
        if _is_outside(state, number) or not may_look(state, start):
            break
        if line[:1] in ("`", "~") or fence:
            fence = _fence_after(line, fence)
        elif line.startswith(":::"):
            bare = _BARE.fullmatch(line)
            depth += -1 if bare else 1 if _COLONS.fullmatch(line) else 0
            if bare and not depth:
                return number
            spare = number if spare is None and bare and len(bare[1]) >= length else spare
    return spare


def _fence_after(line: str, fence: str) -> str:
    """Return the fence that is open after a line; empty when none is."""
    match = _ANY_FENCE.fullmatch(line)
    if match is None:
        return fence
    if fence:
        return "" if match[1].startswith(fence) and not match[2].strip() else fence
    return "" if "`" in match[1] and "`" in match[2] else match[1]
