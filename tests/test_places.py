"""Text is found wherever it hides in a source, and the bytes of pictures are no text."""

from __future__ import annotations

import io
import json
import struct
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from inpublic.gate.places import places_of
from inpublic.gate.wrappings import OWNER, POSITION, POSITION_IN_NOTEBOOK, Place, is_text

NEEDLE = "ghp_needle-in-the-haystack"
REFERENCES = NEEDLE.replace("-", "&#x2d;").replace("_", "&lowbar;")
WRAPPED = f'<iframe srcdoc="{f"<p title={REFERENCES!r}>".replace("&", "&amp;").replace("<", "&lt;")}"></iframe>'


def packed(text: str | bytes) -> str:
    return b64encode(text.encode() if isinstance(text, str) else text).decode()


def picture(**notes: str) -> bytes:
    file, info = io.BytesIO(), PngImagePlugin.PngInfo()
    for name, text in notes.items():
        info.add_text(name, text)
    Image.new("RGB", (3, 3)).save(file, "PNG", pnginfo=info)
    return file.getvalue()


def photo() -> bytes:
    file, exif = io.BytesIO(), Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 22.0, 30.0), 3: "E", 4: (8.0, 32.0, 0.0)})
    Image.new("RGB", (3, 3)).save(file, "JPEG", exif=exif)
    return file.getvalue()


PICTURE = packed(picture(Comment=NEEDLE))


def book(*cells: Any, **metadata: Any) -> bytes:
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}).encode()


def code(*outputs: Any, source: Any = "", **rest: Any) -> dict[str, Any]:
    return {"cell_type": "code", "source": source, "outputs": outputs, "metadata": {}, **rest}


def shown(mime: str, value: Any) -> dict[str, Any]:
    return {"output_type": "display_data", "data": {mime: value}, "metadata": {}}


def error(*lines: str) -> dict[str, Any]:
    return {"output_type": "error", "ename": "E", "evalue": "v", "traceback": lines}


def old(**output: Any) -> bytes:
    cell = {"cell_type": "code", "input": ["x = 1\n", "y"], "outputs": [{"output_type": "display_data", **output}]}
    sheets = [{"cells": [{"cell_type": "markdown", "source": "a"}], "metadata": {}}, {"cells": [cell]}]
    return json.dumps({"worksheets": sheets, "metadata": {}, "nbformat": 3, "nbformat_minor": 0}).encode()


def with_widgets(state: Any) -> bytes:
    widgets = {"application/vnd.jupyter.widget-state+json": {"state": state, "version_major": 2}}
    return book(widgets=widgets)


def places(data: bytes, suffix: str = ".ipynb", needle: str = NEEDLE) -> list[Place]:
    return [place for place in places_of(suffix, data) if needle in place.text]


