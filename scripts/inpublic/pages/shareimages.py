"""Draws the picture that other sites show beside a link to a page: title, result and cover on a plate of one size."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from inpublic.pages.sharefonts import Face, runs_left
from inpublic.pictures.pictures import UNREADABLE, opened
from inpublic.pictures.webpictures import MOST_PIXELS

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
"""Pixels of the picture, in the shape that every site shows whole."""

MOST = 100_000
"""Bytes of a picture at most."""

_PAPER, _INK, _QUIET = "#f4f8f7", "#18212a", "#55626d"
_ACCENT, _TINT, _PLATE = "#0a675e", "#cfe3df", "#ffffff"
_MARGIN = 72
_TITLE_SIZES = (76, 68, 60, 54, 48, 42)
_LINES = 5
_TOP, _BOTTOM = 170, 470
_SOFT = 6
"""How much smaller a shadow is drawn than it is shown: nobody sees it, and it takes a twentieth of the time."""
_REACH = 9
"""Points of that size that a shadow goes beyond its plate: its end is paper, which covers nothing that is written."""
_COVER = (660, 92, WIDTH - _MARGIN, HEIGHT - 92)
_MARKS = "、。，！？：；）」』”’…"
_PIECES = rf"[⺀-鿿가-힯豈-﫿＀-￯][{_MARKS}]*|[^\s⺀-鿿가-힯豈-﫿＀-￯]+[{_MARKS}]*\s*|\s+"


class Plate(Struct, frozen=True):
    """Says what a picture shows; a text with no font for it is not drawn. A note may be cut, its figure is not."""

    title: str
    site: str
    note: str = ""
    figure: str = ""
    title_face: Face | None = None
    site_face: Face | None = None
    note_face: Face | None = None


def draw_plate(plate: Plate, cover: bytes = b"") -> bytes:
    """Draw a picture as JPEG; `cover` are the bytes of a picture."""
    from PIL import ImageDraw

    image = _signed(plate.site, plate.site_face).copy()
    draw = ImageDraw.Draw(image)
    shown = _read(cover) if cover else None
    if shown:
        _hang(image, shown)
    else:
        _pattern(draw, plate.title)
    room = (_COVER[0] - 56 if shown else 920) - _MARGIN
    if plate.title_face:
        _write_title(draw, plate.title, plate.title_face, room)
    if plate.note_face and (plate.note or plate.figure):
        _write_note(draw, plate, plate.note_face, room)
    return _encoded(image)


def _read(cover: bytes) -> Image.Image | None:
    """Decode a cover upon white; None where it cannot be read."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings(action="ignore"), opened(cover) as stored:
            if stored.width * stored.height > MOST_PIXELS:
                return None
            stored.load()
            ImageOps.exif_transpose(stored, in_place=True)
            if not stored.has_transparency_data:
                return stored if stored.mode == "RGB" else stored.convert("RGB")
            picture = stored if stored.mode == "RGBA" else stored.convert("RGBA")
    except (*UNREADABLE, MemoryError, Image.DecompressionBombError):
        return None
    white = Image.new("RGB", picture.size, _PLATE)
    white.paste(picture, mask=picture)
    return white


def _hang(image: Image.Image, cover: Image.Image) -> None:
    """Put the whole cover onto a white plate at the right, with a soft shadow below."""
    from PIL import Image, ImageDraw, ImageOps

    left, top, right, bottom = _COVER
    room = right - left - 40, bottom - top - 40
    is_larger = cover.width > room[0] or cover.height > room[1]  # the faster way leaves steps in what is made larger
    way = Image.Resampling.HAMMING if is_larger else Image.Resampling.BICUBIC
    inner = ImageOps.contain(cover, room, way)
    width, height = inner.width + 40, inner.height + 40
    x, y = right - width - (right - left - width) // 2, top + (bottom - top - height) // 2
    image.paste(_shadow(width, height), (x - _REACH * _SOFT, y + 10 - _REACH * _SOFT))
    ImageDraw.Draw(image).rounded_rectangle((x, y, x + width, y + height), 18, fill=_PLATE)
    image.paste(inner, (x + 20, y + 20))


