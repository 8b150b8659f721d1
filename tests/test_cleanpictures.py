"""What is published of a picture looks the same and says nothing beside."""

from __future__ import annotations

import io
import random
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageSequence, PngImagePlugin

from inpublic.pictures.cleanpictures import without_notes
from inpublic.pictures.picturenotes import notes_of

SECRET = "Ada Quill, 3 Mill Lane"
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>{SECRET}</a></x:xmpmeta>'.encode()
ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
PHOTO = Image.frombytes("RGB", (40, 24), random.Random(5).randbytes(3 * 40 * 24)).resize((80, 48))


def exif(turned: int = 1) -> Image.Exif:
    said = Image.Exif()
    said[0x013B] = SECRET
    said.get_ifd(0x8825).update({1: "N", 2: (47.0, 22.0, 30.0), 3: "E", 4: (8.0, 32.0, 0.0)})
    if turned > 1:
        said[0x0112] = turned
    return said


def encode(image: Image.Image, form: str, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def texts() -> PngImagePlugin.PngInfo:
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", SECRET)
    said.add_text("Comment", SECRET, zip=True)
    said.add_itxt("Titel", SECRET, zip=True)
    said.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return said


def with_segments(data: bytes) -> bytes:
    """Add what programs write into a JPEG: IPTC, an unknown application's segment, and a film behind the end."""
    iptc = b"\x1c\x02\x50" + struct.pack(">H", len(SECRET)) + SECRET.encode()
    resource = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(iptc)) + iptc
    parts = [(0xED, resource), (0xEB, b"JP" + SECRET.encode())]
    segments = b"".join(struct.pack(">BBH", 0xFF, code, len(part) + 2) + part for code, part in parts)
    return data[:2] + segments + data[2:] + b"\0\0\0\x18ftypmp42" + SECRET.encode()


FRAMES = [Image.new("RGB", (30, 20), colour) for colour in ("red", "green", "blue")]
MOVING = {"save_all": True, "append_images": FRAMES[1:], "duration": [50, 70, 90], "loop": 3}

PICTURES = {
    "jpeg": with_segments(encode(PHOTO, "JPEG", exif=exif(), xmp=XMP, comment=SECRET, icc_profile=ICC)),
    "jpeg, turned": encode(PHOTO, "JPEG", exif=exif(6), xmp=XMP),
    "jpeg, progressive": encode(PHOTO, "JPEG", exif=exif(), progressive=True, comment=SECRET),
    "jpeg, with restarts": encode(PHOTO, "JPEG", exif=exif(), restart_marker_rows=1),
    "jpeg for print": encode(PHOTO.convert("CMYK"), "JPEG", exif=exif()),
    "jpeg in grey": encode(PHOTO.convert("L"), "JPEG", exif=exif()),
    "jpeg, two in one": encode(PHOTO, "MPO", exif=exif(3), save_all=True, append_images=[PHOTO.rotate(180)]),
    "png": encode(PHOTO, "PNG", pnginfo=texts(), exif=exif(), icc_profile=ICC, dpi=(144, 144)) + SECRET.encode(),
    "png, turned": encode(PHOTO, "PNG", exif=exif(8)),
    "png with a palette": encode(PHOTO.quantize(16), "PNG", pnginfo=texts(), transparency=3),
    "png of 16 bits": encode(PHOTO.convert("I;16"), "PNG", pnginfo=texts()),
    "png, half clear": encode(PHOTO.convert("RGBA"), "PNG", pnginfo=texts()),
    "png, moving": encode(FRAMES[0], "PNG", pnginfo=texts(), **MOVING),
    "webp": encode(PHOTO, "WEBP", exif=exif(), xmp=XMP, icc_profile=ICC),
    "webp, turned": encode(PHOTO, "WEBP", exif=exif(6), xmp=XMP, lossless=True),
    "webp, half clear": encode(PHOTO.convert("RGBA"), "WEBP", exif=exif(), xmp=XMP),
    "webp, moving": encode(FRAMES[0], "WEBP", exif=exif(), xmp=XMP, **MOVING),
    "gif": encode(PHOTO.quantize(32), "GIF", comment=SECRET, transparency=2) + SECRET.encode(),
    "gif, moving": encode(FRAMES[0], "GIF", comment=SECRET, **MOVING),
    "avif": encode(PHOTO, "AVIF", exif=exif(), xmp=XMP, icc_profile=ICC),
    "avif, turned": encode(PHOTO, "AVIF", exif=exif(6), xmp=XMP),
    "tiff": encode(PHOTO, "TIFF", description=SECRET, artist=SECRET, icc_profile=ICC, dpi=(300, 300)),
    "tiff, packed": encode(PHOTO, "TIFF", compression="tiff_lzw", software=SECRET, copyright=SECRET),
    "tiff of several pages": encode(FRAMES[0], "TIFF", description=SECRET, **MOVING),
}
each = pytest.mark.parametrize("data", [pytest.param(data, id=name) for name, data in PICTURES.items()])


