"""Whatever lies in projects/, a sound site is built from the rest, and nothing is written outside its places."""

from __future__ import annotations

import json
import os
import runpy
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from inpublic.build import build_tree
from inpublic.cli import main
from inpublic.settings.config import load_config

here = Path(__file__).parent
laws = runpy.run_path(str(here / "laws.py"))
material = runpy.run_path(str(here / "material.py"))
records = runpy.run_path(str(here / "test_records.py"))
fuzzing, assert_clean = laws["fuzzing"], laws["assert_clean"]
SETTINGS = "site_name: A\nsite_url: https://a.example/b/\nrepo_url: https://github.com/a/b\n"
GUARDS = ("could not be converted", "could not be looked through")
"""What the converter says where it met an exception."""


PARTS = [
    "a",
    "A",
    "é",
    "e\u0301",
    "ﬁ",
    "中文",
    "😀",
    "‮x",
    "\u200b",
    "\xa0",
    " ",
    " a",
    "a ",
    "a b",
    ".",
    "..a",
    ".hidden",
    "_x",
    "~",
    "-",
    "--help",
    "CON",
    "con.md",
    "nul",
    "aux.ipynb",
    "index",
    "index.md",
    "README",
    "readme.MD",
    "Readme.md",
    "project.yml",
    "project.yaml",
    "PROJECT.YML",
    "2024-01-01-x",
    "2024-99-99",
    "0001-01-01",
    "a'b",
    'a"b',
    "a`b",
    "a$b",
    "a;b",
    "a&b",
    "a<b>",
    "a|b",
    "a*b?",
    "a:b",
    "a\\b",
    "a%20b",
    "a%2e",
    "%",
    "a#b",
    "{{ 1/0 }}",
    "{% raw %}",
    "${x}",
    "<script>",
    "](x)",
    "a\nb",
    "a\tb",
    "a\x1b[31m",
    "a\x7f",
    "\u2028",
    "\udcff",
    "\udc80a",
    "x" * 250,
    "é" * 120,
    "tags",
    "projects",
    "assets",
    "feed",
    "node_modules",
    "__pycache__",
    ".ipynb_checkpoints",
    "a.b.c",
    "a.",
    "1",
    "10",
    "2",
    "²",
    "٣",
    "a.ipynb",
    "a.md",
    "a.markdown",
    "a.IPYNB",
    "a.png",
    "a.html",
    "a.js",
    "mkdocs.yml",
    ".git",
    "Thumbs.db",
    "a/b",
    "a.md/b.md",
]
SUFFIX = st.sampled_from(["", ".md", ".ipynb", ".MD", ".markdown", ".png", ".txt", ".yml"])
NAME = st.builds(
    "{}{}".format, st.sampled_from(PARTS) | st.text(st.characters(exclude_characters="/\0"), max_size=6), SUFFIX
)
PATH = st.lists(NAME, min_size=1, max_size=3).map("/".join)
NOTEBOOKS = [json.dumps(one).encode() for one in material["notebooks"]()[:5]]
TEXTS = [
    b"# A\n\nWords [l](../a.md) ![p](a.png)\n",
    b"",
    b"---\ntitle: '</title><script>1</script>'\ntags: ['<b>', '../x', 'a/b', '#', '']\n---\nWords.\n",
    b"\xff\xfe",
    b"# \xf0\x9f\x98\x80\n",
    b"---\nslug: ../../x\nsummary: ']]>&<'\n---\n# {{ x }}\n",
]
RECORD = records["TEXT"].map(lambda text: text.encode("utf-8", "replace"))
CONTENT = st.sampled_from([*NOTEBOOKS, *TEXTS, material["picture"]("PNG"), b"\x89PNG\r\n", b"{}"]) | st.builds(
    lambda top: b"---\n" + top + b"\n---\n# T\n\nWords.\n", RECORD
)
SITE = st.lists(st.tuples(PATH, CONTENT), max_size=6)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sites") / "site"


def laid_out(root: Path, files: list[tuple[str, bytes]]) -> None:
    """Make a site's folder anew; a name that the system does not take, or that is taken, is left out."""
    for folder in ("projects", "docs"):
        shutil.rmtree(root / folder, ignore_errors=True)
        (root / folder).mkdir(parents=True)
    (root / "mkdocs.yml").write_text(SETTINGS)
    (root / "docs/own.md").write_text("# Own\n")
    shutil.rmtree(root / ".inpublic/edited", ignore_errors=True)
    (root / ".inpublic/manifest.json").unlink(missing_ok=True)
    for name, content in files:
        path = Path(root, "projects", *(part for part in name.split("/") if part not in ("", ".", "..")))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except (OSError, ValueError):
            continue


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def outside(root: Path) -> dict[str, bytes]:
    """Read all that the build may not touch."""
    paths = (Path(top) / name for top, _, names in os.walk(root.parent) for name in names)
    return {
        str(path): path.read_bytes()
        for path in paths
        if not path.is_relative_to(root / "docs") and not path.is_relative_to(root / ".inpublic")
    }


def assert_sound_tree(files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        assert_clean(name)
        assert not any(part.startswith(".") or len(part.encode()) > 255 for part in name.split("/")), name
        if name.endswith((".md", ".json", ".xml", ".html", ".yml")) and not name.startswith("assets/inpublic/"):
            assert_clean(content.decode())
        if name.endswith(".xml"):
            ET.fromstring(content)
        if name.endswith(".json"):
            json.loads(content)
        if name.endswith(".md") and name.startswith("projects/"):
            assert_page(content.decode())


def assert_page(text: str) -> None:
    """See that the HTML of a page runs nothing; its scripts of ours are data."""
    import yaml

    head, body = text.split("\n---\n", 1) if text.startswith("---\n") else ("", text)
    assert isinstance(yaml.safe_load(head.removeprefix("---\n")) if head else {}, dict)
    for node in laws["nodes"](body):
        assert node.tag not in {"iframe", "object", "embed", "base", "meta", "form"} or node.attributes.get(
            "class", ""
        ).startswith("ip-"), node.html
        assert node.tag != "script" or node.attributes.get("type") == "application/ld+json", node.html
        assert not any(name.lower().startswith("on") for name in node.attributes), node.html


@fuzzing(0.2)
@given(files=SITE)
def test_any_names_and_contents_are_built_in_their_places(root: Path, files: list[tuple[str, bytes]]) -> None:
    laid_out(root, files)
    before = outside(root)
    report = build_tree(load_config(root, {}))
    assert not [problem for problem in report.problems if any(words in problem.message for words in GUARDS)]
    made = contents(root / "docs")
    assert_sound_tree({name: content for name, content in made.items() if name != "own.md"})
    assert made["own.md"] == b"# Own\n"
    assert build_tree(load_config(root, {})).tree.written == 0
    assert contents(root / "docs") == made
    assert outside(root) == before


@fuzzing(0.1)
@given(files=SITE, form=st.sampled_from(["human", "json", "github"]))
def test_any_names_and_contents_are_checked_with_messages_that_steer_no_terminal(
    root: Path, files: Any, form: str
) -> None:
    laid_out(root, files)
    result = CliRunner().invoke(main, ["check", "--root", str(root), "--jobs", "1", "--format", form])
    assert result.exit_code in (0, 1), result.output
    assert "Traceback" not in result.output
    assert not any(words in result.output for words in GUARDS)
    assert not [c for c in result.output if c < " " and c != "\n"]
    if form == "json":
        json.loads(result.stdout)
