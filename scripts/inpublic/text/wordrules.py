"""Words that our parser reads otherwise than Jupyter and GitHub do: e-mail addresses, bare links, odd spaces."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.common import normalize_url
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

_ODD_HEADING = re.compile("#{1,6}(\xa0)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_USUAL_LINK = re.compile(
    r"https?://(?=[a-z0-9.-]{1,60}(?:/|\Z))[a-z0-9]+(?:[.-][a-z0-9]+)*(?:/[\w./?=&+#~,;:@!-]*)?"
    r"|\w+(?:[./-]\w+)*(?:#[\w.-]*)?|#[\w.-]+",
    re.ASCII,
)
"""Addresses in which nothing has to be encoded; to take them apart for that takes long."""


def word_plugin(parser: MarkdownIt) -> None:
    """Keep `first_last@host` one address, show links as written, end comments at the first `-->`, mind odd spaces."""
    parser.inline.ruler.before("emphasis", "underscore", _underscore)
    parser.inline.ruler.before("html_inline", "comment", _comment)
    parser.block.ruler.before("heading", "odd_heading", _odd_heading, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.core.ruler.push("pictures_in_links", _pictures_in_links)
    parser.normalizeLinkText = _as_written  # type: ignore[method-assign]  # else `%20` would be shown as a space
    parser.normalizeLink = _encoded  # type: ignore[method-assign]  # only where it is needed


def _encoded(url: str) -> str:
    return url if _USUAL_LINK.fullmatch(url) else normalize_url.normalizeLink(url)


def _as_written(link: str) -> str:
    return link


def _underscore(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Leave an underscore inside a word, which emphasises nothing, in the text where addresses are looked for."""
    around = state.src[max(0, state.pos - 1) : state.pos + 2]
    if len(around) != 3 or around[1] != "_" or not (around[0].isalnum() and around[2].isalnum()):
        return False
    if not silent:
        state.pending += "_"
    state.pos += 1
    return True


def _comment(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read a comment that ends in three hyphens, which markdown-it leaves in the text."""
    match = _COMMENT.match(state.src, state.pos)
    if match is None or not match[0].endswith("--->"):
        return False
    if not silent:
        state.push("html_inline", "", 0).content = match[0]
    state.pos = match.end()
    return True


def _odd_heading(state: StateBlock, start: int, _: int, _silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Make the space that cannot break, easily typed on a Mac, an ordinary one for the rule of headings."""
    match = _ODD_HEADING.match(state.src, state.bMarks[start] + state.tShift[start])
    if match and not state.is_code_block(start):
        state.src = f"{state.src[: match.start(1)]} {state.src[match.end(1) :]}"
    return False


def _pictures_in_links(state: StateCore) -> None:
    """Note of each picture whether it stands in a link: nothing in it may lead elsewhere then."""
    for token in state.tokens:
        depth = 0
        for child in token.children or ():
            depth += (child.type == "link_open") - (child.type == "link_close")
            if child.type == "image" and depth:
                child.meta["in_link"] = True