def looks(data: bytes) -> list[object]:
    """Describe all that decides what is seen: of each frame the pixels, how it is turned, for how long it stands."""
    with Image.open(io.BytesIO(data)) as image:
        dots = (
            image.info.get("dpi") if image.format not in ("JPEG", "MPO") else 0
        )  # of a JPEG with EXIF they are made up
        settled = [image.mode, image.size, image.info.get("icc_profile"), dots, image.info.get("loop")]
        turned = image.getexif().get(0x0112, 1)
        frames = [
            (frame.info.get("duration"), frame.info.get("transparency"), frame.tobytes())
            for frame in ([image] if image.format == "MPO" else ImageSequence.Iterator(image))
        ]
    return [*settled, turned, *frames]


@each
def test_a_picture_looks_the_same_without_its_notes(data: bytes) -> None:
    assert looks(without_notes(data)) == looks(data)


@each
def test_no_note_is_left(data: bytes) -> None:
    assert SECRET.encode() in data or any(SECRET in note.text for note in notes_of(data))
    clean = without_notes(data)
    assert SECRET.encode() not in clean
    assert not list(notes_of(clean))


@each
def test_a_clean_picture_is_left_as_it_is(data: bytes) -> None:
    clean = without_notes(data)
    assert without_notes(clean) is clean


def test_small_pictures_inside_go_too() -> None:
    data = encode(PHOTO, "JPEG")
    hidden = b"JFIF\0\1\2\1\0H\0H\x02\x02" + SECRET.encode()[:12]
    clean = without_notes(data[:2] + struct.pack(">BBH", 0xFF, 0xE0, len(hidden) + 2) + hidden + data[20:])
    assert SECRET.encode()[:12] not in clean
    assert looks(clean)[:2] == looks(data)[:2]


def test_private_chunks_go_and_those_that_decoders_must_know_stay() -> None:
    data = encode(PHOTO, "PNG")
    own = b"".join(
        struct.pack(">I", 9) + name + b"Ada Quill" + struct.pack(">I", zlib.crc32(name + b"Ada Quill"))
        for name in (b"prVt", b"CgBI", b"caBX")
    )
    clean = without_notes(data[:33] + own + data[33:])
    assert b"prVt" not in clean
    assert b"caBX" not in clean
    assert b"CgBI" in clean


@pytest.mark.parametrize(
    ("name", "pixels"),
    [("jpeg", b"\xff\xda"), ("jpeg, progressive", b"\xff\xda"), ("png", b"IDAT"), ("png, moving", b"fdAT")],
)
def test_of_a_picture_that_is_cut_off_the_notes_go(name: str, pixels: bytes) -> None:
    data = PICTURES[name]
    cut = data[: data.index(pixels) + 30]
    clean = without_notes(cut)
    assert SECRET.encode() not in clean
    assert clean.endswith(cut[-20:])


BEFORE = b"A note of "
NOTE = BEFORE + SECRET.encode()
CHUNK = struct.pack(">I", 90)
SEGMENT = struct.pack(">H", 90)
EXIF = b"II*\0\x08\0\0\0\x01\0" + struct.pack("<HHII", 0x013B, 2, 60, 26) + bytes(4) + NOTE
SCANS = PICTURES["jpeg, progressive"]
TAGGED = encode(PHOTO, "TIFF", description="*" * 60)
AT_THE_END = struct.pack("<HHII", 0x010E, 2, 61, len(TAGGED))
IN_PLACE = struct.pack("<HHII", 0x010E, 2, 61, TAGGED.index(b"*" * 60))


