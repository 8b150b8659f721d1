"""What fuzzing found once, each in its smallest form, with what it did."""

from __future__ import annotations

import json
import runpy
from pathlib import Path, PurePosixPath

import pytest

from inpublic.discover import discover
from inpublic.gather import gather
from inpublic.records.record import parse_layer
from inpublic.settings.config import load_config

here = Path(__file__).parent
converted = runpy.run_path(str(here / "laws.py"))["converted"]


def notebook(*cells: object, **metadata: object) -> bytes:
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}).encode()


def shown(data: object) -> object:
    output = {"output_type": "display_data", "data": data, "metadata": {}}
    return {"cell_type": "code", "source": "1", "metadata": {}, "outputs": [output]}


NOTEBOOKS = {
    "a number of more digits than Python reads": b'{"nbformat": 4, "cells": [], "a": ' + b"1" * 5000 + b"}",
    "lists deeper than the stack": notebook(shown({"application/json": "@"})).replace(b'"@"', b"[" * 900 + b"]" * 900),
    "metadata deeper than the stack": notebook(a="@").replace(b'"@"', b'{"a":' * 900 + b"1" + b"}" * 900),
    "JSON as text that is deeper than the stack": notebook(shown({"application/json": "[" * 90_000})),
    "JSON as text that could be read but not drawn": notebook(shown({"application/json": "[" * 700 + "]" * 700})),
    "half a character in a drawing": notebook(shown({"image/svg+xml": "\ud800"})),
    "half a character in the record": notebook(inpublic={"a": "\ud800"}),
    "half a character that is a key twice": b'{"nbformat": 4, "cells": [], "\\ud800": 1, "\\ud800": 2}',
    "controls in the name of the language": notebook(
        {"cell_type": "code", "source": "1", "metadata": {}, "outputs": []}, language_info={"name": "x\x1b["}
    ),
    "controls from 0x80 on in what was printed": notebook(
        {
            "cell_type": "code",
            "source": "1",
            "metadata": {},
            "outputs": [{"output_type": "stream", "name": "stdout", "text": "\x1b[48;5\x80\x1b[31m"}],
        }
    ),
}


@pytest.mark.parametrize("data", NOTEBOOKS.values(), ids=NOTEBOOKS)
def test_a_notebook_that_broke_the_converter_is_converted_or_refused(data: bytes) -> None:
    converted(".ipynb", data)


TEXTS = {
    "dots in a heading's attributes, which took for ever": "# x {" + "." * 5000,
    "hashes in a heading's attributes": "# x {" + "#a" * 5000,
    "a long form that is not closed": "{abbr}`" + "(" * 20_000 + "`",
    "a long name without a value in a Quarto block": "::: {" + "_" * 20_000 + "}\nx\n:::",
    "empty lines in a diagram": "```mermaid\n" + "\n" * 20_000 + "\n```",
    "brackets that nothing closes, which took for ever in compiled code": "$$" + "[" * 300 + "$$",
    "brackets of all kinds that nothing closes": "$$" + r"(\{\langle\bigl[" * 9 + "x" * 5000 + "$$",
    "a frame of a host that nobody can read": "<iframe src='https://['></iframe>",
    "a frame of a host that is no number": "<iframe src='http://[x]/'></iframe>",
    "a frame of a host with a sign that stands for several": "<embed src='http://\u2100/'>",
    "a picture of a host that nobody can read": "<img src='//[x'>",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_that_broke_the_converter_is_converted(text: str) -> None:
    converted(".md", text.encode())
    converted(".ipynb", notebook(shown({"text/html": text})))


CODE = {"empty lines": "\n" * 20_000, "empty lines before code": "\n \t" * 20_000 + "x", "digits": "1" * 20_000}


@pytest.mark.parametrize("text", CODE.values(), ids=CODE)
def test_long_code_in_a_language_of_a_long_name_is_converted(text: str) -> None:
    cell = {"cell_type": "code", "source": text, "metadata": {}, "outputs": []}
    converted(".ipynb", notebook(cell, kernelspec={"language": text}, language_info={"name": "python"}))


@pytest.mark.parametrize("address", ["/\t/[x", " //[x", "\x1f//[x", "/\n/["])
def test_an_address_with_odd_blanks_is_another_hosts_as_browsers_have_it(address: str, tmp_path: Path) -> None:
    """It stopped the whole build: what looked like a path was split as a host that cannot be read."""
    source = PurePosixPath("projects/a.md")
    document = converted(".md", f'<a href="{address}">words</a> <img src="{address}">'.encode()).document
    assert gather(tmp_path, {source: document}, {}).assets == {}
    layer, _ = parse_layer(f"cover: {json.dumps(address)}", origin="a", path="b")
    covers = {source: str(layer.values["cover"])} if "cover" in layer.values else {}
    assert gather(tmp_path, {}, covers).assets == {}


def test_problems_in_a_folder_and_below_it_are_put_in_order(tmp_path: Path) -> None:
    """It stopped the whole build: the path of a folder could not be compared with one in it."""
    deep = tmp_path / "projects/a.md"
    deep.mkdir(parents=True)
    (deep / "b.md").mkdir()
    (deep / "b.md/\x01.md").write_text("x")
    (deep / "\x01.md").write_text("x")
    (deep / "c.md").write_text("x")
    assert len(discover(tmp_path).problems) >= 3


@pytest.mark.parametrize("value", ['"\\UFFFFFFFF"', '"\\U00110000"', '"\\ud800"'])
def test_a_character_that_there_is_not_makes_a_record_a_problem(value: str) -> None:
    _, problems = parse_layer(f"title: {value}", origin="a", path="b")
    assert problems


def test_a_character_that_there_is_not_stops_the_settings_with_a_message(tmp_path: Path) -> None:
    from inpublic.errors import InpublicError

    (tmp_path / "mkdocs.yml").write_text('site_name: "\\UFFFFFFFF"')
    with pytest.raises(InpublicError):
        load_config(tmp_path, {})
