"""Share images: their shape and weight, whatever they show, and the fonts that write them."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from operator import ne
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from inpublic.build import build_tree
from inpublic.cache import Cache
from inpublic.errors import Severity
from inpublic.outputs.share import share, share_problems
from inpublic.pages import sharefonts
from inpublic.pages.sharefonts import Face, face_for, faces_for, runs_left, writable
from inpublic.pages.shareimages import HEIGHT, MOST, WIDTH, Plate, balanced, broken, draw_plate
from inpublic.settings.config import load_config
from inpublic.website import Recipe

FACE = Face()
NO_FONTS = ("/nowhere",)


def picture(size: tuple[int, int] = (640, 400), *, noise: bool = False) -> bytes:
    stream = io.BytesIO()
    image = Image.effect_noise(size, 120).convert("RGB") if noise else Image.new("RGB", size, "orange")
    image.save(stream, "PNG")
    return stream.getvalue()


def drawn(title: str, cover: bytes = b"", face: Face | None = FACE) -> Image.Image:
    plate = Plate(title, "Ada", "F1", "0.87", face, FACE, FACE)
    content = draw_plate(plate, cover)
    assert len(content) <= MOST
    image = Image.open(io.BytesIO(content))
    assert (image.size, image.format) == ((WIDTH, HEIGHT), "JPEG")
    return image.convert("RGB")


@pytest.mark.parametrize(
    "cover",
    [b"", picture(), picture((5, 3000)), picture((3000, 5)), picture((1600, 1000), noise=True), b"no picture"],
    ids=["none", "plain", "tall", "wide", "noise", "broken"],
)
def test_a_picture_has_one_size_and_little_weight_whatever_the_cover(cover: bytes) -> None:
    drawn("Taxi fares", cover)


@pytest.mark.parametrize("title", ["", "W" * 300, "a " * 400, "Donaudampfschifffahrtsgesellschaftskapitän"[:41]])
def test_a_title_of_any_length_is_drawn(title: str) -> None:
    drawn(title, picture())


def test_the_cover_is_on_the_right_and_the_title_on_the_left() -> None:
    image = drawn("Taxi fares", picture())

    assert image.getpixel((894, 315)) == pytest.approx((255, 165, 0), abs=6)
    assert min(sum(image.getpixel((x, y))) for x in range(72, 600, 3) for y in range(170, 470, 3)) < 200


def test_a_shadow_fades_into_the_paper() -> None:
    image = drawn("", picture())
    away = ImageChops.difference(image, Image.new("RGB", image.size, "#f4f8f7")).convert("L")

    assert away.crop((560, 0, 620, HEIGHT)).getextrema()[1] <= 2
    assert away.crop((620, 0, 658, HEIGHT)).getextrema()[1] > 20


HEBREW = "חיזוי"


def ink(image: Image.Image) -> tuple[int, int]:
    """Find where the title's ink begins and ends, in pixels from the left."""
    [left, _, right, _] = image.crop((72, 170, 992, 470)).convert("L").point(lambda grey: 255 * (grey < 90)).getbbox()
    return 72 + left, 72 + right


@pytest.mark.parametrize(
    ("text", "leftward"),
    [
        (HEBREW, True),
        ("التنبؤ", True),
        ("2024: חיזוי", True),
        ("Taxi: חיזוי", False),
        ("鸢尾花", False),
        ("42", False),
        ("", False),
    ],
    ids=["Hebrew", "Arabic", "number first", "Latin first", "Chinese", "digits", "empty"],
)
def test_the_first_letter_says_from_where_a_title_is_read(text: str, leftward: bool) -> None:
    assert runs_left(text) is leftward


def test_a_title_that_is_read_from_the_right_is_set_from_the_right() -> None:
    face = face_for(HEBREW)
    if not face:
        pytest.skip("no Hebrew font here, or no FriBiDi")
    first, last = (ink(drawn(text, face=face)) for text in (HEBREW[0], HEBREW))

    assert abs(first[1] - last[1]) <= 2
    assert last[1] > 900
    assert last[0] > 500
    # Letter upon letter: the first of them stands at the right end.
    ends = [drawn(text, face=face).crop((first[0], 170, 992, 470)) for text in (HEBREW[0], HEBREW, HEBREW[::-1])]
    alone, right, wrong = (list(end.convert("1", dither=Image.Dither.NONE).get_flattened_data()) for end in ends)
    differing = [sum(map(ne, alone, end)) for end in (right, wrong)]
    assert differing[0] < differing[1] / 3


def test_pictures_of_one_site_leave_no_trace_in_one_another() -> None:
    first = draw_plate(Plate("First", "Site", title_face=FACE, site_face=FACE), picture())
    assert draw_plate(Plate("Second", "Site", title_face=FACE, site_face=FACE)) != first
    assert draw_plate(Plate("First", "Site", title_face=FACE, site_face=FACE), picture()) == first


def test_without_a_font_the_title_is_left_out() -> None:
    image = drawn("鸢尾花", face=None)

    assert min(sum(image.getpixel((x, y))) for x in range(72, 600, 3) for y in range(170, 470, 3)) > 600


