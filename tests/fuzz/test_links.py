"""No address that an author writes reaches a file outside the site's folder, or one that is hidden."""

from __future__ import annotations

import posixpath
import runpy
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from inpublic.document import Document, Link, LinkKind
from inpublic.gather import gather
from inpublic.pages.addresses import absolute, file_url, page_url, relative, target_path
from inpublic.settings.config import Config
from inpublic.text.builder import is_relative

here = Path(__file__).parent
laws = runpy.run_path(str(here / "laws.py"))
material = runpy.run_path(str(here / "material.py"))
fuzzing = laws["fuzzing"]
PNG = material["picture"]("PNG")
STEPS = [
    "..",
    ".",
    "",
    "/",
    "//",
    "a",
    "b c",
    "é",
    "%2e%2e",
    "%2E.",
    "..%2f",
    "%5c",
    "\\",
    "..\\",
    "%00",
    "\0",
    "~",
    "C:",
    "secret.png",
    "p.png",
    ".git",
    ".hidden.png",
    "link.png",
    "out",
    "projects",
    "docs",
    "#x",
    "?y",
    ";z",
    "%3B",
    "%",
    "%zz",
    "%ff",
    "x:",
    "file:",
    "http:",
    "\n",
    "\t",
    " ",
    "[",
    "]",
    "@",
    "a" * 300,
    "\udcff",
    "﹒﹒",
    "．．",
]
TARGET = st.lists(st.sampled_from(STEPS) | st.text(max_size=3), max_size=7).flatmap(
    lambda parts: st.sampled_from(["/".join(parts), "".join(parts)])
)
SOURCES = st.sampled_from(
    [PurePosixPath(path) for path in ("projects/a/a.ipynb", "projects/b.md", "projects/a/deep/er/c.md")]
)


@fuzzing(10)
@given(source=SOURCES, target=TARGET)
def test_a_target_is_a_path_without_detours(source: PurePosixPath, target: str) -> None:
    assume(is_relative(target))
    found = target_path(source, target)
    assert not found.is_absolute()
    assert PurePosixPath(posixpath.normpath(found)) == found
    assert ".." not in found.parts[found.parts.count("..") :]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a site's folder with a picture in it, hidden ones, ones outside, and links to those."""
    outer = tmp_path_factory.mktemp("outer")
    root = outer / "site"
    for path in (
        "projects/a/p.png",
        "projects/p.png",
        "p.png",
        ".git/p.png",
        "projects/.hidden.png",
        "docs/p.png",
        "../secret.png",
        "../out/p.png",
        "projects/a/deep/er/p.png",
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(PNG)
    (root / "projects/link.png").symlink_to(outer / "secret.png")
    (root / "projects/a/out").symlink_to(outer / "out")
    (root / "projects/a/.git").symlink_to(root / ".git")
    return root


KINDS = st.sampled_from(list(LinkKind))


@fuzzing(5)
@given(source=SOURCES, links=st.lists(st.builds(Link, KINDS, TARGET.filter(is_relative)), max_size=3), cover=TARGET)
def test_nothing_outside_or_hidden_is_gathered(
    root: Path, source: PurePosixPath, links: list[Link], cover: str
) -> None:
    found = gather(root, {source: Document("", (), links=tuple(links))}, {source: cover if is_relative(cover) else ""})
    for path, asset in found.assets.items():
        assert not any(part.startswith(".") for part in path.parts)
        assert isinstance(asset.content, Path)
        assert asset.content.resolve().is_relative_to(root.resolve())
        assert asset.path.is_relative_to("assets")
    for path in found.others:
        assert not any(part.startswith(".") for part in path.parts)
        assert (root / path).resolve().is_relative_to(root.resolve())


NAMES = st.lists(
    st.text(st.characters(exclude_characters="/\0;", exclude_categories=["Cs"]), min_size=1, max_size=6).filter(
        lambda name: name not in (".", "..")
    ),
    min_size=1,
    max_size=3,
)


@fuzzing(5)
@given(here=NAMES, there=NAMES, folders=st.booleans(), fragment=st.sampled_from(["", "#a"]))
def test_a_relative_address_leads_where_the_absolute_one_does(
    here: list[str], there: list[str], folders: bool, fragment: str
) -> None:
    config = Config(root=Path(), site_url="https://x.example/y/", directory_urls=folders)
    page, file = PurePosixPath("p", *here[:-1], f"{here[-1]}.md"), PurePosixPath("f", *there)
    url = file_url(file) + fragment
    base = absolute(page_url(page, config), config)
    assert urlsplit(urljoin(base, relative(url, page, config))) == urlsplit(absolute(url, config))
    assert unquote(file_url(file)) == file.as_posix()
