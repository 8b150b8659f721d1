"""The cover is what the record names, else the first picture; its thumbnail is small and kept."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from inpublic.document import Use
from inpublic.load import load_website
from inpublic.outputs.project_pages import files
from inpublic.pictures.thumbnails import CARD_WIDTH, thumbnail
from inpublic.settings.config import load_config
from inpublic.website import Project


def png(width: int, height: int, colour: str = "teal") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(target, "PNG")
    return target.getvalue()


def load(root: Path) -> Project:
    return load_website(load_config(root, {})).website.projects[0]


@pytest.fixture
def site(make_site: Callable[..., Path]) -> Path:
    text = "# A\n\n![first](one.png)\n\n![second](two.png)\n"
    pictures = {"projects/a/one.png": png(1600, 900), "projects/a/two.png": png(400, 300, "red")}
    return make_site({"projects/a/README.md": text, **pictures})


def test_the_first_picture_is_the_cover_and_its_thumbnail_fits_a_card(site: Path) -> None:
    project = load(site)
    assert project.cover is not None
    assert project.thumbnail is not None
    assert (project.cover.width, project.cover.height, project.cover.mime) == (1600, 900, "image/png")
    assert (project.thumbnail.width, project.thumbnail.height) == (CARD_WIDTH, 405)
    assert project.thumbnail.mime == "image/webp"
    assert project.thumbnail.size < project.cover.size


def test_the_record_may_name_another_cover_and_its_words(site: Path) -> None:
    (site / "projects/a/project.yml").write_text("cover: two.png\ncover_alt: A red plate\n")
    project = load(site)
    assert project.cover is not None
    assert (project.cover.width, project.cover.alt) == (400, "A red plate")


def test_a_thumbnail_is_made_once(site: Path) -> None:
    first = load(site).thumbnail
    assert first is not None
    assert isinstance(first.content, Path)
    stamp = first.content.stat().st_mtime_ns
    assert load(site).thumbnail == first
    assert first.content.stat().st_mtime_ns == stamp


def test_nothing_is_noted_or_decoded_again_about_a_thumbnail_that_is_there(site: Path) -> None:
    load(site)
    notes = {path: path.stat().st_ino for path in (site / ".inpublic/cache/documents").iterdir()}
    load(site)
    assert {path: path.stat().st_ino for path in (site / ".inpublic/cache/documents").iterdir()} == notes


def test_a_thumbnail_that_is_gone_is_made_again(site: Path) -> None:
    first = load(site).thumbnail
    assert first is not None
    assert isinstance(first.content, Path)
    before = first.content.read_bytes()
    first.content.unlink()
    assert load(site).thumbnail == first
    assert first.content.read_bytes() == before


def test_a_project_without_a_picture_has_no_cover(make_site: Callable[..., Path]) -> None:
    project = load(make_site({"projects/a.md": "# A\n"}))
    assert project.cover is project.thumbnail is None


def test_a_tiny_icon_is_no_cover(make_site: Callable[..., Path]) -> None:
    root = make_site({"projects/a/README.md": "# A\n\n![x](i.png)\n", "projects/a/i.png": png(16, 16)})
    assert load(root).cover is None


def test_the_cover_of_a_notebook_is_the_picture_as_it_was_stored(
    make_site: Callable[..., Path], notebook: Callable[..., str]
) -> None:
    large = io.BytesIO()
    Image.linear_gradient("L").resize((900, 700)).save(large, "PNG", compress_level=0)
    output = {
        "output_type": "display_data",
        "data": {"image/png": b64encode(large.getvalue()).decode()},
        "metadata": {},
    }
    project = load(make_site({"projects/a.ipynb": notebook("# A", ("plot()", [output]))}))
    assert project.cover is not None
    assert project.thumbnail is not None
    assert (project.cover.mime, project.cover.size) == ("image/png", len(large.getvalue()))
    assert project.main.document.figures[1].mime == "image/webp"
    assert project.thumbnail.mime == "image/webp"


@pytest.fixture
def plotted(make_site: Callable[..., Path], notebook: Callable[..., str]) -> Path:
    """Return a site of a notebook with three pictures of noise: a tiny one, and two that can be covers."""
    sizes = ((100, 80), (900, 700), (800, 600))
    outputs = [
        {"output_type": "display_data", "data": {"image/png": b64encode(noise(*size)).decode()}, "metadata": {}}
        for size in sizes
    ]
    text = notebook("# A", ("plot()", outputs))
    return make_site({"projects/a/a.ipynb": text, "projects/a/one.png": png(1600, 900)})


def noise(width: int, height: int) -> bytes:
    target = io.BytesIO()
    Image.effect_noise((width, height), 50).save(target, "PNG")
    return target.getvalue()


def test_the_thumbnail_of_a_notebook_comes_with_its_document_and_is_the_same(plotted: Path) -> None:
    project = load(plotted)
    assert project.cover is not None
    assert project.thumbnail is not None
    (card,) = [figure for figure in project.main.document.figures if figure.use is Use.CARD]
    assert project.cover.path.name == card.original
    assert (project.thumbnail.path.name, project.thumbnail.size) == (card.name, card.size)
    assert (project.thumbnail.width, project.thumbnail.height) == (CARD_WIDTH, 560)
    assert isinstance(project.cover.content, Path)
    assert isinstance(project.thumbnail.content, Path)
    made = thumbnail(project.cover.content.read_bytes())
    assert made is not None
    assert made.content == project.thumbnail.content.read_bytes()


@pytest.mark.parametrize("record", ["", "cover: one.png\n"], ids=["the first picture", "another cover"])
def test_a_thumbnail_that_no_card_shows_is_not_published(plotted: Path, record: str) -> None:
    (plotted / "projects/a/project.yml").write_text(record)
    website = load_website(load_config(plotted, {})).website
    (card,) = [one for one in website.projects[0].main.document.figures if one.use is Use.CARD]
    assert (card.name in {file.path.name for file in files(website)}) == (not record)


def test_a_thumbnail_is_turned_as_the_camera_was(make_site: Callable[..., Path]) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    target = io.BytesIO()
    Image.new("RGB", (800, 400)).save(target, "JPEG", exif=exif)
    project = load(make_site({"projects/a/README.md": "# A\n\n![x](i.jpg)\n", "projects/a/i.jpg": target.getvalue()}))
    assert project.thumbnail is not None
    assert (project.thumbnail.width, project.thumbnail.height) == (400, 800)


def test_a_damaged_cover_is_its_own_thumbnail(make_site: Callable[..., Path]) -> None:
    damaged = png(800, 600)[:-100]
    project = load(make_site({"projects/a/README.md": "# A\n\n![x](i.png)\n", "projects/a/i.png": damaged}))
    assert project.cover is not None
    assert project.thumbnail == project.cover


@pytest.mark.parametrize(
    ("width", "kind", "is_made"),
    [
        pytest.param(400, "PNG", False, id="narrow and light"),
        pytest.param(2 * CARD_WIDTH, "PNG", False, id="twice as wide and light"),
        pytest.param(2 * CARD_WIDTH + 1, "PNG", True, id="too wide"),
        pytest.param(400, "BMP", True, id="heavy"),
        pytest.param(400, "AVIF", True, id="light, but not for share images"),
    ],
)
def test_a_cover_that_is_light_is_shown_as_it_is(
    make_site: Callable[..., Path], width: int, kind: str, is_made: bool
) -> None:
    target = io.BytesIO()
    Image.new("RGB", (width, 300), "teal").save(target, kind)
    name = f"i.{kind.lower()}"
    text = f"# A\n\n![x]({name})\n"
    project = load(make_site({"projects/a/README.md": text, f"projects/a/{name}": target.getvalue()}))
    assert project.cover is not None
    assert (project.thumbnail != project.cover) == is_made


def test_projects_with_the_same_picture_keep_their_own_words_for_it(make_site: Callable[..., Path]) -> None:
    same = png(1600, 900)
    files = {f"projects/{name}/one.png": same for name in "ab"}
    texts = {
        f"projects/{name}/README.md": f"---\ncover_alt: of {name}\n---\n# {name}\n\n![](one.png)\n" for name in "ab"
    }
    root = make_site({**texts, **files})

    projects = load_website(load_config(root, {})).website.projects

    assert {project.record.title: project.thumbnail and project.thumbnail.alt for project in projects} == {
        "a": "of a",
        "b": "of b",
    }


def test_the_thumbnail_of_a_picture_that_is_cut_off_is_the_picture(make_site: Callable[..., Path]) -> None:
    root = make_site({"projects/a/README.md": "# A\n\n![it](one.png)\n", "projects/a/one.png": png(1600, 900)[:-400]})

    project = load_website(load_config(root, {})).website.projects[0]

    assert project.thumbnail == project.cover
