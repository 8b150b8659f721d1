"""Blocks that MyST, Quarto and Pandoc mark with colons or name in a fence: what they are called and hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock

from inpublic.admonitions import KINDS, title_of

_OPENING = re.compile(r"(:{3,})\s*(?:\{([^{}]*)\}|([\w-]+))\s*([^\n]*?):*\s*")
_MARKS = re.compile(r'(!!!|\?\?\?\+?)\s+([\w-]+)(?:\s+[\w-]+)*?(?:\s+"([^"]*)")?\s*')
_BARE = re.compile(r":{3,}\s*")
_CODE_FENCE = re.compile(r"\s*(```|~~~)")
_OPTION_LINE = re.compile(r":([\w-]+):\s*(.*)")
_ATTRIBUTE = re.compile(r"""([\w-]+)=(?:"([^"]*)"|'([^']*)'|(\S+))|\.([\w-]+)|#([\w:-]+)""")
_NAME = re.compile(r"\{([\w:+-]+)\}\s*(.*)")

FOLDED = frozenset({"dropdown", "toggle", "collapse", "details"})
"""Names of directives that are folded by themselves."""


@dataclass(frozen=True, slots=True)
class Directive:
    """Holds a block with a name: its argument, its options and the Markdown or other text that it holds."""

    name: str
    argument: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    body: str = ""

    @property
    def is_box(self) -> bool:
        """Tell whether it is an admonition or folds its content."""
        return self.name in KINDS or self.name in FOLDED


def read_directive(info: str, content: str) -> Directive | None:
    """Read a fence such as `{note} Title`; None when its info names no directive."""
    match = _NAME.fullmatch(info.strip())
    if match is None:
        return None
    options, body = _options(content)
    return Directive(match[1], match[2].strip(), options, body)


def directive_plugin(parser: MarkdownIt) -> None:
    """Find blocks with a name: boxes become tokens of the type `directive`, of other blocks the colons vanish."""
    alternatives: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("fence", "colons", _colons, alternatives)
    parser.block.ruler.before("fence", "marks", _marks, alternatives)


def _colons(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    match = _OPENING.fullmatch(_line(state, start)) if state.sCount[start] - state.blkIndent < 4 else None
    if match is None:
        return False
    last = _closing(state, start, end)
    if silent or last is None:
        return last is not None
    directive = _directive(match, state.getLines(start + 1, last, state.sCount[start], False))  # noqa: FBT003
    if directive.is_box:
        _push(state, directive, start, last + 1)
    else:
        _inside(state, start + 1, last)
    state.line = last + 1
    return True


def _marks(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read Material's boxes: three marks, a name, perhaps a title, and lines that are set in."""
    match = _MARKS.fullmatch(_line(state, start)) if state.sCount[start] - state.blkIndent < 4 else None
    if match is None:
        return False
    indent, last = state.sCount[start] + 4, start + 1
    while last < end and (state.sCount[last] >= indent or state.isEmpty(last)):
        last += 1
    while last > start + 1 and state.isEmpty(last - 1):
        last -= 1
    if last == start + 1 and match[3] is None:
        return False
    if not silent:
        body = state.getLines(start + 1, last, indent, False)  # noqa: FBT003 - markdown-it's signature
        _push(state, _marked(match[1], match[2], match[3], body), start, last)
        state.line = last
    return True


def _marked(mark: str, name: str, title: str | None, body: str) -> Directive:
    """Say in MyST's words what Material's marks say; a name that is no kind of box is the title of one."""
    folds, known = mark != "!!!", name.lower() in KINDS
    options = {"class": name} if folds and known else {}
    options |= {"title": ""} if title == "" else {}
    options |= {"open": "true"} if mark == "???+" else {}
    words = title or ("" if known or title == "" else title_of(name))
    return Directive("dropdown" if folds else name.lower() if known else "note", words, options, body)


def _push(state: StateBlock, directive: Directive, start: int, end: int) -> None:
    token = state.push("directive", "", 0)
    token.map, token.meta = [start, end], {"directive": directive}


def _inside(state: StateBlock, start: int, end: int) -> None:
    """Read what stands between the colons as if they were not there."""
    outer, state.lineMax = state.lineMax, end
    state.md.block.tokenize(state, start, end)
    state.lineMax = outer


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _closing(state: StateBlock, start: int, end: int) -> int | None:
    """Find the line that closes the block; blocks inside it and fenced code are passed over."""
    depth, fence = 0, ""
    for number in range(start, end):
        line = _line(state, number)
        code = _CODE_FENCE.match(line)
        if code and (not fence or code[1] == fence):
            fence = "" if fence else code[1]
        if fence:
            continue
        if _BARE.fullmatch(line):
            depth -= 1
        elif _OPENING.fullmatch(line):
            depth += 1
        if not depth:
            return number
    return None


def _directive(match: re.Match[str], content: str) -> Directive:
    named = re.fullmatch(r"[\w:+-]+", match[2].strip()) if match[2] is not None else None
    if named:
        options, body = _options(content)
        return Directive(named[0], match[4].strip(), options, body)
    if match[3]:
        return Directive(match[3] if match[3] in KINDS else "", match[4].strip(), {}, content)
    return _callout(match[2], content)


def _callout(attributes: str, content: str) -> Directive:
    """Read Quarto's attributes; a callout's first heading is its title."""
    found = list(_ATTRIBUTE.finditer(attributes))
    options = {one[1]: one[2] or one[3] or one[4] or "" for one in found if one[1]}
    kind = next((one[5].removeprefix("callout-") for one in found if (one[5] or "").startswith("callout-")), "")
    if not kind:
        return Directive("", "", {}, content)
    heading = re.match(r"\s*#+\s+([^\n]+)\n?", content)
    title = options.get("title", "")
    if heading and not title:
        title, content = heading[1].strip(), content[heading.end() :]
    return Directive(kind if kind in KINDS else "note", title, options, content)


def _options(content: str) -> tuple[dict[str, str], str]:
    """Take the options off the top of a MyST directive, `:key: value` lines or a block between dashes."""
    lines = content.split("\n")
    options: dict[str, str] = {}
    if lines[0].strip() == "---" and "---" in [line.strip() for line in lines[1:]]:
        last = [line.strip() for line in lines[1:]].index("---") + 1
        pairs = (line.partition(":") for line in lines[1:last])
        return {name.strip(): value.strip() for name, _, value in pairs}, "\n".join(lines[last + 1 :])
    while lines and (match := _OPTION_LINE.fullmatch(lines[0].strip())):
        options[match[1]] = match[2].strip()
        lines = lines[1:]
    return options, "\n".join(lines)
