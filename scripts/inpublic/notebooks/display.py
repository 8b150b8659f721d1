"""How a code cell is shown: what its directives, tags and metadata say, in all dialects, as one value."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from inpublic.notebooks.directives import CHOICES, Directives, Option, Options, options_of
from inpublic.records.yamltext import MisreadError, Pairs, Value, read_mapping
from inpublic.text.markers import scrub

REMOVE_CELL = frozenset({"remove-cell", "remove_cell"})
"""Tags whose cells leave the page altogether, in both spellings of Jupyter Book."""

SHOW_CODE = "Show code"
SHOW_OUTPUT = "Show output"
SHOW_CELL = "Show code and output"

_SPEAKING = frozenset({"alt", "collapsed", "hide_input", "jupyter", "mystnb", "render", "scrolled"})
"""Metadata, besides tags, that say how a cell is shown."""

_ANCHOR = re.compile(r"(?:fig|tbl|tab|lst|img|listing|table|figure)[-:][\w:.-]+", re.ASCII)


class Display(Struct, frozen=True):
    """Says what of a code cell is shown, what is folded, and the words for its figures.

    `caption` and `alt` are those of the next figure, `more_captions` and `more_alts` of the ones after it
    (see `after_figure`); a caption is Markdown. `group_caption` stands below all outputs, `table_caption`
    above them, `code_caption` above the code. `anchor` is the fragment identifier that the author gave the
    cell. `scrolls` is None where nothing is said about long output, False where it may not be shortened.
    `folds_error`: the error was meant to happen. `opens_input`: folded, but open at first. `folds_together`:
    code and output are under one fold. `dropped_words`: lines of streams with one of them are left out.
    """

    shows_input: bool = True
    shows_output: bool = True
    folds_input: bool = False
    folds_output: bool = False
    caption: str = ""
    alt: str = ""
    more_captions: tuple[str, ...] = ()
    more_alts: tuple[str, ...] = ()
    group_caption: str = ""
    table_caption: str = ""
    code_caption: str = ""
    anchor: str = ""
    scrolls: bool | None = None
    folds_error: bool = False
    opens_input: bool = False
    folds_together: bool = False
    shows_options: bool = False
    shows_stdout: bool = True
    shows_stderr: bool = True
    stdout_is_markdown: bool = False
    dropped_words: tuple[str, ...] = ()
    input_words: str = SHOW_CODE
    output_words: str = SHOW_OUTPUT
    cell_words: str = SHOW_CELL

    def after_figure(self) -> Display:
        """Return the display of what comes after a figure: with the next caption and alternative text."""
        return replace(
            self,
            caption=next(iter(self.more_captions), ""),
            alt=next(iter(self.more_alts), ""),
            more_captions=self.more_captions[1:],
            more_alts=self.more_alts[1:],
        )


class Defaults(Struct, frozen=True):
    """Holds what a notebook says for all of its cells: options of Quarto, and MyST-NB's metadata."""

    options: Options = field(default_factory=dict)
    mystnb: Mapping[str, object] = field(default_factory=dict)


def read_defaults(front_matter: str, metadata: Mapping[str, object]) -> Defaults:
    """Read the defaults from a notebook's front matter and metadata; YAML that cannot be read says nothing.

    Only the record tells the author about such YAML: it reads the same text for its own keys.
    """
    options: dict[str, Option] = {"code-fold": "true"} if metadata.get("hide_input") is True else {}
    try:
        pairs = read_mapping(front_matter)
    except MisreadError:
        pairs = Pairs()
    html = _under(pairs, "format", "html")
    for source in (pairs, html, _under(pairs, "execute"), _under(html, "execute")):
        options |= _notebook_options(source)
    return Defaults(options, _mapping(metadata.get("mystnb")))


def display_of(directives: Directives, metadata: Mapping[str, object], defaults: Defaults | None = None) -> Display:
    """Combine all that is said about a code cell.

    Who hides a cell for publication (tags, `echo: false`, `#hide`) is obeyed; where a tool would only close
    it on the screen, or keep the code elsewhere (the classic `hide_input`, `#|export`), it is folded.
    """
    defaults = defaults or Defaults()
    return Display() if _is_silent(directives, metadata, defaults) else _combined(directives, metadata, defaults)


def _is_silent(directives: Directives, metadata: Mapping[str, object], defaults: Defaults) -> bool:
    """Tell whether nothing is said about a cell, as about most."""
    said = directives.options or directives.words or defaults.options or defaults.mystnb or metadata.get("tags")
    return not said and _SPEAKING.isdisjoint(metadata)


def _combined(directives: Directives, metadata: Mapping[str, object], defaults: Defaults) -> Display:
    own = _mapping(metadata.get("mystnb")) or _mapping(metadata.get("render"))
    cell = _Cell(
        {**defaults.options, **_said(metadata), **directives.options},
        frozenset(tag.replace("_", "-") for tag in _texts(metadata.get("tags"))),
        metadata,
        {**defaults.mystnb, **own},
    )
    captions, group = cell.captions()
    alts = cell.alts()
    is_table = cell.text("label").startswith(("tbl", "tab"))
    return Display(
        shows_input=cell.shows_input(),
        shows_output=cell.shows_output(),
        folds_input=cell.folds_input(),
        folds_output=cell.folds_output(),
        caption="" if is_table else next(iter(captions), ""),
        alt=next(iter(alts), ""),
        more_captions=captions[1:],
        more_alts=alts[1:],
        group_caption=group,
        table_caption=cell.text("tbl-cap") or (next(iter(captions), "") if is_table else ""),
        code_caption=cell.text("lst-cap"),
        anchor=cell.anchor(),
        scrolls=cell.scrolls(),
        folds_error="raises-exception" in cell.tags or cell.options.get("error") == "true",
        opens_input=cell.options.get("code-fold") == "show",
        folds_together="hide-cell" in cell.tags,
        shows_options=cell.options.get("echo") == "fenced",
        shows_stdout="remove-stdout" not in cell.tags,
        shows_stderr=cell.shows_stderr(),
        stdout_is_markdown=cell.options.get("output") == "asis",
        dropped_words=directives.words,
        input_words=scrub(cell.words()),
        output_words=cell.prompt("output") or SHOW_OUTPUT,
        cell_words=cell.prompt("content") or SHOW_CELL,
    )


