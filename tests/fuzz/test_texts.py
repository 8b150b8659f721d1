"""No write-up makes the converter crash, hang or let anything through, in whatever dialect it is written."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

here = Path(__file__).parent
laws = runpy.run_path(str(here / "laws.py"))
material = runpy.run_path(str(here / "material.py"))
converted, fuzzing = laws["converted"], laws["fuzzing"]
words = material["WORDS"]


def pieces(*kinds: str) -> st.SearchStrategy[str]:
    known = [piece for kind in kinds for piece in words[kind]]
    filler = st.sampled_from([" ", "\n", "\n\n", "    ", "\n> ", "\n- ", "a", "x y"]) | st.sampled_from(
        material["ODD_TEXT"]
    )
    return st.lists(st.sampled_from(known) | filler | st.text(max_size=4), max_size=9).map("".join)


ALL = pieces("MARKDOWN", "BLOCKS", "HTML", "TEX", "TOPS")
ANY = st.one_of(
    pieces("MARKDOWN"), pieces("MARKDOWN", "BLOCKS"), pieces("HTML"), pieces("MARKDOWN", "HTML"), pieces("TEX"), ALL
)
FRONT = st.builds("---\n{}---\n{}".format, pieces("TOPS"), ANY)


def bytes_of(text: str) -> bytes:
    return text.encode("utf-8", "replace")


@fuzzing(4)
@given(text=ANY)
def test_any_text_is_converted(text: str) -> None:
    converted(".md", bytes_of(text))


@fuzzing(2)
@given(text=pieces("TOPS") | FRONT)
def test_any_front_matter_is_taken_off_or_shown(text: str) -> None:
    converted(".md", bytes_of(text))


@fuzzing(2)
@given(
    texts=st.lists(ANY | FRONT | pieces("TOPS"), max_size=3),
    kinds=st.lists(st.sampled_from(["markdown", "raw"]), min_size=3, max_size=3),
)
def test_any_text_in_cells_is_converted(texts: list[str], kinds: list[str]) -> None:
    cells = [{"cell_type": kind, "source": text, "metadata": {}} for kind, text in zip(kinds, texts, strict=False)]
    converted(".ipynb", json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode())


MIMES = [
    "text/html",
    "text/markdown",
    "text/latex",
    "image/svg+xml",
    "application/mathml+xml",
    "text/plain",
    "application/javascript",
]


@fuzzing(2)
@given(bundles=st.lists(st.dictionaries(st.sampled_from(MIMES), ANY, min_size=1, max_size=2), max_size=3))
def test_any_text_in_outputs_is_converted(bundles: list[dict[str, str]]) -> None:
    outputs = [{"output_type": "display_data", "data": bundle, "metadata": {}} for bundle in bundles]
    cell = {"cell_type": "code", "source": "1", "metadata": {}, "outputs": outputs}
    converted(".ipynb", json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode())


LINES = [
    "#| label: fig-a",
    "#| echo: false",
    "#| fig-cap: |",
    "#|   words",
    "#| fig-subcap:",
    "#|   - a",
    "#| code-fold: show",
    "#|export",
    "#| tbl-cap: 'x",
    "#hide",
    "# hide_input",
    "#collapse-show",
    "#@title T {run: 'auto'}",
    "#@markdown # H",
    "x = 1 #@param {type:'raw'}",
    "#@param ['a', {}]",
    "%%html",
    "%%markdown",
    "%%bash",
    "%%writefile a.py",
    "%%",
    "!ls",
    "?x",
    "x?",
    "//| echo: false",
    "--| a: b",
    "import a, b.c as d",
    "from . import x",
    "from x import (",
    "import \\",
    "\t#| x: y",
    "# %% [markdown]",
    "#| {}: []",
    "#| - x",
    "#| a: &b *b",
    "#|",
    "# |x",
]
CODE = st.lists(st.sampled_from(LINES) | st.text(max_size=10) | pieces("TEX"), max_size=6).map("\n".join)
LANGUAGES = st.sampled_from(
    ["python", "R", "julia", "c++", "bash", "sql", "", "no such", "Python 3", "../x", "html", "ipython3", "text"]
)
TERMINAL = st.lists(
    st.sampled_from(
        [
            "\x1b[31m",
            "\x1b[0m",
            "\x1b[38;5;300m",
            "\x1b[38;2;1;2m",
            "\x1b[1;;m",
            "\x1b[999999999999m",
            "\x1b[2K",
            "\x1b]0;t\x07",
            "\x1b",
            "\r",
            "\b",
            "\n",
            "<b>",
            "&",
            "\x1b[48;5",
            "\x1b[7m",
            "\x0c",
        ]
    )
    | st.text(max_size=5),
    max_size=12,
).map("".join)


@fuzzing(1)
@given(
    code=CODE, language=LANGUAGES, stream=TERMINAL, name=st.sampled_from(["stdout", "stderr", "x"]), asis=st.booleans()
)
def test_any_code_and_whatever_it_printed_is_converted(
    code: str, language: str, stream: str, name: str, asis: bool
) -> None:
    outputs: list[Any] = [
        {"output_type": "stream", "name": name, "text": stream},
        {"output_type": "error", "ename": stream[:9], "evalue": stream, "traceback": [stream, code]},
    ]
    source = f"#| output: asis\n{code}" if asis else code
    cell = {"cell_type": "code", "source": source, "metadata": {}, "outputs": outputs}
    metadata = {"language_info": {"name": language}}
    converted(
        ".ipynb", json.dumps({"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}).encode()
    )


@fuzzing(1)
@given(text=ANY, codec=st.sampled_from(["utf-8-sig", "utf-16", "utf-32", "latin-1", "cp1252", "gb18030", "utf-7"]))
def test_a_text_in_another_encoding_is_converted_or_refused(text: str, codec: str) -> None:
    converted(".markdown", text.encode(codec, "replace"))


@fuzzing(1)
@given(data=st.binary(max_size=200))
def test_any_bytes_are_converted_or_refused_as_a_text(data: bytes) -> None:
    converted(".md", data)
