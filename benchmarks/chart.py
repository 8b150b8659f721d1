"""Draws cost against the number of notebooks as an SVG with a table of its numbers, from the JSON of a comparison.

One panel for each work, one line for each tool; tools differ in colour, mark and dashes, and are named at their lines.
Both axes begin at nothing and are linear, so that a cost in proportion to the notebooks is a straight line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from typing import Any

TITLES = {
    "cold": "From nothing",
    "warm": "Nothing changed",
    "edit": "One notebook edited",
    "check": "Check, nothing changed",
}
_WIDTH, _HEIGHT = 760, 250
"""Pixels of a panel, with its title and axes."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 190, 40, 44
_NAMES = 17
"""Pixels from one line's name to the next, at least."""
_MARKS = (
    '<circle cx="{x}" cy="{y}" r="4"/>',
    '<rect x="{left}" y="{top}" width="8" height="8"/>',
    '<path d="M{x} {top}l5 9h-10z"/>',
)
_STYLE = """\
text{font:13px system-ui,sans-serif;fill:#1f2328}.title{font-size:15px;font-weight:600}.small{font-size:12px}
.back{fill:#fff}.grid{stroke:#d1d9e0}.axis{stroke:#59636e}.line{fill:none;stroke-width:2.5}
.t0{stroke:#0a5ca8;fill:#0a5ca8}.t1{stroke:#b3410e;fill:#b3410e}.t2{stroke:#4d6b12;fill:#4d6b12}
.t1.line{stroke-dasharray:7 4}.t2.line{stroke-dasharray:2 4}text.t0,text.t1,text.t2{stroke:none}
.line{fill:none!important}
@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.back{fill:#0d1117}.grid{stroke:#3d444d}.axis{stroke:#9198a1}
.t0{stroke:#79c0ff;fill:#79c0ff}.t1{stroke:#ffa657;fill:#ffa657}.t2{stroke:#a5d65a;fill:#a5d65a}}"""


@dataclass(frozen=True, slots=True)
class Line:
    """Holds what one work costs one tool: the number of notebooks and the seconds of each point."""

    tool: str
    points: tuple[tuple[int, float], ...]


def lines_of(report: Mapping[str, Any]) -> dict[str, list[Line]]:
    """Return the lines of each work of a report, tools in the order in which they were measured."""
    points: dict[str, dict[str, list[tuple[int, float]]]] = {}
    for entry in report["results"]:
        if "seconds" in entry:
            of_work = points.setdefault(entry["work"], {})
            of_work.setdefault(entry["tool"], []).append((entry["notebooks"], entry["seconds"]))
    return {
        work: [Line(tool, tuple(sorted(several))) for tool, several in tools.items()] for work, tools in points.items()
    }


def draw(report: Mapping[str, Any]) -> str:
    """Draw the chart; what it shows stands in its description, too."""
    works = lines_of(report)
    tools = list(dict.fromkeys(line.tool for lines in works.values() for line in lines))
    height = _HEIGHT * len(works)
    panels = "\n".join(
        f'<g transform="translate(0 {_HEIGHT * number})">{_panel(TITLES.get(work, work), lines, tools)}</g>'
        for number, (work, lines) in enumerate(works.items())
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
        ' role="img" aria-labelledby="cost-title cost-description">\n'
        '<title id="cost-title">Seconds that a build takes, by the number of notebooks</title>\n'
        f'<desc id="cost-description">{escape(_description(works))}</desc>\n'
        f"<style>{_STYLE}</style>\n"
        f'<rect class="back" width="{_WIDTH}" height="{height}"/>\n{panels}\n</svg>\n'
    )


def _description(works: Mapping[str, Sequence[Line]]) -> str:
    parts = [f"{TITLES.get(work, work)}: {'; '.join(map(_words, lines))}." for work, lines in works.items()]
    return " ".join(parts)


def _words(line: Line) -> str:
    return f"{line.tool} " + ", ".join(f"{seconds_text(seconds)} s for {count}" for count, seconds in line.points)


def seconds_text(seconds: float) -> str:
    """Write seconds with as many digits as are worth reading."""
    return f"{seconds:.2f}" if seconds < 10 else f"{seconds:.1f}" if seconds < 100 else f"{seconds:.0f}"


