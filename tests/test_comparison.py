from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inpublic.project import Result
from inpublic.results.comparison import Number, compare, parse_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("0.90", Number(Decimal("0.90")), id="as written"),
        pytest.param("−1.5", Number(Decimal("-1.5")), id="a real minus"),
        pytest.param("1e-3", Number(Decimal("1e-3")), id="an exponent"),
        pytest.param("93 %", Number(Decimal(93), "%"), id="a percentage"),
        pytest.param("$3.21", Number(Decimal("3.21"), "", "$"), id="money"),
        pytest.param("3.2 ppm", Number(Decimal("3.2"), "ppm"), id="a unit"),
        pytest.param("0.976 ± 0.01", Number(Decimal("0.976")), id="a spread is left out"),
        pytest.param("0,87", Number(Decimal("0.87")), id="a decimal comma"),
        pytest.param("12,345.6", Number(Decimal("12345.6"), is_grouped=True), id="commas between thousands"),
        pytest.param("1,234,567", Number(Decimal(1234567), is_grouped=True), id="commas between all thousands"),
        pytest.param("1,234", None, id="a comma that may be either"),
        pytest.param("$21,340", Number(Decimal(21340), "", "$", is_grouped=True), id="a comma in a price"),
        pytest.param("1.2.3", None, id="a version"),
        pytest.param("high", None, id="a word"),
        pytest.param("3 out of 4 doctors", None, id="a sentence"),
        pytest.param("", None, id="nothing"),
        pytest.param("9" * 40, None, id="too long to be meant"),
    ],
)
def test_a_value_is_read_as_its_author_meant_it_or_not_at_all(text: str, number: Number | None) -> None:
    assert parse_number(text) == number


def said(value: str, baseline: str, *, higher: bool = True) -> tuple[str, int | None, int | None] | None:
    found = compare(Result("m", value, higher_is_better=higher), baseline)
    return (found.rise, found.gain, found.fewer) if found else None


@pytest.mark.parametrize(
    ("value", "baseline", "higher", "expected"),
    [
        pytest.param("0.87", "0.75", True, ("+0.12", 1, None), id="higher is better"),
        pytest.param("0.70", "0.75", True, ("−0.05", -1, None), id="lower than it should be"),
        pytest.param("0.583", "0.694", False, ("−0.111", 1, 16), id="an error that fell"),
        pytest.param("3", "2", False, ("+1", -1, -50), id="an error that rose"),
        pytest.param("0.5", "0.50", True, ("±0.00", 0, None), id="equal in another form"),
        pytest.param("0.2", "0.3", True, ("−0.1", -1, None), id="no noise of binary fractions"),
        pytest.param("-0.2", "0.1", False, ("−0.3", 1, None), id="no share of what is below nothing"),
        pytest.param("1", "0", False, ("+1", -1, None), id="no share of nothing"),
        pytest.param("93 %", "87 %", True, ("+6", 1, None), id="points"),
        pytest.param("93 %", "0.87", True, None, id="a percentage is no share"),
        pytest.param("3 ppm", "4", False, ("−1 ppm", 1, 25), id="a unit said once"),
        pytest.param("3 ppm", "4 ppb", False, None, id="two units"),
        pytest.param("$3.21", "$5.40", False, ("−$2.19", 1, 41), id="money"),
        pytest.param("$21,340", "$79,200", False, ("−$57,860", 1, 73), id="money in thousands"),
        pytest.param("$3", "€3", False, None, id="two currencies"),
        pytest.param("1e-12", "1e-9", True, ("−9.99e-10", -1, None), id="three digits of a very small number"),
        pytest.param("0.9105504587", "0.5", True, ("+0.411", 1, None), id="three digits of a very long one"),
        pytest.param("0.5", "0.001", False, ("+0.499", -1, None), id="no share of what was next to nothing"),
        pytest.param("0.9", "random", True, None, id="words"),
        pytest.param("0.9", "", True, None, id="no baseline"),
    ],
)
def test_a_result_is_compared_in_its_own_direction(
    value: str, baseline: str, *, higher: bool, expected: tuple[str, int, int | None] | None
) -> None:
    assert said(value, baseline, higher=higher) == expected


def test_percentages_differ_by_points() -> None:
    assert [compare(Result("m", value), "50 %").is_points for value in ("60 %", "50%")] == [True, True]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("value", "baseline", "way"), [("1.2 MB", "300 MB", "below"), ("4", "3", "above"), ("3", "3.0", "equal")]
)
def test_nothing_is_called_better_where_nobody_said_what_is(value: str, baseline: str, way: str) -> None:
    found = compare(Result("Size", value), baseline)
    assert found
    assert (found.way, found.fewer) == (way, None)


numbers = st.decimals(min_value=-1000, max_value=1000, places=3).map(str)


@given(numbers, numbers)
def test_what_is_better_one_way_is_worse_the_other(value: str, baseline: str) -> None:
    higher, lower = said(value, baseline), said(value, baseline, higher=False)
    assert higher is not None
    assert lower is not None
    assert (higher[1], lower[1]) in {(1, -1), (0, 0), (-1, 1)}
    assert higher[0] == lower[0]
    assert (higher[1] == 0) == (Decimal(value) == Decimal(baseline))
