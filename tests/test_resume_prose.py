"""Prose of a resume: Markdown within a line, as safe HTML and as words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inpublic.resume.prose import in_words, literal, prose_html, prose_text
from inpublic.resume.resume import Basics, Resume, Work

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1)


@pytest.mark.parametrize(
    ("text", "html", "words"),
    [
        ("plain, and 3 > 2", "plain, and 3 &gt; 2", "plain, and 3 > 2"),
        ("**two** of *three* `x`", "<strong>two</strong> of <em>three</em> <code>x</code>", "two of three x"),
        ("[notes](https://a.example/?a=1&b=2)", '<a href="https://a.example/?a=1&amp;b=2">notes</a>', "notes"),
        ("a & b < c", "a &amp; b &lt; c", "a & b < c"),
        ("from $40k to $50k", "from $40k to $50k", "from $40k to $50k"),
        ("[here](more.md)", "<a>here</a>", "here"),
        ("<script>alert(1)</script>", "", ""),
        ('<b onclick="x()">b</b>', "<b>b</b>", "b"),
    ],
    ids=["plain", "emphasis", "link", "signs", "money", "a link without a host", "script", "handler"],
)
def test_markdown_is_html_on_the_page_and_words_in_data(text: str, html: str, words: str) -> None:
    assert prose_html(text) == html
    assert prose_text(text) == words


@given(st.lists(WORDS, min_size=1).map(" ".join))
def test_plain_text_that_was_made_markdown_says_the_same(text: str) -> None:
    assert prose_text(literal(text)) == " ".join(text.split())


def test_only_prose_is_reduced_to_words_and_paragraphs_stay() -> None:
    written = Resume(Basics(name="*A*", summary="*b*\n\n**c**"), (Work(name="`d`", highlights=("`e`", "f")),))
    assert in_words(written) == Resume(Basics(name="*A*", summary="b\n\nc"), (Work(name="`d`", highlights=("e", "f")),))
