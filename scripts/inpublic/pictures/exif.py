"""Reads the tags of EXIF, which are those of TIFF; makes the little EXIF that says how a picture is turned."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from msgspec import Struct

ORIENTATION = 0x0112
GPS = 0x8825

SUB_PICTURES = 0x014A
HEADS = {b"II*\0": "<", b"MM\0*": ">"}
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}
"""Bytes of a value of each type; 129 is text in UTF-8 (Exif 3.0)."""

_NUMBERS = {1: "B", 3: "H", 4: "I", 13: "I"}
_FOLDERS = frozenset({0x8769, GPS, 0xA005, SUB_PICTURES})
"""Tags whose values are the places of further tags."""

_MOST_FOLDERS, _MOST_TAGS, _MOST_BYTES = 64, 2000, 1_000_000


class Tag(Struct, frozen=True):
    """Holds one tag: `folder` is 0 for those of the picture, else the number of the tag that led to it.

    In the data, `table` is the place of its folder, `entry` that of the tag, and its value is from `start` to `end`.
    """

    folder: int
    number: int
    kind: int
    value: bytes
    order: str
    table: int
    entry: int
    start: int
    end: int

    @property
    def numbers(self) -> tuple[int, ...]:
        """Return the value of a tag that holds whole numbers; empty for others."""
        form = _NUMBERS.get(self.kind)
        count = len(self.value) // _SIZES[self.kind]
        return struct.unpack(f"{self.order}{count}{form}", self.value[: count * _SIZES[self.kind]]) if form else ()

    @property
    def fractions(self) -> tuple[float, ...]:
        """Return the value of a tag that holds fractions, 0 for those that divide by it; empty for others."""
        if self.kind not in (5, 10):
            return ()
        form = "I" if self.kind == 5 else "i"
        parts = struct.unpack(f"{self.order}{len(self.value) // 8 * 2}{form}", self.value[: len(self.value) // 8 * 8])
        return tuple(above / below if below else 0.0 for above, below in zip(parts[::2], parts[1::2], strict=True))


def tags_of(data: bytes) -> Iterator[Tag]:
    """Yield all tags, those of the picture first; `data` begins with the head of TIFF or with `Exif`."""
    data = data[6:] if data[:6] == b"Exif\0\0" else data
    order = HEADS.get(data[:4])
    if order is None or len(data) < 8:
        return
    waiting, seen = [(0, struct.unpack_from(f"{order}I", data, 4)[0])], set[int]()
    while waiting and len(seen) < _MOST_FOLDERS:
        folder, place = waiting.pop(0)
        if place in seen or place < 8 or place + 2 > len(data):
            continue
        seen.add(place)
        tags = list(_folder(data, order, folder, place))
        yield from tags
        waiting += [(tag.number, inner) for tag in tags if tag.number in _FOLDERS for inner in tag.numbers[:16]]
        waiting += [(folder, following) for following in _following(data, order, place)]


def _folder(data: bytes, order: str, folder: int, place: int) -> Iterator[Tag]:
    (count,) = struct.unpack_from(f"{order}H", data, place)
    for entry in range(place + 2, min(place + 2 + 12 * min(count, _MOST_TAGS), len(data) - 11), 12):
        number, kind, amount = struct.unpack_from(f"{order}HHI", data, entry)
        size = amount * _SIZES.get(kind, 0)
        start = entry + 8 if size <= 4 else struct.unpack_from(f"{order}I", data, entry + 8)[0]
        if size and start < len(data):  # a value that is cut off says something, too
            value = data[start : start + min(size, _MOST_BYTES)]
            yield Tag(folder, number, kind, value, order, place, entry, start, min(start + size, len(data)))


def _following(data: bytes, order: str, place: int) -> tuple[int, ...]:
    """Return the place of the folder after this one: the next page, or the thumbnail."""
    (count,) = struct.unpack_from(f"{order}H", data, place)
    end = place + 2 + 12 * count
    return struct.unpack_from(f"{order}I", data, end) if end + 4 <= len(data) else ()


def orientation_in(exif: bytes) -> int:
    """Return how the camera was held, 1 to 8; 1 where it is not said, or not so that it can be understood."""
    found = (tag.numbers for tag in tags_of(exif) if tag.number == ORIENTATION and tag.folder == 0)
    turned = next(found, ())[:1]
    return turned[0] if turned and 1 <= turned[0] <= 8 else 1


def orientation_only(turned: int) -> bytes:
    """Make the EXIF that says nothing but how the camera was held, beginning with the head of TIFF."""
    return b"II*\0\x08\0\0\0\x01\0" + struct.pack("<HHIHH", ORIENTATION, 3, 1, turned, 0) + b"\0\0\0\0"