@pytest.mark.parametrize(
    ("data", "where", "cell", "line"),
    [
        (book(code(), {"cell_type": "markdown", "source": ["a\n", NEEDLE[:9], NEEDLE[9:]]}), "source", 2, 1),
        (book(code(source=f"a = 1\nb = '{NEEDLE}'")), "source", 1, 1),
        (book({"cell_type": "raw", "source": NEEDLE}), "source", 1, 1),
        (book(code({"output_type": "stream", "text": ["a\n", f"\x1b[31mghp\x1b[0m{NEEDLE[3:]}"]})), "output", 1, 1),
        (book(code(shown("text/plain", NEEDLE))), "output", 1, 1),
        (book(code(shown("text/html", f"<b>{REFERENCES}</b>"))), "output", 1, 1),
        (book(code(shown("text/html", WRAPPED))), "output", 1, 1),
        (book(code(shown("text/html", f'<a href="data:text/csv;base64,{packed(NEEDLE)}">'))), "output", 1, None),
        (book(code(shown("text/html", f"<a href='data:,{NEEDLE.replace('-', '%2D')}'>"))), "output", 1, None),
        (book(code(shown("text/latex", f"${NEEDLE}$"))), "output", 1, 1),
        (book(code(shown("application/javascript", f"f('{NEEDLE}')"))), "output", 1, 1),
        (book(code(shown("image/svg+xml", f"<svg><desc>{NEEDLE}</desc></svg>"))), "output", 1, 1),
        (book(code(shown("application/json", {"a": [{"b": ["x", NEEDLE]}]}))), "output", 1, None),
        (book(code(shown("application/vnd.vegalite.v5+json", {"data": {"values": [{NEEDLE: 1}]}}))), "output", 1, None),
        (book(code(shown("image/png", PICTURE))), "picture's metadata", 1, None),
        (book(code(shown("image/png", [PICTURE[:60] + "\n", PICTURE[60:]]))), "picture's metadata", 1, None),
        (book(code(shown("text/html", f'<img src="data:image/png;base64,{PICTURE}">'))), "picture's metadata", 1, None),
        (book(code(error("\x1b[0;31mE\x1b[0m", f"k=\x1b[32m'ghp\x1b[39m{NEEDLE[3:]}'"))), "traceback", 1, 1),
        (book(code({"output_type": "error", "ename": "E", "evalue": NEEDLE})), "traceback", 1, 1),
        (book(code({**shown("text/plain", ""), "metadata": {"needs": NEEDLE}})), "metadata", 1, None),
        (book(code(attachments={"k.txt": {"text/plain": packed(NEEDLE)}})), "attachment", 1, None),
        (book(code(attachments={"k.txt": {"text/plain": NEEDLE}})), "attachment", 1, None),
        (book(code(attachments={f"{NEEDLE}.png": {"image/png": packed(picture())}})), "attachment", 1, None),
        (book(code(attachments={"a.png": {"image/png": PICTURE}})), "picture's metadata", 1, None),
        (book(code(id=NEEDLE)), "metadata", 1, None),
        (book(code(), {"cell_type": "heading", "level": 1, "source": NEEDLE}), "source", 2, 1),
        (book(code(), NEEDLE), "metadata", 2, None),
        (book(authors=[{"name": NEEDLE}]), "metadata", None, None),
        (with_widgets({"a": {"state": {"deep": [{"er": NEEDLE}]}}}), "widget state", None, None),
        (with_widgets({"a": {"buffers": [{"encoding": "base64", "data": PICTURE}]}}), "picture's metadata", None, None),
        (old(text=["a\n", NEEDLE]), "output", 2, 1),
        (old(html=f"<b>{NEEDLE}</b>"), "output", 2, 1),
        (old(png=PICTURE), "picture's metadata", 2, None),
        (old(output_type="pyerr", traceback=[NEEDLE]), "traceback", 2, 1),
        (f'{{"cells": [], "metadata": {{"a": "{NEEDLE}", "a": "b"}}}}'.encode(), "metadata", None, None),
        (f'{{"cells": ["{NEEDLE}"'.encode(), "file", None, 1),
        (f'["{NEEDLE}"]'.encode(), "file", None, 1),
    ],
)  # fmt: skip
def test_text_is_found_in_every_place_of_a_notebook(
    data: bytes, where: str, cell: int | None, line: int | None
) -> None:
    found = {(place.where, place.cell, place.line) for place in places(data)}
    assert found == {(where, cell, line)}


@pytest.mark.parametrize(
    ("suffix", "data", "where", "line"),
    [
        (".md", f"---\ntitle: x\n---\n{NEEDLE}", "text", 1),
        (".MD", f"\ufeff{NEEDLE}", "text", 1),
        (".md", REFERENCES, "text", 1),
        (".md", f"![a](data:image/png;base64,{PICTURE})", "picture's metadata", None),
        (".md", f"[a](data:text/plain;charset=utf-8;base64,{packed(NEEDLE)})", "text", None),
        (".py", f"# {NEEDLE}", "file", 1),
        (".csv", f"a;b\r\n1;{NEEDLE}", "file", 1),
        ("", f"K={NEEDLE}", "file", 1),
    ],
)
def test_text_is_found_in_write_ups_and_other_files(suffix: str, data: str, where: str, line: int | None) -> None:
    assert {(place.where, place.line) for place in places(data.encode(), suffix)} == {(where, line)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
def test_a_text_file_is_read_in_whatever_encoding_its_editor_chose(encoding: str) -> None:
    assert places(f"# café\nK={NEEDLE}\n".encode(encoding), ".py")


def test_the_notes_of_a_picture_file_are_found() -> None:
    assert [place.where for place in places(picture(Comment=NEEDLE), ".png")] == ["picture's metadata"]


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (bytes(4096), False),
        (struct.pack("<999I", *range(999)), False),
        (b"II*\0\x08\0\0\0\x01\0" + bytes(90), False),
        ("# café\n".encode("utf-16-be"), False),
        (b"\xfe\xff" + "# café\n".encode("utf-16-be"), True),
        ("# 图café\n".encode("utf-16-le"), True),
        (b"# caf\xe9 and more in a row\n", True),
        (b"", True),
    ],
    ids=["zeros", "numbers", "picture", "no mark", "with a mark", "windows", "latin-1", "empty"],
)
def test_text_is_told_from_numbers_and_pixels(data: bytes, *, is_one: bool) -> None:
    assert is_text(data) is is_one


