"""Settings whose aliases grow without end are refused before anybody follows them."""

from __future__ import annotations

import pytest

from inpublic.errors import InpublicError
from inpublic.settings.aliases import DEEPEST, GrowthError, refuse_growth
from inpublic.settings.sections import read_settings


def grown(levels: int, form: str) -> str:
    """Write settings in which each level holds nine times the one before."""
    uses = {
        "merge": lambda name: f"{{<<: [{', '.join([name] * 9)}]}}",
        "list": lambda name: f"[{', '.join([name] * 9)}]",
        "mapping": lambda name: f"{{{', '.join(f'k{number}: {name}' for number in range(9))}}}",
    }
    lines = [f"a{number}: &a{number} {uses[form](f'*a{number - 1}')}" for number in range(1, levels)]
    return "\n".join(["a0: &a0 {x: 1}", *lines])


@pytest.mark.parametrize("form", ["merge", "list", "mapping"])
def test_aliases_that_grow_without_end_are_refused(form: str) -> None:
    with pytest.raises(InpublicError) as caught:
        read_settings(grown(30, form), {})
    (fault,) = caught.value.problems
    assert fault.line == 5
    assert "grows to more than 10,000 values with the alias «*a3»" in fault.message
    assert "write the values out" in fault.hint


@pytest.mark.parametrize("form", ["merge", "list", "mapping"])
def test_aliases_that_people_write_are_followed(form: str) -> None:
    settings = read_settings(grown(3, form), {})
    assert list(settings.values) == ["a0", "a1", "a2"]


def test_a_key_merged_from_an_anchor_is_there() -> None:
    assert read_settings("a: &a {x: 1}\nb: {<<: *a}", {}).section("b").values == {"x": 1}


@pytest.mark.parametrize("deep", ["[", "{a: ", "- "], ids=["list", "mapping", "block"])
def test_what_is_too_deep_is_refused_before_it_is_composed(deep: str) -> None:
    with pytest.raises(GrowthError, match=f"nested more than {DEEPEST} deep"):
        refuse_growth(deep * (DEEPEST + 1) + "x")


@pytest.mark.parametrize("text", ["", "a: *b", "a: &x [*x]", "a: [", "\0", "a: 1"])
def test_whatever_else_is_wrong_is_left_to_whoever_reads_it(text: str) -> None:
    refuse_growth(text)
