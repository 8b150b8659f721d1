"""No notebook and no text makes the converter crash, whatever stands in it."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inpublic.notebooks.notebook import convert_notebook
from inpublic.text.writeup import convert_writeup

MARKS = ["# A", "**b**", "<b>", "</div>", "<img src=x>", "$x$", "$$", "\\begin{align}", "|a|\n|-|\n", "- [ ] ", "---\n"]
WORDS = st.sampled_from([*MARKS, "```", "[^1]", "#| echo: "]) | st.text(max_size=8)
TEXT = st.lists(WORDS, max_size=6).map("".join)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
IMAGES = ["image/png", "image/svg+xml"]
MIMES = st.sampled_from([*IMAGES, "text/plain", "text/html", "text/latex", "text/markdown", "application/json"])
OUTPUT = st.fixed_dictionaries(
    {"output_type": st.sampled_from(["stream", "error", "display_data", "execute_result"]) | JSON},
    optional={
        "name": JSON,
        "text": JSON,
        "data": st.dictionaries(MIMES, JSON, max_size=3) | JSON,
        "metadata": st.dictionaries(MIMES, JSON, max_size=2) | JSON,
        "traceback": JSON,
        "ename": JSON,
    },
)
CELL_METADATA = st.fixed_dictionaries({}, optional=dict.fromkeys(["tags", "jupyter", "format", "collapsed"], JSON))
CELL = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw"]) | JSON, "source": TEXT | JSON},
    optional={
        "metadata": CELL_METADATA | JSON,
        "outputs": st.lists(OUTPUT | JSON, max_size=3) | JSON,
        "execution_count": JSON,
        "attachments": JSON,
    },
)
METADATA = st.fixed_dictionaries({}, optional=dict.fromkeys(["language_info", "kernelspec", "inpublic"], JSON))
NOTEBOOK = st.fixed_dictionaries(
    {"cells": st.lists(CELL | JSON, max_size=4) | JSON}, optional={"metadata": METADATA | JSON, "nbformat": JSON}
)
SLOWLY = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOWLY
@given(notebook=NOTEBOOK)
def test_a_mutated_notebook_becomes_a_document(notebook: dict[str, Any]) -> None:
    document = convert_notebook(json.dumps(notebook).encode("utf-8", "surrogatepass")).document
    assert all("<script" not in block.html for block in document.blocks)


@SLOWLY
@given(data=st.binary(max_size=200))
def test_any_bytes_become_a_document(data: bytes) -> None:
    assert convert_notebook(data).document.faults
    assert isinstance(convert_writeup(data).document.blocks, tuple)


@SLOWLY
@given(text=TEXT)
def test_any_text_becomes_a_document_without_scripts(text: str) -> None:
    document = convert_writeup(text.encode("utf-8", "replace")).document
    assert all("<script" not in block.html and "onerror" not in block.html for block in document.blocks)
