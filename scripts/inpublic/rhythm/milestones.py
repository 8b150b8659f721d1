"""The milestones of a way, by year: first works, capstones, units that are proven, certificates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import Enum
from itertools import groupby

from msgspec import Struct

from inpublic.curriculum.curriculum import Unit
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


class Milestone(Struct, frozen=True):
    """Holds one milestone; `url` is where it leads to, if anywhere.

    `said` is the day as its author wrote it where that is less than a day: a month or a year, whose first day is `day`.
    """

    day: date
    title: str
    marks: tuple[Mark, ...]
    url: str = ""
    said: str = ""


Years = tuple[tuple[int, tuple[Milestone, ...]], ...]
"""Years with their milestones."""


def milestones(records: Iterable[Record], url_of: Callable[[str], str], others: Iterable[Milestone] = ()) -> Years:
    """Find the milestones and group them by year, newest first; `url_of` knows the address of a project by its slug.

    `others` are ready ones: units and certificates.
    """
    found = [*_works(records, url_of), *others]
    newest = sorted(found, key=lambda one: (-one.day.toordinal(), one.title, one.url))
    return tuple((year, tuple(group)) for year, group in groupby(newest, key=lambda one: one.day.year))


def proven_units(tracks: Iterable[JudgedTrack], url_of: Callable[[Unit], str]) -> Iterator[Milestone]:
    """Yield the dated units that are done and proven, each with the address that `url_of` knows."""
    for judged in (unit for track in tracks for unit in track.units):
        if judged.state is State.DONE and judged.unit.finished:
            yield Milestone(judged.unit.finished, judged.unit.title, (Mark.UNIT,), url=url_of(judged.unit))


def _works(records: Iterable[Record], url_of: Callable[[str], str]) -> Iterator[Milestone]:
    """Yield each work that is a first of something, or a capstone."""
    dated = ((record.date, record) for record in records if record.date and not record.kind.is_logged)
    seen: set[Mark] = set()
    for day, record in sorted(dated, key=lambda one: (one[0], one[1].slug)):
        marks = [mark for mark in _marks(record) if mark is Mark.CAPSTONE or mark not in seen]
        seen.update(marks)
        if marks:
            yield Milestone(day, record.title, tuple(marks), url_of(record.slug))


def _marks(record: Record) -> Iterator[Mark]:
    yield Mark.FIRST
    if record.level is Level.CAPSTONE:
        yield Mark.CAPSTONE
    elif record.level:
        yield _FIRSTS[record.level]
