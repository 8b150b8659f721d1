"""The small pictures for the cards of projects."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from msgspec import Struct

from inpublic.pictures.pictures import UNREADABLE, opened
from inpublic.pictures.webpictures import (
    MOST_PIXELS,
    WebPicture,
    encoded,
    lighter,
    profile_of,
    scaled,
    upright,
    web_picture,
)
from inpublic.pictures.webpictures import recipe as web_recipe

if TYPE_CHECKING:
    from PIL import Image

CARD_WIDTH = 720
"""Pixels of a thumbnail's width: a card of 360 CSS pixels on a screen of two pixels each."""

_LIGHT = 25_000
"""Bytes up to which a cover of at most twice that width is shown as it is: of 39 figures of real notebooks that are no
heavier, a small picture saved a tenth, and it was blurred.
"""

# Method 2: a twentieth more bytes than by method 4, in half the time. An alpha quality below 100 keeps 56 steps of
# transparency, which is as many as anybody sees, and saves a quarter of the time of figures upon a clear ground.
_QUALITY = {"quality": 82, "method": 2, "alpha_quality": 75}
_SHOWN = frozenset({"image/png", "image/jpeg", "image/webp"})
_MADE_SMALL = _SHOWN | {"image/avif", "image/bmp"}


class Thumbnail(Struct, frozen=True):
    """Holds the file of a small picture, and its size in pixels."""

    content: bytes
    width: int
    height: int
    mime: str = "image/webp"


def recipe() -> bytes:
    """Identify what decides how a thumbnail is made, for keys."""
    return web_recipe() + repr((CARD_WIDTH, _QUALITY)).encode()


def needs_thumbnail(mime: str, width: int, size: int) -> bool:
    """Tell whether a cover so many CSS pixels wide and of so many bytes has to be made small: other are light enough.

    Vector pictures and animations stay as they are.
    """
    is_light = mime in _SHOWN and size <= _LIGHT and width <= 2 * CARD_WIDTH
    return mime in _MADE_SMALL and not is_light


def thumbnail(data: bytes) -> Thumbnail | None:
    """Make the small picture; None of one that cannot be read to its end, or only at the cost of much memory."""
    from PIL import Image

    try:
        with warnings.catch_warnings(action="ignore"), opened(data) as image:
            return _small(image)
    except (*UNREADABLE, MemoryError, Image.DecompressionBombError):
        return None


def web_and_small(data: bytes, mime: str, *, is_cover: bool) -> tuple[WebPicture | None, Thumbnail | None]:
    """Make the lighter file for the page (see `web_picture`) and, of a cover, the thumbnail: it is decoded once."""
    from PIL import Image

    if not is_cover:
        return web_picture(data, mime), None
    web = None
    try:
        with warnings.catch_warnings(action="ignore"), opened(data) as image:
            web = lighter(image, data, mime)
            return web, _small(image)
    except (*UNREADABLE, MemoryError, Image.DecompressionBombError):
        return web, None


def _small(image: Image.Image) -> Thumbnail | None:
    if image.width * image.height > MOST_PIXELS:
        return None
    whole = upright(image)
    small = whole if whole.width <= CARD_WIDTH else scaled(whole, CARD_WIDTH)
    return Thumbnail(encoded(small, profile_of(image), **_QUALITY), *small.size)
