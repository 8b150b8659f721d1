"""Words are read as Jupyter and GitHub read them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.common.normalize_url import normalizeLink

from inpublic.text.builder import DocumentBuilder, Origin
from inpublic.text.markdown import markdown_html
from inpublic.text.wordrules import _USUAL_LINK, _encoded


def html_of(text: str) -> str:
    return markdown_html(DocumentBuilder(), text, Origin(cell=1)).strip()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("first_last@uni.example", '<p><a href="mailto:first_last@uni.example">first_last@uni.example</a></p>'),
        ("a snake_case_name stays", "<p>a snake_case_name stays</p>"),
        ("_all_ and __strong__", "<p><em>all</em> and <strong>strong</strong></p>"),
        ("https://e.org/a%20b.csv", '<p><a href="https://e.org/a%20b.csv">https://e.org/a%20b.csv</a></p>'),
        ("text <!-- a note ---> goes on", "<p>text  goes on</p>"),
        ("#\xa0Title", "<h1>Title</h1>"),
        ("text\n##\xa0Title", "<p>text</p>\n<h2>Title</h2>"),
        ("#hashtag", "<p>#hashtag</p>"),
    ],
    ids=["mail", "snake case", "emphasis", "link", "comment", "title", "heading after text", "hashtag"],
)
def test_words_are_read_as_jupyter_reads_them(text: str, html: str) -> None:
    assert html_of(text) == html


def test_the_name_of_a_language_may_be_escaped() -> None:
    assert 'data-lang="c++"' in html_of("``` c\\+\\+\nx\n```")


def test_a_picture_elsewhere_keeps_its_title() -> None:
    assert 'data-title="words"' in html_of('![a](https://e.org/a.png "words")')
    assert 'data-title="words"' in html_of('<img src="https://e.org/a.png" alt="a" title="words">')


@pytest.mark.parametrize(
    "text",
    ["$n$ is 3", r"20$^\circ$C", r"5$\mu$m", "3$x$ and $x$2", "$n $ items", "the ($n$) of 4"],
)
def test_formulas_stand_beside_digits(text: str) -> None:
    assert "<math" in html_of(text)


@pytest.mark.parametrize("text", ["5$ and 6$", "from $5 to $10", "A 3$ b 4$ c", "$F $T and $GM", "5$ and_then 6$"])
def test_prices_beside_digits_are_no_formulas(text: str) -> None:
    assert "<math" not in html_of(text)


@given(st.from_regex(_USUAL_LINK, fullmatch=True) | st.text("ht:/p.a9-_?#=&%@[]é \\", max_size=12))
@settings(max_examples=300, deadline=None)
def test_an_address_is_encoded_as_by_the_parser(link: str) -> None:
    assert _encoded(link) == normalizeLink(link)
