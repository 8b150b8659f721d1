"""What links point at is found on disk, and never outside the site's folder."""

from __future__ import annotations

import io
import random
import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import pytest
from msgspec.structs import replace
from PIL import Image

from inpublic.cache import Cache
from inpublic.document import Document, Link, LinkKind
from inpublic.gather import Gathered, gather
from inpublic.lighten import content_of, lighten
from inpublic.load import load_website
from inpublic.outputs import make_outputs
from inpublic.pages.addresses import target_path
from inpublic.pictures.pictures import inspect_picture
from inpublic.settings.config import load_config
from inpublic.settings.parts import Limits
from inpublic.website import Asset

P = PurePosixPath
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="20"></svg>'


def document(*links: tuple[LinkKind, str]) -> Document:
    return Document("T", (), links=tuple(Link(kind, target) for kind, target in links))


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("b.md", "projects/a/b.md"),
        ("./b.md#part", "projects/a/b.md"),
        ("../c.ipynb?x=1", "projects/c.ipynb"),
        ("my%20file.txt", "projects/a/my file.txt"),
        ("/docs/about.md", "docs/about.md"),
        ("../../../etc/passwd", "../etc/passwd"),
        ("%E5%9B%BE.png", "projects/a/图.png"),
        ("a;b.png", "projects/a/a;b.png"),
    ],
)
def test_a_target_is_understood_from_the_place_of_its_source(target: str, path: str) -> None:
    assert target_path(P("projects/a/README.md"), target) == P(path)


@pytest.mark.parametrize(
    ("digest", "is_shown"),
    [(sha256(SVG).hexdigest(), True), ("", True), (sha256(b"before").hexdigest(), False), (None, False)],
    ids=["the same", "too large to look through", "another", "new"],
)
def test_nothing_is_shown_but_what_the_gate_has_seen(tmp_path: Path, digest: str | None, is_shown: bool) -> None:
    (tmp_path / "a.svg").write_bytes(SVG)
    digests = {} if digest is None else {P("a.svg"): digest}
    found = gather(tmp_path, {P("a.md"): document((LinkKind.IMAGE, "a.svg"))}, {}, digests=digests)
    assert (P("a.svg") in found.assets) is is_shown
    assert found.changed == (frozenset() if is_shown else {P("a.svg")})


