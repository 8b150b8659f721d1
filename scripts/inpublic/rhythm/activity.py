"""Learning and building as counts: by quarter, by week of the last year, and in all.

The last year ends with the last day on which anything happened, so that the same work always gives the same counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import chain

from msgspec import Struct

from inpublic.curriculum.curriculum import Status
from inpublic.curriculum.proof import JudgedTrack, State
from inpublic.project import Entry, Record
from inpublic.settings.git import Dates

WEEKS = 53
"""Weeks in the picture of a year: a year's days touch as many."""

_WEEK = timedelta(days=7)
_FINISHED = frozenset({State.DONE, State.CLAIMED})


class Quarter(Struct, frozen=True):
    """Counts what was learned (notes, readings, finished units) and built (projects) in one quarter of a year."""

    year: int
    number: int
    learned: int = 0
    built: int = 0


class WeekOfWork(Struct, frozen=True):
    """Counts the days of a week, that begins with `monday`, on which something happened."""

    monday: date
    days: int


class Rhythm(Struct, frozen=True):
    """Holds when notes, units (`learned`) and projects (`built`) came out, and all days with a trace of work."""

    learned: tuple[date, ...] = ()
    built: tuple[date, ...] = ()
    active: frozenset[date] = frozenset()

    @property
    def weeks_in(self) -> int:
        """Return how many weeks the way is long, from the first trace to the last, begun ones counted; 0 for none."""
        days = {*self.active, *self.learned, *self.built}
        return (max(days) - min(days)).days // 7 + 1 if days else 0


def rhythm_of(records: Iterable[Record], tracks: Iterable[JudgedTrack], commits: Iterable[date]) -> Rhythm:
    """Gather the days from records, the curriculum and git; what has no date is not counted."""
    published, studied = list(records), list(tracks)
    dated = [(record.date, record.kind.is_logged) for record in published if record.date]
    units = [judged.unit for track in studied for judged in track.units if judged.state in _FINISHED]
    ends = [unit.finished for unit in units if unit.finished]
    return Rhythm(
        learned=tuple(sorted([*(day for day, logged in dated if logged), *ends])),
        built=tuple(sorted(day for day, logged in dated if not logged)),
        active=frozenset(chain(_days_of_records(published), _days_of_study(studied), commits)),
    )


def _days_of_records(records: Iterable[Record]) -> Iterator[date]:
    return (day for record in records for day in (record.date, record.updated) if day)


def _days_of_study(tracks: Iterable[JudgedTrack]) -> Iterator[date]:
    for unit in (judged.unit for track in tracks for judged in track.units):
        spans = [(item.started, item.finished) for item in unit.resources if item.was_begun]
        spans += [(unit.started, unit.finished)] if unit.status is not Status.PLANNED else []
        yield from (day for day in chain(*spans) if day)


def commit_days(entries: Iterable[Entry], dates: Dates) -> frozenset[date]:
    """Return the days of the first and last commits of the files of some projects; none of a shallow clone."""
    spans = (dates.files[path] for entry in entries for path in entry.files if path in dates.files)
    return frozenset() if dates.shallow else frozenset(day.date() for span in spans for day in (span.first, span.last))


def quarters(rhythm: Rhythm) -> tuple[Quarter, ...]:
    """Count by quarter, from the first to the last in which something came out, the quiet ones between included."""
    learned = Counter(map(_quarter, rhythm.learned))
    built = Counter(map(_quarter, rhythm.built))
    return tuple(
        Quarter(year, number, learned[year, number], built[year, number])
        for year, number in _between({*learned, *built})
    )


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


def _between(found: Collection[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    if found:
        (year, number), last = min(found), max(found)
        while (year, number) <= last:
            yield year, number
            year, number = (year, number + 1) if number < 4 else (year + 1, 1)


def last_year(rhythm: Rhythm) -> tuple[WeekOfWork, ...]:
    """Count the active days of each of the last weeks, up to the one of the last activity; empty without any."""
    if not rhythm.active:
        return ()
    last = _monday(max(rhythm.active))
    count: Mapping[date, int] = Counter(map(_monday, rhythm.active))
    mondays = (last - _WEEK * back for back in reversed(range(WEEKS)))
    return tuple(WeekOfWork(monday, count.get(monday, 0)) for monday in mondays)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
