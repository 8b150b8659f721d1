"""What golden cases of single cells do not show: what a cell adds to its document besides HTML."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from inpublic.notebooks.notebook import convert_notebook


def test_packages_are_those_that_are_used_in_any_language_and_in_cells_that_are_not_shown(
    notebook: Callable[..., str],
) -> None:
    text = notebook(
        ("import numpy, os", []), ("%%julia\nusing Plots", []), ("#|hide\nimport pandas\npandas.x\nnumpy.y", [])
    )
    assert convert_notebook(text.encode()).document.imports == ("numpy", "pandas", "julia:Plots")


def test_a_fault_in_an_option_names_its_cell(notebook: Callable[..., str]) -> None:
    (fault,) = convert_notebook(notebook("# T", ("#| echo: maybe\nx", [])).encode()).document.faults
    assert (fault.cell, fault.message, fault.is_error) == (2, "the option echo is «maybe»", False)


def test_headings_of_a_form_are_headings_of_the_page(notebook: Callable[..., str]) -> None:
    document = convert_notebook(notebook("# T", ("#@title A\n#@markdown ## Data\nx", [])).encode()).document
    assert [block.text for block in document.blocks if block.level] == ["Data"]


@pytest.mark.parametrize("odd", [3, None, [], {"a": []}, "x"], ids=repr)
def test_metadata_of_any_kind_leave_a_cell_whole(odd: object) -> None:
    names = (
        "jupyter",
        "mystnb",
        "scrolled",
        "hide_input",
        "cellView",
        "vscode",
        "kernel",
        "alt",
        "format",
        "transient",
    )
    cell = {"metadata": dict.fromkeys(names, odd), "source": "print(1)", "outputs": [], "execution_count": odd}
    cells = [{**cell, "cell_type": kind} for kind in ("code", "raw")]
    metadata = {"kernelspec": odd, "language_info": odd, "mystnb": odd, "hide_input": odd}
    data = json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4})
    html = "".join(block.html for block in convert_notebook(data.encode()).document.blocks)
    assert html.count("print") == 2
