"""The value that both converters make: one notebook or write-up, ready to be placed on a page or in a feed."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import PurePosixPath

from msgspec import Struct, field


class LinkKind(Enum):
    """Says what a relative target is used for."""

    PAGE = "page"
    IMAGE = "image"
    MEDIA = "media"
    FRAME = "frame"


class Link(Struct, frozen=True):
    """Holds a relative target as its author wrote it; the HTML has a marker in its place (see markers.py).

    `sized` says that the author gave the image a width or height, so none is added.
    """

    kind: LinkKind
    target: str
    cell: int | None = None
    line: int | None = None
    sized: bool = False


class Block(Struct, frozen=True):
    """Holds a piece of a page: a heading (level 2 to 6) or finished HTML (level 0).

    A heading's `html` is its inline content, `text` the same without tags and `anchor` its fragment
    identifier, unique in the document. `cell` counts from 1, 0 in a write-up.
    """

    html: str
    level: int = 0
    anchor: str = ""
    text: str = ""
    cell: int = 0


class Use(Enum):
    """Says what the file of a figure is for.

    SHOWN is on the page; ORIGINAL is the picture as it was stored, which the page leads to where it shows a lighter
    one; KEPT is the same where both are equal pixel by pixel, so that only other sites may need it, for a preview. CARD
    is the small one of a picture that is likely to stand for the project.
    """

    SHOWN = "shown"
    ORIGINAL = "original"
    KEPT = "kept"
    CARD = "card"


COVER_WIDTH = 200
"""CSS pixels that a picture is wide at least if it is to stand for a project."""


class Figure(Struct, frozen=True):
    """Names a picture or frame that was inside a notebook: the file `name` is its content's hash.

    Width and height are CSS pixels, 0 where unknown. `original` names the picture as it was stored, where this one
    is shown in its place or was made of it; `described` says that `alt` are the author's words.
    """

    name: str
    mime: str
    width: int = 0
    height: int = 0
    alt: str = ""
    size: int = 0
    described: bool = False
    original: str = ""
    use: Use = Use.SHOWN

    @property
    def may_be_cover(self) -> bool:
        """Tell whether this is a picture that can stand for a project."""
        return self.use is Use.SHOWN and self.mime.startswith("image/") and self.width >= COVER_WIDTH


class Undescribed(Struct, frozen=True):
    """Says where a picture stands that has no words of its author's: a cell, or a line of text, both from 1."""

    cell: int | None = None
    line: int | None = None


class Fault(Struct, frozen=True):
    """Holds a problem as the converter sees it, before it is known which file the bytes came from."""

    message: str
    hint: str = ""
    line: int | None = None
    cell: int | None = None
    is_error: bool = False


class Finding(Struct, frozen=True):
    """Notes something in a source that should not be published, without repeating it.

    `kind` is the name of a kind (see gate/kinds.py), `masked` a few characters of the text, `identifier` what
    mkdocs.yml allows it by. `line` counts from 1 in the file or, of a notebook, in that `where` of the `cell`;
    it stands there `count` times in all.
    """

    kind: str
    is_secret: bool
    masked: str
    identifier: str
    where: str
    remedy: str = ""
    cell: int | None = None
    line: int | None = None
    count: int = 1


class Usage(Struct, frozen=True):
    """Notes a name that code really uses (see skills/reading.py), and where: cells of a notebook, or lines of a file.

    Both count from 1; cells of which the page shows nothing are left out, so there may be none.
    """

    name: str
    cells: tuple[int, ...] = ()


class Script(Struct, frozen=True):
    """Holds what a Python file uses that a page leads to, its path relative to the site's folder."""

    path: PurePosixPath
    uses: tuple[Usage, ...] = ()
    imports: tuple[str, ...] = ()


class Document(Struct, frozen=True):
    """Holds everything later stages need of one notebook or write-up; a pure function of its bytes.

    `front_matter` is the YAML text of the explicit record and `front_matter_line` the line of the file
    (or of the cell `front_matter_cell`) on which that text starts; `metadata` is a notebook's own
    `inpublic` metadata, as JSON. `title` and `summary` are plain text, from the first heading and paragraph.
    `imports` are the packages that its code imports and uses (`sklearn`, `r:dplyr`), in the order of the code, and
    `language` is that of its code.
    `pictures` counts those that say something, without ornaments, and `undescribed` those that nobody described.
    `losses` say what the source holds and the blocks do not (see losses.py), `findings` what the publish gate
    found in it; a document that is held back for them is empty but for them (see convert.py). `digest` is the
    source's SHA-256 (hexadecimal): what is published of the source itself has to be what was looked through.
    `anchors` are those of its headings, `places` all names that a fragment can mean, `uses` what its code proves of
    its author. A document from the cache reads
    its `blocks` from the disk whenever they are asked for: all else has to do without them.
    """

    title: str
    blocks: Sequence[Block]
    title_html: str = ""
    summary: str = ""
    links: tuple[Link, ...] = ()
    figures: tuple[Figure, ...] = ()
    imports: tuple[str, ...] = ()
    language: str = ""
    front_matter: str = ""
    front_matter_line: int = 1
    front_matter_cell: int | None = None
    metadata: str = ""
    code_cells: int = 0
    faults: tuple[Fault, ...] = ()
    losses: tuple[Fault, ...] = ()
    pictures: int = 0
    undescribed: tuple[Undescribed, ...] = ()
    findings: tuple[Finding, ...] = ()
    digest: str = ""
    anchors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    uses: tuple[Usage, ...] = ()


class Converted(Struct, frozen=True):
    """Pairs a document with the contents of its figures, by their names."""

    document: Document
    files: dict[str, bytes] = field(default_factory=dict)
