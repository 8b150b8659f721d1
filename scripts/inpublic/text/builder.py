"""Collects the blocks, links and figures of one document while a converter walks through its source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from html import escape
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from inpublic.document import Block, Converted, Document, Fault, Figure, Link, LinkKind, Undescribed, Usage, Use
from inpublic.maths.mathml import Typesetter
from inpublic.pictures.pictures import SUFFIXES, UNSEEN, Picture, inspect_picture
from inpublic.pictures.svg import clean_svg
from inpublic.pictures.thumbnails import Thumbnail, needs_thumbnail, web_and_small
from inpublic.pictures.webpictures import WebPicture
from inpublic.skills.reading import CodeCell, read_code
from inpublic.text.anchors import anchor_of, places_in, without_twins
from inpublic.text.markers import marker, scrub
from inpublic.text.sanitise import plain_text

_CENTRED = re.compile(r'<div class="ip-center">(.*?)</div>', re.DOTALL)
_HEADING_TAG = re.compile(r"<(/?)h([1-6])\b")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


def is_relative(target: str) -> bool:
    """Tell whether an address points into the learner's own files or pages, as browsers read it: without odd blanks."""
    plain = "".join(character for character in target if character > " ")
    return not (_SCHEME.match(plain) or plain.replace("\\", "/").startswith("//"))


class Origin(Struct, frozen=True):
    """Says where in its source a piece of a document stands: a cell, or a line of text, both from 1."""

    cell: int | None = None
    line: int | None = None


