"""Tells where a BMP ends: what stands behind is not part of the picture."""

from __future__ import annotations

import struct

_OLDEST = 12
"""Bytes of the head of the oldest form, whose sides are short numbers."""

_PLAIN = frozenset({0, 3, 6})
"""Ways of storing pixels that take the same room whatever they show."""


def bitmap_end(data: bytes) -> int:
    """Return how many bytes the picture has: as many as it says, or more where its pixels need more.

    That is all of them where it cannot be known, and for other bytes than a BMP.
    """
    if data[:2] != b"BM":
        return len(data)
    try:
        said, start = struct.unpack_from("<I4xI", data, 2)
        length = _pixels_length(data)
    except struct.error:
        return len(data)
    return min(len(data), max(said, start + length)) if length else len(data)


def _pixels_length(data: bytes) -> int:
    """Return the bytes of the pixels, 0 where that is not said."""
    if data[14] == _OLDEST:
        width, height, bits = struct.unpack_from("<HH2xH", data, 18)
        form, length = 0, 0
    else:
        width, height, bits, form, length = struct.unpack_from("<ii2xHII", data, 18)
    return (abs(width) * bits + 31) // 32 * 4 * abs(height) if form in _PLAIN else int(length)
