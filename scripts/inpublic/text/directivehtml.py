"""Blocks with a name as HTML: boxes, figures, code, diagrams; around other blocks there is nothing to see."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token

from inpublic.maths.formulas import formula_html
from inpublic.notebooks.highlight import highlight_code
from inpublic.text.admonitions import box_tags, title_tags
from inpublic.text.blockdirectives import CODE, QUOTED, Directive
from inpublic.text.builder import is_relative
from inpublic.text.diagrams import DiagramFault, described, draw_mermaid
from inpublic.text.embeds import CARRIED, Context, image_html
from inpublic.text.rawhtml import clean_html

_SHOWABLE = ("http://", "https://", *CARRIED)
"""How addresses of pictures begin that are not relative; all others are shown as what they are."""


def directive_rules(parser: MarkdownIt) -> None:
    """Render the tokens that blockrules.py makes."""
    for rule in (directive_open, directive_close, directive_title_open, directive_title_close, directive):
        parser.add_render_rule(rule.__name__, rule)


def directive_open(renderer: Any, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
    """Open a block."""
    token, one = tokens[idx], _directive(tokens[idx])
    if one.name == "figure":
        following = next((words for words in tokens[idx:] if words.type == "inline"), None)
        caption = renderer.renderInlineAsText(following.children or (), options, env) if following else ""
        is_captioned = bool(token.content.strip())
        picture = _picture(one, env["context"], token, caption if is_captioned else "")
        figure = env["context"].stash.keep(f'<figure class="ip-figure"{_anchor(one)}>')
        return f"{figure}{picture}{'<figcaption>' if is_captioned else ''}"
    return _tags(one)[0]


def directive_close(_: Any, tokens: Sequence[Token], idx: int, _options: Any, _env: Any) -> str:
    """Close a block."""
    one = _directive(tokens[idx])
    if one.name == "figure":
        return ("</figcaption>" if tokens[idx - 1].type != "directive_open" else "") + "</figure>\n"
    return _tags(one)[1]


def directive_title_open(_: Any, tokens: Sequence[Token], idx: int, _options: Any, env: Any) -> str:
    """Open a block's title."""
    return _title_tags(_directive(tokens[idx]), env["context"])[0]


def directive_title_close(_: Any, tokens: Sequence[Token], idx: int, _options: Any, env: Any) -> str:
    """Close a block's title."""
    return _title_tags(_directive(tokens[idx]), env["context"])[1]


def directive(_: Any, tokens: Sequence[Token], idx: int, _options: Any, env: Any) -> str:
    """Render what holds no Markdown."""
    one = _directive(tokens[idx])
    return _DRAWN.get(one.name, _code)(one, tokens[idx], env["context"])


def diagram_html(source: str, context: Context, lines: Sequence[int] | None, alt: str = "") -> str:
    """Draw a Mermaid diagram, with its source to unfold; as code when it cannot be drawn."""
    code = highlight_code(source.strip("\n"), "mermaid")
    try:
        image = context.builder.picture(draw_mermaid(source), alt or described(source))
    except DiagramFault as fault:
        context.builder.fault(str(fault), fault.hint, context.at(lines))
        image = None
    if image is None:
        return context.stash.keep(code) + "\n"
    fold = f'<details class="ip-fold"><summary>Source of the diagram</summary>{code}</details>'
    return context.stash.keep(f'<figure class="ip-figure ip-diagram">{image}</figure>{fold}') + "\n"


def _directive(token: Token) -> Directive:
    found: Directive = token.meta["directive"]
    return found


def _anchor(one: Directive) -> str:
    return f' id="{escape(one.place)}"' if one.place else ""


def _tags(one: Directive) -> tuple[str, str]:
    if one.is_box:
        return box_tags(one.kind, _anchor(one), folds=one.folds, is_open=one.is_open)
    if one.name in QUOTED:
        return "<blockquote>\n", "</blockquote>\n"
    is_named = _anchor(one) and one.name not in ("math", "image")
    return (f"<div{_anchor(one)}>\n", "</div>\n") if is_named else ("", "")


def _title_tags(one: Directive, context: Context) -> tuple[str, str]:
    if one.is_box:
        return title_tags(folds=one.folds)
    if one.name in CODE or one.name in ("mermaid", "table"):
        return context.stash.keep('<p class="ip-caption">'), "</p>\n"
    return "<p><strong>", "</strong></p>\n"


def _code(one: Directive, token: Token, context: Context) -> str:
    return context.stash.keep(highlight_code(token.content.strip("\n"), one.argument.strip("{}"))) + "\n"


def _math(one: Directive, token: Token, context: Context) -> str:
    label = one.options.get("label") or one.options.get("name") or ""
    body = f"{one.argument}\n{token.content}".strip("\n")
    tex = rf"\begin{{equation}}{body}\label{{{label}}}\end{{equation}}" if label else body
    return formula_html(tex, context, token.map, display=True) + "\n"


def _diagram(one: Directive, token: Token, context: Context) -> str:
    alt = one.options.get("alt") or one.options.get("caption") or ""
    return diagram_html(token.content, context, token.map, alt)


def _image(one: Directive, token: Token, context: Context) -> str:
    figure = context.stash.keep(f'<figure class="ip-figure"{_anchor(one)}>')
    return f"{figure}{_picture(one, context, token, '')}</figure>\n"


def _picture(one: Directive, context: Context, token: Token, caption: str) -> str:
    """Show a picture as wide as its author wanted it; without words of its own its caption describes it."""
    alt = one.options.get("alt") or " ".join(caption.split())
    address = normalizeLink(one.argument) if not one.argument.startswith(CARRIED) else one.argument
    if not is_relative(address) and not address.lower().startswith(_SHOWABLE):
        return f"<code>{escape(one.argument)}</code>"
    sizes = "".join(f' {side}="{escape(one.options[side])}"' for side in ("width", "height") if one.options.get(side))
    if not sizes:
        return image_html(address, alt, "", context, context.at(token.map))
    words = f' alt="{escape(alt)}"' if alt else ""
    return context.stash.keep(clean_html(f'<img src="{escape(address)}"{words}{sizes}>', context))


_DRAWN: Mapping[str, Callable[[Directive, Token, Context], str]] = {
    "image": _image,
    "math": _math,
    "mermaid": _diagram,
}
"""How each kind of block is rendered that holds no Markdown; the others hold code."""
