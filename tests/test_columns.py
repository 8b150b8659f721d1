"""The cells below a heading are found in the tables that pandas and Markdown set in plain characters."""

from __future__ import annotations

import pytest

from inpublic.gate.columns import below, is_heading

RIGHT = "   user  api_key\n0   ada     ab12\n1   eva     cd34\n\nab99\n"
LEFT = "user  api_key  n\n----  -------  -\nada   ab12     1\neva   cd34     2\n"
BARS = "| user | api_key |\n|---|---|\n| ada | `ab12` |\n| eva | cd34 |\n| no one |\n"
NARROW = "a|api_key\n1|ab12\n2|cd34"


@pytest.mark.parametrize("text", [RIGHT, LEFT, BARS, NARROW], ids=["right", "left", "bars", "without spaces"])
def test_the_cells_of_the_column_are_found_and_no_others(text: str) -> None:
    start = text.index("api_key")
    assert is_heading(text, start, start + 7) or text is NARROW
    cells = [text[first:last] for first, last in below(text, start, start + 7)]
    assert [cell for cell in cells if not cell.startswith("-")] == ["ab12", "cd34"]


@pytest.mark.parametrize("text", ["the api_key\nab12", "api_key = 1\nab12", "x.api_key  \n", "api_key2\n"])
def test_prose_and_code_are_no_headings(text: str) -> None:
    start = text.index("api_key")
    assert not is_heading(text, start, start + 7)


def test_a_heading_at_the_end_has_nothing_below() -> None:
    assert list(below("| api_key |", 2, 9)) == []
