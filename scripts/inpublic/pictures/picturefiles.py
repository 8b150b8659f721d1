"""Takes the files of pictures apart, without decoding any: where each piece begins, what it is called, where it ends.

Of what a file claims about itself nothing is believed that is not there; pieces that follow one another cover it all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from msgspec import Struct

REST, DAMAGED = "rest", "damaged"
"""What comes after the end of a picture, and what cannot be understood up to the end of the file."""

JPEG, PNG, GIF, WEBP = "JPEG", "PNG", "GIF", "WEBP"
PNG_HEAD = b"\x89PNG\r\n\x1a\n"

_MOST = 200_000
"""Pieces that are told apart: an animation of thousands of pictures has that few, for the sake of time and memory."""

_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers of a JPEG that have no content."""

_MARKER = re.compile(rb"\xff(?=[^\x00\xd0-\xd7\xff])")
"""What ends the coded pixels of a JPEG: anything but a stuffed byte, a restart and a filling."""


class Piece(Struct, frozen=True):
    """Locates a stretch of a file, from `start` to `end` with what frames it; its content is `body` to `stop`.

    `kind` is its name in the format: `APP1`, `tEXt`, `EXIF`; for a GIF the name of the application, or a word.
    """

    kind: str
    start: int
    body: int
    stop: int
    end: int


def pieces_of(data: bytes) -> tuple[str, tuple[Piece, ...]]:
    """Tell the format by the first bytes and take the file apart; no name and no pieces for anything else."""
    name = next((name for name, is_it, _ in _FORMATS if is_it(data)), "")
    walk = next((walk for found, _, walk in _FORMATS if found == name), None)
    return (name, tuple(_completed(data, walk(data)))) if walk else ("", ())


def _completed(data: bytes, walk: Iterator[Piece]) -> Iterator[Piece]:
    """Add what the walk left over: what follows the end, or what it could not understand."""
    last = Piece("", 0, 0, 0, 0)
    for piece in islice(walk, _MOST):
        yield piece
        last = piece
    if last.end < len(data):
        kind = REST if last.kind in _ENDS else DAMAGED
        yield Piece(kind, last.end, last.end, len(data), len(data))


_ENDS = frozenset({"EOI", "IEND", "trailer", "RIFF end"})


def is_whole(data: bytes) -> bool:
    """Tell whether a picture of a format that we can take apart reaches its end; true for all others."""
    name, pieces = pieces_of(data)
    return not name or any(piece.kind in _ENDS for piece in pieces[-2:])


def _jpeg(data: bytes) -> Iterator[Piece]:
    yield Piece("SOI", 0, 2, 2, 2)
    place = 2
    while place + 2 <= len(data) and data[place] == 0xFF:
        start, code = place, place + 1
        while code < len(data) - 1 and data[code] == 0xFF:
            code += 1
        kind = _jpeg_kind(data[code])
        if data[code] in _BARE or kind == "EOI":
            place = code + 1
            yield Piece(kind, start, place, place, place)
            if kind == "EOI":
                return
            continue
        length = int.from_bytes(data[code + 1 : code + 3], "big")
        stop = code + 1 + length
        if stop > len(data) and _is_note(kind):
            yield _cut_off(data, kind, start, code + 3)
        if length < 2 or stop > len(data):
            return
        place = _scan_end(data, stop) if kind == "SOS" else stop
        yield Piece(kind, start, code + 3, stop, place)


def _cut_off(data: bytes, kind: str, start: int, body: int) -> Piece:
    """Make the piece in the middle of which the file ends."""
    return Piece(kind, start, min(body, len(data)), len(data), len(data))


def _is_note(kind: str) -> bool:
    return kind.startswith("APP") or kind == "COM"


def _jpeg_kind(code: int) -> str:
    if 0xE0 <= code <= 0xEF:
        return f"APP{code - 0xE0}"
    if 0xC0 <= code <= 0xCF and code not in (0xC4, 0xC8, 0xCC):
        return "SOF"
    return {0xD9: "EOI", 0xDA: "SOS", 0xFE: "COM"}.get(code, f"{code:02X}")


