"""What sources hold that is meant to be shown."""

from __future__ import annotations

import json
from typing import Any

import pytest

from inpublic.stock.holdings import notebook_holdings, wanted_code, writeup_holdings


def lines(*cells: dict[str, Any]) -> list[tuple[str, ...]]:
    data = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    return [held.exactly().lines for held in notebook_holdings(data.encode()).values()]


def code(source: str, **metadata: Any) -> dict[str, Any]:
    output = {"output_type": "stream", "name": "stdout", "text": "printed"}
    return {"cell_type": "code", "source": source, "metadata": metadata, "outputs": [output]}


def raw(source: str, form: str) -> dict[str, Any]:
    return {"cell_type": "raw", "source": source, "metadata": {"format": form}}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (code("x = 1\ny = 2"), ("x = 1", "y = 2", "printed")),
        (code("#| echo: false\nx = 1"), ("printed",)),
        (code("x = 1", tags=["remove-output"]), ("x = 1",)),
        (code("x = 1", tags=["remove-input", 3]), ("printed",)),
        (code("#@title Set *up*\nx = 1"), ("Set *up*", "x = 1", "printed")),
        (code(""), ("printed",)),
        (raw("**bold**", "text/markdown"), ("bold",)),
        (raw("<b>bold</b>", "text/html"), ("bold",)),
        (raw("\\newpage\ntext", "text/latex"), ("text",)),
        (raw("as *it* is", ""), ("as *it* is",)),
        ({"cell_type": "markdown", "source": ["# A\n", "b"], "metadata": None}, ("A", "b")),
        ({"cell_type": "code", "source": None, "outputs": 3}, ()),
    ],
    ids=[
        "code",
        "directive",
        "output-removed",
        "input-removed",
        "form",
        "no-code",
        "raw-markdown",
        "raw-html",
        "raw-tex",
        "raw",
        "markdown",
        "odd",
    ],
)
def test_a_cell_holds_what_it_wants_to_be_shown(cell: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert lines(cell) == [expected]


def test_a_cell_that_is_removed_holds_nothing_and_the_others_keep_their_numbers() -> None:
    cells = [code("x", tags=["remove-cell"]), code("y")]
    data = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    assert {number: held.exactly().lines for number, held in notebook_holdings(data.encode()).items()} == {
        2: ("y", "printed")
    }


def test_a_line_that_was_taken_out_and_is_no_comment_is_still_wanted() -> None:
    source = "#| echo: true\nx = 1\ny = 2\nz = 3 #| hide_line"
    assert wanted_code(source, "y = 2") == "x = 1\ny = 2"


def test_front_matter_is_no_part_of_the_text() -> None:
    assert lines(raw("---\ntitle: A\n---", ""), code("x")) == [(), ("x", "printed")]
    assert writeup_holdings(b"\xef\xbb\xbf---\ntitle: A\n---\ntext")[0].exactly().lines == ("text",)


def test_an_old_notebook_and_one_with_numbers_that_json_does_not_know_are_read() -> None:
    old = {"cell_type": "code", "input": "x", "outputs": [{"output_type": "pyout", "text": "1", "prompt_number": 1}]}
    data = {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": [old]}]}
    assert [held.exactly().lines for held in notebook_holdings(json.dumps(data).encode()).values()] == [("x", "1")]
    assert notebook_holdings(b'{"cells": [{"cell_type": "raw", "source": "a", "x": NaN}]}')[1].exactly().lines == ("a",)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (code("x = 1\ny = 2"), ("x = 1", "y = 2", "printed")),
        (code("#| echo: false\nx = 1"), ("#| echo: false", "x = 1", "printed")),
        (code("x = 1", tags=["remove-output"]), ("x = 1", "printed")),
        ({"cell_type": "markdown", "source": "# A\n*b*"}, ("A", "b")),
    ],
    ids=["code", "directive", "output-removed", "markdown"],
)
def test_quickly_a_cell_is_read_whole(cell: dict[str, Any], expected: tuple[str, ...]) -> None:
    data = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    quickly = notebook_holdings(data.encode())[1].quickly
    assert quickly is not None
    assert quickly.lines == expected


@pytest.mark.parametrize(
    "cell",
    [
        code("#@title Set *up*\nx = 1"),
        code("x = 1", cellView="form"),
        code("#| output: asis\nprint('# A')"),
        raw("text", ""),
    ],
    ids=["form", "folded-form", "printed-markdown", "raw"],
)
def test_a_cell_that_may_be_read_otherwise_is_only_read_exactly(cell: dict[str, Any]) -> None:
    data = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    assert notebook_holdings(data.encode())[1].quickly is None
