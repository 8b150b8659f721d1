"""Reads what pictures say beside what they show: who took them, where, and what programs wrote into them."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from msgspec import Struct

from inpublic.pictures.avif import items_of
from inpublic.pictures.exif import GPS, Tag, tags_of
from inpublic.pictures.picturefiles import DAMAGED, GIF, JPEG, PNG, REST, WEBP, Piece, blocks_content, pieces_of

_MOST_TEXT = 1_000_000
"""Bytes of one text that are read, also of what is kept compressed."""

_MOST_NOTES = 5_000

_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_MORE_XMP = b"http://ns.adobe.com/xmp/extension/\0"
_RESOURCES = b"Photoshop 3.0\0"
_SHOWING = (b"JFIF\0", b"ICC_PROFILE\0", b"Adobe", b"MPF\0")
"""How segments begin that say how a picture is shown, not what its owner wrote."""

_WORDS = re.compile(rb"[\x20-\x7e\x80-\xff]{5,}")
_IPTC, _PHOTOSHOP, _XMP_TAG, _COMMENT = 0x83BB, 0x8649, 0x02BC, 0x9286
_WINDOWS = range(0x9C9B, 0x9CA0)
_CHARSETS = {b"ASCII\0\0\0": "utf-8", b"UNICODE\0": "utf-16", b"JIS\0\0\0\0\0": "iso2022_jp"}
_DIRECTIONS = {"N": 1, "E": 1, "S": -1, "W": -1}


class PictureNote(Struct, frozen=True):
    """Holds one text in a picture's metadata; `name` says which, as in `EXIF Artist` or `PNG Author`.

    `is_place` marks a position on Earth, whose text is rounded to a tenth of a degree: `47.3° N, 8.5° E`.
    """

    name: str
    text: str
    is_place: bool = False


def notes_of(data: bytes) -> Iterator[PictureNote]:
    """Yield the texts in the metadata of a JPEG, PNG, WebP, GIF, TIFF or AVIF; nothing for other bytes.

    Never raises, and reads a million bytes of each text at most.
    """
    yield from islice((note for note in _safely(_all_notes(data, 0)) if note.text.strip()), _MOST_NOTES)


def _safely(notes: Iterator[PictureNote]) -> Iterator[PictureNote]:
    """Yield notes up to where the bytes make no sense any more."""
    try:
        yield from notes
    except (struct.error, zlib.error, ValueError, LookupError, OverflowError):
        return


def _all_notes(data: bytes, depth: int) -> Iterator[PictureNote]:
    name, pieces = pieces_of(data)
    for piece in pieces:
        if name == JPEG and piece.kind == REST and depth < 3:  # the second picture that phones put behind the first
            second = data.find(b"\xff\xd8\xff", piece.start)
            if second >= 0:
                yield from _safely(_all_notes(data[second:], depth + 1))
        elif piece.kind == DAMAGED:
            yield from _salvaged(data[piece.start : piece.start + _MOST_TEXT])
        elif name:
            yield from _safely(_READERS[name](data, piece))
    if name:
        return
    if data[:4] in (b"II*\0", b"MM\0*"):
        yield from _exif("TIFF", data)
    for item in items_of(data):
        content = data[item.start : item.end]
        yield from _safely(_exif("EXIF", content[4:]) if item.kind == "Exif" else _xmp(content))


def _salvaged(data: bytes) -> Iterator[PictureNote]:
    """Read the notes in bytes that fell apart, by how they begin."""
    exif, xmp = data.find(b"Exif\0\0"), data.find(b"<x:xmpmeta")
    yield from _safely(_exif("EXIF", data[exif:] if exif >= 0 else b""))
    yield from _safely(_xmp(data[xmp:] if xmp >= 0 else b""))


def _jpeg(data: bytes, piece: Piece) -> Iterator[PictureNote]:
    if not (piece.kind.startswith("APP") or piece.kind == "COM"):
        return
    content = data[piece.body : piece.stop]
    if piece.kind == "COM":
        yield PictureNote("JPEG comment", _text(content))
    elif content.startswith(b"Exif\0"):
        yield from _exif("EXIF", content)
    elif content.startswith(_XMP):
        yield from _xmp(content[len(_XMP) :])
    elif content.startswith(_MORE_XMP):
        yield PictureNote("XMP", _text(content[len(_MORE_XMP) + 40 :]))
    elif content.startswith(_RESOURCES):
        yield from _resources(content[len(_RESOURCES) :])
    else:
        yield from _printable(f"JPEG {piece.kind}", b"" if content.startswith(_SHOWING) else content)
        yield from _salvaged(content[:_MOST_TEXT])  # where its length is wrong, others may be in it


def _png(data: bytes, piece: Piece) -> Iterator[PictureNote]:
    if piece.kind == "eXIf":
        yield from _exif("EXIF", data[piece.body : piece.stop])
    elif piece.kind in ("tEXt", "zTXt", "iTXt"):
        keyword, _, rest = data[piece.body : piece.stop].partition(b"\0")
        content = _UNPACKED[piece.kind](rest)
        yield from _png_text(keyword.decode("latin-1"), content, "utf-8" if piece.kind == "iTXt" else "latin-1")


def _png_text(keyword: str, content: bytes, encoding: str) -> Iterator[PictureNote]:
    if keyword.startswith("Raw profile type"):
        inner = bytes.fromhex("".join(content.decode("latin-1").split()[2:]))
        yield from _exif("EXIF", inner) if inner.startswith(b"Exif") else _printable("PNG profile", inner)
    elif keyword == "XML:com.adobe.xmp":
        yield from _xmp(content)
    else:
        yield PictureNote(f"PNG {keyword}", content.decode(encoding, "replace"))


def _inflated(packed: bytes) -> bytes:
    return zlib.decompressobj().decompress(packed, _MOST_TEXT)


def _international(rest: bytes) -> bytes:
    text = rest[2:].split(b"\0", 2)[-1]
    return _inflated(text) if rest[:1] == b"\1" else text


_UNPACKED: dict[str, Callable[[bytes], bytes]] = {
    "tEXt": lambda rest: rest[:_MOST_TEXT],
    "zTXt": lambda rest: _inflated(rest[1:]),
    "iTXt": lambda rest: _international(rest)[:_MOST_TEXT],
}


def _webp(data: bytes, piece: Piece) -> Iterator[PictureNote]:
    if piece.kind == "EXIF":
        yield from _exif("EXIF", data[piece.body : piece.stop])
    elif piece.kind == "XMP ":
        yield from _xmp(data[piece.body : piece.stop])


def _gif(data: bytes, piece: Piece) -> Iterator[PictureNote]:
    if piece.kind in ("comment", "text"):
        yield PictureNote(f"GIF {piece.kind}", _text(blocks_content(data, piece)))
    elif piece.kind == "XMP DataXMP":
        yield from _xmp(data[piece.body + 12 : piece.stop])


_READERS: dict[str, Callable[[bytes, Piece], Iterator[PictureNote]]] = {
    JPEG: _jpeg,
    PNG: _png,
    WEBP: _webp,
    GIF: _gif,
}


def _exif(name: str, data: bytes) -> Iterator[PictureNote]:
    from PIL.ExifTags import GPSTAGS, TAGS

    position: dict[int, Tag] = {}
    for tag in tags_of(data):
        if tag.folder == GPS:
            position.setdefault(tag.number, tag)
        said = GPSTAGS if tag.folder == GPS else TAGS
        if tag.number == _XMP_TAG:
            yield from _safely(_xmp(tag.value))
        elif tag.number in (_IPTC, _PHOTOSHOP):
            yield from _safely(_iptc(tag.value) if tag.number == _IPTC else _resources(tag.value))
        elif len(text := _tag_text(tag)) > 1:  # one letter is a direction or a unit
            yield PictureNote(f"{name} {said.get(tag.number, tag.number)}", text)
    yield from _place(position)


def _tag_text(tag: Tag) -> str:
    if tag.number == _COMMENT:
        return tag.value[8:].decode(_CHARSETS.get(tag.value[:8], "utf-8"), "replace").strip("\0 ")
    if tag.number in _WINDOWS:
        return tag.value.decode("utf-16-le", "replace").strip("\0 ")
    return _text(tag.value) if tag.kind in (2, 129) else ""


def _place(position: dict[int, Tag]) -> Iterator[PictureNote]:
    """Say where a picture was taken, from the tags of its position: 1 and 3 are the directions, 2 and 4 the degrees."""
    if 2 in position and 4 in position:
        (latitude, longitude) = (_degrees(position[number].fractions) for number in (2, 4))
        said = [_tag_text(position[number])[:1].upper() if number in position else "" for number in (1, 3)]
        yield _place_note(latitude * _DIRECTIONS.get(said[0], 1), longitude * _DIRECTIONS.get(said[1], 1))


def _place_note(latitude: float, longitude: float) -> PictureNote:
    north, east = "N" if latitude >= 0 else "S", "E" if longitude >= 0 else "W"
    return PictureNote("position", f"{abs(latitude):.1f}° {north}, {abs(longitude):.1f}° {east}", is_place=True)


def _degrees(parts: tuple[float, ...]) -> float:
    return sum((part / (1, 60, 3600)[power] for power, part in enumerate(parts[:3])), start=0.0)


def _xmp(packet: bytes) -> Iterator[PictureNote]:
    """Yield each text of an XMP packet by the name of what holds it."""
    from lxml import etree

    start, end = packet.find(b"<"), packet.rfind(b">")
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(packet[max(start, 0) : end + 1][:_MOST_TEXT], parser) if end >= 0 else None
    said: dict[str, str] = {}
    for name, text in _xml_texts(root) if root is not None else ():
        said.setdefault(name, text)
        yield PictureNote(f"XMP {name}", text)
    places = [_xmp_degrees(said.get(name, "")) for name in ("GPSLatitude", "GPSLongitude")]
    if places[0] is not None and places[1] is not None:
        yield _place_note(places[0], places[1])


def _xml_texts(root: Any) -> Iterator[tuple[str, str]]:  # Any: an element of lxml, whose classes are compiled
    for element in root.iter("*"):
        holder = element
        while holder.getparent() is not None and _local(holder.tag) in ("li", "Alt", "Seq", "Bag", "Description"):
            holder = holder.getparent()
        if element.text and element.text.strip():
            yield _local(holder.tag), element.text.strip()
        yield from ((_local(name), value) for name, value in element.attrib.items() if _is_said(name, value))


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _is_said(name: str, value: str) -> bool:
    return bool(value.strip()) and _local(name) not in ("about", "parseType", "lang", "xmptk", "resource")


def _xmp_degrees(text: str) -> float | None:
    """Read degrees as XMP writes them: `47,22.5N` or `47,22,30N`."""
    try:
        return _degrees(tuple(map(float, text[:-1].split(",")))) * _DIRECTIONS[text[-1:]]
    except (ValueError, LookupError):
        return None


def _resources(data: bytes) -> Iterator[PictureNote]:
    """Yield the texts among the resources that Photoshop writes: each has a number, a name and a length."""
    place = 0
    while data[place : place + 4] == b"8BIM" and place + 12 <= len(data):
        (number,) = struct.unpack_from(">H", data, place + 4)
        name_end = place + 7 + data[place + 6]
        start = name_end + (name_end - place) % 2
        (length,) = struct.unpack_from(">I", data, start)
        content = data[start + 4 : start + 4 + length]
        if number == 0x0404:
            yield from _iptc(content)
        place = start + 4 + length + length % 2


def _iptc(data: bytes) -> Iterator[PictureNote]:
    """Yield the texts of IPTC records: a mark, two numbers and a length before each."""
    place = data.find(b"\x1c")
    while place >= 0 and place + 5 <= len(data) and data[place] == 0x1C:
        record, number, length = struct.unpack_from(">BBH", data, place + 1)
        if record > 1 and length < 0x8000:
            yield from _printable(f"IPTC {record}:{number}", data[place + 5 : place + 5 + length], 2)
        place += 5 + length


def _printable(name: str, data: bytes, least: int = 5) -> Iterator[PictureNote]:
    """Yield what reads like words in bytes of an unknown form."""
    for found in _WORDS.finditer(data[:_MOST_TEXT]) if least == 5 else re.finditer(rb"[^\0-\x1f]{2,}", data):
        yield PictureNote(name, _text(found[0]))


def _text(data: bytes) -> str:
    """Decode what should be ASCII and often is UTF-8, or what a Western program wrote."""
    plain = data[:_MOST_TEXT].strip(b"\0 ")
    try:
        return plain.decode()
    except UnicodeDecodeError:
        return plain.decode("latin-1")
