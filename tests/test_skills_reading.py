"""What code cells use: names followed to their packages, with magics, slips and other languages around them."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inpublic.skills.magics import plain_python, written_module
from inpublic.skills.reading import CodeCell, CodeReading, read_code

MEASURE = runpy.run_path(str(Path(__file__).with_name("measure_skills.py")))


def names(*sources: str, language: str = "python") -> dict[str, tuple[int, ...]]:
    used = read_code(CodeCell(number, source, language) for number, source in enumerate(sources, start=1))
    return {one.name: one.cells for one in used.uses if not one.name.startswith("language:")}


@pytest.mark.parametrize("case", list(MEASURE["cases"]()), ids=lambda case: case["name"])
def test_the_skills_of_a_notebook_are_those_that_a_careful_reader_names(case: dict[str, object]) -> None:
    assert sorted(MEASURE["skills_in"](case)) == sorted(case["skills"])  # type: ignore[call-overload]


def test_nearly_every_cell_that_proves_a_skill_is_named_and_hardly_another() -> None:
    skills, cells = MEASURE["measure"]()
    assert len(skills.expected) > 100
    assert cells.precision > 0.98
    assert cells.recall > 0.95


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import a.b\na.b.c()", {"a.b.c"}),
        ("import a.b as x\nx.c()", {"a.b.c"}),
        ("from a import b as x\nx()", {"a.b"}),
        ("import a", set()),
        ("from a import B\nb = B()\nb.fit(1).score(2)", {"a.B", "a.B.fit", "a.B.score"}),
        ("import a\nb = a.f()\nc = b['x'] + 1\nc.d()", {"a.f", "a.?.d"}),
        ("import a\nx, (y, *z) = a.f()\nz.g()", {"a.f", "a.?.g"}),
        ("import a, b\nx, y = a.f(), b.f()\ny.g()", {"a.f", "b.f", "b.?.g"}),
        ("import a\nif (x := a.F()):\n    x.g()", {"a.F", "a.F.g"}),
        ("import a\nwith a.F() as x:\n    x.g()", {"a.F", "a.F.g"}),
        ("import a\nfor x in a.f():\n    x.g()", {"a.f", "a.?.g"}),
        ("import a\n[x.g() for x in a.f() if x.h]", {"a.f", "a.?.g", "a.?.h"}),
        ("import a\n@a.d\ndef f(x: a.T = a.V) -> a.R: ...", {"a.d", "a.T", "a.V", "a.R"}),
        ("import a\nclass F(a.B): x = a.c", {"a.B", "a.c"}),
        ("import a\ndel a\na.b", set()),
        ("import a\nhelp(a.b)\ndir(a)", set()),
        ("try:\n    import a\nexcept ImportError as e:\n    a = None\na.b", {"a.b"}),
        ("import a\nif x:\n    a = 1\nelse:\n    a = 2\na.b", set()),
        ("import a\nmatch a.f():\n    case a.K(x=y): y.z", {"a.f", "a.K"}),
        ("f'{1} {x}'\nimport a as x", {"a"}),
        ("from . import a\na.b()", set()),
        ("import a\nlambda a: a.b\nlambda x=a.c: x", {"a.c"}),
        ("from a import *\nf(display(_), get_ipython())", {"a.f"}),
        ("from .a import *\nf()", set()),
        ("import a\nprint(a.__version__, a.b.__file__)", set()),
    ],
)
def test_names_are_followed_to_what_they_were_bound_to(source: str, expected: set[str]) -> None:
    assert set(names(source)) == expected


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("%time f(x)", "f(x)"),
        ("y = %timeit -n 3 -o f(x)", "y = f(x)"),
        ("%%time\nf(x)", "\nf(x)"),
        ("  !ls (\nf(x)", "  None\nf(x)"),
        ("a, b = !ls", "a, b = None"),
        ("!ls \\\n  'a\nf(x)", "None\n\nf(x)"),
        ("f??\n?f\nf.g?", "None\nNone\nNone"),
        ("x = (1\n% 2)", "x = (1\n% 2)"),
        ("x = '''\n%time f\n!ls\n'''", "x = '''\n%time f\n!ls\n'''"),
        ("x = 'it' # isn't (\n!ls", "x = 'it' # isn't (\nNone"),
        ("x = 1 if y else \\\n  2 % 3\n%pwd", "x = 1 if y else \\\n  2 % 3\nNone"),
        ("%%html\n<b>", ""),
    ],
)
def test_magics_become_plain_python_on_the_same_lines(source: str, code: str) -> None:
    assert plain_python(source).code == code


@given(st.text(alphabet="ab=.,:()[]{}'\"\\#%!?\n \t1", max_size=60))
def test_whatever_stands_in_a_cell_the_others_are_read(source: str) -> None:
    assert names("import pkg", source, "pkg.used()").get("pkg.used") is not None or "pkg" in source


def test_what_is_nested_without_end_is_left_out_quietly() -> None:
    assert names("import a", "a" + ".b()" * 20_000, "a.c()")["a.c"] == (3,)


def test_a_file_that_a_cell_writes_has_names_of_its_own() -> None:
    cells = [
        CodeCell(1, "import numpy as np", "python"),
        CodeCell(2, "%%writefile a.py\nimport torch\nnp.x\ntorch.y", "python", is_apart=True),
    ]
    read = read_code(cells)
    assert [one.name for one in read.uses] == ["language:python", "torch.y"]
    assert read.packages == ("torch",)


def test_what_is_imported_from_a_file_that_a_cell_writes_is_the_learners_own() -> None:
    cells = [
        CodeCell(1, "%%writefile lib/torch.py\nimport numpy\nnumpy.x", "python", is_apart=True),
        CodeCell(2, "from torch import nn\nnn.Linear()", "python"),
    ]
    read = read_code(cells)
    assert [one.name for one in read.uses] == ["language:python", "numpy.x"]
    assert read.packages == ("numpy",)


@pytest.mark.parametrize(
    ("source", "module"),
    [
        ("%%writefile helpers.py\nx", "helpers"),
        ("\n%%file -a src/helpers.py \nx", "helpers"),
        ("%%writefile helpers.txt\nx.py", ""),
        ("%%time\nhelpers.py", ""),
        ("", ""),
    ],
)
def test_a_cell_that_is_written_to_a_module_names_it(source: str, module: str) -> None:
    assert written_module(source) == module


def test_packages_are_those_in_use_in_the_order_of_their_imports() -> None:
    cells = [
        CodeCell(1, "import torch, numpy as np\nfrom sklearn.svm import SVC\nimport cv2", "python"),
        CodeCell(2, "import pandas as pd\nnp.x\npd.y", "python"),
        CodeCell(3, "SVC()", "python"),
        CodeCell(4, "import no (\nprint 1", "python"),
    ]
    assert read_code(cells).packages == ("numpy", "sklearn", "pandas")


@pytest.mark.parametrize(
    ("language", "source", "packages"),
    [
        ("r", "library(data.table)\nfread(1)\ndplyr::filter(x)\ndplyr::mutate(x)", ("r:data.table", "r:dplyr")),
        ("r", "data.table::fread(1)\nlm(1)", ("r:data.table",)),
        ("julia", "import CSV\nusing Plots\nCSV.read(1)\nplot(2)", ("julia:Plots", "julia:CSV")),
    ],
)
def test_packages_of_other_languages_are_those_loaded_or_named(
    language: str, source: str, packages: tuple[str, ...]
) -> None:
    assert read_code([CodeCell(1, source, language)]).packages == packages


@pytest.mark.parametrize(
    ("language", "source", "expected"),
    [
        ("r", "lm <- function(y) y\nlm(1)\nglm(2)", {"r:?.glm"}),
        ("r", "lm = function(y) y\nmap(x, function(y) lm(y))", {"r:?.map"}),
        ("julia", "groupby(x) = x\ngroupby(1)\nfit!(m)", {"julia:?.fit!"}),
        ("julia", "function groupby(x)\n  x\nend\ngroupby(1)", set()),
        ("julia", "groupby(x) == 2", {"julia:?.groupby"}),
    ],
)
def test_a_function_of_ones_own_proves_nothing_whatever_it_is_called(
    language: str, source: str, expected: set[str]
) -> None:
    assert set(names(source, language=language)) == expected


def test_a_cell_that_only_asks_the_shell_shows_no_python() -> None:
    assert read_code([CodeCell(1, "!pip install x\n# a note", "python")]) == CodeReading()
