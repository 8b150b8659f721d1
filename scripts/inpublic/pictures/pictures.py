"""What a picture's bytes say about it: its type and its size in pixels."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from importlib import import_module
from typing import TYPE_CHECKING

from msgspec import Struct

from inpublic.pictures.cleanpictures import without_notes
from inpublic.pictures.extents import MEGAPIXELS, extent_of
from inpublic.pictures.picturefiles import pieces_of
from inpublic.pictures.svg import read_svg

if TYPE_CHECKING:
    from PIL import Image

_MIMES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # what cameras write: a JPEG with a second picture behind it
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
}
SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/avif": ".avif",
    "image/bmp": ".bmp",
    "image/tiff": ".tiff",
    "image/svg+xml": ".svg",
}
"""File name endings of the picture types that we know."""

_PLUGINS = (
    ("Png", 0, b"\x89PNG"),
    ("Jpeg", 0, b"\xff\xd8\xff"),
    ("Gif", 0, b"GIF8"),
    ("WebP", 8, b"WEBP"),
    ("Avif", 4, b"ftyp"),
    ("Bmp", 0, b"BM"),
    ("Tiff", 0, b"II"),
    ("Tiff", 0, b"MM"),
)
"""Parts of Pillow, each with the place and the bytes that its files are told by."""

UNSEEN = frozenset({"image/tiff"})
"""Types that browsers do not show: such a picture needs another in its place (see webpictures.py)."""

UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    LookupError,
    TypeError,
    OverflowError,
    struct.error,
    zlib.error,
)
"""What Pillow raises for damaged pictures, beside its own error for those that are too large."""

_ORIENTATION = 0x0112
_LYING = frozenset({5, 6, 7, 8})
"""Orientations of a camera that was held upright: the sides change places."""


class Picture(Struct, frozen=True):
    """Describes a picture; width and height are CSS pixels as it is seen, 0 where the file does not say.

    `content` is what may be published of it: its bytes without what they say beside, or a drawing made safe.
    """

    mime: str
    width: int = 0
    height: int = 0
    content: bytes = b""


def inspect_picture(data: bytes, megapixels: int = MEGAPIXELS) -> Picture | None:
    """Recognise a picture by its bytes, never by its name; None when it is not one that can be shown.

    One that has more pixels than allowed is none: nobody may decode it.
    """
    if b"<svg" in data[:4096] and data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        drawing = read_svg(data)
        return Picture("image/svg+xml", drawing.width, drawing.height, drawing.content) if drawing else None
    extent = extent_of(data)
    if extent.is_over(megapixels):
        return None
    from PIL import Image

    clean = without_notes(data)  # before anybody unpacks its notes, which may be bombs
    try:
        with warnings.catch_warnings(action="ignore"), opened(clean) as image:
            mime = _MIMES.get(image.format or "")
            return Picture(mime, *seen_size(image), clean) if mime else None
    except Image.DecompressionBombError:  # of a picture that the site's settings allow
        mime = _MIMES.get(pieces_of(clean)[0])
        return Picture(mime, extent.width, extent.height, clean) if mime else None
    except UNREADABLE:
        return _sniff_avif(clean)


def opened(data: bytes) -> Image.Image:
    """Open a picture of one of the types that we know; raises one of UNREADABLE, or Pillow's error for bombs.

    Pillow, if it is not told the format, imports what it has for all fifty for a WebP, and for what is no picture.
    """
    from PIL import Image, UnidentifiedImageError

    for name, place, start in _PLUGINS:
        if data.startswith(start, place):
            import_module(f"PIL.{name}ImagePlugin")
            return Image.open(io.BytesIO(data), formats=(name.upper(),))
    raise UnidentifiedImageError


def seen_size(image: Image.Image) -> tuple[int, int]:
    """Return the width and height in pixels of a picture as browsers show it."""
    width, height = image.size
    return (height, width) if orientation_of(image) in _LYING else (width, height)


def orientation_of(image: Image.Image) -> int:
    """Return how the camera was held, 1 to 8 as EXIF counts; 1 is upright, and what is not said."""
    if "exif" not in image.info or image.format == "WEBP":  # to ask a PNG would be to decode it; WebP is never turned
        return 1
    try:
        turned = image.getexif().get(_ORIENTATION, 1)
    except UNREADABLE:
        return 1
    return turned if isinstance(turned, int) and 1 <= turned <= 8 else 1


def _sniff_avif(data: bytes) -> Picture | None:
    """Recognise AVIF where Pillow was built without it; the size stands in the box `ispe`."""
    if data[4:12] not in (b"ftypavif", b"ftypavis"):
        return None
    start = data[:4096].find(b"ispe") + 8
    is_said = start >= 8 and len(data) >= start + 8
    width, height = struct.unpack(">II", data[start : start + 8]) if is_said else (0, 0)
    return Picture("image/avif", width, height, data)
