"""Kind words to the author: what one more line in a record would tell a reader. At most one note a project, and few."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import PurePosixPath

from inpublic.errors import Problem, Severity
from inpublic.project import Kind, Origin, Record
from inpublic.results.comparison import compare
from inpublic.website import Project, Website

AT_MOST = 3
"""Projects of one run that get a note, the newest; the rest wait until these have been looked at."""

_COMMON = "Without these notes: `extra.inpublic.coaching: false` in mkdocs.yml."

Advice = tuple[str, str]
"""A message and its hint."""


def coaching(website: Website) -> Iterator[Problem]:
    """Note what would help readers most; nothing where `coaching` is off."""
    if website.config.coaching:
        yield from islice(filter(None, map(_note, website.projects)), AT_MOST)


def cut_history(website: Website) -> Iterator[Problem]:
    """Say that earlier values of results may be missing, where the clone has only the newest commits."""
    if website.past.is_cut:
        message = "this clone has no full history, so earlier values of results may be missing"
        hint = "Run `git fetch --unshallow`; in a workflow set `fetch-depth: 0` for actions/checkout."
        yield Problem("projects", message, hint, severity=Severity.NOTE)


def _note(project: Project) -> Problem | None:
    advice = advise(project.record) if _is_begun(project) else None
    if advice is None:
        return None
    message, hint = advice
    return Problem(str(_place(project)), message, hint, severity=Severity.NOTE, common=(_COMMON,))


def _is_begun(project: Project) -> bool:
    """Tell whether the author has begun a record: who only drops notebooks need not hear of more."""
    return not _BEGUN.isdisjoint(project.origins)


_BEGUN = frozenset({"level", "origin", "based_on", "kind", "stages", "problem", "datasets", "results"})
"""Fields that nobody but the author can say."""


def _place(project: Project) -> PurePosixPath:
    """Name the file in which the author would add the line."""
    entry = project.entry
    return entry.folder / entry.layer.origin if entry.layer else project.main.source


def advise(record: Record) -> Advice | None:
    """Return the one thing that would help a reader of this record most; None where nothing is missing."""
    if record.kind.is_logged:
        return None
    return next((advice for ask in _QUESTIONS if (advice := ask(record))), None)


def _without_baseline(record: Record) -> Advice | None:
    first = next(iter(record.results), None)
    # A replication is measured against what was published, which its split or its text says.
    if first is None or first.baseline or first.human or record.kind is Kind.REPLICATION:
        return None
    return (
        f"«{first.metric} {first.value}» has no baseline, and a result without one tells a reader little",
        "Add `baseline:` to it: what the simplest rule reaches that a thoughtful person would use.",
    )


def _beyond_comparison(record: Record) -> Advice | None:
    first = next(iter(record.results), None)
    if first is None or not _has_digits(first.value, first.baseline) or compare(first, first.baseline):
        return None
    return (
        f"«{first.metric} {first.value}» cannot be compared with its baseline «{first.baseline}»",
        "Write both as numbers in one unit, such as 87 % and 75 %, and leave out a comma before three digits.",
    )


def _has_digits(*texts: str) -> bool:
    return all(any(map(str.isdecimal, text)) for text in texts)


def _without_direction(record: Record) -> Advice | None:
    for result in record.results:
        differences = compare(result, result.baseline), compare(result, result.human)
        if any(found and found.gain is None for found in differences):
            return (
                f"it is not clear whether more or less is better of «{result.metric}», so no reader is told",
                "Add `higher_is_better: true` or `higher_is_better: false` to that result.",
            )
    return None


def _unchanged(record: Record) -> Advice | None:
    if record.origin is not Origin.EXTENDED or record.changed:
        return None
    return (
        "this extends somebody's work, and does not say how",
        "Add a line such as `changed: another city, and a split by time`. That is the part a reader looks for.",
    )


def _without_source(record: Record) -> Advice | None:
    if record.origin in (None, Origin.OWN) or record.based_on:
        return None
    return (
        "this follows somebody's work, and does not say whose",
        "Add a line such as `based_on: {title: The course, url: https://example.org}`.",
    )


def _without_results(record: Record) -> Advice | None:
    if record.results:
        return None
    return (
        "this has no result yet that a reader could see at a glance",
        "If it measures something, add a line: `results: {metric: MAE, value: 1.90, baseline: 2.34}`.",
    )


def _without_problem(record: Record) -> Advice | None:
    if record.problem:
        return None
    return (
        "this does not say yet in a sentence what question it answers",
        "Add a line such as `problem: What does a ride cost before it begins?`.",
    )


_QUESTIONS: tuple[Callable[[Record], Advice | None], ...] = (
    _without_baseline,
    _beyond_comparison,
    _without_direction,
    _unchanged,
    _without_source,
    _without_results,
    _without_problem,
)
"""In the order in which readers miss the answers."""