def test_a_picture_that_is_another_by_now_is_not_made_lighter(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_bytes(SVG)
    with pytest.raises(OSError, match="another file"):
        content_of(Asset(P("assets/inpublic/files/0123456789abcdef.svg"), tmp_path / "a.svg", "image/svg+xml"))


def test_pictures_and_films_become_assets_and_all_else_is_known_to_exist(tmp_path: Path) -> None:
    folder = tmp_path / "projects"
    folder.mkdir()
    (folder / "a.svg").write_bytes(SVG)
    (folder / "film.mp4").write_bytes(b"film")
    (folder / "data.csv").write_text("1")
    (folder / "fake.png").write_text("no picture")
    links = document(
        (LinkKind.IMAGE, "a.svg"),
        (LinkKind.MEDIA, "film.mp4"),
        (LinkKind.PAGE, "data.csv"),
        (LinkKind.IMAGE, "fake.png"),
        (LinkKind.IMAGE, "gone.png"),
    )
    found = gather(tmp_path, {P("projects/x.md"): links}, {})
    assert {path.name: (asset.mime, asset.width, asset.height) for path, asset in found.assets.items()} == {
        "a.svg": ("image/svg+xml", 10, 20),
        "film.mp4": ("video/mp4", 0, 0),
    }
    assert found.others == {P("projects/data.csv"), P("projects/fake.png")}


def test_nothing_outside_the_site_is_published(tmp_path: Path) -> None:
    (tmp_path / "secret.svg").write_bytes(SVG)
    root = tmp_path / "site"
    (root / "projects").mkdir(parents=True)
    (root / "projects/link.svg").symlink_to(tmp_path / "secret.svg")
    links = document(
        (LinkKind.IMAGE, "../../secret.svg"), (LinkKind.IMAGE, "link.svg"), (LinkKind.IMAGE, "/../secret.svg")
    )
    found = gather(root, {P("projects/x.md"): links}, {})
    assert (found.assets, found.others) == ({}, frozenset())


def encode(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def photo(width: int, height: int) -> Image.Image:
    small = Image.frombytes("RGB", (width // 8, 99), random.Random(1).randbytes(3 * (width // 8) * 99))
    return small.resize((width, height), Image.Resampling.BICUBIC)


DRAWING = encode(Image.linear_gradient("L").resize((900, 700)), compress_level=0)
PHOTO = encode(photo(2000, 1000), "JPEG", quality=95)


def shown(root: Path, **pictures: bytes) -> tuple[Gathered, Cache]:
    """Gather pictures that one page shows; an underscore in a name stands for its dot."""
    (root / "projects").mkdir(exist_ok=True)
    names = [name.replace("_", ".") for name in pictures]
    for name, data in zip(names, pictures.values(), strict=True):
        (root / "projects" / name).write_bytes(data)
    links = document(*((LinkKind.IMAGE, name) for name in names))
    return gather(root, {P("projects/x.md"): links}, {}), Cache(root / "cache")


def web_of(gathered: Gathered, name: str) -> Asset:
    web = gathered.assets[P("projects") / name].web
    assert web is not None
    assert isinstance(web.content, Path)
    assert web.content.stat().st_size == web.size
    return web


def test_a_drawing_is_published_clean(tmp_path: Path) -> None:
    gathered, _ = shown(tmp_path, a_svg=SVG.replace(b"><", b' onload="x()"><script>x</script><'))
    asset = gathered.assets[P("projects/a.svg")]
    assert isinstance(asset.content, bytes)
    assert b"onload" not in asset.content
    assert b"script" not in asset.content
    assert asset.size == len(asset.content)


def test_large_pictures_get_a_lighter_file_of_the_same_size_on_the_page(tmp_path: Path) -> None:
    found = lighten(*shown(tmp_path, drawing_png=DRAWING, photo_jpg=PHOTO, small_svg=SVG))
    drawing, picture = web_of(found, "drawing.png"), web_of(found, "photo.jpg")
    assert (drawing.exact, drawing.width, drawing.height, drawing.mime) == (True, 900, 700, "image/webp")
    assert (picture.exact, picture.width, picture.height) == (False, 2000, 1000)
    assert found.assets[P("projects/small.svg")].web is None
    assert found.assets[P("projects/photo.jpg")].size == len(PHOTO)


def test_a_picture_that_browsers_do_not_show_is_one_only_with_another_file(tmp_path: Path) -> None:
    tiff = encode(Image.new("RGB", (30, 20)), "TIFF")
    found = lighten(*shown(tmp_path, a_tiff=tiff, b_tiff=encode(Image.new("F", (30, 20)), "TIFF")))
    assert web_of(found, "a.tiff").mime == "image/webp"
    assert found.others == {P("projects/b.tiff")}


def test_an_unchanged_picture_is_never_encoded_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoded = []
    save = Image.Image.save

    def counting(image: Image.Image, *arguments: object, **options: object) -> None:
        encoded.append(image.size)
        save(image, *arguments, **options)

    worthless = encode(photo(300, 300).effect_spread(300), compress_level=9)
    gathered, cache = shown(tmp_path, a_png=DRAWING, b_jpg=PHOTO, c_png=worthless)
    monkeypatch.setattr(Image.Image, "save", counting)
    first, times = lighten(gathered, cache), len(encoded)
    assert times == 3
    assert lighten(gathered, cache) == first
    assert len(encoded) == times
    web_of(first, "a.png").content.write_bytes(b"damaged")  # type: ignore[union-attr]
    assert lighten(gathered, cache) == first
    assert len(encoded) == times + 1


@pytest.fixture
def files(make_site: Callable[..., Path]) -> dict[str, bytes | Path]:
    text = "# A\n\n![x](drawing.png)\n\n![x](photo.jpg)\n\n[![x](photo.jpg)](https://example.org/)\n"
    root = make_site(
        {"projects/a/README.md": text, "projects/a/drawing.png": DRAWING, "projects/a/photo.jpg": PHOTO}
        | {"projects/a/project.yml": "cover: photo.jpg\n"}
    )
    website = load_website(load_config(root, {})).website
    lightened = lighten(Gathered(website.assets, website.files), Cache(root / "cache"))
    website = replace(website, assets=lightened.assets)
    return {file.path.as_posix(): file.read() for file in make_outputs(website)}


def test_the_page_shows_the_lighter_file_and_leads_to_a_picture_that_is_not_the_same(
    files: dict[str, bytes | Path],
) -> None:
    page = files["projects/a/index.md"]
    assert isinstance(page, bytes)
    from selectolax.lexbor import LexborHTMLParser

    drawing, picture, in_link = LexborHTMLParser(page.decode()).css(".ip-text img")
    assert all((image.attributes["src"] or "").endswith(".webp") for image in (drawing, picture, in_link))
    assert (picture.attributes["width"], picture.attributes["height"]) == ("2000", "1000")
    assert drawing.parent is not None
    assert drawing.parent.tag == "p"
    assert picture.parent is not None
    assert picture.parent.tag == "a"
    assert (picture.parent.attributes["href"] or "").endswith(".jpg")
    assert in_link.parent is not None
    assert in_link.parent.attributes["href"] == "https://example.org/"
    assert b"data-original" not in page


def test_only_what_the_page_needs_is_published(files: dict[str, bytes | Path]) -> None:
    published = [path for path in files if path.startswith("assets/inpublic/files/")]
    kinds = sorted(PurePosixPath(path).suffix for path in published)
    assert kinds == [".jpg", ".webp", ".webp", ".webp"]  # two pictures, one original and the card's picture


def test_a_stored_picture_that_is_shown_smaller_leads_to_itself(
    make_site: Callable[..., Path], notebook: Callable[..., str]
) -> None:
    data = {"image/png": b64encode(encode(photo(2000, 1000))).decode()}
    text = notebook("# A", ("plot()", [{"output_type": "display_data", "data": data, "metadata": {}}]))
    website = load_website(load_config(make_site({"projects/a.ipynb": text}), {})).website
    written = {file.path.as_posix(): file.read() for file in make_outputs(website)}
    page = written["projects/a/index.md"]
    assert isinstance(page, bytes)
    found = re.search(rb'<a class="ip-original" href="../../(assets/[^"]+[.]png)"><img src="../../([^"]+)"', page)
    assert found is not None
    assert {found[1].decode(), found[2].decode()} <= set(written)


def test_a_file_that_is_no_picture_is_asked_for_nowhere(make_site: Callable[..., Path]) -> None:
    root = make_site({"projects/a/README.md": "# A\n\n![my words](fake.png)\n", "projects/a/fake.png": "no picture"})
    website = load_website(load_config(root, {})).website
    page = next(file.read() for file in make_outputs(website) if file.path == P("projects/a/index.md"))
    assert isinstance(page, bytes)
    assert b"[my words]" in page
    assert b"fake.png" not in page


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("film.mp4", "video/mp4"),
        ("FILM.MP4", "video/mp4"),
        ("data%3A,film.mp4", "video/mp4"),
        ("film.mp4.gz", ""),
        ("sound.mp3.xz", ""),
        ("drawing.svg.gz", ""),
    ],
)
def test_the_last_ending_alone_says_what_no_picture_is(tmp_path: Path, name: str, mime: str) -> None:
    (tmp_path / "projects").mkdir()
    (tmp_path / "projects" / unquote(name)).write_bytes(b"film")
    found = gather(tmp_path, {P("projects/x.md"): document((LinkKind.MEDIA, name))}, {})
    assert [(asset.mime, asset.path.suffix) for asset in found.assets.values()] == ([(mime, ".mp4")] if mime else [])
    assert len(found.others) == (not mime)


PRIVATE = "Ada Quill, 3 Mill Lane"


def test_a_picture_keeps_nothing_private_wherever_it_is_published(make_site: Callable[..., Path]) -> None:
    said = Image.Exif()
    said[0x013B] = PRIVATE
    picture = encode(photo(2400, 1200), "JPEG", quality=95, exif=said, comment=PRIVATE)
    text = "# A\n\n![x](photo.jpg)\n\n[large](photo.jpg)\n"
    root = make_site({"projects/a/README.md": text, "projects/a/photo.jpg": picture})
    website = load_website(load_config(root, {})).website
    asset = website.assets[P("projects/a/photo.jpg")]
    assert asset.size < len(picture)
    contents = [file.read() for file in make_outputs(website)]
    assert not any(PRIVATE.encode() in content for content in contents)
    published = [file.read() for file in make_outputs(website) if P("assets/inpublic/share") not in file.path.parents]
    assert sum(content.startswith(b"\xff\xd8") for content in published) == 1


def test_what_is_left_of_a_picture_is_kept_in_the_cache(tmp_path: Path) -> None:
    (tmp_path / "projects").mkdir()
    (tmp_path / "projects/a.jpg").write_bytes(encode(photo(80, 40), "JPEG", comment=PRIVATE))
    cache, links = Cache(tmp_path / "cache"), {P("projects/x.md"): document((LinkKind.IMAGE, "a.jpg"))}
    kept = gather(tmp_path, links, {}, cache=cache).assets[P("projects/a.jpg")]
    held = gather(tmp_path, links, {}).assets[P("projects/a.jpg")]
    assert (kept.path, kept.content) == (held.path, cache.file(held.path.name))
    assert content_of(kept) == content_of(held)
    assert PRIVATE.encode() not in content_of(kept)


def test_a_file_is_named_by_what_it_is_not_by_what_it_is_called(tmp_path: Path) -> None:
    gathered, _ = shown(tmp_path, a_html=encode(photo(80, 40)))
    assert gathered.assets[P("projects/a.html")].path.suffix == ".png"


@pytest.mark.parametrize(
    ("limits", "is_shown"),
    [(Limits(), True), (Limits(megapixels=1), False), (Limits(file_megabytes=1), False)],
    ids=["usual", "pixels", "bytes"],
)
def test_what_is_over_a_limit_is_not_shown(tmp_path: Path, limits: Limits, is_shown: bool) -> None:
    (tmp_path / "projects").mkdir()
    (tmp_path / "projects/a.png").write_bytes(encode(photo(1600, 900)))
    found = gather(tmp_path, {P("projects/x.md"): document((LinkKind.IMAGE, "a.png"))}, {}, limits=limits)
    assert (P("projects/a.png") in found.assets) is is_shown
    assert (P("projects/a.png") in found.others) is not is_shown


def test_a_picture_is_looked_at_once_for_all_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []
    monkeypatch.setattr(
        "inpublic.gather.inspect_picture", lambda data, most: seen.append(data) or inspect_picture(data, most)
    )
    (tmp_path / "projects").mkdir()
    (tmp_path / "projects/a.png").write_bytes(encode(Image.new("RGB", (8, 8))))
    links = {P("projects/x.md"): document((LinkKind.IMAGE, "a.png"))}

    first, again = (gather(tmp_path, links, {}, cache=Cache(tmp_path / "cache")) for _ in range(2))
    (tmp_path / "projects/a.png").write_bytes(encode(Image.new("RGB", (9, 9))))
    changed = gather(tmp_path, links, {}, cache=Cache(tmp_path / "cache"))

    assert first == again
    assert first.assets != changed.assets
    assert len(seen) == 2
