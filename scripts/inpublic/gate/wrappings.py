"""What is wrapped into text: terminal colours, character references, data addresses, and pictures with their notes."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from inpublic.gate.kinds import Kind
from inpublic.gate.splits import joined, without_invisible
from inpublic.text.markers import scrub

POSITION = Kind(
    "position of a photo",
    is_secret=False,
    remedy="The page's copy is clean, but the file in your repository still tells where the photo was taken. "
    "Take that out with `exiftool -gps:all= FILE`, or export the photo again without its location.",
)
POSITION_IN_NOTEBOOK = Kind(
    POSITION.name,
    is_secret=False,
    remedy="The page's copy is clean, but the notebook in your repository and its download still tell where the photo "
    "was taken. Take that out of the photo with `exiftool -gps:all= FILE`, then put it into the notebook again.",
)

POSITION_IN_DOCS = Kind(
    POSITION.name,
    is_secret=False,
    remedy="The site publishes this file as it is, so everybody can read where the photo was taken. Take that out with "
    "`exiftool -gps:all= FILE`, or export the photo again without its location.",
)
_NO_OWNER = (
    "Take that out with `exiftool -ownername= -serialnumber= -lensserialnumber= FILE`, or export the photo again."
)
OWNER = Kind(
    "owner of a camera",
    is_secret=False,
    remedy="The page's copy is clean, but the file in your repository, and a notebook's download, still tell whose "
    f"camera it was, by name or number. {_NO_OWNER}",
)
OWNER_IN_DOCS = Kind(
    OWNER.name,
    is_secret=False,
    remedy="The site publishes this file as it is, so everybody can read whose camera it was, by name or number. "
    f"{_NO_OWNER}",
)
NOTES = "picture's metadata"
"""Where that is found which a picture says beside what it shows."""

_OWNER = frozenset({"CameraOwnerName", "BodySerialNumber", "LensSerialNumber", "OwnerName", "SerialNumber"})
"""Names of notes, in EXIF and XMP, that tell one camera from all others."""

_DEEPEST = 4
"""How many wrappings (character references, data addresses) are taken off, one inside the other."""

_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""How text in UTF-16 begins, as a rule."""

_ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
# All that could stand for a character of a key: names without their semicolon could not, and scripts are full of them.
_REFERENCE = re.compile(r"(&(?:#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z]\w{1,30};))", re.ASCII)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_DATA_URL = re.compile(r"data:[\w.+/-]*((?:;[\w.+%=-]+)*),([^\s\"'<>)]*)", re.ASCII)


class Place(Struct, frozen=True):
    """Holds a text to look through and where it stands.

    `line` is the number of its first line, None where lines mean nothing to its author. `known` says what the whole
    text is, where there is nothing to find out.
    """

    text: str
    where: str
    cell: int | None = None
    line: int | None = 1
    known: Kind | None = None

    def holding(self, text: str) -> Place:
        """Make a place of the same kind with another text; quicker than `replace`, which counts here."""
        return Place(text, self.where, self.cell, self.line, self.known)


def unwrapped(place: Place, depth: int = 0) -> Iterator[Place]:
    """Yield a text as readers see it: without terminal colours, with character references resolved, in one piece."""
    text = without_invisible(scrub(_ANSI.sub("", place.text) if "\x1b" in place.text else place.text))
    bare = _DATA_URL.sub(_without_payload, text) if "data:" in text else text
    yield place if bare is place.text else place.holding(bare)
    if "\\" in bare and (plain := "".join(_ESCAPED.split(bare))) != bare:  # keeps what its group holds
        yield place.holding(plain)  # Markdown's own escapes: editors write ghp\_… for ghp_…
    if (whole := joined(bare)) != bare:
        yield place.holding(whole)
    if depth == _DEEPEST:
        return
    shown = resolved(bare)
    if shown != bare:
        yield from unwrapped(place.holding(shown), depth + 1)
    if "data:" in text:
        for found in _DATA_URL.finditer(text):
            yield from _payload(found, replace(place, line=None), depth + 1)


def resolved(html: str) -> str:
    """Resolve the character references of HTML, and those in pages that it holds as attributes."""
    for _ in range(_DEEPEST if "&" in html else 0):
        parts = _REFERENCE.split(html)
        characters = {reference: unescape(reference) for reference in {*parts[1::2]}}
        if all(reference == character for reference, character in characters.items()):
            break
        parts[1::2] = map(characters.__getitem__, parts[1::2])
        html = "".join(parts)
    return html


def _without_payload(found: re.Match[str]) -> str:
    return found[0][: -len(found[2])] if _is_base64(found) and found[2] else found[0]


def _is_base64(found: re.Match[str]) -> bool:
    return found[1].lower().endswith(";base64")


def _payload(found: re.Match[str], at: Place, depth: int) -> Iterator[Place]:
    if _is_base64(found):
        yield from encoded(unquote(found[2]), at, depth)
    elif "%" in found[2]:
        yield from unwrapped(at.holding(unquote(found[2])), depth)


def encoded(text: str, at: Place, depth: int = 0) -> Iterator[Place]:
    """Look into what base64 should be, and at the text itself where it is none."""
    plain = "".join(text.split())
    try:
        data = b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        data = text.encode("utf-8", "replace")
    yield from packed(data, at, depth)


def packed(data: bytes, at: Place, depth: int = 0) -> Iterator[Place]:
    """Look into a file that was packed into a source: its text, or what a picture says beside its pixels."""
    if is_text(data):
        yield from unwrapped(at.holding(decoded(data)), depth)
        return
    from inpublic.pictures.picturenotes import notes_of

    for note in notes_of(data):
        place = Place(scrub(note.text), NOTES, at.cell, None)
        if note.is_place:
            yield replace(place, known=POSITION if at.cell is None else POSITION_IN_NOTEBOOK)
            continue
        yield place.holding(f"{note.name}: {place.text}")
        if note.name.rpartition(" ")[2] in _OWNER:
            yield replace(place, known=OWNER)


def is_text(data: bytes) -> bool:
    """Tell text from other files by its first 4096 bytes."""
    head = data[:4096]
    if _encoding(data) != "utf-8-sig":
        return data.startswith(_MARKS) or head[::2].count(0) <= len(head) * 0.05  # numbers and films are full of zeros
    return b"\0" not in head and len(head.decode("utf-8", "ignore").encode()) >= len(head) * 0.9


def decoded(data: bytes) -> str:
    """Read bytes as the text that they most likely are; what cannot be read is a question mark."""
    return data.decode(_encoding(data), "replace")


def _encoding(data: bytes) -> str:
    """Tell UTF-16, which some editors and shells of Windows write, from UTF-8 and what reads much like it."""
    if data.startswith(_MARKS):
        return "utf-16"
    head = data[:4096]
    return "utf-16-le" if head[1::2].count(0) > max(1, len(head) * 0.4) else "utf-8-sig"
