"""No notebook makes the converter crash, hang or let anything through, whatever stands in it."""

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
JSON, CHANGES, encoded, mutated = (material[name] for name in ("JSON", "CHANGES", "encoded", "mutated"))

NOTEBOOKS = st.sampled_from(material["notebooks"]())
CELLS = st.sampled_from(
    material["real_cells"]() or [cell for one in material["notebooks"]() for cell in one.get("cells", ())]
)
REAL = st.builds(
    lambda cells: {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5},
    st.lists(CELLS, min_size=1, max_size=2),
)


@fuzzing(2)
@given(notebook=NOTEBOOKS, changes=CHANGES)
def test_a_notebook_with_other_values_is_converted(notebook: Any, changes: Any) -> None:
    converted(".ipynb", encoded(mutated(notebook, changes)))


@fuzzing()
@given(notebook=REAL, changes=CHANGES)
def test_cells_of_real_notebooks_with_other_values_are_converted(notebook: Any, changes: Any) -> None:
    converted(".ipynb", encoded(mutated(notebook, changes)))


@fuzzing(0.5)
@given(notebook=NOTEBOOKS | REAL, changes=CHANGES)
def test_the_same_bytes_give_the_same_document(notebook: Any, changes: Any) -> None:
    data = encoded(mutated(notebook, changes))
    assert converted(".ipynb", data) == converted(".ipynb", data)


OUTPUT = st.fixed_dictionaries(
    {
        "output_type": st.sampled_from(["stream", "error", "display_data", "execute_result", "update_display_data"])
        | JSON
    },
    optional={
        **dict.fromkeys(["name", "text", "traceback", "ename", "evalue", "transient"], JSON),
        "data": st.dictionaries(st.sampled_from(material["MIMES"]), JSON, max_size=3) | JSON,
        "metadata": st.dictionaries(st.sampled_from([*material["MIMES"], "width", "alt"]), JSON, max_size=2) | JSON,
    },
)
SAID = ["tags", "jupyter", "format", "collapsed", "mystnb", "render", "cellView", "scrolled", "nbsphinx", "alt", "id"]
CELL = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw", "heading"]) | JSON, "source": JSON},
    optional={
        "metadata": st.fixed_dictionaries({}, optional=dict.fromkeys(SAID, JSON)) | JSON,
        "outputs": st.lists(OUTPUT | JSON, max_size=3) | JSON,
        **dict.fromkeys(["execution_count", "attachments", "input", "level", "id"], JSON),
    },
)
KNOWN = ["language_info", "kernelspec", "inpublic", "widgets", "colab", "mystnb", "hide_input", "name"]
NOTEBOOK = st.fixed_dictionaries(
    {"cells": st.lists(CELL | JSON, max_size=3) | JSON},
    optional={
        "metadata": st.fixed_dictionaries({}, optional=dict.fromkeys(KNOWN, JSON)) | JSON,
        **dict.fromkeys(["nbformat", "nbformat_minor", "worksheets"], JSON),
    },
)


@fuzzing()
@given(notebook=NOTEBOOK)
def test_a_notebook_made_of_anything_is_converted(notebook: Any) -> None:
    converted(".ipynb", encoded(notebook))


@fuzzing(0.5)
@given(cells=st.lists(CELL | JSON, max_size=3), version=st.sampled_from([1, 2, 3]), more=JSON)
def test_a_notebook_of_an_old_format_is_converted(cells: Any, version: int, more: Any) -> None:
    sheet = {"cells": cells, "metadata": more}
    converted(".ipynb", encoded({"nbformat": version, "worksheets": [sheet], "metadata": more}))


CUT = st.tuples(
    st.sampled_from(["flip", "delete", "insert", "truncate", "repeat", "swap"]),
    st.integers(0, 10**6),
    st.integers(0, 40),
    st.binary(max_size=6),
)


def damaged(data: bytes, cuts: list[tuple[str, int, int, bytes]]) -> bytes:
    for kind, place, length, new in cuts:
        at = place % (len(data) + 1)
        before, inside, after = data[:at], data[at : at + length], data[at + length :]
        data = {
            "flip": before + bytes(byte ^ (length or 1) for byte in inside) + after,
            "delete": before + after,
            "insert": before + new + inside + after,
            "truncate": before,
            "repeat": before + inside * 4 + after,
            "swap": after + inside + before,
        }[kind]
    return data


@fuzzing()
@given(notebook=NOTEBOOKS | REAL, cuts=st.lists(CUT, min_size=1, max_size=4))
def test_a_damaged_file_is_converted_or_refused(notebook: Any, cuts: Any) -> None:
    converted(".ipynb", damaged(encoded(notebook), cuts))


@fuzzing(0.5)
@given(one=NOTEBOOKS, other=NOTEBOOKS, cut=st.integers(0, 10**6), start=st.integers(0, 10**6))
def test_two_files_run_together_are_converted_or_refused(one: Any, other: Any, cut: int, start: int) -> None:
    first, second = encoded(one), encoded(other)
    converted(".ipynb", first[: cut % len(first)] + second[start % len(second) :])


CODECS = st.sampled_from(["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "gb18030", "utf-7"])


@fuzzing(0.2)
@given(notebook=NOTEBOOKS, codec=CODECS)
def test_a_file_in_another_encoding_is_converted_or_refused(notebook: Any, codec: str) -> None:
    converted(".ipynb", json.dumps(notebook, ensure_ascii=False).encode(codec, "replace"))


@fuzzing(0.5)
@given(
    pairs=st.lists(
        st.tuples(st.sampled_from(["cells", "metadata", "nbformat", "worksheets"]), JSON | NOTEBOOK), max_size=5
    )
)
def test_a_file_that_says_things_twice_is_converted_or_refused(pairs: Any) -> None:
    text = ", ".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in pairs)
    converted(".ipynb", f"{{{text}}}".encode())


@fuzzing()
@given(data=st.binary(max_size=200))
def test_any_bytes_are_refused_as_a_notebook(data: bytes) -> None:
    assert converted(".ipynb", data).document.faults
