"""Whatever a name or value holds, it cannot steer the terminal it is shown in."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.telling.printable import printable, printable_lines


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("projects/taxi.md", "projects/taxi.md", id="ordinary"),
        pytest.param("鸢尾花 «é» 👩‍🔬 می‌خواهم", "鸢尾花 «é» 👩‍🔬 می‌خواهم", id="languages and emoji stay"),
        pytest.param("\x1b[2J\x1b]0;x\x07", r"\x1b[2J\x1b]0;x\x07", id="terminal sequences"),
        pytest.param("\x9b31m", r"\x9b31m", id="terminal sequences of one character"),
        pytest.param("a\n::error::b\r", r"a\n::error::b\r", id="a second line"),
        pytest.param("a\u2028b\x85c", r"a\u2028b\x85c", id="other ends of lines"),
        pytest.param("txt\u202egnp.ipynb", r"txt\u202egnp.ipynb", id="text turned round"),
        pytest.param("pay\u200bpal", r"pay\u200bpal", id="what is not seen"),
        pytest.param("\udcff", r"\udcff", id="bytes that are no UTF-8"),
    ],
)
def test_what_steers_is_shown_as_its_escape(text: str, shown: str) -> None:
    assert printable(text) == shown


@settings(max_examples=100, deadline=None)
@given(text=st.text(st.characters()))
def test_the_result_is_one_line_that_any_utf8_terminal_prints(text: str) -> None:
    shown = printable(text)
    assert len(shown.splitlines()) <= 1
    assert shown.encode().decode() == shown
    assert not {unicodedata.category(one) for one in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert printable(shown) == shown


def test_the_lines_of_a_text_of_our_own_stay() -> None:
    assert printable_lines("Next:\n  cd \x1b[31m\n") == "Next:\n  cd \\x1b[31m\n"
