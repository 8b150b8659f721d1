"""Markdown as Jupyter and GitHub read it (CommonMark and GFM, math, footnotes), into a document's blocks.

Python-Markdown, which both site engines use, reads another dialect: lists or tables straight after a
paragraph, two-space nesting and bare links would be lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from inpublic.document import LinkKind
from inpublic.maths.formulas import formula_html
from inpublic.maths.mathpipes import hide_pipes, show_pipes
from inpublic.maths.mathrules import math_plugin
from inpublic.notebooks.highlight import highlight_code
from inpublic.text.admonitions import KINDS, alert_kind
from inpublic.text.blockdirectives import fence_language, fence_text
from inpublic.text.blockrules import block_plugin
from inpublic.text.builder import DocumentBuilder, Origin, is_relative
from inpublic.text.crowds import crowd_faults, crowd_plugin
from inpublic.text.directivehtml import diagram_html, directive_rules
from inpublic.text.embeds import COLAB_BADGE, Context, image_html
from inpublic.text.firstsigns import first_sign_plugin
from inpublic.text.markers import bare
from inpublic.text.rawhtml import clean_html
from inpublic.text.slips import DEEPEST, slips
from inpublic.text.textdialects import dialect_plugin, role_html
from inpublic.text.wordrules import word_plugin

_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_ALIGNMENTS = {"text-align:left": "ip-left", "text-align:center": "ip-center", "text-align:right": "ip-right"}


def add_markdown(
    builder: DocumentBuilder, text: str, origin: Origin, attachments: Mapping[str, bytes] | None = None
) -> None:
    """Append Markdown to a document: headings as headings, all else as finished, safe HTML."""
    context = Context(builder, origin, attachments or {})
    env: dict[str, Any] = {"context": context}
    if origin.cell:
        env["docId"] = f"c{origin.cell}"  # makes the footnotes of each cell its own
    source = hide_pipes(text)
    tokens = _with_lines(_parser().parse(source, env))
    for slip in (*slips(source.split("\n"), tokens), *crowd_faults(env)):
        at = context.at((slip.line or 0, 0))
        builder.fault(slip.message, slip.hint, at, is_error=slip.is_error)
    for piece in _pieces(tokens):
        if piece[0].type == "heading_open":
            html = _render(piece[1:-1], context, env)
            anchor = (piece[0].meta or {}).get("anchor", "")
            builder.heading(html, int(piece[0].tag[1]), anchor) if html.strip() else None
        else:
            html = _render(piece, context, env).strip()
            builder.html(f'<div class="ip-text">\n{html}\n</div>' if html else "")


def markdown_html(builder: DocumentBuilder, text: str, origin: Origin, *, inline: bool = False) -> str:
    """Render Markdown that stands inside something else, such as an output, as finished, safe HTML.

    What is `inline`, such as a caption, has no paragraphs.
    """
    context = Context(builder, origin)
    env: dict[str, Any] = {"context": context}
    tokens = (_parser().parseInline if inline else _parser().parse)(hide_pipes(text), env)
    for fault in crowd_faults(env):
        builder.fault(fault.message, fault.hint, origin)
    return _render(tokens, context, env)


def _render(tokens: Sequence[Token], context: Context, env: dict[str, Any]) -> str:
    parser = _parser()
    html = show_pipes(parser.renderer.render(tokens, parser.options, env))
    if COLAB_BADGE in html or any(map(_is_raw, tokens)):
        return show_pipes(clean_html(html, context))
    return show_pipes(bare(context.stash.restore(html)))


def _with_lines(tokens: list[Token]) -> list[Token]:
    """Let inline tokens know their lines, as block tokens do."""
    for token in tokens:
        line = token.map[0] if token.map else 0
        for child in token.children or () if token.map else ():
            child.map = [line, line + 1]
            line += child.type in ("softbreak", "hardbreak")
    return tokens


def _is_raw(token: Token) -> bool:
    """Tell whether a token is HTML, or has some among its words."""
    if token.children:
        return any(child.type == "html_inline" for child in token.children)
    return token.type == "html_block"


def _pieces(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Cut the tokens at top-level headings, except inside HTML that a learner opened and has not closed."""
    piece: list[Token] = []
    raw = _OpenElements()
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "html_block":
            raw.feed(token.content)
        if token.type == "heading_open" and token.level == 0 and not raw.depth:
            if piece:
                yield piece
            piece = []
            yield list(tokens[index : index + 3])
            index += 3
            continue
        piece.append(token)
        index += 1
    if piece:
        yield piece


