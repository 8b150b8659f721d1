"""Reads how many pixels a picture would have, from its file alone: what is too large is never decoded."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence

from msgspec import Struct

from inpublic.pictures.avif import size_of
from inpublic.pictures.exif import tags_of
from inpublic.pictures.picturefiles import GIF, JPEG, PNG, WEBP, Piece, pieces_of

MEGAPIXELS = 50
"""Millions of pixels that a picture may have where no setting says so: inside notebooks, whose pages are a function
of their bytes alone."""

TOGETHER = 20
"""How many times that all frames of an animation may have together: they are decoded one at a time, so that one decides
how much memory it takes, and all of them how long."""

LONGEST = 65_535
"""Pixels of the longest side that any browser shows, and that a JPEG can have."""


class Extent(Struct, frozen=True):
    """Says how large a picture claims to be: `pixels` are those of all frames, `largest` those of the largest one."""

    width: int = 0
    height: int = 0
    pixels: int = 0
    largest: int = 0

    def is_over(self, megapixels: int) -> bool:
        """Tell whether decoding it would ask for too much."""
        return self.weight > megapixels * 1_000_000 or max(self.width, self.height) > LONGEST

    @property
    def weight(self) -> int:
        """Return the pixels that a picture has to be allowed for this one to be shown."""
        return max(self.largest, -(-self.pixels // TOGETHER))

    def __str__(self) -> str:
        frames = f", {self.pixels / 1e6:,.0f} million in all its frames" if self.pixels > self._own else ""
        return f"{self.width} × {self.height} pixels{frames or f' ({self._own / 1e6:,.1f} million)'}"

    @property
    def _own(self) -> int:
        return self.width * self.height


def extent_of(data: bytes) -> Extent:
    """Return what the file claims, zeros where it cannot be known; never raises."""
    name, pieces = pieces_of(data)
    try:
        sizes = _SIZES[name](data, pieces) if name else [_other(data)]
    except (struct.error, LookupError):
        return Extent()
    if not sizes:
        return Extent()
    areas = [width * height for width, height in sizes]
    return Extent(*sizes[0], max(areas[0], sum(areas[1:])), max(areas))


def bounds(megapixels: int) -> str:
    """Write what is allowed, to stand behind «more than»."""
    return f"{LONGEST} a side, {megapixels:,} million, or {megapixels * TOGETHER:,} million in all its frames"


_SAYS_SIZE = 12
"""Bytes of the chunks of a PNG that say a size, as far as it: the last one may be cut off before."""

Sizes = list[tuple[int, int]]
"""The size of the whole, then those of its frames."""


def _jpeg(data: bytes, pieces: Sequence[Piece]) -> Sizes:
    sizes = [struct.unpack_from(">HH", data, piece.body + 1) for piece in pieces if piece.kind == "SOF"]
    return [(width, height) for height, width in sorted(sizes, key=lambda size: -size[0] * size[1])[:1]]


def _png(data: bytes, pieces: Sequence[Piece]) -> Sizes:
    whole = (piece for piece in pieces if piece.stop - piece.body >= _SAYS_SIZE)
    places = [(piece.kind, piece.body) for piece in whole if piece.kind in ("IHDR", "fcTL")]
    return [struct.unpack_from(">II", data, body + (4 if kind == "fcTL" else 0)) for kind, body in places]


def _gif(data: bytes, pieces: Sequence[Piece]) -> Sizes:
    frames = [struct.unpack_from("<HH", data, piece.start + 5) for piece in pieces if piece.kind == "image"]
    return [struct.unpack_from("<HH", data, 6), *frames]


def _webp(data: bytes, pieces: Sequence[Piece]) -> Sizes:
    found = [_WEBP_SIZES[piece.kind](data, piece.body) for piece in pieces if piece.kind in _WEBP_SIZES]
    is_moving = any(piece.kind == "ANMF" for piece in pieces)
    return found if is_moving else sorted(found, reverse=True)[:1]


def _two_triples(data: bytes, place: int) -> tuple[int, int]:
    width, height = (int.from_bytes(data[start : start + 3], "little") + 1 for start in (place, place + 3))
    return width, height


def _lossless(data: bytes, body: int) -> tuple[int, int]:
    (bits,) = struct.unpack_from("<I", data, body + 1)
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _lossy(data: bytes, body: int) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", data, body + 6)
    return width & 0x3FFF, height & 0x3FFF


_WEBP_SIZES: dict[str, Callable[[bytes, int], tuple[int, int]]] = {
    "VP8X": lambda data, body: _two_triples(data, body + 4),
    "ANMF": lambda data, body: _two_triples(data, body + 6),
    "VP8L": _lossless,
    "VP8 ": _lossy,
}
_SIZES: dict[str, Callable[[bytes, Sequence[Piece]], Sizes]] = {JPEG: _jpeg, PNG: _png, GIF: _gif, WEBP: _webp}


def _other(data: bytes) -> tuple[int, int]:
    """Read the size of a BMP, an AVIF or the largest page of a TIFF; zeros for anything else."""
    if data[:2] == b"BM":
        width, height = struct.unpack_from("<HH" if data[14] == 12 else "<ii", data, 18)
        return abs(width), abs(height)
    if data[4:8] == b"ftyp":
        return size_of(data)
    sides: dict[int, dict[int, int]] = {}
    for tag in tags_of(data):
        if tag.number in (256, 257) and tag.numbers:
            sides.setdefault(tag.table, {})[tag.number] = tag.numbers[0]
    pages = [(page.get(256, 0), page.get(257, 0)) for page in sides.values()]
    return max(pages, key=lambda page: page[0] * page[1], default=(0, 0))
