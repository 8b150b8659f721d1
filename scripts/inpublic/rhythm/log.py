"""The learning log: notes and readings apart from the work that is built, by ISO week."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from msgspec import Struct

from inpublic.website import Project


class Week(Struct, frozen=True):
    """Holds the notes of one week of a year, as ISO 8601 numbers both, in the order of their days."""

    year: int
    number: int
    notes: tuple[Project, ...]

    @property
    def monday(self) -> date:
        """Return its first day."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        """Return its last day."""
        return self.monday + timedelta(days=6)

    @property
    def anchor(self) -> str:
        """Return its name in an address, such as `2026-w45`."""
        return f"{self.year}-w{self.number:02}"


def log_of(projects: Iterable[Project]) -> tuple[Project, ...]:
    """Keep the notes and readings, in the order given; those without a date come last."""
    notes = (project for project in projects if project.record.kind.is_logged)
    return tuple(sorted(notes, key=lambda note: note.record.date is None))


def built(projects: Iterable[Project]) -> tuple[Project, ...]:
    """Keep all that is no note, in the order given."""
    return tuple(project for project in projects if not project.record.kind.is_logged)


def weeks(notes: Iterable[Project]) -> tuple[Week, ...]:
    """Group notes by the week of their date, newest week first; those without a date are left out."""
    dated = sorted((note.record.date, note.record.slug, note) for note in notes if note.record.date is not None)
    groups = groupby(dated, key=lambda one: one[0].isocalendar()[:2])
    found = [Week(year, number, tuple(note for _, _, note in group)) for (year, number), group in groups]
    return tuple(reversed(found))
