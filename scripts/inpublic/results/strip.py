"""What a project's page says in the first minute: the result against its baseline, the stages, the demo."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from inpublic.pages.addresses import file_url, page_url, relative
from inpublic.pages.cards import RESULTS
from inpublic.project import Record, Result, Stage
from inpublic.results.comparison import Difference, compare, parse_number
from inpublic.results.demo import Demo, demo_on
from inpublic.results.drawing import Line, draw_line
from inpublic.results.history import Past, Point, points_of
from inpublic.website import Project, Website


class Compared(Struct, frozen=True):
    """Holds a result and how far it is from its baseline and from people, where numbers tell."""

    result: Result
    against_baseline: Difference | None
    against_people: Difference | None


class ShownPast(Struct, frozen=True):
    """Holds the values that a result had, the oldest first, and their picture; `is_cut` if there may have been more."""

    metric: str
    higher_is_better: bool | None
    points: tuple[Point, ...]
    line: Line
    baseline: str
    is_cut: bool


class Picture(Struct, frozen=True):
    """Holds the cover in the place of a demo that is not loaded yet; the URL is relative to the page."""

    url: str
    width: int
    height: int


class Strip(Struct, frozen=True):
    """Holds what is shown; `stages` are all seven, each with whether it was done, or none where nobody said.

    `table` leads to the results of all projects.
    """

    results: tuple[Compared, ...] = ()
    stages: tuple[tuple[Stage, bool], ...] = ()
    past: tuple[ShownPast, ...] = ()
    demo: Demo | None = None
    picture: Picture | None = None
    table: str = ""
    is_empty: bool = True


def strip_of(website: Website, project: Project) -> Strip:
    """Gather what the project's own page shows at its top."""
    record, cover = project.record, project.cover
    shown = (cover.web or cover) if cover else None
    config = website.config
    return Strip(
        results=tuple(map(compared, record.results)),
        stages=stages_of(record),
        past=tuple(pasts_of(record, website.past)),
        demo=demo_on(project.main.path, record.demo, config) if record.demo else None,
        picture=Picture(relative(file_url(shown.path), project.main.path, config), shown.width, shown.height)
        if shown
        else None,
        table=relative(page_url(RESULTS, config), project.main.path, config) if record.results else "",
        is_empty=not any((record.problem, record.results, record.datasets, record.stages)),
    )


def compared(result: Result) -> Compared:
    """Compare a result with its baseline and with people."""
    return Compared(result, compare(result, result.baseline), compare(result, result.human))


def stages_of(record: Record) -> tuple[tuple[Stage, bool], ...]:
    """Return all stages of the life cycle in their order, each with whether the project covers it."""
    return tuple((stage, stage in record.stages) for stage in Stage) if record.stages else ()


def pasts_of(record: Record, past: Past) -> Iterator[ShownPast]:
    """Yield for each result that has had another value before what there is to draw."""
    versions = past.versions.get(record.slug, ())
    for result in record.results:
        points = points_of(result, versions)
        if len(points) > 1:
            baseline = parse_number(result.baseline)
            is_alike = baseline is not None and baseline.unit == points[-1].number.unit
            level = baseline.value if baseline is not None and is_alike else None
            line = draw_line(points, level)
            yield ShownPast(
                result.metric, result.higher_is_better, points, line, result.baseline if is_alike else "", past.is_cut
            )