class DocumentBuilder:
    """Grows one document; the only mutable thing in the conversion, and gone when it is done.

    `widgets` are the stored states of a notebook's widgets by model id, `libraries` the names and script
    tags that outputs have brought along for later ones.
    """

    def __init__(self, language: str = "", widgets: Mapping[str, Any] | None = None) -> None:  # Any: JSON
        self.language = language
        self.widgets = widgets or {}
        self.libraries: list[tuple[str, str]] = []
        self.typesetter = Typesetter()
        self._blocks: list[Block] = []
        self._links: list[Link] = []
        self._figures: list[Figure] = []
        self._files: dict[str, bytes] = {}
        self._faults: list[Fault] = []
        self._code: list[CodeCell] = []
        self._anchors: dict[str, int] = {}
        self._cell = 0
        self._pictures = 0
        self._has_no_cover = True
        self._undescribed: list[Undescribed] = []

    def enter(self, cell: int) -> None:
        """Say that what follows comes from the cell with this number, from 1."""
        self._cell = cell

    def heading(self, html: str, level: int, anchor: str = "") -> None:
        """Add a heading as its author wrote it, level 1 to 6; levels are put in order at the end.

        `anchor` is what its author calls it, else it is made from the words.
        """
        html = _CENTRED.sub(r'<span class="ip-center">\1</span>', html)  # no block may stand in a heading
        text = plain_text(html)
        self._blocks.append(Block(html, level, self._anchor(anchor or text), text, self._cell))

    def html(self, html: str) -> None:
        """Add finished HTML; pieces without content are dropped."""
        if html.strip():
            self._blocks.append(Block(html, cell=self._cell))

    def code(self, source: str, language: str, *, is_apart: bool = False) -> None:
        """Note the source of a code cell, for what it uses; `is_apart` is that of `CodeCell`."""
        self._code.append(CodeCell(self._cell, source, language, is_apart))

    def fault(self, message: str, hint: str, origin: Origin, *, is_error: bool = False) -> None:
        """Note something that the author should know."""
        self._faults.append(Fault(message, hint, origin.line, origin.cell, is_error))

    def pass_on(self, faults: Iterable[Fault]) -> None:
        """Take over faults that were found before the walk began."""
        self._faults.extend(faults)

    def link(self, kind: LinkKind, target: str, origin: Origin, *, sized: bool = False) -> str:
        """Keep a relative address for later and return the marker that stands for its attributes."""
        self._links.append(Link(kind, target, origin.cell, origin.line, sized))
        return marker("l", len(self._links) - 1)

    def picture(self, data: bytes, alt: str, size: tuple[int, int] = (0, 0)) -> str | None:
        """Keep a picture and return its `<img>`; None when the bytes are no picture. `size` is in CSS pixels.

        A large one is shown as a lighter file; where that is not quite the same, `data-original` says where the
        picture itself is (see links.py). The first that may stand for the project is kept small, too.
        """
        seen = inspect_picture(data)
        if seen is None:
            return None
        width, height = size if all(size) else _scaled((seen.width, seen.height), size)
        bare = Figure("", seen.mime, width, height)
        is_cover = self._has_no_cover and bare.may_be_cover and needs_thumbnail(seen.mime, width, len(seen.content))
        web, small = web_and_small(seen.content, seen.mime, is_cover=is_cover)
        if web is None and seen.mime in UNSEEN:
            return None
        words = self.alt_or_name(alt)
        figure = replace(bare, alt=words, described=bool(alt.strip()))
        source = self._lighter(seen, web, figure) if web else f'src="{self._kept(seen.content, figure)}"'
        if small:
            self._keep_card(small)
        pixels = f' width="{width}" height="{height}"' if width and height else ""
        return f'<img {source}{pixels} alt="{escape(words)}" loading="lazy" decoding="async">'

    def file(self, data: bytes, suffix: str, figure: Figure) -> str:
        """Keep a file under a name made from its content and return the marker that stands for its address."""
        if figure.mime == "image/svg+xml":
            data = clean_svg(data) or b""
        return self._kept(data, figure, suffix)

    def _lighter(self, seen: Picture, web: WebPicture, figure: Figure) -> str:
        """Keep both files of a picture and return the attributes that say where they are."""
        original = self._kept(seen.content, replace(figure, use=Use.KEPT if web.exact else Use.ORIGINAL))
        stored = self._figures[-1].name
        address = self._kept(web.content, replace(figure, mime=web.mime, original=stored))
        return f'src="{address}"' if web.exact else f'src="{address}" data-original="{original}"'

    def _keep_card(self, small: Thumbnail) -> None:
        """Keep the small picture of the last one, for the card of the project."""
        of = self._figures[-1].original or self._figures[-1].name
        self._kept(small.content, Figure("", small.mime, small.width, small.height, original=of, use=Use.CARD))

    def _kept(self, data: bytes, figure: Figure, suffix: str = "") -> str:
        name = f"{sha256(data).hexdigest()[:16]}{suffix or SUFFIXES[figure.mime]}"
        self._files[name] = data
        self._has_no_cover = self._has_no_cover and not figure.may_be_cover
        self._figures.append(replace(figure, name=name, size=len(data)))
        return marker("f", len(self._figures) - 1)

    def keep(self, data: bytes, suffix: str, mime: str) -> str:
        """Keep a file that another file refers to and return its name; all files stand in one folder."""
        self.file(data, suffix, Figure("", mime))
        return self._figures[-1].name

    def alt_or_name(self, alt: str, origin: Origin | None = None) -> str:
        """Count a picture and return its author's words, else a name: its number and the nearest heading."""
        words = scrub(alt).strip() or self.figure_name()
        self._pictures += 1
        if not alt.strip():
            self._undescribed.append(
                Undescribed(origin.cell, origin.line) if origin else Undescribed(self._cell or None)
            )
        return words

    def figure_name(self) -> str:
        """Name the next figure by its number and the nearest heading, for want of a better text."""
        heading = next((block.text for block in reversed(self._blocks) if block.level), "")
        number = 1 + self._pictures
        return f"Figure {number}: {heading}" if heading else f"Figure {number}"

    def build(
        self, *, code_cells: int = 0, front_matter: Mapping[str, Any] | None = None
    ) -> Converted:  # Any: fields of Document
        """Finish: find title and summary, put the heading levels in order, collect imports."""
        title, found = _take_title(self._resolved())
        blocks = tuple(_in_order(list(without_twins(found))))
        code = read_code(self._code)
        document = Document(
            title=title.text if title else "",
            title_html=title.html if title else "",
            blocks=blocks,
            summary=_first_paragraph(found),
            links=tuple(self._links),
            figures=tuple(self._figures),
            imports=code.packages,
            language=self.language,
            code_cells=code_cells,
            faults=tuple(self._faults),
            pictures=self._pictures,
            undescribed=tuple(self._undescribed),
            anchors=tuple(block.anchor for block in blocks if block.level),
            places=places_in(blocks),
            uses=self._shown(code.uses),
        )
        return Converted(replace(document, **(front_matter or {})), self._files)

    def _shown(self, used: Iterable[Usage]) -> tuple[Usage, ...]:
        """Name of the cells that use something those of which anything is on the page."""
        shown = {block.cell for block in self._blocks}
        return tuple(replace(one, cells=tuple(cell for cell in one.cells if cell in shown)) for one in used)

    def _resolved(self) -> list[Block]:
        """Put the numbers of equations into the places of the references to them."""
        equations = self.typesetter.equations
        for one in equations.dangling:
            self.fault(
                f"«\\{one.command}{{{one.label}}}» refers to an equation that is not here",
                f"Write \\label{{{one.label}}} into a numbered equation of this document.",
                Origin(*one.place),
            )
        return [
            replace(block, html=equations.resolve(block.html), text=equations.resolve_text(block.text))
            for block in self._blocks
        ]

    def _anchor(self, text: str) -> str:
        anchor = anchor_of(text)
        seen = self._anchors.get(anchor, 0)
        self._anchors[anchor] = seen + 1
        return self._anchor(f"{anchor} {seen + 1}") if seen else anchor


