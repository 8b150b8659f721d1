"""Code and raw cells of a notebook, each as it asks to be shown, into a document."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from inpublic.celloutputs.bundle import Place
from inpublic.celloutputs.mimebundle import outputs_html
from inpublic.notebooks.directives import Directives, read_directives
from inpublic.notebooks.display import Defaults, Display, display_of
from inpublic.notebooks.filters import shown_outputs
from inpublic.notebooks.forms import Form, read_form
from inpublic.notebooks.highlight import highlight_cell, highlight_code
from inpublic.notebooks.languages import cell_language, magic_language
from inpublic.notebooks.nbreader import Cell
from inpublic.template import render
from inpublic.text.builder import DocumentBuilder, Origin
from inpublic.text.embeds import Context
from inpublic.text.markdown import add_markdown, markdown_html
from inpublic.text.markers import scrub
from inpublic.text.rawhtml import clean_html

_RAW_HTML = frozenset({"text/html", "html"})
_RAW_MARKDOWN = frozenset({"text/markdown", "markdown"})
_RAW_TEX = frozenset({"text/latex", "latex", "pdf"})
_LAYOUT = re.compile(r"(\s*\\[a-zA-Z]+\*?(\[[^\]]*\])?(\{[\w.-]*\})?)+\s*")
"""LaTeX that only says how paper is to be filled, such as a new page: there is nothing in it to show."""

_RAW_NAMES = {
    "text/latex": "LaTeX",
    "latex": "LaTeX",
    "text/restructuredtext": "reStructuredText",
    "rst": "reStructuredText",
    "text/asciidoc": "AsciiDoc",
}


class CellWriter(Struct, frozen=True):
    """Adds cells to a document; `anchors` are those given so far."""

    builder: DocumentBuilder
    defaults: Defaults = field(default_factory=Defaults)
    anchors: set[str] = field(default_factory=set)

    def add_code(self, cell: Cell, origin: Origin) -> None:
        """Add a code cell with its form, its code and its outputs, as far as they are shown."""
        directives = read_directives(scrub(cell.source))
        for fault in directives.faults:
            self.builder.fault(fault.message, fault.hint, origin)
        form = read_form(directives.code, cell.metadata)
        display = display_of(directives, cell.metadata, self.defaults)
        code = (form.code if form else directives.code).strip("\n")
        language = cell_language(cell.metadata, self.builder.language)
        other = magic_language(code.partition("\n")[0])
        self.builder.code(code, other or language, is_apart=bool(other))
        if form and display.shows_input:
            self._add_form(form, origin)
            display = replace(display, folds_input=display.folds_input or form.is_folded)
        source = _source_html(code, directives, display, language) if display.shows_input else ""
        outputs = outputs_html(shown_outputs(cell.outputs, display), Place(self.builder, origin, display))
        if source or outputs:
            self._add_cell(source, outputs, display, cell.count, origin)

    def add_raw(self, cell: Cell, origin: Origin) -> None:
        """Add a raw cell: what a page can show as that, other formats folded, so that nothing is lost."""
        form = str(cell.metadata.get("format") or cell.metadata.get("raw_mimetype") or "").lower()
        source = scrub(cell.source).strip("\n")
        if not source.strip():
            return
        if form in _RAW_MARKDOWN or (form in _RAW_TEX and source.lstrip().startswith(("$$", r"\begin{"))):
            add_markdown(self.builder, source, origin)
        elif form in _RAW_HTML:
            html = clean_html(source, Context(self.builder, origin)).strip()
            self.builder.html(f'<div class="ip-text">\n{html}\n</div>' if html else "")
        elif not form:
            self.builder.html(f'<div class="ip-cell">{highlight_code(source, "")}</div>')
        elif not (form in _RAW_TEX and _LAYOUT.fullmatch(source)):
            self._add_folded(source, form, origin)

    def _add_folded(self, source: str, form: str, origin: Origin) -> None:
        name = _RAW_NAMES.get(form, form.rpartition("/")[2].removeprefix("x-"))
        is_code = form.startswith("text/x-")
        display = Display(folds_input=not is_code, input_words=f"Show {name} source")
        self._add_cell(highlight_code(source, name), "", display, None, origin)

    def _add_form(self, form: Form, origin: Origin) -> None:
        if form.title:
            self.builder.html(render("form.html.j2", title=form.title).strip())
        add_markdown(self.builder, form.text, origin)

    def _add_cell(self, source: str, outputs: str, display: Display, count: int | None, origin: Origin) -> None:
        is_new = display.anchor and display.anchor not in self.anchors
        self.anchors.add(display.anchor)
        html = render(
            "cell.html.j2",
            source=source,
            outputs=outputs,
            display=display,
            captions=self._captions(display, origin),
            anchor=display.anchor if is_new else "",
            count=count,
        )
        self.builder.html(html.strip())

    def _captions(self, display: Display, origin: Origin) -> Mapping[str, str]:
        texts = {"code": display.code_caption, "table": display.table_caption, "group": display.group_caption}
        return {
            name: markdown_html(self.builder, scrub(text), origin).strip() if text else ""
            for name, text in texts.items()
        }


def _source_html(code: str, directives: Directives, display: Display, language: str) -> str:
    """Colour the code; with `echo: fenced` it is shown as a Quarto document has it, options and all."""
    if not code.strip():
        return ""
    if not display.shows_options:
        return highlight_cell(code, language)
    options = [line for line in directives.lines if "fenced" not in line]
    return highlight_code("\n".join([f"```{{{language}}}", *options, code, "```"]), "")
