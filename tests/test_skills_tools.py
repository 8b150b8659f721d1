"""What a project is built with: the packages in use, by the names of the map, without what is the learner's own."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from inpublic.document import Document
from inpublic.project import Entry
from inpublic.skills.tools import own_modules, tools_of

FOLDER = PurePosixPath("projects/taxi")


def entry(*files: str) -> Entry:
    paths = tuple(FOLDER / name for name in ("taxi.ipynb", *files))
    return Entry("taxi", FOLDER, paths[:1], paths[0], paths)


def tools(*imports: str, files: tuple[str, ...] = ()) -> tuple[str, ...]:
    return tools_of(entry(*files), [Document("", (), imports=imports)])


@pytest.mark.parametrize(
    ("imports", "expected"),
    [
        (("os", "numpy", "sklearn", "warnings"), ("NumPy", "scikit-learn")),
        (("matplotlib", "pylab", "mpl_toolkits"), ("Matplotlib",)),
        (("datasets", "unheard_of"), ("datasets", "unheard_of")),
        (("r:dplyr", "r:stats", "r:unheard", "julia:CSV", "julia:Random"), ("tidyverse", "unheard", "CSV.jl")),
    ],
    ids=["python", "one tool of several packages", "unknown to the map", "other languages"],
)
def test_tools_have_the_names_of_the_map_and_the_order_of_the_code(
    imports: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert tools(*imports) == expected


def test_a_learners_own_modules_are_no_tools() -> None:
    files = ("helper.py", "lib/torch/nn.py", "data.csv")
    assert own_modules(entry(*files)) == {"helper", "lib", "torch", "nn"}
    assert tools("helper", "torch", "pandas", files=files) == ("pandas",)
