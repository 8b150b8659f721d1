"""A picture is known by its bytes: its type, and its size as browsers show it."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import Image

from inpublic.pictures.extents import Extent, extent_of
from inpublic.pictures.pictures import SUFFIXES, Picture, inspect_picture

EXTENT = b"\0\0\0\x14ispe\0\0\0\0\0\0\0\x07\0\0\0\x05"


def encode(form: str, **options: object) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (70, 50)).save(target, form, **options)
    return target.getvalue()


@pytest.mark.parametrize(
    ("form", "mime"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("MPO", "image/jpeg"),
        ("GIF", "image/gif"),
        ("WEBP", "image/webp"),
        ("AVIF", "image/avif"),
        ("BMP", "image/bmp"),
        ("TIFF", "image/tiff"),
    ],
)
def test_types_are_told_apart(form: str, mime: str) -> None:
    data = encode(form)
    seen = inspect_picture(data)
    assert seen == Picture(mime, 70, 50, data)
    assert mime in SUFFIXES


@pytest.mark.parametrize("form", ["ICO", "PPM"])
def test_what_pages_cannot_show_is_none(form: str) -> None:
    assert inspect_picture(encode(form)) is None


@pytest.mark.parametrize(
    ("form", "size"), [("JPEG", (50, 70)), ("PNG", (50, 70)), ("AVIF", (50, 70)), ("WEBP", (70, 50))]
)
def test_a_turned_picture_has_the_size_that_browsers_give_it(form: str, size: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    seen = inspect_picture(encode(form, exif=exif))
    assert seen is not None
    assert (seen.width, seen.height) == size


@pytest.mark.parametrize(
    ("rest", "size"), [(EXTENT, (7, 5)), (b"", (0, 0)), (EXTENT[:-2], (0, 0))], ids=["said", "not said", "cut off"]
)
def test_avif_is_known_where_it_cannot_be_read(rest: bytes, size: tuple[int, int]) -> None:
    data = b"\0\0\0\x1cftypavif" + rest
    assert inspect_picture(data) == Picture("image/avif", *size, data)


def test_of_a_drawing_only_what_is_safe_may_be_published() -> None:
    seen = inspect_picture(b'\xef\xbb\xbf\n<svg width="7" height="5" onload="x()"><script>x</script><g/></svg>')
    assert seen == Picture("image/svg+xml", 7, 5, seen.content if seen else b"")
    assert b"onload" not in seen.content
    assert b"script" not in seen.content


def test_a_picture_that_mentions_a_drawing_is_none() -> None:
    target = io.BytesIO()
    Image.new("RGB", (3, 2)).save(target, "GIF", comment=b"made from <svg>")
    seen = inspect_picture(target.getvalue())
    assert seen is not None
    assert (seen.mime, seen.width, seen.height) == ("image/gif", 3, 2)


def frames(form: str, count: int = 3) -> bytes:
    target = io.BytesIO()
    images = [Image.new("RGB", (70, 50), (90 * n, 80, 70)) for n in range(count)]
    images[0].save(target, form, save_all=True, append_images=images[1:], duration=100)
    return target.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "MPO", "GIF", "WEBP", "AVIF", "BMP", "TIFF"])
def test_the_size_is_known_without_decoding(form: str) -> None:
    assert extent_of(encode(form)) == Extent(70, 50, 3500, 3500)


def test_the_size_of_a_lossless_and_of_a_half_clear_webp_is_known() -> None:
    target = io.BytesIO()
    Image.new("RGBA", (70, 50), (1, 2, 3, 4)).save(target, "WEBP")
    assert extent_of(target.getvalue()) == extent_of(encode("WEBP", lossless=True)) == Extent(70, 50, 3500, 3500)


@pytest.mark.parametrize("form", ["PNG", "GIF", "WEBP"])
def test_all_frames_count(form: str) -> None:
    assert extent_of(frames(form)) == Extent(70, 50, 3 * 3500, 3500)


def moving(width: int, height: int, count: int, *, canvas: tuple[int, int] | None = None) -> bytes:
    """Make a GIF of empty frames, all of one size."""
    frame = struct.pack("<BHHHHBBB", 0x2C, 0, 0, width, height, 0, 2, 0)
    return b"GIF89a" + struct.pack("<HHBBB", *(canvas or (width, height)), 0, 0, 0) + frame * count + b"\x3b"


@pytest.mark.parametrize(
    ("data", "is_shown", "weight"),
    [
        (moving(640, 480, 200), True, 3_072_000),
        (moving(1200, 800, 1041), True, 49_968_000),
        (moving(1200, 800, 1042), False, 50_016_000),
        (moving(7000, 7000, 20), True, 49_000_000),
        (moving(7100, 7100, 1), False, 50_410_000),
        (moving(7100, 7100, 1, canvas=(10, 10)), False, 50_410_000),
        (moving(10, 10, 1, canvas=(7100, 7100)), False, 50_410_000),
    ],
    ids=["matplotlib", "long", "too long", "large", "too large", "frame larger than the whole", "whole"],
)
def test_each_frame_has_the_bound_of_a_picture_and_all_together_twenty_times_that(
    data: bytes, is_shown: bool, weight: int
) -> None:
    assert (inspect_picture(data) is not None) is is_shown
    assert extent_of(data).weight == weight


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def claiming(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "claim"),
    [
        (claiming(65_535, 65_535), "65535 × 65535 pixels (4,294.8 million)"),
        (claiming(1, 90_000), "1 × 90000 pixels (0.1 million)"),
        (encode("JPEG").replace(b"\0\x32\0\x46", b"\xff\xff\xff\xff"), "65535 × 65535 pixels (4,294.8 million)"),
        (
            b"GIF89a\x10\x27\x10\x27\0\0\0" + b"\x2c\0\0\0\0\x10\x27\x10\x27\0\2\0" * 10_000 + b"\x3b",
            "10000 × 10000 pixels, 1,000,000 million in all its frames",
        ),
    ],
    ids=["png", "a line", "jpeg", "frames"],
)
def test_what_is_too_large_is_no_picture(data: bytes, claim: str) -> None:
    assert str(extent_of(data)) == claim
    assert inspect_picture(data) is None


@pytest.mark.parametrize("kind", [b"zTXt", b"iCCP"])
def test_notes_that_grow_are_never_unpacked(kind: bytes) -> None:
    bomb = chunk(kind, b"name\0\0" + zlib.compress(bytes(50_000_000), 9))
    data = encode("PNG")
    seen = inspect_picture(data[:33] + bomb + data[33:])
    assert seen == (Picture("image/png", 70, 50, data) if kind == b"zTXt" else None)


def test_what_is_published_of_a_picture_says_nothing_beside() -> None:
    seen = inspect_picture(encode("JPEG", comment="Ada Quill"))
    assert seen is not None
    assert b"Ada" not in seen.content


@pytest.mark.parametrize("form", ["PNG", "WEBP", "TIFF", "text"])
def test_of_pillow_only_what_a_picture_needs_is_imported(form: str) -> None:
    code = f"""
import sys
from inpublic.pictures.pictures import inspect_picture
print(inspect_picture({(b"no picture at all" if form == "text" else encode(form))!r}) is not None)
print("PIL.TgaImagePlugin" in sys.modules, "PIL.PsdImagePlugin" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.split() == [str(form != "text"), "False", "False"]
