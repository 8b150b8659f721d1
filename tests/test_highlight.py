"""Code has colours where its language is known, unless to find them would take minutes."""

from __future__ import annotations

import pytest

from inpublic.notebooks.highlight import highlight_cell, highlight_code


@pytest.mark.parametrize(
    ("code", "is_coloured"),
    [
        ("x = 1", True),
        ("x = 1  # " + "a" * 990, True),
        ("x = 1  # " + "a" * 1000, False),
        ("x = 1\n" + "\n" * 90 + "y", True),
        ("x = 1\n" + "\n" * 100 + "y", False),
        ("x = 1\n" + " \t\f\n" * 100 + "y", False),
        ("x = 1\n" + "\r" * 100 + "y", False),
        ("x = 1\n" * 16_000, True),
        ("x = 1\n" * 17_000, False),
    ],
    ids=["one line", "a line", "a long line", "a gap", "a long gap", "spaces", "old ends", "much", "too much"],
)
def test_code_without_end_is_shown_without_colours(code: str, is_coloured: bool) -> None:
    html = highlight_code(code, "python")
    assert ("<span class" in html) == is_coloured


def test_a_magic_says_the_language_of_the_lines_below_it() -> None:
    assert '<span class="k">SELECT</span>' in highlight_cell("%%sql\nSELECT 1", "python")
