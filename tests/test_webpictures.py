"""A large picture gets a lighter file for the page that looks the same, and anything doubtful is left alone."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageDraw

from inpublic.pictures.pictures import inspect_picture
from inpublic.pictures.webpictures import LARGE, WIDEST, WebPicture, web_picture

RANDOM = random.Random(7)


def plot(width: int = 900, height: int = 700, mode: str = "RGB") -> Image.Image:
    """Draw lines as plots have them: many bytes as PNG, few as WebP."""
    image = Image.new(mode, (width, height), "white")
    draw = ImageDraw.Draw(image)
    pen = random.Random(3)
    for _ in range(400):
        ends = [(pen.randrange(width), pen.randrange(height)) for _ in range(2)]
        draw.line([*ends[0], *ends[1]], fill=pen.randrange(255) if mode == "L" else (pen.randrange(255), 80, 90))
    return image


def noise(width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), RANDOM.randbytes(3 * width * height))


def photo(width: int, height: int) -> Image.Image:
    return noise(width // 8, height // 8).resize((width, height), Image.Resampling.BICUBIC)


def encode(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def lighter(data: bytes) -> WebPicture | None:
    seen = inspect_picture(data)
    assert seen is not None
    return web_picture(data, seen.mime)


def opened(made: WebPicture | None) -> Image.Image:
    assert made is not None
    image = Image.open(io.BytesIO(made.content))
    assert (image.format, image.size) == ("WEBP", (made.width, made.height))
    return image


def is_same(one: Image.Image, other: Image.Image) -> bool:
    """Compare what is seen, on white."""
    flat = []
    for image in (one.convert("RGBA"), other.convert("RGBA")):
        ground = Image.new("RGBA", image.size, "white")
        flat.append(Image.alpha_composite(ground, image).convert("RGB"))
    return ImageChops.difference(*flat).getbbox() is None


def clear() -> Image.Image:
    image = plot().convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    return image


@pytest.mark.parametrize(
    "image",
    [
        pytest.param(plot(), id="colours"),
        pytest.param(clear(), id="half clear"),
        pytest.param(plot(mode="L"), id="greys"),
        pytest.param(plot().quantize(60), id="a palette"),
        pytest.param(plot(2400, 900), id="up to twice as wide as needed"),
    ],
)
def test_a_drawing_keeps_every_pixel(image: Image.Image) -> None:
    data = encode(image, compress_level=1)
    made = lighter(data)
    assert made is not None
    assert made.exact
    assert len(made.content) < 0.85 * len(data)
    assert is_same(opened(made), image)


def test_a_colour_that_means_nothing_is_clear_in_the_lighter_file_too() -> None:
    data = encode(plot(), transparency=(255, 255, 255), compress_level=1)
    assert opened(lighter(data)).convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index]


def test_what_stays_heavy_loses_a_little_and_keeps_its_size() -> None:
    image = photo(1200, 900)
    made = lighter(encode(image))
    assert made is not None
    assert (made.exact, made.width, made.height) == (False, 1200, 900)
    assert len(made.content) < 300_000


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "AVIF"])
def test_what_is_too_wide_is_made_smaller(form: str) -> None:
    image = photo(2600, 1300)
    made = lighter(encode(image, form, quality=95))
    assert made is not None
    assert (made.exact, made.width, made.height) == (False, WIDEST, WIDEST // 2)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "AVIF"])
def test_what_a_camera_held_upright_took_is_turned(form: str) -> None:
    image = photo(2000, 1800)
    image.paste("red", (0, 0, 2000, 400))
    exif = Image.Exif()
    exif[0x0112] = 6  # the top of the picture is on the right
    data = encode(image, form, exif=exif, quality=95)
    seen, made = inspect_picture(data), opened(lighter(data))
    assert seen is not None
    assert (seen.width, seen.height) == (1800, 2000)
    assert made.size == (WIDEST, round(2000 * WIDEST / 1800))
    red = made.convert("RGB").getpixel((made.width - 20, made.height // 2))
    assert red[0] > 200 > 60 > red[1]  # type: ignore[index, operator]
    assert not made.getexif()


def test_a_colour_profile_stays() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = lighter(encode(plot(), icc_profile=profile, compress_level=1))
    assert opened(made).info["icc_profile"] == profile


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def deep() -> bytes:
    header = struct.pack(">IIBBBBB", 400, 400, 16, 2, 0, 0, 0)
    rows = b"".join(b"\0" + RANDOM.randbytes(2400) for _ in range(400))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def dark() -> bytes:
    data = encode(plot(), compress_level=1)
    return data[:33] + chunk(b"gAMA", struct.pack(">I", 100_000)) + data[33:]


def grey_profile() -> bytes:
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[16:20] = b"GRAY"
    return encode(plot(mode="L"), icc_profile=bytes(profile), compress_level=1)


def truncated() -> bytes:
    return encode(noise(400, 400))[:100_000]


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: encode(plot(60, 40)), id="small"),
        pytest.param(lambda: encode(noise(300, 300)), id="nothing to be gained"),
        pytest.param(lambda: encode(noise(500, 400), "JPEG"), id="a photo that is not too wide"),
        pytest.param(lambda: encode(noise(400, 300), "GIF"), id="a GIF"),
        pytest.param(lambda: encode(noise(300, 300), save_all=True, append_images=[plot(300, 300)]), id="an APNG"),
        pytest.param(lambda: encode(photo(2000, 1200).convert("CMYK"), "JPEG"), id="colours for print"),
        pytest.param(
            lambda: encode(photo(1800, 99), "WEBP", save_all=True, append_images=[plot(1800, 99)], lossless=True),
            id="an animated WebP",
        ),
        pytest.param(deep, id="16 bits"),
        pytest.param(dark, id="an unusual gamma"),
        pytest.param(grey_profile, id="a profile that does not fit"),
        pytest.param(truncated, id="truncated"),
    ],
)
def test_what_is_light_or_doubtful_is_left_alone(make: Callable[[], bytes]) -> None:
    data = make()
    assert lighter(data) is None


def test_a_bomb_is_left_alone() -> None:
    rows = zlib.compress(bytes(8000 * 1000 + 1), 9)
    header = struct.pack(">IIBBBBB", 8000, 8000, 8, 0, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows + bytes(LARGE)) + chunk(b"IEND", b"")
    assert web_picture(data, "image/png") is None
    assert inspect_picture(data) is None
    allowed = inspect_picture(data, megapixels=64)
    assert allowed is not None
    assert (allowed.width, allowed.height) == (8000, 8000)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_a_tiff_can_be_seen(mode: str) -> None:
    image = plot(300, 200).convert("L").convert("I").point(lambda value: value * 257) if mode == "I;16" else None
    data = encode(image.convert("I;16") if image else plot(300, 200).convert(mode), "TIFF")
    made = lighter(data)
    assert made is not None
    assert (made.exact, made.width, made.height) == (False, 300, 200)
    assert opened(made).convert("RGB").getpixel((0, 0)) == (255, 255, 255)


def test_a_tiff_of_measurements_cannot() -> None:
    assert lighter(encode(Image.new("F", (300, 200)), "TIFF")) is None


def test_a_bmp_becomes_light() -> None:
    made = lighter(encode(plot(), "BMP"))
    assert made is not None
    assert made.exact
    assert is_same(opened(made), plot())


def test_the_same_picture_gives_the_same_bytes() -> None:
    data = encode(plot(), compress_level=1)
    assert lighter(data) == lighter(data)


BASES = [
    encode(noise(200, 200)),
    encode(photo(2000, 900), "JPEG"),
    encode(plot(300, 200), "TIFF", compression="tiff_lzw"),
]


@given(st.sampled_from(BASES), st.integers(0, 3000), st.binary(min_size=1, max_size=8), st.integers(500, 200_000))
@settings(max_examples=60, deadline=None)
def test_damage_never_gives_a_traceback(base: bytes, place: int, junk: bytes, end: int) -> None:
    data = (base[:place] + junk + base[place + len(junk) :])[:end] + bytes(LARGE)
    seen = inspect_picture(data)
    if seen is not None:
        web_picture(seen.content, seen.mime)