def is_removed(metadata: Mapping[str, object]) -> bool:
    """Tell whether a cell of any kind leaves the page, by its tags or as nbsphinx takes it out."""
    return bool(REMOVE_CELL.intersection(_texts(metadata.get("tags")))) or metadata.get("nbsphinx") == "hidden"


class _Cell(Struct, frozen=True):
    """Holds all that is said about one cell, tags with hyphens."""

    options: Options
    tags: frozenset[str]
    metadata: Mapping[str, object]
    mystnb: Mapping[str, object]

    def text(self, *names: str) -> str:
        """Return the first of some options that is said, lists as one text."""
        found = next((self.options[name] for name in names if self.options.get(name)), "")
        return found if isinstance(found, str) else "\n".join(found)

    def shows_input(self) -> bool:
        is_removed = "remove-input" in self.tags or self.mystnb.get("remove_code_source") is True
        return not (is_removed or "false" in (self.options.get("include"), self.options.get("echo")))

    def shows_output(self) -> bool:
        is_removed = "remove-output" in self.tags or self.mystnb.get("remove_code_outputs") is True
        return not (is_removed or "false" in (self.options.get("include"), self.options.get("output")))

    def shows_stderr(self) -> bool:
        is_off = "false" in (self.options.get("warning"), self.options.get("message"))
        return not (is_off or "remove-stderr" in self.tags or self.mystnb.get("output_stderr") == "remove")

    def folds_input(self) -> bool:
        return bool(self.tags & {"hide-input", "hide-cell"}) or self.options.get("code-fold") in ("true", "show")

    def folds_output(self) -> bool:
        jupyter = _mapping(self.metadata.get("jupyter"))
        is_closed = jupyter.get("outputs_hidden") is True or self.metadata.get("collapsed") is True
        return bool(self.tags & {"hide-output", "hide-cell"}) or is_closed or self.options.get("output-fold") == "true"

    def scrolls(self) -> bool | None:
        if "scroll-output" in self.tags or self.mystnb.get("scroll_outputs") is True:
            return True
        scrolled = self.metadata.get("scrolled")
        return scrolled if isinstance(scrolled, bool) else None

    def captions(self) -> tuple[tuple[str, ...], str]:
        """Return the captions of single figures, and that of all together where the figures have their own."""
        figure = _mapping(self.mystnb.get("figure")).get("caption")
        said = self.options.get("fig-cap") or self.options.get("caption") or (figure if isinstance(figure, str) else "")
        below = tuple(text for text in _tuple(self.options.get("fig-subcap", "")) if text not in ("true", "false"))
        return (below, self.text("fig-cap", "caption")) if below else (_tuple(said), "")

    def alts(self) -> tuple[str, ...]:
        image = _mapping(self.mystnb.get("image")).get("alt")
        said = self.options.get("fig-alt") or self.options.get("alt")
        other = next((text for text in (self.metadata.get("alt"), image) if isinstance(text, str)), "")
        return _tuple(said or other)

    def anchor(self) -> str:
        name = _mapping(self.mystnb.get("figure")).get("name")
        label = self.text("label") or (name if isinstance(name, str) else "")
        return label if _ANCHOR.fullmatch(label) else ""

    def words(self) -> str:
        """Choose the words on a closed fold of code; of one that is open they only name it."""
        said = self.text("code-summary") or self.prompt("source")
        return said or ("Code" if self.options.get("code-fold") == "show" else SHOW_CODE)

    def prompt(self, kind: str) -> str:
        said = self.mystnb.get("code_prompt_show")
        return said.replace("{type}", kind).strip() if isinstance(said, str) else ""


def _said(metadata: Mapping[str, object]) -> dict[str, Option]:
    """Tell what editors noted about the code of a cell as an option."""
    said = (_mapping(metadata.get("jupyter")).get("source_hidden"), metadata.get("hide_input"))
    if True in said:
        return {"code-fold": "true"}
    return {"code-fold": "false"} if False in said else {}


def _notebook_options(pairs: Pairs) -> Options:
    names = {*CHOICES, "code-summary"}
    options, _ = options_of((key.text, value) for key, value in pairs.pairs if key.text in names)
    return options


def _under(pairs: Pairs, *names: str) -> Pairs:
    for name in names:
        found: Value = next((value for key, value in pairs.pairs if key.text == name), Pairs())
        pairs = found if isinstance(found, Pairs) else Pairs()
    return pairs


def _tuple(option: Option) -> tuple[str, ...]:
    return ((option,) if option else ()) if isinstance(option, str) else option


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _texts(value: object) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list | tuple) else ()
