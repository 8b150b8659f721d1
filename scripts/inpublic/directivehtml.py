"""Named blocks of Markdown to HTML: boxes, figures, code, diagrams; what is unknown stays code, as Jupyter shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from inpublic.admonitions import KINDS, Admonition, admonition_html, title_of
from inpublic.blockdirectives import FOLDED, Directive
from inpublic.diagrams import DiagramFault, draw_mermaid
from inpublic.embeds import Context, image_html
from inpublic.formulas import formula_html
from inpublic.highlight import highlight_code

Render = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Renderers:
    """Carries how to render the Markdown inside a block, and that of a title."""

    block: Render
    inline: Render


@dataclass(frozen=True, slots=True)
class Spot:
    """Says where a block stands and how what it holds is rendered; `lines` are those of its source, from 0."""

    context: Context
    lines: Sequence[int] | None
    render: Renderers


def directive_html(directive: Directive, spot: Spot) -> str | None:
    """Render a named block; None when nothing is known of its name."""
    draw = _box if directive.is_box else _BLOCKS.get(directive.name)
    return draw(directive, spot) if draw else None


def diagram_html(source: str, context: Context, lines: Sequence[int] | None) -> str:
    """Draw a Mermaid diagram, with its source to unfold; as code when it cannot be drawn."""
    code = highlight_code(source.strip("\n"), "mermaid")
    try:
        image = context.builder.picture(draw_mermaid(source), "")
    except DiagramFault as fault:
        context.builder.fault(str(fault), fault.hint, context.at(lines))
        image = None
    if image is None:
        return context.stash.keep(code) + "\n"
    fold = f'<details class="ip-fold"><summary>Source of the diagram</summary>{code}</details>'
    return context.stash.keep(f'<figure class="ip-figure ip-diagram">{image}</figure>{fold}') + "\n"


def _code(directive: Directive, spot: Spot) -> str:
    html = highlight_code(directive.body.strip("\n"), directive.argument.strip("{}"))
    caption = directive.options.get("caption", "")
    words = f'<p class="ip-caption">{spot.render.inline(caption)}</p>' if caption else ""
    return words + spot.context.stash.keep(html) + "\n"


def _math(directive: Directive, spot: Spot) -> str:
    label = directive.options.get("label", "")
    body = f"{directive.argument}\n{directive.body}"
    tex = rf"\begin{{equation}}{body}\label{{{label}}}\end{{equation}}" if label else body
    return formula_html(tex, spot.context, spot.lines, display=True) + "\n"


def _diagram(directive: Directive, spot: Spot) -> str:
    return diagram_html(directive.body, spot.context, spot.lines)


def _plain(directive: Directive, spot: Spot) -> str:
    title = f"<p><strong>{spot.render.inline(directive.argument)}</strong></p>\n" if directive.argument else ""
    return title + spot.render.block(directive.body)


def _box(directive: Directive, spot: Spot) -> str:
    options = directive.options
    kind = next((word for word in options.get("class", "").split() if word in KINDS), "")
    folds = directive.name in FOLDED or "dropdown" in options.get("class", "") or "collapse" in options
    title: str | None = spot.render.inline(directive.argument) if directive.argument else None
    if options.get("title") == "":
        title = ""
    if directive.name in FOLDED and title is None:
        title = escape(title_of(kind or "More"))
    box = Admonition(kind or directive.name, title, folds, options.get("collapse") == "false" or "open" in options)
    return admonition_html(box, spot.render.block(directive.body))


def _figure(directive: Directive, spot: Spot) -> str | None:
    """Show a picture with what stands below it as its caption."""
    if not directive.argument:
        return None
    context, alt = spot.context, directive.options.get("alt", "")
    image = image_html(directive.argument, alt, "", context, context.at(spot.lines))
    caption = spot.render.block(directive.body).strip()
    anchor = directive.options.get("name", "")
    name = f' id="{escape(anchor)}"' if anchor and not any(map(str.isspace, anchor)) else ""
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return context.stash.keep(f'<figure class="ip-figure"{name}>') + image + words + "</figure>\n"


_BY_DRAWING: Mapping[Callable[[Directive, Spot], str | None], str] = {
    _code: "code code-block code-cell sourcecode",
    _figure: "figure image",
    _math: "math",
    _diagram: "mermaid",
    _plain: "aside card div epigraph grid margin sidebar tab-item tab-set topic",
}
_BLOCKS = {name: draw for draw, names in _BY_DRAWING.items() for name in names.split()}
"""How each kind of block is rendered."""
