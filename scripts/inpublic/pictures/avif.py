"""Finds the notes in AVIF and HEIF, whose files are boxes in boxes: where the bytes of each item stand."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from msgspec import Struct

_BRANDS = (b"avif", b"avis", b"mif1", b"msf1", b"heic", b"heix", b"heim", b"heis")
_MOST_ITEMS = 2000


class Item(Struct, frozen=True):
    """Locates one item that is no picture: `kind` is `Exif` or `mime`, which is XMP mostly."""

    kind: str
    start: int
    end: int


def is_heif(data: bytes) -> bool:
    """Tell AVIF and its kin, HEIC among them, from films and other files in boxes."""
    return data[4:8] == b"ftyp" and data[8:12] in _BRANDS


def items_of(data: bytes) -> tuple[Item, ...]:
    """Return the items that hold notes, each in one piece; none for other files and damaged ones."""
    if not is_heif(data):
        return ()
    try:
        meta = next((box for box in _boxes(data, 0, len(data)) if box[0] == b"meta"), None)
        return tuple(_items(data, meta[1] + 4, meta[2])) if meta else ()
    except (struct.error, IndexError, ValueError):
        return ()


def size_of(data: bytes) -> tuple[int, int]:
    """Return width and height of the largest picture in the file, 0 where that is not said."""
    sizes, place = [(0, 0)], data[:65_536].find(b"ispe")
    while 0 <= place <= len(data) - 16:
        sizes.append(struct.unpack_from(">II", data, place + 8))
        place = data[:65_536].find(b"ispe", place + 4)
    return max(sizes, key=lambda size: size[0] * size[1])


def _items(data: bytes, start: int, end: int) -> Iterator[Item]:
    inner = {name: (body, stop) for name, body, stop in _boxes(data, start, end)}
    if b"iinf" not in inner or b"iloc" not in inner:
        return
    kinds = dict(_kinds(data, *inner[b"iinf"]))
    idat = inner.get(b"idat", (0, 0))[0]
    for number, is_inside, place, length in _places(data, inner[b"iloc"][0]):
        begin = place + (idat if is_inside else 0)
        if kinds.get(number) in (b"Exif", b"mime") and length > 0 and begin + length <= len(data):
            yield Item(kinds[number].decode(), begin, begin + length)


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, beginning and end of the content of each box."""
    for _ in range(_MOST_ITEMS):
        if start + 8 > end:
            return
        length, head = int.from_bytes(data[start : start + 4], "big"), 8
        if length == 1:
            length, head = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        stop = end if length == 0 else start + length
        if stop > end or stop < start + head:
            return
        yield data[start + 4 : start + 8], start + head, stop
        start = stop


def _kinds(data: bytes, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    wide = data[start] > 0
    for name, body, _ in _boxes(data, start + (8 if wide else 6), end):
        version = data[body]
        if name == b"infe" and version in (2, 3):
            width = 2 if version == 2 else 4
            kind = body + 4 + width + 2
            yield int.from_bytes(data[body + 4 : body + 4 + width], "big"), data[kind : kind + 4]


def _places(data: bytes, start: int) -> Iterator[tuple[int, bool, int, int]]:
    """Yield number, whether its place counts from the box `idat`, place and length of each item in one piece."""
    version = data[start]
    sizes = [half for byte in data[start + 4 : start + 6] for half in (byte >> 4, byte & 15)]
    at, width = start + 6, 2 if version < 2 else 4

    def number(size: int) -> int:
        nonlocal at
        at += size
        return int.from_bytes(data[at - size : at], "big")

    for _ in range(min(number(width), _MOST_ITEMS)):
        item = number(width)
        method = number(2) & 15 if version else 0
        number(2)
        base, extents = number(sizes[2]), number(2)
        for _ in range(min(extents, _MOST_ITEMS)):
            number(sizes[3] if version else 0)
            place, length = number(sizes[0]), number(sizes[1])
            if extents == 1 and method < 2:
                yield item, method == 1, base + place, length