@pytest.mark.parametrize(
    ("whole", "ending", "cut"),
    [
        ("png", 12, CHUNK + b"tEXtComment\0" + NOTE),
        ("png", 12, CHUNK + b"iTXtComment\0\0\0\0\0" + NOTE),
        ("png", 12, CHUNK + b"eXIf" + EXIF),
        ("png", 12, CHUNK + b"prVt" + NOTE),
        ("jpeg in grey", 2, b"\xff\xfe" + SEGMENT + NOTE),
        ("jpeg in grey", 2, b"\xff\xe1" + SEGMENT + b"Exif\0\0" + EXIF),
        ("jpeg, progressive", len(SCANS) - SCANS.rindex(b"\xff\xc4"), b"\xff\xfe" + SEGMENT + NOTE),
        ("gif, moving", 1, b"\x21\xfe\x3c" + NOTE),
        ("gif, moving", 1, b"\x21\xff\x0bXMP DataXMP" + NOTE),
    ],
    ids=["tEXt", "iTXt", "eXIf", "private", "comment", "segment", "between scans", "gif", "application"],
)
def test_a_note_that_the_end_of_the_file_cuts_off_goes(whole: str, ending: int, cut: bytes) -> None:
    start = without_notes(PICTURES[whole])[:-ending] if whole != "jpeg, progressive" else SCANS[:-ending]
    clean = without_notes(start + cut)
    assert BEFORE not in clean
    assert clean == without_notes(start)


def test_a_tag_of_a_tiff_whose_text_is_cut_off_goes() -> None:
    data = TAGGED.replace(IN_PLACE, AT_THE_END) + NOTE
    assert data.count(AT_THE_END) == 1
    assert "Ada" in next(iter(notes_of(data))).text
    assert BEFORE not in without_notes(data)
    assert looks(without_notes(data))[-1] == looks(TAGGED)[-1]


def bitmap(form: str) -> bytes:
    """Make a BMP; of the oldest form by hand, with three bytes a pixel in rows of 243 that are filled up to 244."""
    if form != "oldest":
        return encode(PHOTO.convert(form), "BMP")
    wide, high = 81, 2
    return b"BM" + struct.pack("<I4xIIHHHH", 26 + 244 * high, 26, 12, wide, high, 1, 24) + bytes(244 * high)


@pytest.mark.parametrize("form", ["RGB", "RGBA", "L", "P", "1", "oldest"])
@pytest.mark.parametrize("said", [None, 0, 50], ids=["said", "zero", "too small"])
def test_what_stands_behind_a_bmp_goes_and_never_its_pixels(form: str, said: int | None) -> None:
    data = bitmap(form)
    if said is not None:
        data = data[:2] + struct.pack("<I", said) + data[6:]
    assert without_notes(data) is data
    assert without_notes(data + NOTE) == data


def test_a_bmp_that_does_not_say_where_it_ends_is_left_alone() -> None:
    data = encode(PHOTO, "BMP")
    run_lengths = data[:30] + struct.pack("<II", 1, 0) + data[38:]
    assert without_notes(run_lengths + NOTE) == run_lengths + NOTE
    assert without_notes(data[:20]) == data[:20]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        PICTURES["jpeg"][:300],
        PICTURES["png"][:200],
        PICTURES["webp"][:-60],
        PICTURES["gif"][:20],
        PICTURES["tiff"][:9],
        encode(PHOTO, "BMP"),
    ],
    ids=["empty", "text", "jpeg", "png", "webp", "gif", "tiff", "bmp"],
)
def test_what_falls_apart_before_its_pixels_is_left_alone(data: bytes) -> None:
    assert without_notes(data) is data


@given(
    st.sampled_from(sorted(PICTURES)), st.integers(0, 4000), st.binary(min_size=1, max_size=12), st.integers(0, 9000)
)
@settings(max_examples=100, deadline=None)
def test_damage_gives_no_traceback_and_cleaning_twice_is_cleaning_once(
    name: str, place: int, junk: bytes, end: int
) -> None:
    base = PICTURES[name]
    place %= len(base)
    damaged = (base[:place] + junk + base[place + len(junk) :])[:end]
    clean = without_notes(damaged)
    assert without_notes(clean) == clean
    assert len(clean) <= len(damaged) + 32
