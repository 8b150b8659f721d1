"""Small marks of other dialects in running text: quotes with a name, attributes of headings, targets and roles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_QUOTE = re.compile(r"(Note|Warning|Tip|Important|youtube|twitter):\s+(?=\S)")
_HEADING_ATTRIBUTES = re.compile(r"\s*\{((?:\s*[#.][\w:.-]+)+|\s*-\s*)\s*\}\s*$")
_ID = re.compile(r"#([\w:.-]+)")
_TARGET = re.compile(r"\(([\w:.+-]+)\)=\s*")
_ROLE = re.compile(r"\{([a-zA-Z][\w:.+-]*)\}(`+)(?!`)((?:[^`]|(?!\2)`)+)\2(?!`)")
_LABELLED = re.compile(r"(.*?)\s*<([^<>]+)>", re.DOTALL)
_ELEMENTS = {"sub": "sub", "subscript": "sub", "sup": "sup", "superscript": "sup", "kbd": "kbd", "abbr": "abbr"}
_REFERENCES = frozenset({"ref", "numref", "eq", "doc", "any", "term"})


def dialect_plugin(parser: MarkdownIt) -> None:
    """Understand fastpages' quotes, Pandoc's heading attributes, MyST's targets and roles."""
    parser.core.ruler.push("named_quotes", _named_quotes)
    parser.core.ruler.push("heading_attributes", _heading_attributes)
    parser.block.ruler.before("paragraph", "target", _target)
    parser.inline.ruler.before("backticks", "role", _role)


def _named_quotes(state: StateCore) -> None:
    for index, token in enumerate(state.tokens[:-2]):
        inline = state.tokens[index + 2]
        if token.type != "blockquote_open" or inline.type != "inline" or not inline.children:
            continue
        first = inline.children[0]
        match = _QUOTE.match(first.content) if first.type == "text" else None
        if match:
            first.content = first.content[match.end() :]
            token.meta = {"name": match[1]}
            _closing(state.tokens, index).meta = {"name": match[1]}


def _closing(tokens: Sequence[Token], start: int) -> Token:
    return next(one for one in tokens[start:] if one.type == "blockquote_close" and one.level == tokens[start].level)


def _heading_attributes(state: StateCore) -> None:
    for index, token in enumerate(state.tokens):
        inline = state.tokens[index + 1] if token.type == "heading_open" else None
        last = inline.children[-1] if inline and inline.children else None
        match = _HEADING_ATTRIBUTES.search(last.content) if last and last.type == "text" else None
        if last and match:
            last.content = last.content[: match.start()]
            named = _ID.search(match[1])
            token.meta = {"anchor": named[1] if named else ""}


def _target(state: StateBlock, start: int, _: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    match = _TARGET.fullmatch(line)
    if match is None:
        return False
    if not silent:
        state.push("target", "", 0).content = match[1]
        state.line = start + 1
    return True


def _role(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    match = _ROLE.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("role", "", 0)
        token.content, token.info = match[3].strip(), match[1]
    state.pos = match.end()
    return True


def role_html(name: str, content: str) -> str:
    """Render a role: what HTML has an element for, a reference as a link where its target is here, else code."""
    short = name.rsplit(":", 1)[-1]
    labelled = _LABELLED.fullmatch(content)
    words, target = (labelled[1], labelled[2]) if labelled else (content, content)
    if short in _ELEMENTS:
        return f"<{_ELEMENTS[short]}>{escape(content, quote=False)}</{_ELEMENTS[short]}>"
    if name in _REFERENCES and re.fullmatch(r"[\w:.+-]+", target) and name != "term":
        return f'<a href="#{escape(target)}">{escape(words, quote=False)}</a>'
    if name in _REFERENCES:
        return escape(words, quote=False)
    return f"<code>{escape(words.removeprefix('~').removeprefix('!') or content, quote=False)}</code>"