def data_table(report: Mapping[str, Any]) -> str:
    """Write the numbers of the chart as a table in Markdown, for the page that shows it."""
    works = lines_of(report)
    counts = sorted({count for lines in works.values() for line in lines for count, _ in line.points})
    head = ["Seconds", "Tool", *(f"{count} notebooks" for count in counts)]
    rows = [head, ["---", "---", *["--:"] * len(counts)]]
    for work, lines in works.items():
        for line in lines:
            known = dict(line.points)
            cells = [seconds_text(known[count]) if count in known else "–" for count in counts]
            rows.append([TITLES.get(work, work), line.tool, *cells])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _panel(title: str, lines: Sequence[Line], tools: Sequence[str]) -> str:
    counts = sorted({count for line in lines for count, _ in line.points})
    most = max(seconds for line in lines for _, seconds in line.points)
    step = _step(most)
    scale = _Scale(counts[-1], step * ceil(most / step))
    names = _names(lines, scale)
    drawn = (
        _line(line, place, number=tools.index(line.tool), scale=scale) for line, place in zip(lines, names, strict=True)
    )
    head = f'<text class="title" x="{_LEFT}" y="22">{escape(title)}</text>'
    return head + "".join((*_grid(scale, step), *_feet(counts, scale), *drawn))


@dataclass(frozen=True, slots=True)
class _Scale:
    """Turns notebooks and seconds into pixels of a panel."""

    notebooks: int
    seconds: float

    def x(self, notebooks: float) -> float:
        return round(_LEFT + notebooks / self.notebooks * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(self, seconds: float) -> float:
        return round(_HEIGHT - _BOTTOM - seconds / self.seconds * (_HEIGHT - _TOP - _BOTTOM), 1)


def _step(most: float) -> float:
    """Choose a round number so that the axis gets two to five lines."""
    rough = most / 4
    power = 10.0 ** floor(log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)


def _grid(scale: _Scale, step: float) -> Iterator[str]:
    for number in range(round(scale.seconds / step) + 1):
        y = scale.y(number * step)
        kind = "grid" if number else "axis"
        yield f'<path class="{kind}" d="M{_LEFT} {y}H{_WIDTH - _RIGHT}"/>'
        yield f'<text class="small" x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{number * step:g} s</text>'


def _feet(counts: Sequence[int], scale: _Scale) -> Iterator[str]:
    """Write the numbers of notebooks below the axis, but none over another."""
    last = float("-inf")
    for count in counts:
        x = scale.x(count)
        if x - last > 26:
            yield f'<text class="small" x="{x}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{count}</text>'
            last = x
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    yield f'<text class="small" x="{middle}" y="{_HEIGHT - _BOTTOM + 36}" text-anchor="middle">notebooks</text>'


def _line(line: Line, name_y: float, *, number: int, scale: _Scale) -> str:
    kind = f"t{number % len(_MARKS)}"
    places = [(scale.x(count), scale.y(seconds)) for count, seconds in line.points]
    path = "L".join(f"{x} {y}" for x, y in places)
    mark = _MARKS[number % len(_MARKS)]
    marks = "".join(
        mark.format(x=x, y=y, left=round(x - 4, 1), top=round(y - (4 if "rect" in mark else 6), 1)) for x, y in places
    )
    end = seconds_text(line.points[-1][1])
    return (
        f'<path class="{kind} line" d="M{path}"/><g class="{kind}">{marks}</g>'
        f'<text class="{kind}" x="{places[-1][0] + 10}" y="{name_y + 4}">{escape(line.tool)} {end} s</text>'
    )


def _names(lines: Sequence[Line], scale: _Scale) -> list[float]:
    """Place the lines' names at their ends, moved apart where they would cover one another."""
    ends = [scale.y(line.points[-1][1]) for line in lines]
    free = float(_HEIGHT - _BOTTOM + 4)
    placed = dict.fromkeys(range(len(lines)), 0.0)
    for index in sorted(placed, key=lambda index: -ends[index]):
        placed[index] = round(min(ends[index], free), 1)
        free = placed[index] - _NAMES
    return list(placed.values())
