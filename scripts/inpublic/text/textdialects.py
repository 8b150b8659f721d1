"""Small marks of other dialects in running text: quotes with a name, attributes of headings, targets and roles."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_QUOTE = re.compile(r"(Note|Warning|Tip|Important):\s*")
_EMBED = re.compile(r"(youtube|twitter):\s*", re.IGNORECASE)
_ONE = r"""(?:[#.][\w:.-]+|-|[\w-]+=(?:"[^"]*"|[\w.%-]+))"""
_HEADING_ATTRIBUTES = re.compile(rf"""\{{\s*{_ONE}(?:(?:\s+|(?=\#)|(?<=")){_ONE})*\s*\}}\s*$""")
"""Attributes; the space between them is not optional, or else a row of dots could be cut in endless ways."""
_FIRST = re.compile(r"\{\s*(?:[#.]|-\s*\})")
_ID = re.compile(r"#([\w:.-]+)")
_TARGET = re.compile(r"\(([a-zA-Z][\w:.+-]*)\)=\s*")
_ROLE = re.compile(r"\{([a-zA-Z][\w:.+-]*)\}(`+)(?!`)((?:[^`]|(?!\2)`)+)\2(?!`)")
_LABELLED = re.compile(r"(.*?) ?<([^<>]+)>")
_LABEL = re.compile(r"[\w:.+-]+")
_FILE = re.compile(r"(?!//)[^:?\s]*\.\w+(#[^:\s]*)?")
_LONG_FORM = re.compile(r"(.[^(]*?) ?\((.+)\)")
_BY_ELEMENT = {
    "code": "code command envvar file literal option program",
    "del": "del strike",
    "em": "emphasis",
    "kbd": "kbd",
    "samp": "samp",
    "strong": "guilabel strong",
    "sub": "sub subscript",
    "sup": "sup superscript",
}
_ELEMENTS = {name: tag for tag, names in _BY_ELEMENT.items() for name in names.split()}
_OBJECTS = frozenset("attr class const data exc func meth mod obj".split())
_REFERENCES = frozenset({"ref", "numref", "any", "prf:ref"})
_FILES = frozenset({"doc", "download"})
_ROLES = _ELEMENTS.keys() | _OBJECTS | _REFERENCES | _FILES | {"abbr", "eq", "math", "term"}


def dialect_plugin(parser: MarkdownIt) -> None:
    """Understand fastpages' quotes, Pandoc's heading attributes, MyST's targets and roles."""
    parser.core.ruler.push("named_quotes", _named_quotes)
    parser.core.ruler.push("heading_attributes", _heading_attributes)
    parser.core.ruler.push("labels", _labels)
    parser.block.ruler.before("paragraph", "target", _target, {"alt": ["paragraph"]})
    parser.inline.ruler.before("backticks", "role", _role)


def _named_quotes(state: StateCore) -> None:
    for index, token in enumerate(state.tokens[:-2]):
        if token.type != "blockquote_open":
            continue
        paragraph, inline = state.tokens[index + 1 : index + 3]
        if paragraph.type == "paragraph_open" and inline.children:
            _name_quote(state.tokens, index, inline.children)


def _name_quote(tokens: Sequence[Token], index: int, words: list[Token]) -> None:
    """Make a box of a quote that begins with the name of one, a paragraph of one that is but a link."""
    first, closing = words[0], _closing(tokens, index)
    match = _QUOTE.match(first.content) if first.type == "text" else None
    if match and (len(words) > 1 or match.end() < len(first.content)):
        first.content = first.content[match.end() :]
        tokens[index].meta = closing.meta = {"name": match[1]}
        if not first.content and words[1].type in ("softbreak", "hardbreak"):
            del words[1]
    is_link = [word.type for word in words[1:] if word.content or word.type != "text"] == _LINK
    embed = _EMBED.fullmatch(first.content) if is_link and tokens[index + 4] is closing else None
    if embed:
        first.content = f"{'YouTube' if embed[1].lower() == 'youtube' else 'Twitter'}: "
        tokens[index].meta = closing.meta = {"hidden": True}


_LINK = ["link_open", "text", "link_close"]


def _closing(tokens: Sequence[Token], start: int) -> Token:
    return next(one for one in tokens[start:] if one.type == "blockquote_close" and one.level == tokens[start].level)


def _heading_attributes(state: StateCore) -> None:
    for index, token in enumerate(state.tokens):
        if token.type != "heading_open":
            continue
        inline = state.tokens[index + 1]
        last = inline.children[-1] if inline.children else None
        match = _HEADING_ATTRIBUTES.search(last.content) if last and last.type == "text" else None
        if last and match and _FIRST.match(match[0]):
            last.content = last.content[: match.start()].rstrip()
            named = _ID.search(match[0])
            token.meta = {"anchor": named[1] if named else ""}
            if named and token.level and not named[1].startswith("__"):
                token.attrSet("id", named[1])


_NAMED = frozenset({"directive_open", "heading_open", "target"})


def _labels(state: StateCore) -> None:
    """Learn what is called by a label, and let references without words say it."""
    labels: dict[str, str] = {}
    for index, token in enumerate(state.tokens):
        if token.type not in _NAMED:
            continue
        following = state.tokens[index + 1 : index + 3]
        if token.type == "target":
            labels[token.content] = token.content
            if [one.type for one in following] == ["heading_open", "inline"]:
                labels[token.content] = _plain(following[1])
                _name_heading(token, following[0])
        elif token.type == "heading_open" and (token.meta or {}).get("anchor"):
            labels[token.meta["anchor"]] = _plain(following[0])
        elif token.type == "directive_open" and token.meta["directive"].place:
            labels[token.meta["directive"].place] = token.meta["directive"].place
    state.env["labels"] = labels
    for token in state.tokens:
        if token.children:
            _fill_links(token.children, labels)


def _name_heading(target: Token, heading: Token) -> None:
    """Let a heading have the label before it for its anchor, unless its author gave it another too."""
    if not heading.level and not (heading.meta or {}).get("anchor"):
        heading.meta = {"anchor": target.content}
        target.hidden = True


def _fill_links(words: list[Token], labels: Mapping[str, str]) -> None:
    for index in range(len(words) - 2, -1, -1):
        link = words[index]
        if link.type != "link_open":
            continue
        label = str(link.attrs.get("href", "")).removeprefix("#")
        if label in labels:
            link.attrSet("href", f"#{label}")
        if words[index + 1].type == "link_close" and str(link.attrs.get("href", "")).startswith("#"):
            words.insert(index + 1, Token("text", "", 0, content=labels.get(label, label)))


def _plain(inline: Token) -> str:
    return "".join(word.content for word in inline.children or () if word.type in ("text", "code_inline")).strip()


def _target(state: StateBlock, start: int, _: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    match = _TARGET.fullmatch(line) if line.startswith("(") and not state.is_code_block(start) else None
    if match is None:
        return False
    if not silent:
        state.push("target", "", 0).content = match[1]
        state.line = start + 1
    return True


def _role(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    match = _ROLE.match(state.src, state.pos) if state.src[state.pos] == "{" else None
    if match is None or match[1].removeprefix("py:") not in _ROLES:
        return False
    if not silent:
        token = state.push("role", "", 0)
        token.content, token.info = " ".join(match[3].split()), match[1].removeprefix("py:")
    state.pos = match.end()
    return True


def role_html(name: str, content: str, labels: Mapping[str, str], link: Callable[[str], str]) -> str:
    """Render a role; `labels` say what places are called, `link` returns the attribute for a relative address."""
    if name in _ELEMENTS:
        return _element(_ELEMENTS[name], content)
    if name == "abbr":
        both = _LONG_FORM.fullmatch(content)
        return f'<abbr title="{escape(both[2])}">{_text(both[1])}</abbr>' if both else _text(content)
    labelled = _LABELLED.fullmatch(content)
    words, target = (labelled[1], labelled[2]) if labelled else ("", content)
    if name in _OBJECTS:
        return _element("code", words or content.lstrip("~!"))
    if name in _REFERENCES and _LABEL.fullmatch(target):
        words = words.replace("%s", target).replace("{number}", target) or labels.get(target, target)
        return f"<a {link('#' + target)}>{_text(words)}</a>"
    if name in _FILES and _FILE.fullmatch(target):
        return f"<a {link(target)}>{_text(words or target)}</a>"
    return _text(words or content)


def _element(tag: str, text: str) -> str:
    return f"<{tag}>{_text(text)}</{tag}>"


def _text(words: str) -> str:
    return escape(words, quote=False)
