"""Notebooks of every version and state: read, or refused with a reason that helps."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from inpublic.cache import Cache
from inpublic.conversion import convert_all
from inpublic.convert import convert_source
from inpublic.notebooks.notebook import convert_notebook
from inpublic.text.sanitise import plain_text
from inpublic.workers import Workers

REAL = os.environ.get("INPUBLIC_NOTEBOOKS", "")
NOTEBOOKS = sorted(Path(REAL).rglob("*.ipynb")) if REAL else []


def whole(**more: object) -> bytes:
    return json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}).encode()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "this notebook is empty (0 bytes of content)"),
        (b"{", "this notebook is not valid JSON (line 1: "),
        (b"[]", "a notebook is a JSON object, this is []"),
        (b"<<<<<<< a\n=======\n>>>>>>> b", "this notebook holds the marks of an unfinished merge"),
        (b'{"nbformat": 4}', "this notebook has no list of cells"),
        (b'{"cells": []}', "this notebook does not say of which format it is: «nbformat» is missing"),
        (whole(nbformat=99), "«nbformat» is 99; known are the formats 1 to 4"),
        (whole(nbformat=True), "«nbformat» is true; known are"),
        (whole(cells=[3]), "this cell is 3, not an object"),
        (whole(cells=[{"cell_type": "code", "source": 7}]), "the source of this cell is 7, not text"),
        (b"\xff\xfe", "this notebook is not UTF-8 text (byte 0 is 0xff)"),
        (b"[" * 100_000, "this notebook is not valid JSON (nested too deeply)"),
    ],
    ids="empty cut list merge no-cells no-format future format cell source utf-16 deep".split(),
)
def test_what_is_no_notebook_is_refused_in_plain_words(data: bytes, message: str) -> None:
    (fault,) = convert_notebook(data).document.faults
    assert fault.is_error
    assert fault.message.startswith(message)
    assert fault.hint


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    data = whole(cells=[{"cell_type": "markdown", "metadata": {}, "source": "# T\r\n\r\ntext"}])
    document = convert_notebook(b"\xef\xbb\xbf" + data).document
    assert document.title == "T"
    assert not document.faults


def test_a_notebook_of_format_3_is_upgraded() -> None:
    cells = [
        {"cell_type": "heading", "level": 1, "source": "Old"},
        {"cell_type": "code", "input": "1", "outputs": [{"output_type": "pyout", "text": "1", "prompt_number": 1}]},
    ]
    data = json.dumps({"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells}]})
    document = convert_notebook(data.encode()).document
    assert document.title == "Old"
    assert document.code_cells == 1


def test_the_language_of_the_kernel_colours_the_code(notebook: Callable[..., str]) -> None:
    text = notebook(("x <- function(a) a + 1", []), kernelspec={"name": "ir", "language": "R"})
    document = convert_notebook(text.encode()).document
    assert document.language == "r"
    assert 'data-lang="r"' in document.blocks[0].html
    assert document.imports == ()


def test_front_matter_in_the_first_cell_is_taken_out(notebook: Callable[..., str]) -> None:
    document = convert_notebook(
        notebook("---\ntitle: Said\n---\n# Shown\n\nSome text that follows here.").encode()
    ).document
    assert document.front_matter.strip() == "title: Said"
    assert document.front_matter_cell == 1
    assert document.title == "Shown"
    assert "Said" not in "".join(block.html for block in document.blocks)


def test_metadata_of_ours_is_kept(notebook: Callable[..., str]) -> None:
    assert json.loads(convert_notebook(notebook(inpublic={"level": "beginner"}).encode()).document.metadata) == {
        "level": "beginner"
    }


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.skipif(not NOTEBOOKS, reason="INPUBLIC_NOTEBOOKS names no folder of real notebooks")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_real_notebook_keeps_all_of_its_code(path: Path) -> None:
    data = path.read_bytes()
    document = convert_source(".ipynb", data).document
    assert not [fault for fault in document.faults if fault.is_error]
    page = squeezed("".join(plain_text(block.html) for block in document.blocks))
    raw = json.loads(data)
    cells = raw.get("cells") or [cell for sheet in raw["worksheets"] for cell in sheet["cells"]]
    if "echo: false" in "".join(cells[0].get("source", "")):
        pytest.skip("its author hides all code")
    for cell in cells:
        source = cell.get("source", cell.get("input", ""))
        text = source if isinstance(source, str) else "".join(source)
        if cell["cell_type"] == "code" and not hidden(cell, text):
            assert squeezed(_DIRECTIVE_LINE.sub("", text)) in page, text[:80]


_DIRECTIVE_LINE = re.compile(r"^\s*#\s?(@title|@markdown|collapse|export).*$|^#\|.*$|^.*#\|\s*hide_line$", re.MULTILINE)


def hidden(cell: dict[str, object], text: str) -> bool:
    tags = cell["metadata"].get("tags", []) if isinstance(cell.get("metadata"), dict) else []  # type: ignore[attr-defined]
    return bool({"remove-cell", "remove-input", "remove_cell", "remove_input"}.intersection(tags)) or bool(
        re.match(r"\s*#\s?\|?\s?(hide|echo: false|include: false)", text)
    )


@pytest.mark.skipif(not NOTEBOOKS, reason="INPUBLIC_NOTEBOOKS names no folder of real notebooks")
def test_real_notebooks_convert_the_same_in_two_processes_and_survive_the_cache(tmp_path: Path) -> None:
    from pathlib import PurePosixPath

    paths = [PurePosixPath(path.relative_to(REAL).as_posix()) for path in NOTEBOOKS]
    two = convert_all(paths, Path(REAL), Cache(tmp_path / "two"), workers=Workers(2))
    again = convert_all(
        paths,
        Path(REAL),
        Cache(tmp_path / "two"),
        workers=Workers(1),
        progress=lambda *_: pytest.fail("converted again"),
    )
    assert again == two
    assert convert_all(paths[:5], Path(REAL), Cache(tmp_path / "one")) == {path: two[path] for path in paths[:5]}
