"""Where formulas are in Markdown: as Jupyter and GitHub find them, and what is only a price."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from inpublic.text.crowds import is_spent, may_look

_TEX = re.compile(r"[\\^_={}<>+]")
_STRONG = re.compile(r"[\\^_{}]")
_WORD = re.compile(r"(?<![\\a-zA-Z])[a-zA-Z]{3,}")
_CLOSING = {r"\\(": r"\\)", r"\\[": r"\\]"}
_REFERENCE = re.compile(r"\\(?:eq)?ref\{[^{}\s]+\}")

Rule = Callable[[StateInline, bool], bool]
BlockRule = Callable[[StateBlock, int, int, bool], bool]


def math_plugin(parser: MarkdownIt) -> None:
    r"""Find `$…$`, `$$…$$`, `\\(…\\)`, `\\[…\\]`, LaTeX environments, and bare `\eqref{…}`."""
    from mdit_py_plugins.amsmath import amsmath_block, amsmath_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.dollarmath.index import math_inline_dollar

    parser.use(dollarmath_plugin, allow_labels=False, allow_digits=False, allow_space=True, double_inline=True)
    parser.use(amsmath_plugin)
    alternatives: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list", "footnote_def"]}
    parser.block.ruler.at("amsmath", _bounded(amsmath_block), alternatives)
    parser.inline.ruler.at("math_inline", _guarded(math_inline_dollar(True, True, True)))  # noqa: FBT003
    parser.inline.ruler.before("escape", "math_brackets", _brackets)
    parser.inline.ruler.before("escape", "equation_reference", _reference)


def is_formula(content: str, before: str = "", after: str = "") -> bool:
    r"""Tell what stands between two dollars from words between two prices; `before` and `after` stand around them.

    Jupyter allows spaces beside the dollars; with them a formula must look like one, and so it must beside a digit,
    as in `20$^\circ$C`.
    """
    if not content.strip():
        return False
    if before.isdigit() or after.isdigit():
        return content == content.strip() and _looks_like_one(content, after)
    is_prose = bool(_WORD.search(content)) and not _TEX.search(content)
    if is_prose and (content[:1].isdigit() or after.isalnum()):
        return False
    spaces = content[:1].isspace() + content[-1:].isspace()
    if spaces == 1:
        return _looks_like_one(content, after)
    return not spaces or bool(_TEX.search(content)) or len(content.strip()) <= 2


def _looks_like_one(content: str, after: str) -> bool:
    """Tell whether content has TeX's own marks or is one letter, as long as no word goes on behind it."""
    words = content.strip()
    return bool(_STRONG.search(words)) or (len(words) == 1 and words.isalpha() and not after.isalpha())


def _bounded(rule: BlockRule) -> BlockRule:
    """Let a rule search for the ends of environments only as often as makes sense."""

    def bounded(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
        is_one = state.src.startswith(r"\begin{", state.bMarks[start] + state.tShift[start]) and not is_spent(state)
        if not is_one or rule(state, start, end, silent):
            return is_one
        may_look(state, start, end - start)
        return False

    return bounded


def _guarded(rule: Rule) -> Rule:
    def guarded(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
        if state.src[state.pos] != "$":
            return False
        if state.src.startswith("$`", state.pos):
            return _quoted(state, silent)
        before = state.src[max(0, state.pos - 1) : state.pos]
        if state.src.startswith("$$", state.pos):
            return not before.isdigit() and rule(state, silent)
        content = _between(state.src, state.pos + 1)
        end = state.pos + len(content) + 2
        return is_formula(content, before, state.src[end : end + 1]) and rule(state, silent)

    return guarded


def _between(text: str, start: int) -> str:
    """Return what stands before the next dollar that is not escaped."""
    match = re.compile(r"(?:\\.|[^$\\])*", re.DOTALL).match(text, start)
    return match[0] if match else ""


def _quoted(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read GitHub's way to keep a formula out of Markdown's hands: dollar, backtick, TeX, backtick, dollar."""
    end = state.src.find("`$", state.pos + 2)
    if end < 0:
        return False
    return _take(state, silent, (state.pos + 2, end, end + 2), "math_inline")


def _brackets(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    opening = state.src[state.pos : state.pos + 3]
    closing = _CLOSING.get(opening)
    if not closing or _last(state.src, closing) < state.pos + 3:
        return False
    end = state.src.find(closing, state.pos + 3, state.posMax)
    if end < 0:
        return False
    kind = "math_inline" if opening.endswith("(") else "math_inline_double"
    return _take(state, silent, (state.pos + 3, end, end + 3), kind)


@lru_cache(maxsize=2)
def _last(text: str, sign: str) -> int:
    """Find where a sign stands last; the answer is kept, as each opening one asks."""
    return text.rfind(sign)


def _reference(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    match = _REFERENCE.match(state.src, state.pos)
    if match is None:
        return False
    return _take(state, silent, (match.start(), match.end(), match.end()), "math_inline")


def _take(state: StateInline, silent: bool, span: tuple[int, int, int], kind: str) -> bool:  # noqa: FBT001
    start, end, after = span
    if not silent:
        token = state.push(kind, "math", 0)
        token.content = state.src[start:end]
        token.markup = "$"
    state.pos = after
    return True