@given(st.text(alphabet="ab 鸢尾花，。", max_size=80))
@example("aaaaaaaaa。")
@settings(max_examples=40, deadline=None)
def test_breaking_loses_nothing_but_spaces(text: str) -> None:
    lines = list(broken(text, FACE.at(40), 200))

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert (
        not any(line.startswith(("，", "。")) for line in lines[1:])
        or text.lstrip().startswith(("，", "。"))
        or " " in text
    )


@pytest.mark.parametrize(
    "text", ["Donaudampfschifffahrtselektrizitätenhauptbetriebswerk", "churn_prediction_with_gradient_boosting_v2"]
)
def test_a_word_that_is_longer_than_a_line_is_broken(text: str) -> None:
    lines = list(broken(text, FACE.at(42), 400))

    assert "".join(lines) == text
    assert max(FACE.at(42).getlength(line) for line in lines) <= 400
    assert "_" not in text or all(line.endswith("_") for line in lines[:-1])


def test_lines_are_about_as_long() -> None:
    first, second = balanced("Why I write the baseline first", FACE.at(76), 850)

    assert abs(len(first) - len(second)) < 10


def test_pillows_own_font_has_what_is_said_of_it() -> None:
    font = FACE.at(24)
    nothing = bytes(font.getmask("\U0010fffd"))
    named = [chr(code) for code in range(0x21, 0x3000) if FACE.has(chr(code))]

    assert [sign for sign in named if bytes(font.getmask(sign)) == nothing] == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Hi 🎉 there", "Hi there"),
        ("a\u200db", "ab"),
        ("鸢尾花", "鸢尾花"),
        ("  a  b ", "a b"),
        ("Cafe\u0301 1\ufe0f\u20e3", "Café 1"),
        ("วิเคราะห์", "วิเคราะห์"),
    ],
)
def test_pictures_in_a_title_are_left_out_and_letters_keep_their_marks(text: str, left: str) -> None:
    assert writable(text) == left


def test_a_text_that_no_font_can_write_has_none() -> None:
    assert face_for("鸢尾花", NO_FONTS) is None
    assert face_for("Plain", NO_FONTS) == Face()


@pytest.mark.parametrize("is_there", [True, False])
def test_no_font_is_opened_again_for_the_same_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    font, asked = tmp_path / "font.ttf", list[str]()
    font.write_bytes(b"one")
    face = Face(font)

    def ask(text: str, _folders: tuple[str, ...]) -> Face | None:
        asked.append(text)
        return face if is_there else None

    monkeypatch.setattr(sharefonts, "_faces", lambda _: (face,))
    monkeypatch.setattr(sharefonts, "face_for", ask)
    notes = Cache(tmp_path / "cache")
    for _ in range(2):
        found = faces_for(["鸢尾花", "Plain", "é"], notes)
        assert found == {"Plain": Face(), **dict.fromkeys(("é", "鸢尾花"), face if is_there else None)}
    assert asked == ["é", "鸢尾花"]
    font.write_bytes(b"another")
    faces_for(["鸢尾花", "é"], notes)
    faces_for(["鸢尾花"], notes)
    assert len(asked) == 5
    for _ in range(2):
        faces_for([HEBREW], notes)
    assert len(asked) == (6 if is_there else 7)


def test_a_second_run_draws_nothing_even_for_an_empty_tree(make_site: Callable[..., Path]) -> None:
    root = make_site({"projects/taxi/README.md": "# Taxi\n\nWords.\n"})
    first = build_tree(load_config(root, {})).website
    notes = {file.path: file.content.key for file in share(first) if isinstance(file.content, Recipe)}
    for number, key in enumerate(notes.values()):
        first.notes.put_note(key, b"kept %d" % number)
    shutil.rmtree(root / "docs")
    build_tree(load_config(root, {}))

    assert [(root / "docs" / path).read_bytes() for path in notes] == [b"kept 0", b"kept 1"]


@pytest.mark.parametrize("home", ["true", "false"])
def test_each_project_has_a_picture_and_so_have_all_other_pages(make_site: Callable[..., Path], home: str) -> None:
    root = make_site({"projects/taxi/README.md": "# Taxi\n\nWords.\n"})
    settings = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(settings.replace("inpublic:", f"inpublic:\n    home: {home}"), "utf-8")
    report = build_tree(load_config(root, {}))

    assert [str(file.path) for file in share(report.website)] == [
        "assets/inpublic/share/home.jpg",
        "assets/inpublic/share/projects/taxi.jpg",
    ]
    assert all((root / "docs" / file.path).is_file() for file in share(report.website))
    page = (root / "docs/projects/taxi/index.md").read_text("utf-8")
    assert "image: https://ada.example/portfolio/assets/inpublic/share/projects/taxi.jpg" in page


def test_a_title_in_a_script_without_a_font_is_told_once(make_site: Callable[..., Path]) -> None:
    root = make_site({f"projects/{number}.md": f"# {chr(0x13000 + number)}\n\nWords.\n" for number in (1, 2)})
    website = build_tree(load_config(root, {})).website

    [problem] = share_problems(website)
    assert "(and 1 more)" in problem.message
    assert problem.severity is Severity.WARNING
