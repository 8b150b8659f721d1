"""All that a picture says beside what it shows is found, whatever wrote it there; no bytes give a traceback."""

from __future__ import annotations

import io
import struct
import time
import zlib
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from inpublic.pictures.picturenotes import PictureNote, notes_of

PHOTO = Image.new("RGB", (30, 20), "teal")
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XMP = f"""<?xpacket begin="" id="W5M0"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}">
<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="47,22.5S" exif:GPSLongitude="8,32,30E">
<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Seq><rdf:li>Ada Quill</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>""".encode()


def encode(form: str, **options: object) -> bytes:
    target = io.BytesIO()
    PHOTO.save(target, form, **options)
    return target.getvalue()


def exif() -> Image.Exif:
    said = Image.Exif()
    said[0x013B] = "Ada Quill"
    said[0x9C9D] = "Ada Windows".encode("utf-16-le")
    said.get_ifd(0x8769).update(
        {0x9286: b"ASCII\0\0\0my comment", 0xA430: "Ada the owner", 0x927C: b"\0\1" + b"maker's own" * 9}
    )
    said.get_ifd(0x8825).update({1: "N", 2: (47.0, 18.0, 0.0), 3: "W", 4: (8.0, 30.0, 0.0)})
    return said


def jpeg(*segments: tuple[int, bytes]) -> bytes:
    data = encode("JPEG")
    parts = [struct.pack(">BBH", 0xFF, code, len(content) + 2) + content for code, content in segments]
    return data[:2] + b"".join(parts) + data[2:]


def png(kind: bytes, content: bytes) -> bytes:
    data, crc = encode("PNG"), struct.pack(">I", zlib.crc32(kind + content))
    return data[:33] + struct.pack(">I", len(content)) + kind + content + crc + data[33:]


def said(data: bytes) -> dict[str, str]:
    return {note.name: note.text for note in notes_of(data)}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "MPO"])
def test_exif_is_read_in_every_format_with_the_place(form: str) -> None:
    notes = list(notes_of(encode(form, exif=exif())))
    assert notes == [
        PictureNote("EXIF Artist", "Ada Quill"),
        PictureNote("EXIF XPAuthor", "Ada Windows"),
        PictureNote("EXIF UserComment", "my comment"),
        PictureNote("EXIF CameraOwnerName", "Ada the owner"),
        PictureNote("position", "47.3° N, 8.5° W", is_place=True),
    ]


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "AVIF"])
def test_xmp_is_read_by_the_names_of_its_parts(form: str) -> None:
    notes = list(notes_of(encode(form, xmp=XMP)))
    assert PictureNote("XMP creator", "Ada Quill") in notes
    assert PictureNote("position", "47.4° S, 8.5° E", is_place=True) in notes


IPTC = b"\x1c\x02\x50\0\x09Ada Quill\x1c\x02\x78\0\x05Hello"
RESOURCES = b"Photoshop 3.0\x008BIM\x04\x25\0\0\0\0\0\x02hi8BIM\x04\x04\0\0" + struct.pack(">I", len(IPTC)) + IPTC


