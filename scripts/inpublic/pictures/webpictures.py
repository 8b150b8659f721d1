"""Pictures made light for the page: the file that readers load where the one that was stored is large.

A picture looks as it did and takes the same room; what cannot be kept for certain is left alone.
"""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from msgspec import Struct

from inpublic.pictures.pictures import UNREADABLE, UNSEEN, opened, orientation_of, seen_size

if TYPE_CHECKING:
    from PIL import Image

LARGE = 60_000
"""Bytes from which on a picture is worth a lighter file."""

WIDEST = 1720
"""Pixels that a picture needs at most: the text column is 860 CSS pixels wide, on a screen of two pixels each."""

_HEAVY = 300_000
"""Bytes up to which a picture keeps every pixel as it was."""

MOST_PIXELS = 50_000_000
"""Pixels from which on a picture is left alone, for the sake of memory: 200 MB once it is decoded."""

_LONGEST = 16_383
"""Pixels of the longest side that WebP allows."""

_WORTH = 0.85
"""Part of the old size that the new one may have at most."""

# Measured on real notebooks: a third less than PNG, at 0.05 s a megapixel; the next step gains 7 % in twice the time.
# To keep the colours beneath what is transparent, too, costs 1 % more bytes and saves a quarter of the time.
_EXACT = {"lossless": True, "quality": 0, "method": 1, "exact": True}
_LOSSY = {"quality": 85, "method": 2}

_AT_BEST = 4
"""How many times smaller than a PNG a file of the same pixels is at best: beyond that it is not tried."""

_PLAIN = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA"})
"""Modes of eight bits a channel that WebP holds exactly."""

_PRINTED = frozenset({"CMYK", "YCbCr", "I;16", "I;16B"})
"""Further modes that are shown as well as can be where the picture itself cannot be."""

LIGHTENED = frozenset({"image/png", "image/bmp", "image/tiff", "image/jpeg", "image/webp", "image/avif"})
"""Types that a lighter file is made for; photos are light already, so only those that are too wide."""

_LEAST_GAMMA, _MOST_GAMMA = 0.45, 0.46
"""What a PNG says that means the colours of an ordinary screen."""


class WebPicture(Struct, frozen=True):
    """Holds the file that stands for a picture on the page; `exact` says that it is the same pixel by pixel."""

    content: bytes
    width: int
    height: int
    exact: bool
    mime: str = "image/webp"


def recipe() -> bytes:
    """Identify what decides how a lighter file is made, for keys: our settings and the version of Pillow."""
    from PIL import __version__

    return repr((3, LARGE, WIDEST, _HEAVY, _WORTH, _EXACT, _LOSSY, __version__)).encode()


def web_picture(data: bytes, mime: str) -> WebPicture | None:
    """Make the file for the page; None where the picture itself is as good, or cannot be read to its end."""
    from PIL import Image

    if not _is_worth_a_look(data, mime):
        return None
    try:
        with warnings.catch_warnings(action="ignore"), opened(data) as image:
            return lighter(image, data, mime)
    except (*UNREADABLE, MemoryError, Image.DecompressionBombError):
        return None


def lighter(image: Image.Image, data: bytes, mime: str) -> WebPicture | None:
    """Make the same of a picture that is opened; raises what Pillow raises."""
    if not _is_worth_a_look(data, mime):
        return None
    is_unseen = mime in UNSEEN
    made = _made(image, len(data)) if _can_be_made(image, data, is_unseen=is_unseen) else None
    return made if made and (is_unseen or len(made.content) <= len(data) * _WORTH) else None


def _is_worth_a_look(data: bytes, mime: str) -> bool:
    return mime in LIGHTENED and (len(data) >= LARGE or mime in UNSEEN)


def _can_be_made(image: Image.Image, data: bytes, *, is_unseen: bool) -> bool:
    """Tell whether a lighter picture is wanted and all that the file says would be kept: depth, colours, movement."""
    if image.width * image.height > MOST_PIXELS:
        return False
    if is_unseen:
        return image.mode in _PLAIN | _PRINTED
    if getattr(image, "is_animated", False) or image.mode not in _PLAIN or profile_of(image) is None:
        return False
    if image.format == "PNG":
        return data[24] <= 8 and _LEAST_GAMMA <= image.info.get("gamma", _LEAST_GAMMA) <= _MOST_GAMMA
    return image.format == "BMP" or seen_size(image)[0] > WIDEST


def profile_of(image: Image.Image) -> bytes | None:
    """Return the colour profile, empty where there is none; None when it does not fit the colours of WebP."""
    profile = image.info.get("icc_profile") or b""
    return profile if isinstance(profile, bytes) and (not profile or profile[16:20] == b"RGB ") else None


def _made(image: Image.Image, size: int) -> WebPicture | None:
    """Keep every pixel where that is light enough, also of what is up to twice too wide; else what can be seen."""
    profile = profile_of(image)
    is_drawn = image.format == "BMP" or (image.format in ("PNG", "TIFF") and size <= _AT_BEST * _HEAVY)
    shrink = WIDEST / seen_size(image)[0]
    image.draft(None, (round(image.width * shrink), round(image.height * shrink)))  # JPEG can skip what is not needed
    full = upright(image)
    if max(full.size) > _LONGEST:
        return None
    kept = encoded(full, profile, **_EXACT) if is_drawn and full.width <= 2 * WIDEST else b""
    if not 0 < len(kept) <= _HEAVY:
        seen = full if full.width <= WIDEST else scaled(full, WIDEST)
        lossy = encoded(seen, profile, **_LOSSY)
        if not kept or len(lossy) <= len(kept) * _WORTH:
            return WebPicture(lossy, *seen.size, exact=False)
    return WebPicture(kept, *full.size, exact=image.format != "TIFF")


def encoded(image: Image.Image, profile: bytes | None, **options: float) -> bytes:
    """Write a picture as WebP, with its colour profile and without what else was known of it."""
    import PIL.WebPImagePlugin  # noqa: F401 - see `opened`

    image.load()  # else Pillow would copy it before it saves it
    target = io.BytesIO()
    image.save(target, "WEBP", icc_profile=profile or b"", exif=b"", **options)
    return target.getvalue()


def upright(image: Image.Image) -> Image.Image:
    """Return a picture as it is seen: turned as its camera was held, in the colours red, green, blue and alpha."""
    turned = image if orientation_of(image) == 1 else _turned(image)
    if turned.mode.startswith("I;16"):
        turned = turned.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    is_clear = turned.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in turned.info
    mode = "RGBA" if is_clear else "RGB"
    return turned if turned.mode == mode else turned.convert(mode)


def _turned(image: Image.Image) -> Image.Image:
    from PIL import ImageOps

    return ImageOps.exif_transpose(image)


def scaled(image: Image.Image, width: int) -> Image.Image:
    """Return a picture made `width` pixels wide.

    Not by LANCZOS: nobody sees that it is sharper, and it leaves rings around what stands upon a clear ground, which
    made the files of such figures a fifth larger. BICUBIC looks the same too, and takes twice the time of HAMMING.
    """
    from PIL import Image

    return image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.HAMMING)
