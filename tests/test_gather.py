"""What links point at is found on disk, and never outside the site's folder."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from inpublic.addresses import target_path
from inpublic.document import Document, Link, LinkKind
from inpublic.gather import gather

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
