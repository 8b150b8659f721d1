"""Paragraphs and blocks that would keep the parser busy for minutes are shown as they are, and their author is told."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.gfm import gfm_plugin

from inpublic.maths.mathrules import math_plugin
from inpublic.text.crowds import MOST_OPEN, crowd_plugin, open_brackets
from inpublic.text.wordrules import word_plugin
from inpublic.text.writeup import convert_writeup


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("", 0),
        ("[a](b) " * 50, 1),
        ("[[a]] " * 50, 2),
        ("[" * 50, 50),
        ("[" * 50 + "]" * 90 + "[", 50),
        ("\\[" * 50, 0),
        ("\\\\[" * 50, 50),
        ("[" * 10, 0),
    ],
    ids=["nothing", "links", "pairs", "open", "closed", "escaped", "after a backslash", "few"],
)
def test_open_brackets_are_counted_where_there_are_many(text: str, depth: int) -> None:
    assert open_brackets(text) == depth


def test_a_crowd_is_shown_as_it_is_written_and_the_rest_as_ever() -> None:
    crowd = "[" * (MOST_OPEN + 1) + "](a)"
    document = convert_writeup(f"# T\n\n**a**\n\n**b** {crowd}\n<i>\n\n[c](d.md)\n".encode()).document
    html = document.blocks[0].html
    assert "<strong>a</strong>" in html
    assert f"<p>**b** {crowd}\n&lt;i&gt;</p>" in html
    assert [link.target for link in document.links] == ["d.md"]
    assert [(fault.line, fault.is_error) for fault in document.faults] == [(5, False)]
    assert "square brackets" in document.faults[0].message


def test_many_crowded_paragraphs_count_together() -> None:
    document = convert_writeup(("[" * 50 + "a" * 900 + "]" * 50 + "\n\n").encode() * 50).document
    assert 0 < len(document.faults) < 45


@pytest.mark.parametrize("opening", [":::{note}", "::: {.a}"])
def test_blocks_without_end_are_shown_as_they_are_and_told_once(opening: str) -> None:
    document = convert_writeup(f"{opening}\n".encode() * 3000).document
    (fault,) = document.faults
    assert "marks of blocks" in fault.message
    assert opening in document.blocks[0].html


@pytest.mark.parametrize("opening", ["::: {.a}", "::: div", "::: {#b}", ":::{note}"])
def test_blocks_in_blocks_are_read_to_a_level_however_long_the_text(opening: str) -> None:
    text = f"{opening}\n" * 300 + "words\n" + ":::\n" * 300 + "a\n\n" * 20_000
    document = convert_writeup(text.encode()).document
    assert "words" in document.blocks[0].html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a: b", "a: b"),
        ("a:b::c:", "a:b::c:"),
        ("see https://a.example/b:c", '<a href="https://a.example/b:c">https://a.example/b:c</a>'),
        ("a: b: mailto:a@b.example", '<a href="mailto:a@b.example">mailto:a@b.example</a>'),
        ("xhttps://a.example", "xhttps://a.example"),
        ("[a: b](c:d)", '<a href="c:d">a: b</a>'),
        ("**a: *b:***", "<strong>a: <em>b:</em></strong>"),
    ],
)
def test_colons_and_addresses_are_what_they_were(text: str, html: str) -> None:
    assert html in convert_writeup(f"# T\n\n{text}".encode()).document.blocks[0].html


def test_a_picture_in_a_link_is_no_link_itself() -> None:
    text = "[![a](https://a.example/a.png)](https://b.example) ![c](https://a.example/c.png)"
    html = convert_writeup(f"# T\n\n{text}".encode()).document.blocks[0].html
    assert html.count("<a ") == 2, "one around words for the first, one for the second"


SIGNS = st.lists(
    st.sampled_from(
        [*"\n!$&*:<@[]\\_`{~w#%+-=>}^|(). aW", "www.", "http://a.b", "a@b.org", "](u)", "[^1]", "&amp;", "<b>"]
    )
    | st.text(max_size=3),
    max_size=30,
).map("".join)


@given(text=SIGNS)
@settings(max_examples=400, deadline=None)
def test_words_are_read_as_if_each_sign_could_begin_something(text: str) -> None:
    quick, slow = (
        MarkdownIt("commonmark").use(gfm_plugin).use(crowd_plugin).use(math_plugin).use(word_plugin) for _ in range(2)
    )
    slow.inline.terminator_re = re.compile(r"[\W_wW]")
    assert quick.parse(text) == slow.parse(text)
