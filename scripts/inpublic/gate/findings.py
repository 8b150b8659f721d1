"""Turns what the detector finds into findings: masked at once, so that no secret goes any further."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from inpublic.document import Finding
from inpublic.gate.detect import find_each
from inpublic.gate.kinds import Kind, Match
from inpublic.gate.masks import blur, identifier, mask
from inpublic.gate.places import places_of
from inpublic.gate.wrappings import Place

Find = Callable[[Iterable[Place]], Iterable[tuple[Place, Iterable[Match]]]]
"""Finds what must not be published in the texts of a file, and gives it with their places."""

_MOST = 100
"""How many different values of one personal kind a file's findings list; of the others nothing is kept."""


def scan(suffix: str, data: bytes, find: Find = find_each) -> tuple[Finding, ...]:
    """Look through a file, told by the ending of its name: what is in it that must not be published."""
    return tuple(collect(places_of(suffix, data), find))


def collect(places: Iterable[Place], find: Find) -> Iterator[Finding]:
    """Make one finding of each value in each sort of place, where it stands first, secrets before the rest."""
    found: dict[tuple[str, str], Finding] = {}
    seen: set[tuple[tuple[str, str], int | None, int | None]] = set()
    for place, matches in find(places):
        for kind, value, line in _values(place, matches):
            key = (identifier(kind.name, value), place.where)
            if key not in found:
                found[key] = _finding(kind, value, key[0], place, line)
            elif (key, place.cell, line) not in seen:  # a text may come again in another form (see wrappings.py)
                found[key] = replace(found[key], count=found[key].count + 1)
            seen.add((key, place.cell, line))
    yield from (finding for finding in found.values() if finding.is_secret)
    listed: dict[str, int] = {}
    for finding in found.values():
        listed[finding.kind] = listed.get(finding.kind, 0) + 1
        if not finding.is_secret and listed[finding.kind] <= _MOST:
            yield finding


def _values(place: Place, matches: Iterable[Match]) -> Iterator[tuple[Kind, str, int | None]]:
    if place.known:
        yield place.known, place.text, place.line
        return
    line, seen = place.line, 0
    for match in matches:
        if line is not None:
            line += place.text.count("\n", seen, match.start)
            seen = match.start
        yield match.kind, place.text[match.start : match.end], line


def _finding(kind: Kind, value: str, name: str, place: Place, line: int | None) -> Finding:
    masked = mask(value) if kind.is_secret or kind.is_masked else blur(value)
    return Finding(kind.name, kind.is_secret, masked, name, place.where, kind.remedy, place.cell, line)
