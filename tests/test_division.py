"""Pages are made by a process and its copy, and what is wrong with one is left to MkDocs."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from inpublic.engine.division import Made, made
from inpublic.engine.record import Facts

if TYPE_CHECKING:
    from inpublic.engine.onepage import Press

SETTINGS = """\
site_name: Ada
site_url: https://ada.example/portfolio/
theme: {name: material, font: false, custom_dir: own}
plugins: [search, inpublic]
markdown_extensions: [attr_list, toc]
nav: [Home: index.md, Projects: projects/index.md, About: about.md]
not_in_nav: |
  /projects/*/
  /tags/*
  /subscribe/*
validation: {links: {anchors: warn}}
"""
FILES = {
    "mkdocs.yml": SETTINGS,
    "own/main.html": '{% extends "base.html" %}\n',
    "docs/about.md": "# About\n\n[one](projects/p03/index.md#part), [none](projects/p04/index.md#no-such-part)\n",
    **{
        f"projects/p{number:02}.md": f"---\ndate: 2026-01-{number:02}\n---\n# P {number}\n\nText.\n\n## Part\n\nMore.\n"
        for number in range(1, 21)
    },
}
PROGRAM = """
import os, sys
import inpublic.engine.division as division
from inpublic.cli import main
here, facts_made = os.getpid(), division._made
def noting(*arguments):
    os.write(2, b"page made %s\\n" % (b"here" if os.getpid() == here else b"there"))
    return facts_made(*arguments)
division._made = noting
main(["build", "--jobs", sys.argv[1]])
"""

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")


def build(root: Path, jobs: int) -> str:
    """Build in a process without other threads, as the command is; return what it said."""
    words = [sys.executable, "-c", PROGRAM, str(jobs)]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, check=False, timeout=120)
    return done.stdout + done.stderr


def site_of(root: Path) -> dict[str, bytes]:
    found = (path for path in (root / "site").rglob("*") if path.is_file())
    return {path.relative_to(root / "site").as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def root(make_site: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    return make_site(FILES)


@on_linux
def test_pages_of_a_copy_are_those_of_one_process_and_of_mkdocs_alone(root: Path) -> None:
    alone = build(root, 1)
    assert "page made" not in alone
    expected = site_of(root)
    (root / ".inpublic/site.record").unlink()
    divided = build(root, 2)
    assert "page made here" in divided
    assert "page made there" in divided
    assert site_of(root) == expected
    assert divided.count("#no-such-part") == alone.count("#no-such-part") > 0
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=root, capture_output=True, check=True)
    assert site_of(root) == expected


@on_linux
def test_after_a_divided_build_only_what_changed_is_built(root: Path) -> None:
    build(root, 2)
    (root / "projects/p05.md").write_text("---\ndate: 2026-01-06\n---\n# Five\n\nText.\n")
    again = build(root, 2)
    assert "page made" not in again
    after = site_of(root)
    (root / ".inpublic/site.record").unlink()
    assert "page made there" in build(root, 2)
    assert site_of(root) == after


@on_linux
@pytest.mark.parametrize("title", ["P 7", "About"])
def test_a_template_that_fails_is_told_as_without_a_copy(root: Path, title: str) -> None:
    fault = f'{{% if page.title == "{title}" %}}{{{{ 1 // 0 }}}}{{% endif %}}'
    (root / "own/main.html").write_text(f'{{% extends "base.html" %}}{{% block content %}}{fault}{{% endblock %}}')
    alone, divided = build(root, 1), build(root, 2)
    assert "ZeroDivisionError" in alone
    assert re.sub("page made .*\n", "", divided) == alone.replace("62 files", "0 files")
    assert not (root / "site").exists()


class FakePress:
    """Makes a page of its name, but for some."""

    def __init__(self, config: MkDocsConfig) -> None:
        self.config = config

    def read(self, page: Page) -> None:
        page.content = page.file.name
        if page.file.name == "fails":
            raise ValueError(page.file.name)
        if page.file.name == "warns":
            logging.getLogger("mkdocs.test").warning("something")

    def build(self, page: Page) -> tuple[str, str]:
        page.title = f"{page.content} is built"
        return f"<p>{page.content}", "its digest"


def test_what_is_wrong_with_a_page_is_left_to_others_without_a_word(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    config = MkDocsConfig()
    config.load_dict({"site_name": "Ada", "docs_dir": str(tmp_path), "site_dir": str(tmp_path / "site")})
    config.validate()
    names = ["good.md", "fails.md", "warns.md", "there.txt", "gone.txt"]
    files = [File(name, str(tmp_path), str(tmp_path / "site"), use_directory_urls=True) for name in names]
    for file in files[:3]:
        Page(None, file, config)
    (tmp_path / "there.txt").write_text("there")
    outcome = made(
        cast("Press", FakePress(config)),
        files[:3],
        files[3:],
        1,
        lambda page: Facts(str(page.title)),
        lambda name, html: f"{name}: {html}".encode(),
    )
    assert {file.src_uri: found for file, found in outcome} == {
        "good.md": Made(Facts("good is built"), "its digest", b"good.md: <p>good"),
        "fails.md": None,
        "warns.md": None,
        "there.txt": None,
    }
    assert (tmp_path / "site/there.txt").read_text() == "there"
    assert not caplog.records
