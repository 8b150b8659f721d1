"""Our Markdown against the official examples of CommonMark and GitHub, and against nbconvert's own renderer."""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NoReturn

import pytest
from nbconvert.filters.markdown_mistune import markdown2html_mistune

sys.path.insert(0, str(Path(__file__).parent))
from inpublic.document import LinkKind
from inpublic.markers import fill
from inpublic.notebook import convert_notebook
from structure import structure

SPECS = os.environ.get("INPUBLIC_SPECS", "")


def folder() -> Path:
    path = Path(SPECS)
    if not SPECS or not path.is_dir():
        missing("INPUBLIC_SPECS names no folder: unpack the source of markdown-it-py, whose tests hold the examples")
    return path


def missing(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def ours(markdown: str) -> list[str]:
    """Convert a notebook with one Markdown cell below its title."""
    cells = [{"cell_type": "markdown", "metadata": {}, "source": text} for text in ("# Title", markdown)]
    data = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})
    document = convert_notebook(data.encode()).document

    def address(number: int) -> str:
        link = document.links[number]
        return f'{"href" if link.kind is LinkKind.PAGE else "src"}="{link.target.replace(chr(34), "&quot;")}"'

    html = "".join(f"<h2>{block.html}</h2>" if block.level else block.html for block in document.blocks)
    return structure(fill(html, "l", address))


def nbconvert(markdown: str) -> list[str]:
    html = re.sub(r'<a class="anchor-link"[^>]*>.*?</a>', "", markdown2html_mistune(markdown))
    return structure(html)


def commonmark() -> dict[str, tuple[str, str]]:
    examples = json.loads((folder() / "tests/test_cmark_spec/commonmark.json").read_text("utf-8"))
    return {f"{one['section']} {one['example']}": (one["markdown"], one["html"]) for one in examples}


def github() -> dict[str, tuple[str, str]]:
    """Read tables, task lists and strikethrough: a title, and between lines of a dot the Markdown and its HTML."""
    found = {}
    for name in ("tables", "tasklists", "strikethrough_single_tilde"):
        text = (folder() / f"tests/test_port/fixtures/{name}.md").read_text("utf-8")
        parts = re.split(r"^\.$\n?", text, flags=re.MULTILINE)
        for number in range(len(parts) // 3):
            _, markdown, html = parts[3 * number : 3 * number + 3]
            found[f"{name} {number + 1}"] = (markdown, html)
    return found


MEANT = {
    "a heading without words is left out": ["ATX headings 79"],
    "what a form holds is not shown": ["HTML blocks 171"],
    "a picture without words gets a name": ["Emphasis and strong emphasis 475", "Images 581"],
    "a link without words is left out": [
        "Emphasis and strong emphasis 476",
        "Emphasis and strong emphasis 477",
        "Raw HTML 630",
        "Raw HTML 631",
        "Hard line breaks 642",
        "Hard line breaks 643",
    ],
    "of an unknown element only the text stays": ["Links 491"],
    "bare addresses are links, as GitHub and Jupyter show them": ["Autolinks 608", "Autolinks 611", "Autolinks 612"],
}
"""Where the page differs from the specification, and why that is meant."""

DIFFERENT = {name: reason for reason, names in MEANT.items() for name in names}


@pytest.mark.parametrize("source", [commonmark, github], ids=["CommonMark", "GitHub"])
def test_every_official_example_is_shown_as_specified(source: Any) -> None:
    examples = source()
    different = {name for name, (markdown, html) in examples.items() if ours(markdown) != structure(html)}
    assert different == set(DIFFERENT).intersection(examples)


def test_where_nbconvert_says_something_else_the_specification_is_on_our_side(record_property: Any) -> None:
    counts: Counter[str] = Counter()
    wrong = []
    for name, (markdown, html) in {**commonmark(), **github()}.items():
        own, specified, other = ours(markdown), structure(html), nbconvert(markdown)
        counts["examples"] += 1
        counts["as specified"] += own == specified
        counts["as nbconvert"] += own == other
        counts["as specified, unlike nbconvert"] += own == specified != other
        if own != other and own != specified and name not in DIFFERENT:
            wrong.append(name)
    for what, number in counts.items():
        record_property(what, number)
    assert wrong == []
    assert counts["as specified"] == counts["examples"] - len(DIFFERENT)


NOTEBOOKS = os.environ.get("INPUBLIC_NOTEBOOKS", "")
COUNTED = ("h", "li", "tr", "table", "pre", "a", "img", "blockquote")
EXPLAINED = {
    "a quote with a name is a box": ["2020-02-21-introducing-fastpages 24", "2020-11-17-linkcheck 2"],
    "the title of a box is no heading": [f"directives {number}" for number in (6, 7, 8, 23, 46)],
    "references to equations are links": ["markdown-cells 7", "markdown-cells 8"],
    "Colab's own badge is left out": [
        "00_pytorch_fundamentals 1",
        "01_pytorch_workflow 1",
        "04_pytorch_custom_datasets 1",
    ],
}
"""Cells of the shared notebooks of which nbconvert counts something else, and why."""


def counts(events: list[str]) -> dict[str, int]:
    found = Counter(event[1:].split(" ")[0].rstrip(">") for event in events if event.startswith("<"))
    return {tag: found[tag] for tag in COUNTED}


@pytest.mark.skipif(not NOTEBOOKS, reason="INPUBLIC_NOTEBOOKS names no folder of real notebooks")
def test_real_cells_hold_what_nbconvert_finds_in_them() -> None:
    different, total = set(), 0
    for path in sorted(Path(NOTEBOOKS).rglob("*.ipynb")):
        for number, cell in enumerate(json.loads(path.read_bytes()).get("cells", []), 1):
            if cell["cell_type"] == "markdown":
                text = "".join(cell["source"]).replace("attachment:", "attached-")  # files that nbconvert asks for
                total += 1
                if counts(ours(text)) != counts(nbconvert(text)):
                    different.add(f"{path.stem} {number}")
    known = {name for names in EXPLAINED.values() for name in names}
    assert total > 0
    assert different <= known, different - known