class _OpenElements(HTMLParser):
    """Counts the elements that are open after some HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.depth += tag not in _VOID | {"p", "li"}

    def handle_endtag(self, tag: str) -> None:
        self.depth = max(0, self.depth - (tag not in _VOID | {"p", "li"}))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from mdit_py_plugins.gfm import gfm_plugin

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST}, renderer_cls=_Renderer).use(gfm_plugin)
    parser.use(crowd_plugin).use(math_plugin).use(word_plugin).use(block_plugin).use(directive_rules)
    parser.use(dialect_plugin).use(first_sign_plugin)
    for name in ("math_inline", "math_inline_double", "math_block", "amsmath"):
        parser.add_render_rule(name, getattr(_Renderer, name))
    for name in ("footnote_block_open", "footnote_block_close"):
        parser.add_render_rule(name, getattr(_Renderer, name))
    return parser


class _Renderer(RendererHTML):
    """Writes what Material styles: code with a copy button, alerts as admonitions, math as MathML."""

    def fence(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        context, language = _context(env), fence_language(unescapeAll(token.info.strip()))
        if language == "math":
            return formula_html(token.content, context, token.map, display=True) + "\n"
        if language == "mermaid":
            return diagram_html(token.content, context, token.map)
        return context.stash.keep(highlight_code(fence_text(token.info, token.content), language)) + "\n"

    code_block = fence

    def math_inline(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return formula_html(tokens[idx].content, _context(env), tokens[idx].map, display=False)

    def math_inline_double(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return formula_html(tokens[idx].content, _context(env), tokens[idx].map, display=False, style=r"\displaystyle ")

    def math_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return formula_html(tokens[idx].content, _context(env), tokens[idx].map, display=True) + "\n"

    amsmath = math_block

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token, context = tokens[idx], _context(env)
        alt = self.renderInlineAsText(token.children, options, env) if token.children else ""
        title = f' title="{escape(str(token.attrs["title"]))}"' if token.attrs.get("title") else ""
        address, place = str(token.attrs["src"]), context.at(token.map)
        return image_html(address, alt, title, context, place, in_link="in_link" in token.meta)

    def link_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token, context = tokens[idx], _context(env)
        href = str(token.attrs.get("href", ""))
        title = f' title="{escape(str(token.attrs["title"]))}"' if token.attrs.get("title") else ""
        if is_relative(href):
            return f'<a data-at="{context.builder.link(LinkKind.PAGE, href, context.at(token.map))}"{title}>'
        return f'<a href="{escape(href)}"{title}>'

    def table_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return _context(env).stash.keep('<div class="ip-table">') + "<table>\n"

    def table_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</table>" + _context(env).stash.keep("</div>") + "\n"

    def th_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return _cell_open(_header_tag(tokens[idx + 1]), tokens[idx])

    def th_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return f"</{_header_tag(tokens[idx - 1])}>\n"

    def td_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return _cell_open("td", tokens[idx])

    def target(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "" if tokens[idx].hidden else f'<span id="{escape(tokens[idx].content)}"></span>\n'

    def role(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token, context = tokens[idx], _context(env)
        if token.info == "math":
            return formula_html(token.content, context, token.map, display=False)
        if token.info == "eq":
            place = context.at(token.map)
            return context.builder.typesetter.equations.refer("eqref", token.content, (place.cell, place.line))

        def link(target: str) -> str:
            return f'data-at="{context.builder.link(LinkKind.PAGE, target, context.at(token.map))}"'

        return role_html(token.info, token.content, env.get("labels", {}), link)

    def blockquote_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        meta = tokens[idx].meta or {}
        if "name" not in meta:
            return "" if meta.get("hidden") else "<blockquote>\n"
        name = meta["name"]
        return f'<div class="admonition {KINDS[name.lower()]}">\n<p class="admonition-title">{name}</p>\n'

    def blockquote_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        meta = tokens[idx].meta or {}
        return "</div>\n" if "name" in meta else "" if meta.get("hidden") else "</blockquote>\n"

    def footnote_block_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return '<hr class="footnotes-sep">\n<div class="footnotes">\n<ol class="footnotes-list">\n'

    def footnote_block_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</ol>\n</div>\n"

    def alert_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return f'<div class="admonition {alert_kind(tokens[idx].info)}">\n'

    def alert_title_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return '<p class="admonition-title">'

    def list_item_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        html = str(super().list_item_open(tokens, idx, options, env))
        for mark, label in ((' checked=""', "done"), ("", "to do")):
            box = f'<input class="task-list-item-checkbox" disabled="" type="checkbox"{mark}>'
            html = html.replace(box, f'<input type="checkbox" disabled{mark[:8]} aria-label="{label}">')
        return html


def _context(env: Any) -> Context:
    context: Context = env["context"]
    return context


def _header_tag(content: Token) -> str:
    """Make a header that names nothing, such as the corner of a table, an ordinary cell (WCAG 1.3.1)."""
    return "th" if content.content.strip() else "td"


def _cell_open(tag: str, token: Token) -> str:
    name = _ALIGNMENTS.get(str(token.attrs.get("style", "")))
    return f'<{tag} class="{name}">' if name else f"<{tag}>"
