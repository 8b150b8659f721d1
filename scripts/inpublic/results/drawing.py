"""The picture of a result's history as numbers: where its line, its dots and its baseline stand in an SVG."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from inpublic.results.history import Point

WIDTH, HEIGHT = 400, 96
_SIDE, _TOP, _BOTTOM = 10, 10, 86


class Dot(Struct, frozen=True):
    """Holds the place of one value."""

    x: float
    y: float


class Line(Struct, frozen=True):
    """Holds a picture of 400 by 96 units; `baseline` is how high the baseline stands, None without one."""

    dots: tuple[Dot, ...]
    baseline: float | None = None

    @property
    def points(self) -> str:
        """Write the dots as the corners of an SVG polyline."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


def draw_line(points: Sequence[Point], baseline: Decimal | None = None) -> Line:
    """Draw values from left to right, one step each, between the lowest and the highest, the baseline included."""
    values = [point.number.value for point in points]
    every = [*values, *([] if baseline is None else [baseline])]
    low, high = min(every), max(every)
    step = (WIDTH - 2 * _SIDE) / max(1, len(values) - 1)
    dots = tuple(Dot(round(_SIDE + place * step, 1), _height(value, low, high)) for place, value in enumerate(values))
    return Line(dots, None if baseline is None else _height(baseline, low, high))


def _height(value: Decimal, low: Decimal, high: Decimal) -> float:
    share = float((value - low) / (high - low)) if high > low else 0.5
    return round(_BOTTOM - share * (_BOTTOM - _TOP), 1)
