"""A page whose finished HTML is kept from Python-Markdown is the page that it would have made, byte for byte."""

from __future__ import annotations

import os
from html import escape
from pathlib import Path

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.utils import meta
from pymdownx.slugs import slugify

from inpublic.convert import convert_source
from inpublic.document import Block
from inpublic.engine.holes import dig, fill
from inpublic.pages.pagetext import page
from inpublic.text.anchors import anchor_of

EXTENSIONS = [
    *("admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc"),
    *("pymdownx.details", "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.superfences"),
    *("pymdownx.tabbed", "pymdownx.tasklist"),
]
WORDS = st.sampled_from([
    *("```", "~~~", "*", "_", "`", "# ", "## x { #y }", "|", "[^1]: ", "[x](y)", "1. ", "> ", "\t", "    ", "\n"),
    *("{ #x }", "&amp;", "!!! note", ":::", "wzxhzdk:0", '<div data-inpublic="0"></div>', "预", "a b", "\n\n"),
])  # fmt: skip
TEXT = st.lists(WORDS, max_size=12).map("".join)
SITES = Path(__file__).parent / "sites"


def both_ways(text: str) -> tuple[str, str]:
    def rendered(source: str) -> str:
        options = {
            "toc": {"slugify": slugify(case="lower"), "permalink": True},
            "pymdownx.tabbed": {"alternate_style": True},
        }
        return markdown.markdown(source, extensions=EXTENSIONS, extension_configs=options)

    text, _ = meta.get_data(text)
    left, finished = dig(text)
    return rendered(text), fill(rendered(left), finished)


def finished(text: str, shape: str) -> Block:
    return Block(shape.format(escape(text)))


@settings(max_examples=100, deadline=None)
@given(
    texts=st.lists(
        st.tuples(TEXT, st.sampled_from(["<div><pre><code>{}</code></pre></div>", '<p title="{}">x</p>'])), max_size=4
    ),
    title=TEXT.filter(str.strip),
)
def test_what_is_kept_away_comes_back_as_it_would_have_been(texts: list[tuple[str, str]], title: str) -> None:
    heading = Block(escape(" ".join(title.split())), 2, anchor_of(title), title)
    blocks = [block for text, shape in texts for block in (finished(text, shape), heading)]
    whole, holed = both_ways(page({"title": "x"}, blocks).decode())
    assert holed == whole


@pytest.mark.parametrize(
    "path", sorted(SITES.rglob("expected/**/*.md")), ids=lambda path: path.relative_to(SITES).as_posix()
)
def test_pages_of_whole_sites_come_out_the_same(path: Path) -> None:
    text = path.read_text("utf-8")
    if "subscribe" in path.parts:  # is Markdown, and never kept away
        return
    whole, holed = both_ways(text)
    assert holed == whole
    assert dig(text)[1]


REAL = os.environ.get("INPUBLIC_NOTEBOOKS", "")


@pytest.mark.skipif(not REAL, reason="set INPUBLIC_NOTEBOOKS to a folder of notebooks")
@pytest.mark.parametrize("path", sorted(Path(REAL or ".").rglob("*.ipynb")) if REAL else [], ids=lambda path: path.stem)
def test_real_notebooks_come_out_the_same(path: Path) -> None:
    document = convert_source(".ipynb", path.read_bytes()).document
    whole, holed = both_ways(page({"title": "x"}, document.blocks).decode())
    assert holed == whole