def _scaled(natural: tuple[int, int], wanted: tuple[int, int]) -> tuple[int, int]:
    """Complete a size of which the author gave one side, keeping the proportions."""
    width, height = natural
    if wanted[0] and width:
        return wanted[0], round(height * wanted[0] / width)
    if wanted[1] and height:
        return round(width * wanted[1] / height), wanted[1]
    return natural


def _take_title(blocks: list[Block]) -> tuple[Block | None, list[Block]]:
    """Choose the first top heading, else the very first heading, and take it out where it would stand twice."""
    headings = [block for block in blocks if block.level]
    title = next((block for block in headings if block.level == 1), headings[0] if headings else None)
    if title is None:
        return None, blocks
    is_repeated = title.level == 1 or blocks[0] is title
    return title, [block for block in blocks if block is not title] if is_repeated else blocks


def _in_order(blocks: Iterable[Block]) -> Iterable[Block]:
    """Give headings the levels 2 to 6 without gaps, so that the page's outline is sound (WCAG 1.3.1)."""
    open_levels: list[int] = []
    for block in blocks:
        if not block.level:
            yield replace(block, html=_nested_in_order(block.html, len(open_levels) + 1))
            continue
        while open_levels and open_levels[-1] >= block.level:
            open_levels.pop()
        open_levels.append(block.level)
        yield replace(block, level=min(len(open_levels) + 1, 6))


def _nested_in_order(html: str, depth: int) -> str:
    """Do the same for headings inside finished HTML, below the heading of level `depth` that it stands under."""
    open_levels: list[int] = []

    def level(tag: re.Match[str]) -> str:
        if not tag[1]:
            while open_levels and open_levels[-1] >= int(tag[2]):
                open_levels.pop()
            open_levels.append(int(tag[2]))
        return f"<{tag[1]}h{min(depth + len(open_levels), 6)}"

    return _HEADING_TAG.sub(level, html)


def _first_paragraph(blocks: Iterable[Block]) -> str:
    from selectolax.lexbor import LexborHTMLParser

    for block in blocks:
        if not block.html.startswith('<div class="ip-text">') or block.level:
            continue
        tree = LexborHTMLParser(block.html)
        for remote in tree.css(".ip-remote"):
            remote.decompose()
        for node in tree.css("p"):
            text = plain_text(node.html or "")
            if len(text) > 20 and not _inside(node, {"td", "figure", "details", "noscript"}):
                return text
    return ""


def _inside(node: object, names: set[str]) -> bool:
    parent = getattr(node, "parent", None)
    while parent is not None:
        if parent.tag in names:
            return True
        parent = parent.parent
    return False
