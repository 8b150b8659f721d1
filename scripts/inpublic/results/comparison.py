"""A result against its baseline and against people: how much better or worse, whichever way its metric counts."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from msgspec import Struct

from inpublic.project import Result

_NUMBER = re.compile(
    r"(?P<currency>[$€£¥]?)\s*(?P<number>[+\-−]?[\d.,'\u202f]*\d(?:[eE][+-]?\d{1,2})?)\s*(?P<unit>\S{0,12})"
)
_SPREAD = re.compile(r"\(?(?:±|\+/-).*", re.DOTALL)
_THOUSAND = 1000
_MOST_DIGITS = 30
_MOST_PLACES = 6
"""Digits after the point that a reader takes in; where there are more, three that count are enough."""
_MOST_TIMES = 10
"""How many times the baseline a fault may be so that a percentage still tells how much more it is."""


class Number(Struct, frozen=True):
    """Holds the number in a value as its author wrote it; `unit` stands behind it (`%`, `ppm`), `currency` before.

    `is_grouped` tells that its thousands are set apart, by a comma.
    """

    value: Decimal
    unit: str = ""
    currency: str = ""
    is_grouped: bool = False

    @property
    def places(self) -> int:
        """Count the digits after the point."""
        exponent = self.value.as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0


class Difference(Struct, frozen=True):
    """Says how far a value is from another: `amount` without a sign, `rise` with one, points where both are shares.

    `gain` is 1 for better, -1 for worse, 0 for equal, None where nobody said whether more is better. `fewer` is the
    share of a fault, in whole per cent, that is gone (above 0) or has come on top (below 0); None where it says
    nothing. `order` sorts, the best gain last.
    """

    amount: str
    rise: str
    gain: int | None
    order: Decimal
    fewer: int | None = None
    is_points: bool = False

    @property
    def way(self) -> str:
        """Say it in a word: better, worse or equal, and above or below where neither is known to be better."""
        if self.gain is None:
            return "above" if self.order > 0 else "below"
        return "better" if self.gain > 0 else "worse" if self.gain else "equal"


def parse_number(text: str) -> Number | None:
    """Read the number at the start of a value; None for text without one, and where a comma may mean two things."""
    match = _NUMBER.fullmatch(_SPREAD.sub("", text).strip())
    if match is None or len(match["number"]) > _MOST_DIGITS:
        return None
    try:
        value = Decimal(_plain(match["number"], is_money=bool(match["currency"])))
    except InvalidOperation:
        return None
    return Number(
        value, match["unit"], match["currency"], is_grouped=abs(value) >= _THOUSAND and "," in match["number"]
    )


def _plain(number: str, *, is_money: bool) -> str:
    """Write a number as Python reads it; one that is not clear becomes none. Nobody counts thousandths of a dollar."""
    text = number.replace("−", "-").replace("'", "").replace("\u202f", "")
    commas, points = text.count(","), text.count(".")
    if not commas:
        return text
    groups = re.fullmatch(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?", text)
    if groups and (commas > 1 or points or is_money):
        return text.replace(",", "")
    is_decimal = commas == 1 and not points and not groups
    return text.replace(",", ".") if is_decimal else ""


def compare(result: Result, other: str) -> Difference | None:
    """Compare a result's value with another in the same unit, such as its baseline; None where numbers do not tell."""
    value, measure = parse_number(result.value), parse_number(other)
    if value is None or measure is None or not _is_alike(value, measure):
        return None
    rise, places = value.value - measure.value, max(value.places, measure.places)
    order = -rise if result.higher_is_better is False else rise
    sign = "+" if rise > 0 else "−" if rise < 0 else "±"
    amount = _amount(abs(rise), places, value if value.unit or value.currency else measure)
    return Difference(
        amount=amount,
        rise=f"{sign}{amount}",
        gain=_gain(order, is_known=result.higher_is_better is not None),
        order=order,
        fewer=_fewer(value.value, measure.value) if result.higher_is_better is False else None,
        is_points=value.unit == "%",
    )


def _gain(order: Decimal, *, is_known: bool) -> int | None:
    sign = (order > 0) - (order < 0)
    return sign if is_known or not sign else None


def _is_alike(one: Number, other: Number) -> bool:
    """Tell whether two numbers have one unit; it may be left out of one of them, but a share is no percentage."""
    units, currencies = {one.unit, other.unit}, {one.currency, other.currency}
    is_one_unit = len(units) == 1 or ("" in units and "%" not in units)
    return is_one_unit and (len(currencies) == 1 or "" in currencies)


def _amount(amount: Decimal, places: int, like: Number) -> str:
    unit = "" if like.unit == "%" else f" {like.unit}" if like.unit[:1].isalpha() else like.unit
    form = ".3g" if places > _MOST_PLACES else f"{',' if like.is_grouped else ''}.{places}f"
    return f"{like.currency}{amount:{form}}{unit}"


def _fewer(value: Decimal, measure: Decimal) -> int | None:
    if measure <= 0 or value < 0 or value > measure * _MOST_TIMES:
        return None
    return round((measure - value) * 100 / measure)
