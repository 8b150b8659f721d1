"""What proves a unit: the rules of the curriculum. A unit is done only when all that it names is published."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from enum import Enum
from itertools import chain

from msgspec import Struct, field

from inpublic.curriculum.curriculum import Curriculum, Outcome, Resource, Status, Track, Unit
from inpublic.errors import Problem, Severity
from inpublic.project import Record
from inpublic.tags import plain_tag


class State(Enum):
    """Says where a unit stands for its readers: `claimed` is what its author says is done and nothing proves."""

    PLANNED = "planned"
    DOING = "doing"
    CLAIMED = "claimed"
    DONE = "done"
    ABANDONED = "abandoned"


class Evidence(Struct, frozen=True):
    """Holds what is published: the slug of each project by its names, slugs by plain tag and by plain skill."""

    projects: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    skills: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Judged(Struct, frozen=True):
    """Holds a unit with its state, the slugs of what was built from it, and what it names and nobody can see."""

    unit: Unit
    state: State
    built: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class JudgedTrack(Struct, frozen=True):
    """Holds a track with its units as judged."""

    track: Track
    units: tuple[Judged, ...]

    def count(self, state: State) -> int:
        """Count the units in a state."""
        return Counter(unit.state for unit in self.units)[state]

    @property
    def wanted(self) -> int:
        """Return how many units the track has, without those that were given up."""
        return len(self.units) - self.count(State.ABANDONED)


def evidence(records: Iterable[Record], skills: Mapping[str, Iterable[str]]) -> Evidence:
    """Gather what the records of published work prove; `skills` maps the name of each proven skill to slugs.

    A note may be named as a proof itself, but its tags prove nothing: they say what was read about.
    """
    published = list(records)
    names = {alias: record.slug for record in published for alias in record.aliases}
    tags: dict[str, list[str]] = {}
    for record in published:
        for tag in () if record.kind.is_logged else record.tags:
            tags.setdefault(plain_tag(tag), []).append(record.slug)
    return Evidence(
        projects=names | {record.slug: record.slug for record in published},
        tags={tag: tuple(dict.fromkeys(slugs)) for tag, slugs in tags.items()},
        skills={plain_tag(name): tuple(dict.fromkeys(slugs)) for name, slugs in skills.items()},
    )


def judge(curriculum: Curriculum, known: Evidence) -> tuple[JudgedTrack, ...]:
    """Judge every unit."""
    return tuple(
        JudgedTrack(track, tuple(judge_unit(unit, known) for unit in track.units)) for track in curriculum.tracks
    )


def judge_unit(unit: Unit, known: Evidence) -> Judged:
    """Tell where a unit stands, by what it says of itself and by what is published.

    One that says nothing but what proves it is done as soon as that is there.
    """
    found = list(_found(unit.outcome, known))
    missing = tuple(name for name, slugs in found if not slugs)
    built = tuple(dict.fromkeys(slug for _, slugs in found for slug in slugs))
    is_proven = bool(found) and not missing
    if is_proven and (unit.status is Status.DONE or unit.is_silent):
        return Judged(unit, State.DONE, built)
    state = State.CLAIMED if unit.status is Status.DONE else State(unit.status.value)
    return Judged(unit, state, built, missing)


_FILE = re.compile(r"(?:/(?:README|index))?\.(?:md|ipynb)$")
"""What a path to a project's own file has more than its name."""


def _found(outcome: Outcome, known: Evidence) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Pair each name of an outcome with the slugs of the projects that prove it."""
    for name in outcome.projects:
        slug = known.projects.get(_FILE.sub("", name.strip("/")).rpartition("/")[2])
        yield name, (slug,) if slug else ()
    for name in outcome.tags:
        yield name, known.tags.get(plain_tag(name), ())
    for name in outcome.skills:
        yield name, known.skills.get(plain_tag(name), ())


def days_to_come(curriculum: Curriculum, today: date, path: str) -> Iterator[Problem]:
    """Warn of days of the file `path` on which something is said to have happened, and that are still to come."""
    items = ((one, (one.started, one.finished)) for one in curriculum.resources if one.was_begun)
    units = ((one, (one.begun, one.ended)) for one in curriculum.units if one.status is not Status.PLANNED)
    for one, days in chain[tuple[Resource | Unit, tuple[date | None, ...]]](units, items):
        if late := [day for day in days if day and day > today]:
            message = f"«{one.title}» has the date {late[0]}, which is still to come"
            yield Problem(path, message, "Mend it, or write `status: planned`.", one.line, severity=Severity.WARNING)


def claims(tracks: Iterable[JudgedTrack], known: Evidence, path: str) -> Iterator[Problem]:
    """Note each unit of the file `path` that says it is done while nothing published proves it."""
    for judged in (unit for track in tracks for unit in track.units if unit.state is State.CLAIMED):
        title = f"«{judged.unit.title}»"
        if not judged.missing:
            message = f"{title} is done by your own word only, so the page says «claimed»"
            yield Problem(path, message, _NAME_PROOF, judged.unit.line, severity=Severity.NOTE)
            continue
        name = judged.missing[0]
        message = f"{title} is done, but its proof «{name}» is not published, so the page says «claimed»"
        yield Problem(path, message, _hint(name, known), judged.unit.outcome.line, severity=Severity.NOTE)


_NAME_PROOF = "Name what proves it: `outcome: {project: its-slug}`, or `tag:` or `skill:`."


def _hint(name: str, known: Evidence) -> str:
    names = sorted({*known.projects, *known.tags, *known.skills})
    near = get_close_matches(plain_tag(name), names, 1, 0.75) or get_close_matches(name, names, 1, 0.75)
    return f"Did you mean «{near[0]}»?" if near else "Publish it, or name other work that proves it."
