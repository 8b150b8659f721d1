"""What a picture's bytes say about it: its type and its size in pixels."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

_SVG_NUMBER = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(px|pt|in|cm|mm)?\s*")
_PIXELS_PER_UNIT = {"px": 1.0, None: 1.0, "pt": 96 / 72, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4}
_MIMES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
}
"""File name endings of the picture types that browsers and feed readers show."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Describes a picture; width and height are CSS pixels, 0 where the file does not say."""

    mime: str
    width: int = 0
    height: int = 0


def inspect_picture(data: bytes) -> Picture | None:
    """Recognise a picture by its bytes, never by its name; None when it is not one that can be shown."""
    if b"<svg" in data[:4096]:
        return _inspect_svg(data)
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as image:
            mime = _MIMES.get(image.format or "")
            return Picture(mime, *image.size) if mime else None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _inspect_svg(data: bytes) -> Picture | None:
    from selectolax.lexbor import LexborHTMLParser

    root = LexborHTMLParser(data.decode("utf-8", "replace")).css_first("svg")
    if root is None:
        return None
    width, height = _length(root.attributes.get("width")), _length(root.attributes.get("height"))
    box = (root.attributes.get("viewbox") or root.attributes.get("viewBox") or "").replace(",", " ").split()
    if not (width and height) and len(box) == 4:
        width, height = _length(box[2]), _length(box[3])
    return Picture("image/svg+xml", width, height)


def _length(text: str | None) -> int:
    match = _SVG_NUMBER.fullmatch(text or "")
    return round(float(match[1]) * _PIXELS_PER_UNIT[match[2]]) if match else 0
