"""Finds what a project's page leads to at its end: its neighbours in time, and the projects that are most like it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import nsmallest

from inpublic.website import Project

RELATED = 3
"""How many related projects a page offers."""

Foot = Mapping[str, Sequence[int]]
"""The other projects that a page leads to at its end, by their places in line: `newer`, `older` and `related` ones."""


def feet(projects: Sequence[Project]) -> Iterator[Foot]:
    """Find for each project the next newer and older one, and those that share most tags, by their places in line."""
    last = len(projects) - 1
    for number, related in enumerate(related_by(tuple(project.record.tags for project in projects))):
        newer, older = range(max(number - 1, 0), number), range(number + 1, min(number + 1, last) + 1)
        yield {"newer": newer, "older": older, "related": related}


@lru_cache(maxsize=1)  # tags seldom change from one build of a preview to the next
def related_by(tags: tuple[tuple[str, ...], ...]) -> tuple[tuple[int, ...], ...]:
    """Find for the tags of each project those others that share most of them; what few have in common counts more.

    Projects with the very same tags are looked at as one: of a large portfolio they are many.
    """
    alike: dict[tuple[str, ...], list[int]] = {}
    for number, own in enumerate(tags):
        alike.setdefault(tuple(sorted(set(own))), []).append(number)
    bearers: dict[str, list[tuple[str, ...]]] = {}
    for own in alike:
        for tag in own:
            bearers.setdefault(tag, []).append(own)
    shares = {tag: 1 / sum(len(alike[own]) for own in sets) for tag, sets in bearers.items()}
    nearest = {own: _nearest(own, alike, bearers, shares) for own in alike}
    return tuple(
        tuple(other for other in nearest[tuple(sorted(set(own)))] if other != number)[:RELATED]
        for number, own in enumerate(tags)
    )


def _nearest(
    tags: tuple[str, ...],
    alike: Mapping[tuple[str, ...], Sequence[int]],
    bearers: Mapping[str, Sequence[tuple[str, ...]]],
    shares: Mapping[str, float],
) -> tuple[int, ...]:
    """Return the projects nearest to those with some tags, which are among them: one more than a page offers."""
    closeness: dict[tuple[str, ...], float] = {}
    for tag in tags:
        for other in bearers[tag]:
            closeness[other] = closeness.get(other, 0) + shares[tag]
    ranked = ((-close, number) for own, close in closeness.items() for number in alike[own][: RELATED + 1])
    return tuple(number for _, number in nsmallest(RELATED + 1, ranked))
