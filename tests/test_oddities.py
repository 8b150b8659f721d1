"""What is odd in a notebook is told to its author, and nothing else is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from inpublic.notebooks.notebook import convert_notebook


def faults(*cells: dict[str, Any], **more: object) -> list[tuple[int | None, str]]:
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}
    document = convert_notebook(json.dumps(notebook).encode()).document
    assert not any(fault.is_error for fault in document.faults)
    return [(fault.cell, fault.message) for fault in document.faults]


def code(*outputs: object, **more: object) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "source": "x", "outputs": outputs, **more}


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ({"cell_type": "graph", "source": ""}, 'this cell is of the unknown type "graph"'),
        ({"cell_type": ["code"], "source": ""}, 'this cell is of the unknown type ["code"]'),
        ({"cell_type": "markdown"}, "this cell has no source: it counts as empty"),
        ({"cell_type": "markdown", "source": None}, "this cell has null for its source"),
        (code() | {"outputs": {}}, "the outputs of this cell are {}, not a list"),
        (code("text"), 'an output of this cell is "text", not an object'),
        (code({"output_type": "hologram"}), 'of the unknown type "hologram": it is left out'),
        (code({"output_type": "display_data"}), "an output of this cell has no data"),
        (code({"output_type": "display_data", "data": []}), "an output of this cell has [] for its data"),
        (code({"output_type": "display_data", "data": {"text/plain": [["a"]]}}), 'has [["a"]] for its text/plain'),
        (code({"output_type": "stream", "text": 5}), "has 5 for its text, where text is wanted"),
        (code({"output_type": "error", "ename": {}, "traceback": []}), "has {} for its ename"),
    ],
)
def test_an_odd_cell_is_named_with_what_is_odd_in_it(cell: dict[str, Any], message: str) -> None:
    found = faults(code(), cell)
    assert [number for number, _ in found] == [2]
    assert message in found[0][1]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"nbformat_minor": 99}, "this notebook is of format 4.99, newer than 4.5"),
        ({"nbformat": "4"}, '«nbformat» is the text "4", not a number'),
        ({"metadata": None}, "the metadata of this notebook is null, not an object"),
        (
            {"metadata": {"widgets": {"application/vnd.jupyter.widget-state+json": ["</script>"]}}},
            "the stored state of the widgets is",
        ),
    ],
)
def test_an_odd_notebook_is_told_as_a_whole(more: dict[str, Any], message: str) -> None:
    [(cell, told)] = faults(code(), **more)
    assert cell is None
    assert told.startswith(message)


def test_keys_that_stand_twice_are_named() -> None:
    data = b'{"cells": [], "cells": [], "metadata": {"a": 1, "a": 2}, "nbformat": 4, "nbformat_minor": 5}'
    [fault] = convert_notebook(data).document.faults
    assert fault.message == "this notebook has «a», «cells» twice in one object; the last of them counts"


def test_a_sound_notebook_is_not_odd() -> None:
    outputs: list[dict[str, Any]] = [
        {"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]},
        {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["t"]},
        {"output_type": "execute_result", "data": {"text/plain": "1", "application/json": [[1]]}, "metadata": {}},
    ]
    assert faults(code(*outputs), {"cell_type": "raw", "source": ["a\n"]}) == []


def test_a_long_value_is_cut() -> None:
    [(_, message)] = faults(code({"output_type": "x" * 100}))
    assert message == f'an output of this cell is of the unknown type "{"x" * 38}…: it is left out'
