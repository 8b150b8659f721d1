"""What a page of the tree says is what both engines show: Python-Markdown changes no word of it."""

from __future__ import annotations

from html import escape

import markdown
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pymdownx.slugs import slugify
from selectolax.lexbor import LexborHTMLParser

from inpublic.document import Block
from inpublic.pages.pagetext import front_matter, page
from inpublic.text.anchors import anchor_of
from inpublic.text.markers import scrub

EXTENSIONS = [
    *("admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc"),
    *("pymdownx.details", "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.superfences"),
    *("pymdownx.tabbed", "pymdownx.tasklist"),
]
MARKDOWN = [
    "```",
    "~~~",
    "*",
    "_",
    "**",
    "`",
    "#",
    "|",
    "<",
    "&",
    "[^1]: ",
    "[x](y)",
    "$",
    "\\",
    "1. ",
    "> ",
    '"',
    "'",
    "©",
]
EXTRAS = [
    "\t",
    "    ",
    "\n",
    "\n\n",
    "{ #x }",
    "{: .y }",
    "&amp;",
    "--8<--",
    "!!! note",
    ":::",
    "- [ ] ",
    "=== ",
    "wzxhzdk:0",
]
NASTY = st.sampled_from([*MARKDOWN, *EXTRAS, "://a.example"])
TEXT = st.lists(NASTY | st.text("ab 预 é", max_size=3), max_size=12).map("".join).map(scrub)


def rendered(blocks: list[Block]) -> LexborHTMLParser:
    text = page({}, blocks).decode().split("---\n", 2)[2]
    settings_ = {"toc": {"slugify": slugify(case="lower"), "permalink": True}}
    return LexborHTMLParser(markdown.markdown(text, extensions=EXTENSIONS, extension_configs=settings_))


def squeezed(text: str) -> str:
    return " ".join(text.split())


@settings(max_examples=100, deadline=None)
@given(text=TEXT)
def test_code_and_prose_come_through_word_for_word(text: str) -> None:
    html = f'<div class="ip-cell">\n<pre><code>{escape(text)}</code></pre>\n<p>{escape(text)}</p>\n</div>'
    shown = rendered([Block(html), Block("Next", 2, "next", "Next")])
    assert shown.css_first("code").text() == text
    assert squeezed(shown.css_first("p").text()) == squeezed(text)
    assert shown.css_first("h2#next") is not None


@settings(max_examples=100, deadline=None)
@given(text=TEXT)
def test_headings_keep_their_words_and_their_anchor(text: str) -> None:
    words = squeezed(f"a {text} b")
    shown = rendered([Block(escape(words), 2, anchor_of(words), words), Block("<p>x</p>")])
    heading = shown.css_first("h2")
    assert heading.attributes["id"] == anchor_of(words)
    for link in heading.css("a.headerlink"):
        link.decompose()
    assert squeezed(heading.text()) == words


def test_front_matter_is_yaml_whatever_stands_in_it() -> None:
    values = {"title": 'a: "b" # c\n---\n', "hide": ["toc"], "description": "", "none": None}
    text = front_matter(values)
    assert yaml.safe_load(text.removeprefix("---\n").removesuffix("---\n")) == {
        "title": 'a: "b" # c\n---\n',
        "hide": ["toc"],
    }


ANY_TEXT = (
    st.text()
    | st.text(st.characters(codec="utf-8", max_codepoint=0x2FF))
    | st.text("ab :-#'\"{}\n\t\x85😀%@`!&*?|>~.,=")
)
VALUES = st.dictionaries(
    st.sampled_from(["title", "ld", "translations", "hide"]),
    st.recursive(
        ANY_TEXT | st.booleans() | st.integers(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["lang", "url"]), inner),
        max_leaves=6,
    ),
)


@settings(max_examples=300, deadline=None)
@given(VALUES)
@example({"title": "\ud800"})
@example({"title": "a\x85b", "ld": "🚕"})
@example({"ld": "{" + "'x': \"word\", " * 300 + "}"})
def test_metadata_is_written_as_the_slower_writer_does(values: dict[str, object]) -> None:
    kept = {name: value for name, value in values.items() if value not in ("", None, [], ())}
    slowly = yaml.dump(kept, Dumper=yaml.SafeDumper, allow_unicode=True, sort_keys=False, width=1_000_000)
    assert front_matter(values) == f"---\n{slowly}---\n"
