"""Outputs that a cell does not want to be seen, and lines of them."""

from __future__ import annotations

from typing import Any

import pytest

from inpublic.notebooks.display import Display
from inpublic.notebooks.filters import shown_outputs

OUT = {"output_type": "stream", "name": "stdout", "text": ["# A\n", "old FutureWarning\n"]}
ERR = {"output_type": "stream", "name": "stderr", "text": "careful\n"}
BOOM = {"output_type": "error", "ename": "E", "evalue": "", "traceback": []}


def texts(display: Display, *outputs: dict[str, Any]) -> list[str]:
    chosen = shown_outputs(outputs, display)
    return [one.get("text") or one.get("data", {}).get("text/markdown") or one["output_type"] for one in chosen]


@pytest.mark.parametrize(
    ("display", "expected"),
    [
        (Display(), ["# A\nold FutureWarning\n", "careful\n", "error"]),
        (Display(shows_output=False), []),
        (Display(shows_stdout=False), ["careful\n", "error"]),
        (Display(shows_stderr=False), ["# A\nold FutureWarning\n", "error"]),
        (Display(dropped_words=("FutureWarning",)), ["# A\n", "careful\n", "error"]),
    ],
    ids=["all", "none", "no-stdout", "no-stderr", "words"],
)
def test_what_is_not_wanted_is_left_out(display: Display, expected: list[str]) -> None:
    assert texts(display, OUT, ERR, BOOM) == expected


def test_printed_markdown_becomes_one_text_however_it_was_printed() -> None:
    chosen = shown_outputs([OUT, {**OUT, "text": "| b |\n"}, ERR], Display(stdout_is_markdown=True))
    assert [sorted(output.get("data", {})) for output in chosen] == [["text/markdown"], []]
    assert chosen[0]["data"]["text/markdown"] == "# A\nold FutureWarning\n| b |\n"