def _shadow(width: int, height: int) -> Image.Image:
    """Draw the shadow of a plate of this size upon as much paper as it reaches."""
    from PIL import Image, ImageDraw, ImageFilter

    right, bottom = _REACH + width // _SOFT, _REACH + height // _SOFT
    dark = Image.new("L", (right + _REACH, bottom + _REACH), 0)
    ImageDraw.Draw(dark).rounded_rectangle((_REACH, _REACH, right, bottom), 20 // _SOFT, fill=70)
    paper = Image.new("RGB", dark.size, _PAPER)
    paper.paste(_INK, mask=dark.filter(ImageFilter.GaussianBlur(18 // _SOFT)))
    return paper.resize((paper.width * _SOFT, paper.height * _SOFT), Image.Resampling.BILINEAR)


def _pattern(draw: ImageDraw.ImageDraw, title: str) -> None:
    """Draw points along a rising line, as in the site's mark; each title has its own."""
    seed = sum(ord(sign) * (number + 7) for number, sign in enumerate(title))
    for number in range(11):
        seed = (seed * 1_103_515_245 + 12_345) % 2**31
        x, y = 1010 + number * 17, 560 - number * 40 + seed % 90 - 45
        radius = 7 + seed // 128 % 12
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_ACCENT if number % 3 == 0 else _TINT)


@cache
def _signed(site: str, face: Face | None) -> Image.Image:
    """Draw what all pictures of a site begin with: its mark, and its name beside it."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 16, HEIGHT), fill=_ACCENT)
    image.paste(_mark(), (_MARGIN, 72))
    if face:
        font = face.at(27)
        draw.text((_MARGIN + 66, 96), _cut(site, font, 464), _QUIET, font, anchor="lm")
    return image


def _mark() -> Image.Image:
    """Draw the site's mark larger than it is shown, for smooth edges."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (192, 192), _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, 191, 191), 44, fill=_ACCENT)
    draw.line([(40, 140), (66, 138), (86, 126), (102, 100), (118, 76), (138, 62)], "white", 18, "curve")
    draw.ellipse((118, 42, 156, 80), fill="white")
    return image.resize((48, 48), Image.Resampling.LANCZOS)


def _write_title(draw: ImageDraw.ImageDraw, title: str, face: Face, room: int) -> None:
    for size in _TITLE_SIZES:
        font, step = face.at(size), size * 6 // 5
        lines = list(broken(title, font, room))
        if len(lines) * step <= _BOTTOM - _TOP and all(_length(font, line) <= room for line in lines):
            break
    lines = balanced(title, font, room)
    lines = lines[:_LINES] if len(lines) <= _LINES else [*lines[: _LINES - 1], lines[_LINES - 1].rstrip() + "…"]
    y = _TOP + (_BOTTOM - _TOP - len(lines) * step) // 2
    for number, line in enumerate(lines):
        bold = size // 40 if face.file is None else 0
        place = (_MARGIN, y + number * step)
        if runs_left(title):
            draw.text((place[0] + room, place[1]), line, _INK, font, anchor="ra", direction="rtl")
        else:
            draw.text(place, line, _INK, font, stroke_width=bold, stroke_fill=_INK)


def _write_note(draw: ImageDraw.ImageDraw, plate: Plate, face: Face, room: int) -> None:
    font = face.at(28)
    figure = f" {plate.figure}" if plate.figure else ""
    text = _cut(plate.note, font, room - 44 - _length(font, figure)) + figure
    width = _length(font, text) + 44
    left = _MARGIN + room - width if runs_left(plate.title) else _MARGIN
    draw.rounded_rectangle((left, 506, left + width, 558), 26, fill=_TINT)
    draw.text((left + 22, 532), text, _ACCENT, font, anchor="lm")


def broken(text: str, font: ImageFont.FreeTypeFont, room: int) -> Iterator[str]:
    """Break a text into lines of so many pixels: at spaces, and between Chinese characters but before no mark.

    A word that is longer than a line is broken where it has to be.
    """
    line = ""
    for piece in _fitting(re.findall(_PIECES, text), font, room):
        if line and _length(font, (line + piece).rstrip()) > room:
            yield line.rstrip()
            line = ""
        line = (line + piece).lstrip()
    if line.strip():
        yield line.rstrip()


def _fitting(pieces: Iterable[str], font: ImageFont.FreeTypeFont, room: int) -> Iterator[str]:
    """Cut the pieces that are longer than a line."""
    for piece in pieces:
        rest = piece
        while len(rest) > 1 and _length(font, rest.rstrip()) > room:
            end = _last_place(rest, font, room)
            yield rest[:end]
            rest = rest[end:]
        yield rest


def _last_place(word: str, font: ImageFont.FreeTypeFont, room: int) -> int:
    """Find where to cut a long word: behind a joint within it, else where the line ends but before no mark."""
    end = next((end for end in range(len(word) - 1, 1, -1) if _length(font, word[:end]) <= room), 1)
    joint = max(word.rfind(sign, end // 3, end) for sign in "_-/.")
    if joint > 0:
        return joint + 1
    while end > 1 and word[end] in _MARKS:
        end -= 1
    return end


@lru_cache(maxsize=1024)
def _length(font: ImageFont.FreeTypeFont, text: str) -> float:
    """Measure a text in pixels: to balance lines asks for the same ones again and again."""
    return font.getlength(text)


def balanced(text: str, font: ImageFont.FreeTypeFont, room: int) -> list[str]:
    """Break a text into as few lines as fit, all about as long."""
    lines = list(broken(text, font, room))
    for less in range(room - 20, room // 3, -20):
        narrower = list(broken(text, font, less))
        if len(narrower) > len(lines) or any(_length(font, line) > less for line in narrower):
            break
        lines = narrower
    return lines


def _cut(text: str, font: ImageFont.FreeTypeFont, room: float) -> str:
    """Cut a text to so many pixels, with an ellipsis where something is missing."""
    if _length(font, text) <= room:
        return text
    while text and _length(font, f"{text.rstrip()}…") > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _encoded(image: Image.Image) -> bytes:
    """Write the picture as well as fits into its bytes.

    Half the colours and no tables of its own: a third of the time, in a twentieth less; nobody sees it at this size.
    """
    for quality in _QUALITIES:
        stream = io.BytesIO()
        image.save(stream, "JPEG", quality=quality, subsampling=2)
        if stream.tell() <= MOST:
            break
    return stream.getvalue()


_QUALITIES: Sequence[int] = (90, 82, 72, 60, 45, 30)
