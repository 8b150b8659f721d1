"""Nothing that can be written takes the converter more than a moment: not our expressions, nor what reads for us."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import asdict

import inpublic
from inpublic.gate.expressions import Expression

here = Path(__file__).parent
laws = runpy.run_path(str(here / "laws.py"))
material = runpy.run_path(str(here / "material.py"))
converted, fuzzing = laws["converted"], laws["fuzzing"]
words = material["WORDS"]

LENGTH = 20_000
AT_MOST = {"inpublic.records.yamltext._SLIPS": 300}
"""Characters that an expression is shown at most, where that is what keeps it quick."""

METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split")
Use = tuple[re.Pattern[str], str, int]
"""An expression, a way in which it is used, and the length of text that it is tried on."""


def uses() -> Iterator[tuple[str, Use]]:
    """Find the expressions of all modules, and how each is used there; if that cannot be told, as any other is."""
    for info in pkgutil.walk_packages(inpublic.__path__, "inpublic."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        source = Path(str(module.__file__)).read_text("utf-8")
        used = set(calls(source))
        for name, value in vars(module).items():
            for found in held(value):
                known = {method for owner, method in used if owner == name}
                for method in sorted(known or {method for owner, method in used if owner == "pattern"} or {"match"}):
                    full = f"{info.name}.{name}"
                    yield f"{full}.{method} {found.pattern[:20]!r}", (found, method, AT_MOST.get(full, LENGTH))


def calls(source: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in METHODS and isinstance(node.value, ast.Name):
            yield node.value.id, node.attr


def held(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, Expression):
        yield value()
    elif isinstance(value, tuple | list):
        for one in value:
            yield from held(one)
    elif isinstance(value, Struct):
        yield from held(list(asdict(value).values()))


USES = dict(uses())
PLAIN = [
    " ",
    "\t",
    "\n",
    "a",
    "1",
    "_",
    "-",
    ".",
    "<",
    ">",
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    "\\",
    "$",
    '"',
    "'",
    "`",
    ":",
    "=",
    "#",
    "|",
    "*",
    "/",
    "&",
    ";",
    ",",
    "\x1b[",
    "é",
    "x y",
    " a",
    "a:",
    "\n ",
    "\\\\",
    "{a}",
    "a=",
]


def spent(pattern: re.Pattern[str], method: str, text: str) -> float:
    begin = process_time()
    if method == "sub":
        pattern.sub(" ", text)
    else:
        found = getattr(pattern, method)(text)
        if method == "finditer":
            list(found)
    return process_time() - begin


def literals(pattern: re.Pattern[str]) -> list[str]:
    """Take from an expression the words that it looks for."""
    return [*re.findall(r"[A-Za-z]{2,}|[^\w\s]", pattern.pattern), *re.findall(r"<[a-z]+|\\+[a-z]+", pattern.pattern)]


@pytest.mark.parametrize("name", USES)
def test_an_expression_takes_time_in_proportion(name: str) -> None:
    """Long runs of one sign, of two, and of what the expression looks for, which then does not end as it should."""
    pattern, method, length = USES[name]
    own = list(dict.fromkeys(literals(pattern)))[:12]
    for unit in dict.fromkeys([*PLAIN, *own]):
        assert spent(pattern, method, f"{unit * (length // len(unit))}\0") < 0.5, unit


@fuzzing(2)
@given(use=st.sampled_from(list(USES.values())), data=st.data())
def test_an_expression_takes_time_in_proportion_whatever_is_repeated(use: Use, data: st.DataObject) -> None:
    pattern, method, length = use
    parts = st.lists(st.sampled_from([*PLAIN, *literals(pattern)]), max_size=4).map("".join)
    start, unit, end = (data.draw(parts) for _ in range(3))
    text = f"{start}{unit * (length // max(1, len(unit)))}{end}"
    assert spent(pattern, method, text) < 0.5, (start, unit, end)


DRAWN = [piece for piece in words["BLOCKS"] if "mermaid" in piece]
"""What another library draws, one after the other: hundreds of them may take their time."""

PIECES = [
    *PLAIN,
    *words["MARKDOWN"],
    *(piece for piece in words["BLOCKS"] if piece not in DRAWN),
    *words["HTML"],
    *words["TEX"],
    *words["TOPS"],
]
UNITS = [
    *PIECES,
    *(
        f"{one}{other}"
        for one in ("> ", "- ", "  ", "[", "![", "**", "<b>", "^", "{", "(", "\n", "$", "|", "<", "`", "_", "\\")
        for other in ("", "a", "a\n", "\n\n")
    ),
]
RUN = st.builds(
    lambda unit, size: unit * max(1, size // max(1, len(unit))),
    st.sampled_from(UNITS),
    st.sampled_from([300, 2000, 5000]),
)
LONG = st.builds(
    lambda start, run, end: f"{start}{run}{end}", st.sampled_from(["", *PIECES]), RUN, st.sampled_from(["", *PIECES])
)


@fuzzing(2)
@given(text=LONG)
def test_a_long_text_is_converted_in_time(text: str) -> None:
    converted(".md", text.encode("utf-8", "replace"))


MIMES = st.sampled_from(
    [
        "text/html",
        "text/markdown",
        "text/latex",
        "image/svg+xml",
        "application/mathml+xml",
        "text/plain",
        "application/javascript",
        "application/json",
    ]
)


@fuzzing(1)
@given(text=LONG, mime=MIMES)
def test_a_long_output_is_converted_in_time(text: str, mime: str) -> None:
    converted(".ipynb", notebook(code("1", {"output_type": "display_data", "data": {mime: text}, "metadata": {}})))


@fuzzing(0.5)
@given(text=LONG, where=st.sampled_from(["source", "tags", "caption", "name", "stream", "error"]))
def test_long_code_and_what_it_printed_are_converted_in_time(text: str, where: str) -> None:
    stream = {"output_type": "stream", "name": "stdout", "text": text}
    error = {"output_type": "error", "ename": text, "evalue": text, "traceback": [text]}
    converted(
        ".ipynb",
        {
            "source": lambda: notebook(code(text)),
            "tags": lambda: notebook(code("1", tags=[text])),
            "caption": lambda: notebook(code(f"#| fig-cap: {text}\n1")),
            "name": lambda: notebook(code("1"), language_info={"name": text}, kernelspec={"name": text}),
            "stream": lambda: notebook(code("1", stream)),
            "error": lambda: notebook(code("1", error)),
        }[where](),
    )


def code(source: str, *outputs: Any, **metadata: Any) -> Any:
    return {"cell_type": "code", "source": source, "metadata": metadata, "outputs": list(outputs)}


def notebook(*cells: Any, **metadata: Any) -> bytes:
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}).encode()


VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"


@pytest.mark.parametrize("depth", [99, 101, 900, 100_000])
@pytest.mark.parametrize("where", ["metadata", "output", "text", "widgets", "inpublic", "record"])
def test_deep_nesting_is_shown_or_refused(depth: int, where: str) -> None:
    deep = "[" * depth + "]" * depth
    shown = {"output_type": "display_data", "data": {"application/json": "@"}, "metadata": {}}
    made = {
        "metadata": lambda: notebook(code("1", a="@")),
        "output": lambda: notebook(code("1", shown)),
        "text": lambda: notebook(code("1", shown)).replace(b'"@"', b'"@"'),
        "widgets": lambda: notebook(
            code("1"), widgets={STATE: {"state": {"a": {"model_name": "HTMLModel", "state": "@"}}}}
        ),
        "inpublic": lambda: notebook(code("1"), inpublic={"tags": "@"}),
        "record": lambda: notebook({"cell_type": "raw", "source": "---\ntags: @\n---", "metadata": {}}),
    }[where]()
    is_text = where in {"text", "record"}
    converted(".ipynb", made.replace(b"@" if is_text else b'"@"', deep.encode()))


@pytest.mark.parametrize("count", [3, 30, 3000])
@pytest.mark.parametrize("kind", ["VBoxModel", "OutputModel", "TabModel"])
def test_widgets_in_widgets_are_drawn_as_deep_as_makes_sense(count: int, kind: str) -> None:
    """Each holds the next twice, the last the first."""

    def state(number: int) -> Any:
        name = f"w{(number + 1) % count}"
        view = {"output_type": "display_data", "data": {VIEW: {"model_id": name}}, "metadata": {}}
        return {"children": [f"IPY_MODEL_{name}"] * 2, "outputs": [view, view], "titles": ["t", "t"]}

    models = {f"w{number}": {"model_name": kind, "state": state(number)} for number in range(count)}
    view = {"output_type": "display_data", "data": {VIEW: {"model_id": "w0"}}, "metadata": {}}
    converted(".ipynb", notebook(code("1", view), widgets={STATE: {"state": models}}))


REPEATED = {
    "brackets": "[",
    "pictures": "![",
    "links": "[a](",
    "references": "[a][",
    "links in brackets": "[[a]]",
    "footnotes": "[^a]",
    "footnotes without an end": "[^a",
    "inline footnotes": "^[a",
    "finished pictures": "![a](b)",
    "definitions": "[a]: ",
    "colons": ":",
    "words with colons": "a: ",
    "protocols": "mailto:",
    "addresses": "http://",
    "web addresses": "www.a.",
    "e-mail addresses": "a@b.",
    "addresses in angles": "<http://",
    "comments": "<!--",
    "elements": "<a ",
    "elements with text": "<b>a",
    "backticks": "`",
    "stars": "*a **b",
    "underscores": "_a __b",
    "quotes": "> ",
    "bars": "|",
    "dollars": "$",
    "dollars and backticks": "$`",
    "round formulas": "\\\\(",
    "square formulas": "\\\\[",
    "environments": "\\begin{align}\n",
    "references to equations": "\\eqref{",
    "braces": "{",
    "attributes": "{#a",
    "attributes with spaces": "{.a ",
    "roles": "{math}`a` ",
    "references to characters": "&",
    "spaces": " ",
    "marks on one line": ":::",
    "marks with spaces": "::: ",
    "words of blocks": "::: a\n",
    "blocks of MyST": ":::{note}\n",
    "blocks with text": ":::{note} a\n\n",
    "closed blocks": ":::{note}\n:::\n",
    "blocks of Pandoc": "::: {.a}\n",
    "blocks of options": "```{note}\n---\n",
    "fences": "```{note}\n",
    "boxes": "!!! note\n    a\n",
    "boxes in boxes": '??? a "',
    "boxes with spaces": "!!!  ",
    "kinds of boxes": "Note: ",
    "lists": "- a\n",
    "headings": "# a {#b}\n",
}
"""Pieces of Markdown; some of them took minutes at the length of a page."""

STARTED = {
    "marks after a word": ("::: a", ":", "x"),
    "spaces after a mark": ("!!! note", " ", '"x'),
    "environments that end elsewhere": ("", "\\begin{align}\n", "a \\end{align} b"),
    "brackets with one end": ("", "[", "](a)"),
    "brackets in brackets": ("[" * 99, "[]", "]" * 99),
    "a table with many columns": ("|", "a|", "\n|-|\n"),
    "a protocol after a long text": ("a " * 5000, "mailto:", ""),
}


TOO_MUCH = 8
"""Between 4, which is in proportion, and 16, which is the square."""


def ratio(text: Callable[[int], str], *, suffix: str = ".md", size: int = 5000) -> float:
    """Divide the time that four times as much takes by the time of the first; what takes no time counts as a moment.

    Other programs may disturb one measurement, but not each of them.
    """
    found = (_ratio(text, suffix, size) for _ in range(4))
    return next((one for one in found if one < TOO_MUCH), TOO_MUCH)


def _ratio(text: Callable[[int], str], suffix: str, size: int) -> float:
    times = []
    for length in (size, 4 * size):
        data = text(length).encode()
        begin = process_time()
        converted(suffix, data)
        times.append(process_time() - begin)
    return times[1] / max(times[0], 0.05)


@pytest.mark.parametrize("piece", REPEATED.values(), ids=REPEATED)
def test_markdown_takes_time_in_proportion(piece: str) -> None:
    assert ratio(lambda size: piece * (size // len(piece))) < TOO_MUCH


@pytest.mark.parametrize(("start", "piece", "end"), STARTED.values(), ids=STARTED)
def test_markdown_with_a_beginning_takes_time_in_proportion(start: str, piece: str, end: str) -> None:
    assert ratio(lambda size: f"{start}{piece * (size // len(piece))}{end}") < TOO_MUCH


def test_runs_of_backticks_of_many_lengths_take_time_in_proportion() -> None:
    assert ratio(lambda size: " ".join("`" * (1 + number % 150) for number in range(size // 75))) < TOO_MUCH


@pytest.mark.parametrize("opening", [":::{note}", "::: {.a}", "::: div", "```{note}", "!!! note"])
def test_blocks_in_blocks_take_time_in_proportion(opening: str) -> None:
    """They are shown as they are written from a level on, which is said only where they are too many to be tried."""
    closing = "" if opening[0] == "!" else opening[:3]

    def nested(size: int) -> str:
        count = size // (len(opening) + len(closing) + 2)
        return f"{opening}\n" * count + "a\n" + f"{closing}\n" * count

    assert ratio(nested) < TOO_MUCH


TEX = {"exclamation marks": "!x", "brackets": "]x", "tildes": "~", "words": "\\text{$a$}", "functions": "\\sin "}


@pytest.mark.parametrize("piece", TEX.values(), ids=TEX)
def test_a_formula_of_any_length_is_typeset_or_shown(piece: str) -> None:
    """A compiled converter ended the whole process over some of them."""
    converted(".md", f"$$\n{piece * (200_000 // len(piece))}\n$$".encode())
    assert ratio(lambda size: f"$$\n{piece * (size // len(piece))}\n$$") < 16


CODE = {
    "empty lines": "\n",
    "old ends of lines": "\r",
    "lines of spaces": "  \n",
    "groups of empty lines": "\n" * 99 + "x\n",
    "stars": "**a",
    "lines of stars": "**a" * 330 + "\n",
    "lines of stops": "." * 990 + "\n",
    "texts": '"\\',
    "lines of texts": '"\\' * 490 + "\n",
    "open texts": '"""',
    "brackets": "(a\n",
    "options": "#| a: b\n",
    "open options": "#|\n",
    "fences": "```a\n",
}


@pytest.mark.parametrize("language", ["python", "javascript", "c++", "markdown", "yaml", "julia"])
@pytest.mark.parametrize("piece", CODE.values(), ids=CODE)
def test_code_takes_time_in_proportion(piece: str, language: str) -> None:
    def made(size: int) -> str:
        return notebook(code(piece * (size // len(piece))), language_info={"name": language}).decode()

    assert ratio(made, suffix=".ipynb", size=10_000) < TOO_MUCH
