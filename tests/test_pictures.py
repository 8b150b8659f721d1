"""A picture is known by its bytes: its type, and its size as browsers show it."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from inpublic.celloutputs.pictures import SUFFIXES, Picture, inspect_picture

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
    assert seen == Picture(mime, 70, 50)
    assert seen.content == data
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
    assert inspect_picture(b"\0\0\0\x1cftypavif" + rest) == Picture("image/avif", *size)


def test_of_a_drawing_only_what_is_safe_may_be_published() -> None:
    seen = inspect_picture(b'\xef\xbb\xbf\n<svg width="7" height="5" onload="x()"><script>x</script><g/></svg>')
    assert seen == Picture("image/svg+xml", 7, 5)
    assert b"onload" not in seen.content
    assert b"script" not in seen.content


def test_a_picture_that_mentions_a_drawing_is_none() -> None:
    target = io.BytesIO()
    Image.new("RGB", (3, 2)).save(target, "GIF", comment=b"made from <svg>")
    assert inspect_picture(target.getvalue()) == Picture("image/gif", 3, 2)
