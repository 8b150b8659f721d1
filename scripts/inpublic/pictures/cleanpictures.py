"""Takes out of pictures what they say beside what they show; the picture itself is copied, byte by byte.

What decides how a picture looks stays: its pixels, colours, movement, and how the camera was held.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator, Sequence

from inpublic.pictures.avif import items_of
from inpublic.pictures.bitmaps import bitmap_end
from inpublic.pictures.exif import orientation_in, orientation_only
from inpublic.pictures.picturefiles import DAMAGED, GIF, JPEG, PNG, REST, WEBP, Piece, pieces_of
from inpublic.pictures.tiff import without_tags

_PNG_LOOKS = frozenset(
    "iCCP sRGB gAMA cHRM pHYs tRNS bKGD sBIT sPLT hIST acTL fcTL fdAT cICP mDCV mDCv cLLI cLLi".split()
)
"""Chunks of a PNG that nothing is lost without, and that yet say how it looks."""

_GIF_LOOKS = frozenset({"head", "image", "control", "trailer", "NETSCAPE2.0", "ANIMEXTS1.0", "ICCRGBG1012"})
_WEBP_LOOKS = frozenset({"VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"})
_HAS_NOTES = 0x08 | 0x04
"""Flags of a WebP that say it has EXIF and XMP."""

_EMPTY_EXIF = bytes(4) + b"II*\0\x08\0\0\0" + bytes(6)
_EMPTY_XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'

_FIRST_OF_PIXELS = {JPEG: "SOS", PNG: "IDAT", GIF: "image", WEBP: "RIFF end"}
"""The piece without which a file is no picture yet: one that falls apart before is left alone."""

_Cleaner = Callable[[bytes, Sequence[Piece]], Iterator[bytes]]


def without_notes(data: bytes) -> bytes:
    """Return the same picture without its metadata; the very same bytes where there is none, or it falls apart.

    JPEG, PNG, WebP, GIF and TIFF lose it, and what hides behind their end, which is all that a BMP has; in an AVIF
    it is overwritten. A note that the end of the file cuts off goes, too.
    """
    name, pieces = pieces_of(data)
    if not name:
        return _in_place(data)
    if not any(piece.kind == _FIRST_OF_PIXELS[name] for piece in pieces):
        return data
    clean = b"".join(_CLEANERS[name](data, pieces))
    return data if clean == data else clean


def _in_place(data: bytes) -> bytes:
    """Overwrite notes where taking them out would move what is left; XMP and EXIF stay sound, and empty."""
    items = items_of(data)
    if not items:
        end = bitmap_end(data)
        return without_tags(data) if end == len(data) else data[:end]
    clean = bytearray(data)
    for item in items:
        length = item.end - item.start
        empty, filling = (_EMPTY_EXIF, b"\0") if item.kind == "Exif" else (_EMPTY_XMP, b" ")
        clean[item.start : item.end] = empty.ljust(length, filling) if length >= len(empty) else filling * length
    return data if clean == data else bytes(clean)


def _jpeg(data: bytes, pieces: Sequence[Piece]) -> Iterator[bytes]:
    exif = next((piece for piece in pieces if _is_exif(data, piece)), None)
    turned = orientation_in(data[exif.body : exif.stop]) if exif else 1
    for piece in pieces:
        content = data[piece.body : piece.body + 16]
        if piece is exif and turned > 1:
            yield _segment(b"Exif\0\0" + orientation_only(turned))
        elif piece.kind == "APP0" and content.startswith(b"JFIF\0") and piece.stop - piece.body > 14:
            yield _segment(content[:12] + b"\0\0")  # without its small picture, which may show what was cut away
        elif _is_kept_segment(piece.kind, content):
            yield data[piece.start : piece.end]


def _is_exif(data: bytes, piece: Piece) -> bool:
    return piece.kind == "APP1" and data[piece.body : piece.body + 5] == b"Exif\0"


def _segment(content: bytes) -> bytes:
    marker = b"\xff\xe1" if content.startswith(b"Exif") else b"\xff\xe0"
    return marker + struct.pack(">H", len(content) + 2) + content


def _is_kept_segment(kind: str, content: bytes) -> bool:
    looks = {"APP0": b"JFIF\0", "APP2": b"ICC_PROFILE\0", "APP14": b"Adobe"}
    if kind in looks:
        return content.startswith(looks[kind])
    return not (kind.startswith("APP") or kind in ("COM", REST))


def _png(data: bytes, pieces: Sequence[Piece]) -> Iterator[bytes]:
    exif = next((piece for piece in pieces if piece.kind == "eXIf"), None)
    turned = orientation_in(data[exif.body : exif.stop]) if exif else 1
    for piece in pieces:
        if piece is exif and turned > 1:
            yield _chunk(b"eXIf", orientation_only(turned))
        elif piece.kind in _PNG_LOOKS or piece.kind in ("head", DAMAGED) or piece.kind[0].isupper():
            yield data[piece.start : piece.end]


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _webp(data: bytes, pieces: Sequence[Piece]) -> Iterator[bytes]:
    exif = next((piece for piece in pieces if piece.kind == "EXIF"), None)
    turned = orientation_in(data[exif.body : exif.stop]) if exif else 1
    kept = b"".join(_webp_parts(data, pieces, turned if turned > 1 else 0))
    yield b"RIFF" + struct.pack("<I", len(kept) + 4) + b"WEBP" + kept


def _webp_parts(data: bytes, pieces: Sequence[Piece], turned: int) -> Iterator[bytes]:
    for piece in pieces:
        if piece.kind == "VP8X":
            flags = data[piece.body] & ~_HAS_NOTES | (0x08 if turned else 0)
            yield data[piece.start : piece.body] + bytes([flags]) + data[piece.body + 1 : piece.end]
        elif piece.kind in _WEBP_LOOKS:
            yield data[piece.start : piece.end] + bytes((piece.end - piece.start) % 2)
    if turned and any(piece.kind == "VP8X" for piece in pieces):
        content = orientation_only(turned)
        yield b"EXIF" + struct.pack("<I", len(content)) + content


def _gif(data: bytes, pieces: Sequence[Piece]) -> Iterator[bytes]:
    yield from (data[piece.start : piece.end] for piece in pieces if piece.kind in _GIF_LOOKS or piece.kind == DAMAGED)


_CLEANERS: dict[str, _Cleaner] = {JPEG: _jpeg, PNG: _png, WEBP: _webp, GIF: _gif}
