"""A document keeps its pictures: light for the page, themselves a click away, and with words for everybody."""

from __future__ import annotations

import io
import random
import re

import pytest
from PIL import Image

from inpublic.document import Figure, Undescribed, Use
from inpublic.text.builder import DocumentBuilder, Origin

SVG = b'<svg width="100" height="50"><script>x</script><path d="M0 0"/></svg>'


def encode(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def photo(width: int, height: int) -> Image.Image:
    small = Image.frombytes(
        "RGB", (width // 8, height // 8), random.Random(1).randbytes(3 * (width // 8) * (height // 8))
    )
    return small.resize((width, height), Image.Resampling.BICUBIC)


def test_a_small_picture_is_one_file() -> None:
    builder = DocumentBuilder()
    html = builder.picture(encode(Image.new("RGB", (40, 30))), "A & B")
    converted = builder.build()
    assert html is not None
    assert 'width="40" height="30" alt="A &amp; B"' in html
    assert [(figure.use, figure.described, figure.original) for figure in converted.document.figures] == [
        (Use.SHOWN, True, "")
    ]


def test_a_drawing_is_shown_as_a_lighter_file_of_the_same_pixels_and_size() -> None:
    builder = DocumentBuilder()
    html = builder.picture(encode(Image.linear_gradient("L").resize((900, 700)), compress_level=0), "", (450, 0))
    stored, shown, _ = builder.build().document.figures
    assert html is not None
    assert "data-original" not in html
    assert 'width="450" height="350"' in html
    assert (stored.mime, stored.use, shown.mime, shown.use) == ("image/png", Use.KEPT, "image/webp", Use.SHOWN)
    assert shown.original == stored.name
    assert (shown.width, shown.height) == (450, 350)


def test_what_loses_something_leads_to_itself() -> None:
    builder = DocumentBuilder()
    html = builder.picture(encode(photo(2000, 1000)), "")
    converted = builder.build()
    stored, shown, _ = converted.document.figures
    assert html is not None
    assert re.search(r'src="\ufdd0f1\ufdd1" data-original="\ufdd0f0\ufdd1" width="2000" height="1000"', html)
    assert (stored.use, shown.use) == (Use.ORIGINAL, Use.SHOWN)
    assert shown.size == len(converted.files[shown.name]) < stored.size


def test_the_first_picture_that_may_be_a_cover_is_kept_small_too() -> None:
    builder = DocumentBuilder()
    for size in ((150, 100), (900, 700), (1000, 700)):
        builder.picture(encode(photo(*size)), "")
    converted = builder.build()
    (card,) = [figure for figure in converted.document.figures if figure.use is Use.CARD]
    first = next(figure for figure in converted.document.figures if (figure.width, figure.height) == (900, 700))
    assert (card.original, card.mime, card.width, card.height) == (first.name, "image/webp", 720, 560)
    assert card.size == len(converted.files[card.name]) < first.size
    assert {figure.use for figure in converted.document.figures if figure.width != 720} <= {
        Use.SHOWN,
        Use.ORIGINAL,
        Use.KEPT,
    }


def test_what_is_light_or_too_small_for_a_cover_is_not_kept_twice() -> None:
    builder = DocumentBuilder()
    for size in ((150, 100), (800, 600)):
        builder.picture(encode(Image.new("RGB", size, "red")), "")
    builder.picture(encode(photo(900, 700)), "")  # which is not the first one
    assert all(figure.use is not Use.CARD for figure in builder.build().document.figures)


def test_a_tiff_is_shown_as_another_file_or_not_at_all() -> None:
    builder = DocumentBuilder()
    html = builder.picture(encode(Image.new("RGB", (40, 30), "red"), "TIFF"), "")
    assert html is not None
    assert builder.build().document.figures[1].mime == "image/webp"
    assert builder.picture(encode(Image.new("F", (40, 30)), "TIFF"), "") is None


@pytest.mark.parametrize("way", ["picture", "file"])
def test_drawings_are_kept_clean(way: str) -> None:
    builder = DocumentBuilder()
    if way == "picture":
        assert builder.picture(SVG, "")
    else:
        assert builder.file(SVG, ".svg", Figure("", "image/svg+xml"))
    (content,) = builder.build().files.values()
    assert b"script" not in content
    assert b"<path" in content


def test_pictures_are_counted_and_named_where_nobody_described_them() -> None:
    builder = DocumentBuilder()
    builder.heading("Start", 1)
    assert builder.alt_or_name(" said ") == "said"
    assert builder.alt_or_name(" ", Origin(line=7)) == "Figure 2: Start"
    builder.enter(3)
    assert 'alt="Figure 3: Start"' in (builder.picture(SVG, "") or "")
    assert builder.picture(b"no picture", "") is None
    document = builder.build().document
    assert document.pictures == 3
    assert document.undescribed == (Undescribed(line=7), Undescribed(cell=3))
    assert not document.figures[0].described
