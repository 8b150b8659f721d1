"""A formula that no converter could survive is shown as its TeX, and the ones that people write are typeset."""

from __future__ import annotations

import pytest

from inpublic.maths.texdepth import DEEPEST, LONGEST, is_too_deep
from inpublic.text.writeup import convert_writeup

DEEP = {
    "groups": ("{", "x", "}"),
    "roots": (r"\sqrt{", "x", "}"),
    "bare": (r"\sqrt", "x", ""),
    "fences": (r"\left(", "x", r"\right)"),
    "matrices": (r"\begin{matrix}", "x", r"\end{matrix}"),
    "colours": (r"\color{red}", "x", ""),
    "styles": (r"\displaystyle ", "x", ""),
    "scripts": ("a^{", "x", "}"),
}


@pytest.mark.parametrize("size", [DEEPEST + 1, 20_000])
@pytest.mark.parametrize("name", DEEP)
def test_deep_tex_is_shown_as_it_is(name: str, size: int) -> None:
    start, middle, end = DEEP[name]
    document = convert_writeup(f"$$\n{start * size}{middle}{end * size}\n$$".encode()).document
    assert is_too_deep(start * size + middle + end * size) or name == "colours"
    if size > 1000:
        assert "<math" not in document.blocks[0].html
        assert [fault.line for fault in document.faults] == [1]


@pytest.mark.parametrize(
    "tex",
    ["!x" * 1001, "]x" * 1001, r"\rangle x" * 1001, "x" * (LONGEST + 1)],
    ids=["factorials", "brackets", "angles", "letters"],
)
def test_what_ends_the_process_of_a_converter_is_refused(tex: str) -> None:
    assert is_too_deep(tex)


@pytest.mark.parametrize(
    "tex",
    [
        r"\alpha\beta\gamma\delta" * 20 + "x",
        r"\begin{pmatrix}" + r" 1 & 2 \\" * 400 + r"\end{pmatrix}",
        r"\frac{1}{2}" * 1000,
        "n! = " * 900 + "x",
        r"f(x)" * 3000,
        r"x = {{{y}}} \left( \sqrt{\frac{a}{b}} \right)",
    ],
    ids=["letters", "matrix", "fractions", "factorials", "brackets", "usual"],
)
def test_formulas_that_people_write_are_not_too_deep(tex: str) -> None:
    assert not is_too_deep(tex)