def _scan_end(data: bytes, place: int) -> int:
    found = _MARKER.search(data, place)
    return found.start() if found else len(data)


def _png(data: bytes) -> Iterator[Piece]:
    yield Piece("head", 0, 8, 8, 8)
    place = 8
    while place + 8 <= len(data):
        length = int.from_bytes(data[place : place + 4], "big")
        kind = data[place + 4 : place + 8].decode("latin-1")
        end = place + 12 + length
        if end > len(data):
            if kind == "IDAT" or _is_dispensable(kind):  # browsers show what there is of the pixels
                yield _cut_off(data, kind, place, place + 8)
            return
        yield Piece(kind, place, place + 8, end - 4, end)
        place = end
        if kind == "IEND":
            return


def _is_dispensable(kind: str) -> bool:
    """Tell whether a chunk's name says that decoders may pass over it: notes are of that kind."""
    return kind.isascii() and kind.isalpha() and kind[0].islower()


def _webp(data: bytes) -> Iterator[Piece]:
    yield Piece("head", 0, 8, 12, 12)
    riff_end = 8 + int.from_bytes(data[4:8], "little")
    place = 12
    while place + 8 <= min(len(data), riff_end):
        length = int.from_bytes(data[place + 4 : place + 8], "little")
        stop = place + 8 + length
        end = min(stop + length % 2, len(data))  # the last byte of padding is often forgotten
        kind = data[place : place + 4].decode("latin-1")
        if stop > len(data):
            if kind in ("EXIF", "XMP "):
                yield _cut_off(data, kind, place, place + 8)
            return
        yield Piece(kind, place, place + 8, stop, end)
        place = end
    if place >= riff_end - 1:
        yield Piece("RIFF end", place, place, place, place)


def _gif(data: bytes) -> Iterator[Piece]:
    place = 13 + _colours(data[10])
    yield Piece("head", 0, 6, place, place)
    while place + 2 <= len(data) and data[place] in (0x21, 0x2C):
        start, is_image = place, data[place] == 0x2C
        if is_image and place + 11 > len(data):
            return
        body = place + 11 + _colours(data[place + 9]) if is_image else place + 2
        end = _blocks_end(data, body)
        kind = "image" if is_image else _extension_kind(data, start)
        if end is None:
            if not is_image:
                yield _cut_off(data, kind, start, body)
            return
        yield Piece(kind, start, body, end, end)
        place = end
    if data[place : place + 1] == b"\x3b":
        yield Piece("trailer", place, place, place + 1, place + 1)


def _colours(flags: int) -> int:
    """Return the bytes of a table of colours."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _blocks_end(data: bytes, place: int) -> int | None:
    """Return where a chain of blocks ends, each of them led by its length; None when the file ends before."""
    while place < len(data):
        length = data[place]
        place += 1 + length
        if not length:
            return place
    return None


def _extension_kind(data: bytes, start: int) -> str:
    if data[start + 1] == 0xFF:
        return data[start + 3 : start + 14].decode("latin-1")
    return {0xFE: "comment", 0xF9: "control", 0x01: "text"}.get(data[start + 1], "unknown")


def blocks_content(data: bytes, piece: Piece) -> bytes:
    """Return the content of an extension of a GIF, without the lengths between."""
    parts, place = [], piece.body
    while place < piece.stop and data[place]:
        parts.append(data[place + 1 : place + 1 + data[place]])
        place += 1 + data[place]
    return b"".join(parts)


_FORMATS: tuple[tuple[str, Callable[[bytes], bool], Callable[[bytes], Iterator[Piece]]], ...] = (
    (JPEG, lambda data: data.startswith(b"\xff\xd8\xff"), _jpeg),
    (PNG, lambda data: data.startswith(PNG_HEAD), _png),
    (WEBP, lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP", _webp),
    (GIF, lambda data: data[:6] in (b"GIF87a", b"GIF89a") and len(data) > 13, _gif),
)
