"""Markdown as a parser reads it that has none of our additions: what a text holds before our renderer sees it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from msgspec.structs import replace

from inpublic.maths.mathpipes import hide_pipes, show_pipes
from inpublic.maths.mathrules import math_plugin
from inpublic.stock.inventory import Inventory, html_inventory
from inpublic.text.crowds import crowd_plugin
from inpublic.text.embeds import COLAB_BADGE
from inpublic.text.wordrules import word_plugin

COLAB = f'img[src*="{COLAB_BADGE}"], .colab-df-buttons, .colab-df-convert, .colab-df-generate, [data-quickchart]'
"""What Colab puts into notebooks and pages leave out: its badge, and buttons that work there only."""


_INDENTED = re.compile(
    r"""^([ >]*)(?:!!!|\?\?\?\+?|===)[^"\n]*+(?:"(.*)")?[ ]*\n((?:(?:\1[ ]{4}.*|[ >]*)(?:\n|\Z))*)""", re.MULTILINE
)
_FENCED = re.compile(
    r"^([ >]*(?:[-*+][ ]+)?)(`{3,}|~{3,}|:{3,})[ ]*\{([\w:-]+)\}[ ]*(.*)\n"
    r"((?>[ >]*---\n(?:.*\n)*?[ >]*---\n|(?:[ >]*:[\w-]+:.*\n)*))((?:.*\n)*?)[ >]*\2[ ]*$",
    re.MULTILINE,
)
_COLONS = re.compile(
    r"^([ >]*(?:[-*+][ ]+)?):{3,}[ ]*(?:\{[^}\n]*\}|[\w-]+)?(.*)\n?(?:[ >]*:[\w-]+:.*(?:\n|\Z))*", re.MULTILINE
)
_ANCHOR = re.compile(r"(?:^|(?<=[^ \n]))[ ]*\{(?:[#.][^{}\n]*|-)\}[ ]*$", re.MULTILINE)
_NO_HEADING = re.compile(r"[ >]*[:`~]")
_FENCE = re.compile(r"^[ >]*(?:[-*+][ ]+)?(?:`{3}|~{3}|:{3})", re.MULTILINE)
_MARK = re.compile(r"[{>\\]|:::|!!!|\?\?\?|===|\)=|^:", re.MULTILINE)
"""What some mark of another dialect holds: most texts hold none."""
_MOST = 2_000_000
"""Lines that may be looked at on the search for the ends of fences, which is one for each line after each fence."""

_SMALL = (
    (re.compile(r"^[ >]*\([\w:.+-]+\)=[ ]*$", re.MULTILINE), ""),  # a name for what follows
    (re.compile(r"^:[ ]+", re.MULTILINE), ""),  # a definition
    (
        re.compile(r"^([ *+-]*>[ >]*)(?:Note|Warning|Tip|Important|youtube|twitter):[ ]*", re.MULTILINE),
        r"\1",
    ),  # the kind of a box
    (
        re.compile(r"^([ ]*:{3,}[ ]*\{[^}\n]*callout[^}\n]*\}[ ]*\n\s*)#+[ ]+", re.MULTILINE),
        r"\1",
    ),  # the title of a box
    (re.compile(r"\\(?:eq)?ref\{[^{}\n]*\}|\{[\w:-]+\}`[^`\n]*`"), "<wbr>"),  # the number of something is put there
)
_DEEPEST = 4
"""Levels of marks in marks that are looked into."""

_CODE = ("code", "code-block", "code-cell", "sourcecode", "mermaid")


def markdown_inventory(text: str) -> Inventory:
    """Take stock of Markdown as a parser reads it that has no addition of ours.

    Where a text has marks of other dialects, such as admonitions, it is also read without them.
    """
    found = _inventory(text)
    return replace(found, otherwise=lambda: _inventory(_opened(text))) if _MARK.search(text) else found


def _inventory(text: str) -> Inventory:
    html = show_pipes(_parser().render(hide_pipes(text)))
    return html_inventory(html, without=COLAB if "colab-" in html else "")


def _opened(text: str) -> str:
    """Take away the marks of MyST, Quarto and Material, so that what they hold is Markdown like the rest."""
    if not _MARK.search(text) or len(_FENCE.findall(text)) * text.count("\n") > _MOST:
        return text
    text = _ANCHOR.sub(_after_heading, text)
    for pattern, instead in _SMALL:
        text = pattern.sub(instead, text)
    for _ in range(_DEEPEST):
        text = _FENCED.sub(_inside_fence, _INDENTED.sub(_inside_indent, text))
    return _COLONS.sub(r"\1\n\1\2\n\1\n", text)


def _after_heading(anchor: re.Match[str]) -> str:
    """Take away what a heading is called by; the heads of blocks keep theirs."""
    start = anchor.string.rfind("\n", 0, anchor.start()) + 1
    return anchor[0] if _NO_HEADING.match(anchor.string, start) else ""


def _inside_indent(mark: re.Match[str]) -> str:
    body = re.sub(rf"^{re.escape(mark[1])}[ ]{{4}}", lambda _: mark[1], mark[3], flags=re.MULTILINE)
    return f"{mark[1]}\n{mark[1]}{mark[2] or ''}\n{mark[1]}\n{body}\n"


def _inside_fence(mark: re.Match[str]) -> str:
    indent, fence, name, words, _, body = mark.groups()
    if name in _CODE:
        fence = fence.replace(":", "`")
        return f"{indent}{fence}\n{body}{indent}{fence}"
    if name == "math":
        return f"{indent}$$\n{body}{indent}$$"
    shown = f"![]({words})" if name in ("figure", "image") else words
    return f"{indent}\n{indent}{shown}\n{indent}\n{body}\n"


def line_of(text: str, wanted: str) -> int | None:
    """Find the line, from 1, on which the block of Markdown begins that has `wanted` among its lines of text."""
    parser, env = _parser(), dict[str, Any]()
    group = []
    for token in parser.parse(text, env):
        group.append(token)
        if token.level == 0 and token.nesting <= 0:
            if group[0].map and wanted in html_inventory(parser.renderer.render(group, parser.options, env)).lines:
                return int(group[0].map[0]) + 1
            group = []
    return None


@lru_cache(maxsize=1)
def _parser() -> Any:  # MarkdownIt, which is imported only when needed
    from markdown_it import MarkdownIt
    from mdit_py_plugins.gfm import gfm_plugin

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 150}).use(gfm_plugin).use(crowd_plugin)
    parser.use(math_plugin).use(word_plugin)
    for name in ("math_inline", "math_inline_double"):
        parser.add_render_rule(name, lambda *_: "<math></math>")
    for name in ("math_block", "amsmath"):
        parser.add_render_rule(name, lambda *_: "<div><math></math></div>")
    return parser