@pytest.mark.parametrize(("number", "is_known"), [(0xA430, True), (0xA431, True), (0xA435, True), (0xA434, False)])
def test_whose_camera_it_was_is_known_for_what_it_is(number: int, *, is_known: bool) -> None:
    said, target = Image.Exif(), io.BytesIO()
    said.get_ifd(0x8769)[number] = "0123456789"
    Image.new("RGB", (30, 20)).save(target, "JPEG", exif=said)
    known = [(place.text, place.known) for place in places_of(".jpg", target.getvalue()) if place.known]
    assert known == ([("0123456789", OWNER)] if is_known else [])


def test_a_position_is_known_for_what_it_is() -> None:
    (position,) = [place for place in places_of(".jpg", photo()) if place.known]
    assert position.known is POSITION
    assert position.text == "47.4° N, 8.5° E"


def test_of_a_photo_in_a_notebook_its_author_learns_that_the_notebook_still_tells_the_position() -> None:
    data = book(code(shown("image/jpeg", packed(photo()))))
    (position,) = [place for place in places_of(".ipynb", data) if place.known]
    assert position.known is POSITION_IN_NOTEBOOK
    assert "its download" in POSITION_IN_NOTEBOOK.remedy
    assert POSITION_IN_NOTEBOOK.name == POSITION.name


def test_names_and_values_stand_together_as_in_an_assignment() -> None:
    data = with_widgets({"m": {"state": {"description": "Password:", "value": "hunter2"}, "api_key": "abc"}})
    assert places(data, needle="Password: hunter2")
    assert places(data, needle="api_key: abc")
    assert places(book(api_key="abc"), needle="api_key: abc")


@pytest.mark.parametrize(
    "data",
    [
        book(code(shown("image/png", packed(picture())))),
        book(code(shown("text/html", f'<img src="data:image/png;base64,{packed(picture())}">'))),
        book(code(shown("application/pdf", packed(b"%PDF-1.7 \0\1\2")))),
        book({"cell_type": "markdown", "source": f"![x](data:image/png;base64,{packed(picture())})"}),
        with_widgets({"a": {"buffers": [{"encoding": "base64", "data": packed(picture())}]}}),
        book(code(attachments={"a.png": {"image/png": packed(picture())}})),
    ],
    ids=["output", "data URL", "PDF", "Markdown", "widget", "attachment"],
)
def test_the_bytes_of_a_picture_are_no_text(data: bytes) -> None:
    assert not [place for place in places_of(".ipynb", data) if packed(picture())[20:60] in place.text]
    assert not [place for place in places_of(".ipynb", data) if "IHDR" in place.text]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)


@given(JSON, st.sampled_from(["cells", "worksheets", "metadata", "source", "outputs", "attachments", "data"]))
@settings(max_examples=100, deadline=None)
def test_whatever_json_holds_is_looked_through_without_a_crash(value: Any, name: str) -> None:
    inner = {"cells": [{"source": "", name: [value, NEEDLE, {name: value}]}], "metadata": value}
    for notebook in ({name: value}, inner, {"worksheets": [value, {"cells": value}]}):
        list(places_of(".ipynb", json.dumps(notebook).encode()))
    assert places(json.dumps(inner).encode(), needle=NEEDLE)


@given(st.binary(max_size=200), st.sampled_from([".ipynb", ".md", ".py", ".png"]))
@settings(max_examples=100, deadline=None)
def test_whatever_bytes_there_are_is_looked_through_without_a_crash(data: bytes, suffix: str) -> None:
    list(places_of(suffix, data))


def test_deep_nesting_is_looked_through_too() -> None:
    deep: Any = NEEDLE
    for _ in range(200):
        deep = {"a": [deep]}
    assert places(book(deep=deep))
    assert places(b'{"a": ' * 100_000 + f'"{NEEDLE}"'.encode())


@pytest.fixture
def boxed() -> Callable[[int], str]:
    def box(depth: int) -> str:
        text = NEEDLE
        for _ in range(depth):
            text = f"data:text/html;base64,{packed(text)}"
        return text

    return box


def test_what_is_packed_several_times_is_found_and_no_end_of_boxes_hangs(boxed: Callable[[int], str]) -> None:
    assert places(boxed(3).encode(), ".md")
    assert not places(boxed(30).encode(), ".md")