@pytest.mark.parametrize(
    ("data", "notes"),
    [
        (jpeg((0xFE, b"written by Ada")), {"JPEG comment": "written by Ada"}),
        (jpeg((0xFE, "für Ada".encode("latin-1"))), {"JPEG comment": "für Ada"}),
        (jpeg((0xED, RESOURCES)), {"IPTC 2:80": "Ada Quill", "IPTC 2:120": "Hello"}),
        (jpeg((0xEB, b"JP\0\1\0\0made by Ada\0\1")), {"JPEG APP11": "made by Ada"}),
        (jpeg((0xE1, b"http://ns.adobe.com/xmp/extension/\0" + bytes(40) + b"<a>Ada</a>")), {"XMP": "<a>Ada</a>"}),
        (png(b"tEXt", b"Author\0Ada \xfc"), {"PNG Author": "Ada ü"}),
        (png(b"zTXt", b"Author\0\0" + zlib.compress(b"Ada")), {"PNG Author": "Ada"}),
        (png(b"iTXt", b"Titel\0\1\0de\0T\0" + zlib.compress("für Ada".encode())), {"PNG Titel": "für Ada"}),
        (png(b"iTXt", b"Titel\0\0\0\0\0" + b"plain"), {"PNG Titel": "plain"}),
        (png(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<a><b>Ada</b></a>"), {"XMP b": "Ada"}),
        (encode("GIF", comment=b"by Ada" * 99), {"GIF comment": "by Ada" * 99}),
        (
            encode("TIFF", description="my house", artist="Ada"),
            {"TIFF ImageDescription": "my house", "TIFF Artist": "Ada"},
        ),
    ],
    ids=[
        "comment",
        "latin",
        "iptc",
        "other",
        "more xmp",
        "tEXt",
        "zTXt",
        "iTXt packed",
        "iTXt",
        "png xmp",
        "gif",
        "tiff",
    ],
)
def test_texts_are_found_where_programs_put_them(data: bytes, notes: dict[str, str]) -> None:
    assert said(data) == notes


def test_the_hexadecimal_exif_of_image_magick_is_read() -> None:
    inner = exif().tobytes()
    text = f"\nexif\n{len(inner):8}\n{inner.hex()}\n"
    info = PngImagePlugin.PngInfo()
    info.add_text("Raw profile type exif", text, zip=True)
    assert said(encode("PNG", pnginfo=info))["EXIF Artist"] == "Ada Quill"


def test_the_second_picture_of_a_phone_is_read_too() -> None:
    assert said(encode("JPEG") + bytes(20) + encode("JPEG", exif=exif()))["EXIF Artist"] == "Ada Quill"


def test_notes_are_found_in_a_picture_that_fell_apart() -> None:
    broken = b"\xff\xd8\xff\xe1\xff\xf0" + encode("JPEG", exif=exif())[4:]
    assert said(broken)["EXIF Artist"] == "Ada Quill"


@pytest.mark.parametrize(
    "data",
    [b"", b"text", encode("JPEG"), encode("PNG"), encode("WEBP"), encode("GIF"), encode("AVIF"), encode("BMP")],
    ids=["empty", "text", "jpeg", "png", "webp", "gif", "avif", "bmp"],
)
def test_pictures_that_say_nothing_have_no_notes(data: bytes) -> None:
    assert list(notes_of(data)) == []


def many_folders() -> bytes:
    """Make EXIF whose folders lead to one another in circles."""
    entries = b"".join(struct.pack("<HHII", 0x8769, 4, 1, 8) for _ in range(2000))
    return b"II*\0\x08\0\0\0" + struct.pack("<H", 2000) + entries + b"\x08\0\0\0"


def much(letter: bytes) -> bytes:
    """Compress 300 MB of one letter, a piece at a time."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(letter * 1_000_000) for _ in range(300)) + packer.flush()


def entities() -> bytes:
    """Make XMP whose entities stand for fifty of one another, nine deep."""
    grown = b"".join(b'<!ENTITY a%d "%s">' % (n + 1, b"&a%s;" % (b"%d" % n if n else b"") * 50) for n in range(9))
    return b'<!DOCTYPE a [<!ENTITY a "' + b"b" * 9999 + b'">' + grown + b"]><a>&a9;</a>"


BOMBS: Mapping[str, Callable[[], bytes]] = {
    "a text of 300 MB": lambda: png(b"zTXt", b"A\0\0" + much(b"\0")),
    "another": lambda: png(b"iTXt", b"A\0\1\0\0\0" + much(b"x")),
    "EXIF in circles": lambda: jpeg((0xE1, b"Exif\0\0" + many_folders())),
    "millions of comments": lambda: b"\xff\xd8" + b"\xff\xfe\0\2" * 3_000_000,
    "millions of comments in a GIF": lambda: b"GIF89a" + bytes(7) + b"\x21\xfe\1a\0" * 2_000_000,
    "deep XMP": lambda: jpeg((0xE1, b"http://ns.adobe.com/xap/1.0/\0" + b"<a>" * 20_000)),
    "entities that grow": lambda: png(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + entities()),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_bombs_do_not_go_off(bomb: Callable[[], bytes]) -> None:
    data = bomb()
    start = time.process_time()
    assert sum(len(note.text) for note in notes_of(data)) <= 1_100_000
    assert time.process_time() - start < 5


BASES = [encode(form, exif=exif(), xmp=XMP) for form in ("JPEG", "PNG", "WEBP", "AVIF")] + [
    encode("TIFF", artist="Ada"),
    encode("GIF", comment=b"by Ada"),
    jpeg((0xED, RESOURCES)),
    png(b"zTXt", b"Author\0\0" + zlib.compress(b"Ada")),
]


@given(st.sampled_from(BASES), st.integers(0, 1200), st.binary(min_size=1, max_size=12), st.integers(0, 4000))
@settings(max_examples=100, deadline=None)
def test_damage_never_gives_a_traceback(base: bytes, place: int, junk: bytes, end: int) -> None:
    for note in notes_of((base[:place] + junk + base[place + len(junk) :])[:end]):
        assert note.text.strip()
