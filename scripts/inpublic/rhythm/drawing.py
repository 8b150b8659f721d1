"""The pictures of the rhythm as numbers: where bars and names stand in an SVG, whose colours the style sheet has."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from inpublic.rhythm.activity import Quarter, WeekOfWork

WIDTH = 400
_TOP, _HEIGHT, _MIDDLE = 8, 60, 72
_STRIP = 42


class Bar(Struct, frozen=True):
    """Holds a rectangle; `style` is the class that gives it its colour."""

    x: float
    y: float
    width: float
    height: float
    style: str


class Name(Struct, frozen=True):
    """Holds a word below the bars, whose middle is at `x`."""

    x: float
    text: str


class Drawing(Struct, frozen=True):
    """Holds a picture of 400 by `height` units; `line` is where its bars stand."""

    bars: tuple[Bar, ...]
    names: tuple[Name, ...]
    line: float
    height: float


def draw_quarters(counts: Sequence[Quarter]) -> Drawing:
    """Draw building upwards and learning downwards from one line, so that both are seen against each other."""
    most = max((max(count.learned, count.built) for count in counts), default=0) or 1
    step = WIDTH / max(len(counts), 4)
    width, unit = min(step * 0.6, 48), _HEIGHT / most
    bars, names = [], []
    for place, count in enumerate(counts):
        middle = step * (place + 0.5)
        left = middle - width / 2
        if count.built:
            height = count.built * unit
            bars.append(_bar(left, _MIDDLE - 2 - height, width, height, "ip-chart__built"))
        if count.learned:
            bars.append(_bar(left, _MIDDLE + 2, width, count.learned * unit, "ip-chart__learned"))
        if place == 0 or count.number == 1 or len(counts) <= 8:
            names.append(Name(round(middle, 1), f"{count.year} Q{count.number}"))
    return Drawing(tuple(bars), tuple(names), _MIDDLE, 2 * _MIDDLE + 20)


def draw_year(counts: Sequence[WeekOfWork]) -> Drawing:
    """Draw a bar for each week, as high as it has active days; the first week of each second month has its name."""
    most = max((week.days for week in counts), default=0) or 1
    step = WIDTH / max(len(counts), 1)
    bars, names = [], []
    for place, week in enumerate(counts):
        height = week.days * _STRIP / most
        if week.days:
            bars.append(_bar(step * place + 1, _TOP + _STRIP - height, step - 2, height, "ip-chart__built"))
        begins = place and week.monday.month != counts[place - 1].monday.month
        if begins and week.monday.month % 2 and step * place < WIDTH - 30:
            names.append(Name(round(step * (place + 0.5), 1), f"{week.monday:%Y-%m}"))
    return Drawing(tuple(bars), tuple(names), _TOP + _STRIP, _TOP + _STRIP + 20)


def _bar(x: float, y: float, width: float, height: float, style: str) -> Bar:
    return Bar(round(x, 1), round(y, 1), round(width, 1), round(height, 1), style)
