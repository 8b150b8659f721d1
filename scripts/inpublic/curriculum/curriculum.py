"""The values of a curriculum: tracks of units, each with what is studied for it and what proves it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum

from msgspec import Struct


class Status(Enum):
    """Says how far the learner is, in the learner's own words."""

    PLANNED = "planned"
    DOING = "doing"
    DONE = "done"
    ABANDONED = "abandoned"


def status_by(started: date | None, finished: date | None) -> Status:
    """Tell what dates say of something whose status is not given."""
    if finished:
        return Status.DONE
    return Status.DOING if started else Status.PLANNED


class Form(Enum):
    """Says what sort of thing is studied."""

    COURSE = "course"
    BOOK = "book"
    PAPER = "paper"
    ARTICLE = "article"
    VIDEO = "video"
    TUTORIAL = "tutorial"
    DOCUMENTATION = "documentation"
    OTHER = "other"


class Resource(Struct, frozen=True):
    """Holds one course, book or other thing to study; `hours` is 0 where nobody counted, `line` that of its title.

    `reason` says why it was abandoned.
    """

    title: str
    url: str = ""
    form: Form = Form.OTHER
    hours: float = 0
    status: Status = Status.PLANNED
    reason: str = ""
    started: date | None = None
    finished: date | None = None
    line: int = 1

    @property
    def was_begun(self) -> bool:
        """Tell whether it was ever started; a plan may name the day on which it will be."""
        return self.status is not Status.PLANNED


class Outcome(Struct, frozen=True):
    """Names what proves a unit: projects by slug, tags and skills; all that are named have to be published."""

    projects: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    line: int = 1

    @property
    def is_named(self) -> bool:
        """Tell whether anything is named."""
        return bool(self.projects or self.tags or self.skills)


class Unit(Struct, frozen=True):
    """Holds one step of a track; what it does not say of itself (None) follows from its resources."""

    title: str
    summary: str = ""
    resources: tuple[Resource, ...] = ()
    outcome: Outcome = Outcome()
    said: Status | None = None
    reason: str = ""
    begun: date | None = None
    ended: date | None = None
    line: int = 1

    @property
    def is_silent(self) -> bool:
        """Tell whether nothing at all is said of how far it is."""
        return self.said is None and not self.resources and not self.begun and not self.ended

    @property
    def status(self) -> Status:
        """Return what the learner says of the unit, else what its resources amount to, else its dates.

        Resources are done when none is left to do and one was done; given up when all were.
        """
        if self.said is not None:
            return self.said
        if not self.resources:
            return status_by(self.begun, self.ended)
        found = {resource.status for resource in self.resources}
        if found == {Status.PLANNED}:
            return Status.PLANNED
        if found == {Status.ABANDONED}:
            return Status.ABANDONED
        return Status.DONE if found <= {Status.DONE, Status.ABANDONED} else Status.DOING

    @property
    def started(self) -> date | None:
        """Return the day of its own, else the first of what was begun of its resources."""
        days = (item.started for item in self.resources if item.started and item.was_begun)
        return self.begun or min(days, default=None)

    @property
    def finished(self) -> date | None:
        """Return the day on which a unit that is done or given up came to its end: its own, else of its resources."""
        if self.status not in (Status.DONE, Status.ABANDONED):
            return None
        days = (item.finished for item in self.resources if item.finished and item.status is self.status)
        return self.ended or max(days, default=None)


class Track(Struct, frozen=True):
    """Holds units in the order in which they are studied."""

    title: str
    summary: str = ""
    units: tuple[Unit, ...] = ()


class Curriculum(Struct, frozen=True):
    """Holds all of docs/curriculum.yml."""

    title: str = ""
    summary: str = ""
    tracks: tuple[Track, ...] = ()

    @property
    def units(self) -> Iterator[Unit]:
        """Walk through the units of all tracks."""
        return (unit for track in self.tracks for unit in track.units)

    @property
    def resources(self) -> Iterator[Resource]:
        """Walk through all that is studied."""
        return (resource for unit in self.units for resource in unit.resources)


class Studied(Struct, frozen=True):
    """Counts courses, books and the like; `begun` are all that were ever started, whatever became of them."""

    begun: int = 0
    finished: int = 0
    abandoned: int = 0
    hours: float = 0

    @property
    def under_way(self) -> int:
        """Return how many are being studied."""
        return self.begun - self.finished - self.abandoned


def count_studied(resources: Iterable[Resource]) -> Studied:
    """Count what was started against what was finished; hours are those of what was finished."""
    begun = [resource for resource in resources if resource.was_begun]
    done = [resource for resource in begun if resource.status is Status.DONE]
    abandoned = sum(resource.status is Status.ABANDONED for resource in begun)
    return Studied(len(begun), len(done), abandoned, sum(resource.hours for resource in done))
