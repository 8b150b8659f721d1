"""Empties the tags of a TIFF that say something beside what the picture shows, without moving its pixels."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from inpublic.pictures.exif import HEADS, SUB_PICTURES, Tag, tags_of

_LOOKS = frozenset(
    {*range(254, 260), 262, 266, 273, 274, *range(277, 280), *range(282, 285), 290, 291, 292, 293, 296, 297, 301}
    | {*range(317, 329), SUB_PICTURES, 332, 334, 336, *range(338, 342), 347, *range(512, 522), *range(529, 533), 34675}
    | {33550, 33922, 34264, 34735, 34736, 34737, 42113}
)
"""Tags without which the picture is another; the last line says where on Earth a map lies, which is what it shows."""

_PIXELS = ((273, 279), (324, 325), (513, 514))
"""Pairs of tags that say where pixels are, and how many bytes."""

Span = tuple[int, int]


def without_tags(data: bytes) -> bytes:
    """Return the TIFF with all other tags taken out and their values overwritten; other bytes as they are."""
    order = HEADS.get(data[:4])
    tags = list(tags_of(data)) if order else []
    kept = [tag for tag in tags if _is_kept(tag)]
    if order is None or not kept or len(kept) == len(tags):
        return data
    clean, needed = bytearray(data), _merged(_needed(kept))
    gone = [tag for tag in tags if not _is_kept(tag)]
    for start, end in _spans(gone):
        if not _touches(needed, start, end):
            clean[start:end] = bytes(end - start)
    for table, entries in groupby(sorted(kept, key=lambda tag: tag.entry), lambda tag: tag.table):
        _rewrite(clean, data, order, table, [tag.entry for tag in entries])
    return bytes(clean)


def _is_kept(tag: Tag) -> bool:
    return tag.folder in (0, SUB_PICTURES) and tag.number in _LOOKS


def _needed(kept: Sequence[Tag]) -> Iterator[Span]:
    """Yield the stretches that the picture is made of."""
    yield 0, 8
    for table, group in groupby(sorted(kept, key=lambda tag: tag.table), lambda tag: tag.table):
        tags = {tag.number: tag for tag in group}
        entries = [tag.entry for tag in tags.values()]
        yield table, max(entries) + 16
        yield from ((tag.start, tag.end) for tag in tags.values())
        for places, lengths in _PIXELS:
            if places in tags and lengths in tags:
                pairs = zip(tags[places].numbers, tags[lengths].numbers, strict=False)
                yield from ((place, place + length) for place, length in pairs)


def _spans(gone: Sequence[Tag]) -> Iterator[Span]:
    """Yield the stretches that hold what is to go: values, and the folders that hold nothing else."""
    for tag in gone:
        yield tag.start, tag.end
        if tag.folder not in (0, SUB_PICTURES):
            yield tag.entry, tag.entry + 12


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _touches(merged: Sequence[Span], start: int, end: int) -> bool:
    before = bisect_right(merged, (end - 1, float("inf"))) - 1
    return before >= 0 and merged[before][1] > start


def _rewrite(clean: bytearray, data: bytes, order: str, table: int, entries: Sequence[int]) -> None:
    """Let a folder hold only the entries that stay; the place of the next folder follows the last of them."""
    (count,) = struct.unpack_from(f"{order}H", data, table)
    end = table + 2 + 12 * count
    folder = struct.pack(f"{order}H", len(entries)) + b"".join(data[entry : entry + 12] for entry in entries)
    clean[table : end + 4] = (folder + data[end : end + 4]).ljust(len(data[table : end + 4]), b"\0")
