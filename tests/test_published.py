"""What gets into a site without us is named: all that the site's engine publishes, and nothing of ours."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from inpublic.digests import Digests
from inpublic.errors import InpublicError
from inpublic.gate.published import published_files
from inpublic.settings.config import load_config

SETTINGS = "site_name: Ada\ntheme: {name: material}\n"
OURS = "the page that we made"

MakeSite = Callable[[Mapping[str, str | bytes]], Path]


def named(root: Path) -> list[str]:
    return [str(path) for path in published_files(load_config(root, {}), Digests(root / "digests"))]


def remember(root: Path, *paths: str, digests: tuple[str, ...] = (sha256(OURS.encode()).hexdigest(),)) -> None:
    (root / ".inpublic").mkdir(exist_ok=True)
    (root / ".inpublic/manifest.json").write_text(json.dumps({"files": dict.fromkeys(paths, digests)}))


@pytest.mark.parametrize(
    ("settings", "files", "found"),
    [
        ("", ["docs/about.md", "docs/a/data.csv"], ["mkdocs.yml", "docs/a/data.csv", "docs/about.md"]),
        ("", ["docs/.env", "docs/.git/config", "docs/a/.hidden/x.md"], ["mkdocs.yml"]),
        ("exclude_docs: '*.md'\n", ["docs/.env", "docs/about.md"], ["mkdocs.yml", "docs/about.md"]),
        (
            "exclude_docs: |\n  !.well-known\n",
            ["docs/.env", "docs/.well-known/a"],
            ["mkdocs.yml", "docs/.well-known/a"],
        ),
        ("exclude_docs: |\n  !.*\n  .git\n", ["docs/.env", "docs/.git/config"], ["mkdocs.yml", "docs/.env"]),
        ("exclude_docs: |\n  !!\n", ["docs/.env"], ["mkdocs.yml"]),
        ("exclude_docs: [1]\n", ["docs/.env"], ["mkdocs.yml"]),
        ("INHERIT: base.yml\n", ["base.yml"], ["mkdocs.yml", "base.yml"]),
        ("INHERIT: parts/../base.yml\n", ["base.yml"], ["mkdocs.yml", "base.yml"]),
        ("INHERIT: mkdocs.yml\n", [], ["mkdocs.yml"]),
        ("INHERIT: gone.yml\n", [], ["mkdocs.yml"]),
        ("INHERIT: [1]\n", [], ["mkdocs.yml"]),
    ],
    ids=[
        "pages",
        "hidden",
        "excluded",
        "hidden and asked for",
        "all but one",
        "no pattern",
        "no text",
        "inherited",
        "inherited on a detour",
        "from itself",
        "from nothing",
        "no name",
    ],
)
def test_pages_and_settings_are_named(make_site: MakeSite, settings: str, files: list[str], found: list[str]) -> None:
    root = make_site({"mkdocs.yml": SETTINGS + settings, **dict.fromkeys(files, "text")})
    assert named(root) == found


THEME = "theme: {name: material, custom_dir: looks}\n"


@pytest.mark.parametrize(
    "files",
    [
        {"mkdocs.yml": f"site_name: Ada\n{THEME}"},
        {
            "mkdocs.yml": "site_name: Ada\nINHERIT: a.yml\n",
            "a.yml": "INHERIT: b.yml\n",
            "b.yml": f"INHERIT: a.yml\n{THEME}",
        },
        {"mkdocs.yml": "site_name: Ada\ntheme: material\nINHERIT: a.yml\n", "a.yml": THEME},
        {"mkdocs.yml": "site_name: Ada\ntheme: {name: material, custom_dir: !ENV [NO_SUCH_NAME, ./looks/]}\n"},
    ],
    ids=["own", "inherited twice", "inherited beside a name", "environment"],
)
def test_the_files_of_a_theme_of_one_s_own_are_named(make_site: MakeSite, files: Mapping[str, str]) -> None:
    look = ["looks/.icons/me/mark.svg", "looks/css/x.css", "looks/main.html"]
    never = ["looks/hook.py", "looks/.git/config", "looks/__pycache__/hook.pyc"]
    root = make_site({**files, **dict.fromkeys([*look, *never], "text")})
    assert named(root) == [*files, *look]


def test_what_settings_lead_to_outside_of_the_site_is_named(make_site: MakeSite) -> None:
    settings = "site_name: Ada\nINHERIT: ../base.yml\ntheme: {name: material, custom_dir: ../looks}\n"
    root = make_site({"mkdocs.yml": settings})
    (root.parent / "base.yml").write_text("site_author: Ada\n")
    (root.parent / "looks").mkdir()
    (root.parent / "looks/main.html").write_text("x")
    assert named(root) == ["mkdocs.yml", "../base.yml", "../looks/main.html"]


@pytest.mark.parametrize(
    ("content", "digests", "is_named"),
    [
        (OURS, (sha256(OURS.encode()).hexdigest(),), False),
        (OURS, ("0" * 64, sha256(OURS.encode()).hexdigest()), False),
        (OURS, (), False),
        ("mine by now", (sha256(OURS.encode()).hexdigest(),), True),
    ],
    ids=["ours", "ours of before", "ours of an old version", "another's"],
)
def test_a_page_of_ours_is_not_named_while_it_says_what_we_wrote(
    make_site: MakeSite, content: str, digests: tuple[str, ...], *, is_named: bool
) -> None:
    root = make_site({"mkdocs.yml": SETTINGS, "docs/index.md": content})
    remember(root, "index.md", digests=digests)
    assert ("docs/index.md" in named(root)) is is_named


@pytest.mark.parametrize("linked", ["index.md", "projects"])
def test_a_link_in_the_place_of_our_page_is_named_whatever_it_leads_to(make_site: MakeSite, linked: str) -> None:
    root = make_site({"mkdocs.yml": SETTINGS, "notes/index.md": OURS})
    remember(root, "index.md", "projects/index.md")
    target = root / "notes/index.md" if linked == "index.md" else root / "notes"
    (root / "docs" / linked).symlink_to(target)
    assert named(root)[1:] == [f"docs/{linked}" if linked == "index.md" else "docs/projects/index.md"]


def test_a_home_page_that_was_handed_back_is_named(make_site: MakeSite) -> None:
    root = make_site({"mkdocs.yml": f"{SETTINGS}extra: {{inpublic: {{home: false}}}}\n", "docs/index.md": OURS})
    remember(root, "index.md")
    assert named(root)[1:] == ["docs/index.md"]


@pytest.mark.parametrize("place", ["docs/pipe.md", "looks/pipe.html"])
def test_what_would_never_end_to_be_read_stops_the_run(make_site: MakeSite, place: str) -> None:
    root = make_site({"mkdocs.yml": f"site_name: Ada\n{THEME}", "looks/main.html": "x"})
    os.mkfifo(root / place)
    with pytest.raises(InpublicError, match=f"{place} is a pipe"):
        named(root)


def test_a_hidden_pipe_is_none_of_our_business(make_site: MakeSite) -> None:
    root = make_site({"mkdocs.yml": SETTINGS})
    os.mkfifo(root / "docs/.pipe")
    assert named(root) == ["mkdocs.yml"]
