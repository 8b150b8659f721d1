"""The milestones of a way, by year: first works, capstones, units that are proven, certificates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import groupby

from inpublic.curriculum.proof import JudgedTrack, State
from inpublic.project import Level, Record


class Mark(Enum):
    """Says why something is a milestone; the values are the keys of the words for it."""

    FIRST = "first_project"
    BEGINNER = "first_beginner"
    INTERMEDIATE = "first_intermediate"
    ADVANCED = "first_advanced"
    CAPSTONE = "capstone"
    UNIT = "unit"
    CERTIFICATE = "certificate"


_FIRSTS = {
    Level.BEGINNER: Mark.BEGINNER,
    Level.INTERMEDIATE: Mark.INTERMEDIATE,
    Level.ADVANCED: Mark.ADVANCED,
}


@dataclass(frozen=True, slots=True)
class Milestone:
    """Holds one milestone; `slug` names the project it leads to, `url` another address, both may be empty.

    `said` is the day as its author wrote it where that is less than a day: a month or a year, whose first day is `day`.
    """

    day: date
    title: str
    marks: tuple[Mark, ...]
    slug: str = ""
    url: str = ""
    said: str = ""


Years = tuple[tuple[int, tuple[Milestone, ...]], ...]
"""Years with their milestones."""


def milestones(
    records: Iterable[Record], tracks: Iterable[JudgedTrack] = (), others: Iterable[Milestone] = ()
) -> Years:
    """Find the milestones and group them by year, newest first; `others` are ready ones, such as certificates."""
    found = [*_works(records), *_units(tracks), *others]
    newest = sorted(found, key=lambda one: (-one.day.toordinal(), one.slug, one.title))
    return tuple((year, tuple(group)) for year, group in groupby(newest, key=lambda one: one.day.year))


def _works(records: Iterable[Record]) -> Iterator[Milestone]:
    """Yield each work that is a first of something, or a capstone."""
    dated = ((record.date, record) for record in records if record.date and not record.kind.is_logged)
    seen: set[Mark] = set()
    for day, record in sorted(dated, key=lambda one: (one[0], one[1].slug)):
        marks = [mark for mark in _marks(record) if mark is Mark.CAPSTONE or mark not in seen]
        seen.update(marks)
        if marks:
            yield Milestone(day, record.title, tuple(marks), record.slug)


def _marks(record: Record) -> Iterator[Mark]:
    yield Mark.FIRST
    if record.level is Level.CAPSTONE:
        yield Mark.CAPSTONE
    elif record.level:
        yield _FIRSTS[record.level]


def _units(tracks: Iterable[JudgedTrack]) -> Iterator[Milestone]:
    """Yield the units that are done and proven."""
    for judged in (unit for track in tracks for unit in track.units):
        if judged.state is State.DONE and judged.unit.finished:
            yield Milestone(judged.unit.finished, judged.unit.title, (Mark.UNIT,))
