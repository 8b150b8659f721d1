"""Colours of a terminal become those that Jupyter shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert.filters.ansi import ansi2html

from inpublic.celloutputs.ansi import ansi_html

CODES = st.lists(
    st.one_of(
        st.sampled_from([0, 1, 4, 5, 7, 21, 22, 24, 27, 38, 39, 48, 49, 2, 99]),
        st.integers(29, 108),
        st.integers(-1, 300),
    ).map(str)
    | st.sampled_from(["", "x", "38;5;196", "48;5;17", "38;2;1;2;3", "38;2;1;2;300", "48;5;256", "38;5;250"]),
    max_size=4,
).map(";".join)
ESCAPES = st.builds("\x1b[{}{}".format, CODES, st.sampled_from("mmmmmmK[&"))
TEXTS = st.lists(ESCAPES | st.text("ab <&>\"'\n\x1b[;1m", max_size=4), max_size=8).map("".join)


@given(text=TEXTS)
def test_colours_are_those_of_jupyter(text: str) -> None:
    try:
        expected = ansi2html(text)
    except IndexError:  # it cannot read a code for a colour that says none
        assert "\x1b[38" in text or "\x1b[48" in text or ";38" in text or ";48" in text
        expected = ansi_html(text)
    assert ansi_html(text) == expected


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("\x1b[31mred\x1b[0m <", '<span class="ansi-red-fg">red</span> &lt;'),
        ("\x1b[1;32mgo\x1b[K", '<span class="ansi-green-intense-fg ansi-bold">go</span>'),
        ("\x1b[7mx", '<span class="ansi-default-inverse-fg ansi-default-inverse-bg">x</span>'),
        ("\x1b[38;5;196;48;2;1;2;3mx", '<span style="color: rgb(255,0,0); background-color: rgb(1,2,3)">x</span>'),
        ("\x1b[31;38mx", '<span class="ansi-red-fg">x</span>'),
        ("\x1b[38;5mx\x1b[48my", "xy"),
    ],
    ids=["a colour", "bold is bright", "inverse", "many colours", "a code without its colour", "nothing else"],
)
def test_what_an_escape_says_is_a_span(text: str, html: str) -> None:
    assert ansi_html(text) == html


@pytest.mark.parametrize("count", [1, 20_000])
def test_long_coloured_text_has_a_span_for_each_change(count: int) -> None:
    assert ansi_html("\x1b[31ma\x1b[0mb\n" * count).count('<span class="ansi-red-fg">a</span>b') == count
