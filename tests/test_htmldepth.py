"""HTML that no browser could show is refused before it is parsed; what people write is not."""

from __future__ import annotations

import json
from time import process_time

import pytest

from inpublic.convert import convert_source
from inpublic.document import Document
from inpublic.text.htmldepth import DEEPEST, is_too_deep

DEEP = "<div>" * 50_000 + "x" + "</div>" * 50_000
NEAR = "<div>" * DEEPEST + "x" + "</div>" * DEEPEST


def notebook(output: str) -> bytes:
    bundle = {"output_type": "display_data", "data": {"text/html": output}, "metadata": {}}
    cell = {"cell_type": "code", "metadata": {}, "source": "x", "outputs": [bundle], "execution_count": 1}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


@pytest.mark.parametrize(
    ("suffix", "data"),
    [
        (".md", DEEP.encode()),
        (".md", f"Text with {'<b>' * 50_000}.".encode()),
        (".ipynb", notebook(DEEP)),
        (".ipynb", notebook(f"<script>1</script>{DEEP}")),
        (".ipynb", notebook(f"<style>b {{color: red}}</style>{DEEP}")),
    ],
    ids=["text", "inline", "output", "script", "style"],
)
def test_html_that_is_nested_too_deeply_is_an_error_at_once(suffix: str, data: bytes) -> None:
    begin = process_time()
    document: Document = convert_source(suffix, data).document
    assert process_time() - begin < 5
    assert any(fault.is_error and "nested more than" in fault.message for fault in document.faults)


def test_html_up_to_the_limit_is_shown() -> None:
    document = convert_source(".md", NEAR.encode()).document
    assert document.faults == ()
    assert document.blocks[0].html.count("<div>") == DEEPEST


@pytest.mark.parametrize(
    "html",
    [
        "<p>one\n" * 2000,
        "<ul>" + "<li>item" * 2000 + "</ul>",
        "<table>" + "<tr><td>1<td>2" * 2000 + "</table>",
        "<br>" * 5000,
        f"<script>{'a<b;' * 2000}</script>",
        f"<div><style>{'x<y ' * 2000}</style></div>" * 3,
        "<svg>" + "<path d=''/>" * 5000 + "</svg>",
    ],
    ids=["paragraphs", "items", "rows", "breaks", "script", "style", "drawing"],
)
def test_long_html_is_not_deep(html: str) -> None:
    assert not is_too_deep(html)


@pytest.mark.parametrize("name", ["td-x", "tdata", "TD-X", "li-x", "tr1"])
def test_elements_that_are_called_nearly_like_those_of_tables_stand_in_each_other(name: str) -> None:
    assert is_too_deep(f"<{name}>" * (DEEPEST + 1))


def test_a_long_table_is_as_deep_as_one_row() -> None:
    row = "<tr><th>1</th><td>2</td><td class='a'>3</td></tr>"
    assert not is_too_deep(f"<table>{row * 5000}</table>")
