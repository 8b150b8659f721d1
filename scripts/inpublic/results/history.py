"""How a result came to be: its earlier values, from versions of the file that says it. No disk, no git."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from inpublic.project import Layer, Result
from inpublic.records.frontmatter import cell_front_matter, split_front_matter
from inpublic.records.record import parse_layer, parse_metadata
from inpublic.results.comparison import Number, parse_number
from inpublic.text.markers import scrub


class Version(Struct, frozen=True):
    """Holds what a record said of its results from a moment on; None for the files as they are, not committed yet."""

    moment: datetime | None
    results: tuple[Result, ...]


class Past(Struct, frozen=True):
    """Maps the slug of a project to the versions of its results, the oldest first; `is_cut` if git has not all."""

    versions: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)
    is_cut: bool = False


class Point(Struct, frozen=True):
    """Holds a value that a result had from a day on; `time` is `14:05` where it had several on that day."""

    day: date | None
    number: Number
    text: str
    time: str = ""


def points_of(result: Result, versions: Iterable[Version]) -> tuple[Point, ...]:
    """Follow one result through versions, the oldest first, and end with its own value; only changes count.

    What is no number, or in another unit, is passed over: nothing but numbers comes out of the past.
    """
    own = parse_number(result.value)
    if own is None:
        return ()
    points: list[Point] = []
    moments: list[datetime | None] = []
    for version in (*versions, Version(None, (result,))):
        earlier = _same(result, version.results)
        number = parse_number(earlier.value) if earlier else None
        if number is None or (number.unit, number.currency) != (own.unit, own.currency):
            continue
        if not points or points[-1].number.value != number.value:
            points.append(Point(version.moment.date() if version.moment else None, number, _text(number)))
            moments.append(version.moment)
    return _timed(points, moments)


def _timed(points: Sequence[Point], moments: Iterable[datetime | None]) -> tuple[Point, ...]:
    """Tell points of one day apart by their times, as the clocks of their author showed them."""
    count = Counter(point.day for point in points)
    return tuple(
        replace(point, time=f"{moment:%H:%M}") if moment and count[point.day] > 1 else point
        for point, moment in zip(points, moments, strict=True)
    )


def _same(result: Result, others: Sequence[Result]) -> Result | None:
    """Find the result of the same metric and split, else the only one of that metric."""
    alike = [other for other in others if other.metric.casefold() == result.metric.casefold()]
    exact = [other for other in alike if other.split == result.split]
    found = exact or alike
    return found[0] if len(found) == 1 else None


def _text(number: Number) -> str:
    amount = f"{number.value:,}" if number.is_grouped else str(number.value)
    return f"{number.currency}{amount}{f' {number.unit}' if number.unit else ''}"


def results_in(path: PurePosixPath, data: bytes, *, metadata: bool) -> tuple[Result, ...]:
    """Read the results out of one version of a record, write-up or notebook, or of the notebook's `metadata`.

    What cannot be read says nothing: it is past.
    """
    try:
        layer = _layer(path, data, metadata=metadata)
    except (ValueError, RecursionError):
        return ()
    found = layer.values.get("results", ()) if layer else ()
    return found if isinstance(found, tuple) else ()


def _layer(path: PurePosixPath, data: bytes, *, metadata: bool) -> Layer | None:
    if path.suffix.lower() == ".ipynb":
        return _of_notebook(json.loads(data, parse_float=str, parse_int=str), metadata=metadata)
    text = scrub(data.decode("utf-8-sig"))
    yaml = text if path.suffix.lower() in {".yml", ".yaml"} else split_front_matter(text).yaml
    return parse_layer(yaml, origin="", path="")[0]


def _of_notebook(notebook: Any, *, metadata: bool) -> Layer | None:  # Any: JSON
    """Read what a notebook says of itself; other than in a build, oddities of its format are not mended."""
    if metadata:
        own = _mapping(_mapping(notebook).get("metadata")).get("inpublic")
        return parse_metadata(json.dumps(own), path="")[0] if isinstance(own, dict) else None
    cells = _mapping(notebook).get("cells")
    first = _mapping(cells[0]) if isinstance(cells, list) and cells else {}
    source = first.get("source", "")
    text = "".join(map(str, source)) if isinstance(source, list) else str(source)
    matter = cell_front_matter(str(first.get("cell_type", "")), scrub(text))
    return parse_layer(matter.yaml, origin="", path="")[0] if matter else None


def _mapping(value: Any) -> dict[str, Any]:  # Any: JSON
    return value if isinstance(value, dict) else {}
