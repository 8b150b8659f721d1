"""Colours of a terminal become those that Jupyter shows, also where nbconvert's filter stops."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert.filters.ansi import ansi2html

from inpublic.celloutputs.terminal import terminal_html

CODES = st.lists(st.sampled_from(["", "0", "1", "4", "7", "22", "31", "39", "45", "38;5;3", "92"]), max_size=4)
COLOURS = CODES.map(";".join).map("\x1b[{}m".format)
TEXTS = st.lists(COLOURS | st.text("ab <&0;m[", max_size=4), max_size=8).map("".join)


@given(text=TEXTS)
def test_a_text_divided_at_its_resets_has_the_colours_of_the_whole(text: str) -> None:
    assert terminal_html(text) == ansi2html(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("\x1b[31;38mx", "x"),
        ("\x1b[38mx\x1b[0m \x1b[32mgo", 'x <span class="ansi-green-fg">go</span>'),
        ("\x1b[1;48 mx", "x"),
        ("\x1b[\uff13\uff18mx", "x"),
    ],
    ids=["beside another", "only up to its end", "with a blank", "in wide digits"],
)
def test_a_colour_that_does_not_say_which_costs_the_colours_and_not_the_text(text: str, html: str) -> None:
    assert terminal_html(text) == html


def test_long_coloured_text_has_a_span_for_each_change() -> None:
    html = terminal_html("\x1b[31ma\x1b[0mb\n" * 20_000)
    assert html.count('<span class="ansi-red-fg">a</span>b') == 20_000
