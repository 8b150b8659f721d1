"""Golden cases: one construct a file, with the HTML and the faults that it must give."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inpublic.document import Document
from inpublic.notebooks.notebook import convert_notebook
from inpublic.text.writeup import convert_writeup

CASES = Path(__file__).parent / "cases"
MARKDOWN = sorted(path.stem for path in (CASES / "markdown").glob("*.md"))
CELLS = sorted(path.stem for path in (CASES / "cells").glob("*.json"))
LINE = "=====\n"


def shown(document: Document) -> str:
    """Write a document for people; markers become {l0} and {f0}."""
    lines = [f"title: {document.title}", f"summary: {document.summary}"]
    lines += [f"{link.kind.value} {{l{number}}}: {link.target}" for number, link in enumerate(document.links)]
    lines += [
        f"figure {{f{number}}}: {figure.mime} {figure.width}x{figure.height} {figure.alt}".rstrip()
        for number, figure in enumerate(document.figures)
    ]
    lines += [f"fault: cell {fault.cell} line {fault.line}: {fault.message}" for fault in document.faults]
    for block in document.blocks:
        lines.append(f"{'#' * block.level} {block.html} {{#{block.anchor}}}" if block.level else block.html)
    return "\n".join(lines).replace("\ufdd0", "{").replace("\ufdd1", "}") + "\n"


def compare(path: Path, given: str, text: str, expected: str, *, update: bool) -> None:
    if update:
        path.write_text(given + text, "utf-8")
        expected = text
    assert text == expected


@pytest.mark.parametrize("name", MARKDOWN)
def test_markdown_gives_this_html(name: str, update_golden: bool) -> None:
    path = CASES / "markdown" / f"{name}.md"
    source, _, expected = path.read_text("utf-8").partition(LINE)
    text = shown(convert_writeup(source.encode()).document)
    compare(path, source + LINE, text, expected, update=update_golden)


@pytest.mark.parametrize("name", CELLS)
def test_cells_give_this_html(name: str, update_golden: bool) -> None:
    given = json.loads((CASES / "cells" / f"{name}.json").read_text("utf-8"))  # cells, or a notebook's own metadata too
    notebook = given if isinstance(given, dict) else {"cells": given}
    data = json.dumps({"metadata": {}, "nbformat": 4, "nbformat_minor": 5} | notebook)
    path = CASES / "cells" / f"{name}.html"
    expected = path.read_text("utf-8") if path.exists() else ""
    compare(path, "", shown(convert_notebook(data.encode()).document), expected, update=update_golden)
