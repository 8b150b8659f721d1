"""A bar in a formula does not end the cell of a table; one between prices does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.maths.mathpipes import PIPE, hide_pipes, show_pipes
from inpublic.text.builder import DocumentBuilder, Origin
from inpublic.text.markdown import markdown_html

HEAD = "| a | b | c |\n|---|---|---|\n"


def cells(row: str) -> int:
    return markdown_html(DocumentBuilder(), HEAD + row, Origin(cell=1)).count("<td>")


@pytest.mark.parametrize(
    "row",
    [
        "| Large $|G^*_i|$ | hot | low |",
        "| $P(A|B)$ | $\\|x\\|$ | $a|b$, $c|d$ |",
        "| $5 | $6 | $7 |",
        "| costs $5 | or $6| and more |",
        "| `$a` | `$b` | c |",
    ],
)
def test_a_row_of_three_cells_has_three_cells(row: str) -> None:
    assert cells(row) == 3


def test_the_formula_has_its_bars() -> None:
    html = markdown_html(DocumentBuilder(), HEAD + "| $P(A|B)$ | `$x|y$` | c |", Origin(cell=1))
    assert html.count("<math") == 1
    assert PIPE not in html
    assert ">|<" in html or "∣" in html


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="|$ \\ab5\n", max_size=40))
def test_every_bar_comes_back(text: str) -> None:
    assert show_pipes(hide_pipes(text)) == text
    assert PIPE not in markdown_html(DocumentBuilder(), text, Origin(cell=1))
