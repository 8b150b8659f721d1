"""docs/curriculum.yml read into a curriculum; what cannot be read is left out and makes a problem with its line."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field

from inpublic.curriculum.curriculum import Curriculum, Form, Outcome, Resource, Status, Track, Unit, status_by
from inpublic.errors import Problem, Severity
from inpublic.records.ownfile import read_own
from inpublic.records.parsers import (
    Parser,
    is_unset,
    normalise,
    parse_date,
    parse_enum,
    parse_names,
    parse_text,
    parse_url,
)
from inpublic.records.yamltext import Items, MisreadError, Pairs, Scalar, Value, quote, read_mapping

PATH = PurePosixPath("docs/curriculum.yml")
"""Where the file is, from the site's folder."""

_HOURS = 100_000
_MEANT = MappingProxyType(
    {
        word: meant
        for meant, words in {
            "planned": "todo to_do later next wanted open not_started",
            "doing": "in_progress started ongoing current reading active under_way",
            "done": "finished complete completed read passed",
            "abandoned": "dropped stopped quit given_up cancelled paused",
        }.items()
        for word in words.split()
    }
)
"""What others call the states, with underscores for spaces."""


def load_curriculum(root: Path) -> tuple[Curriculum | None, tuple[Problem, ...]]:
    """Read the file in the site's folder `root`; None where there is none, or where nothing in it can be read."""
    text, problems = read_own(root, PATH)
    return (None, problems) if text is None else parse_curriculum(text)


def parse_curriculum(text: str) -> tuple[Curriculum | None, tuple[Problem, ...]]:
    """Read the text of the file, with all that is wrong in it; None for text that is no YAML."""
    reader = _Reader()
    try:
        top = read_mapping(text)
    except MisreadError as error:
        return None, (Problem(str(PATH), f"this file {error.message}", error.hint, error.line),)
    values = reader.entry(top, _CURRICULUM, "the curriculum")
    if "tracks" not in values and not reader.problems:
        reader.add("there are no tracks in this file", _EXAMPLE, 1, severity=Severity.WARNING)
    found = sorted(reader.problems, key=lambda problem: problem.line or 0)
    return Curriculum(**values), tuple(found)


_EXAMPLE = "Begin with `tracks:` and below it `- title: …` and `units:`."


class _Reader(Struct, frozen=True):
    """Reads entries by tables of their keys, and collects what is wrong with them."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, message: str, hint: str, line: int, *, severity: Severity = Severity.ERROR) -> None:
        self.problems.append(Problem(str(PATH), message, hint, line, severity=severity))

    def entry(self, value: Pairs, table: Mapping[str, _Parse], what: str) -> dict[str, Any]:  # Any: as their fields
        """Return the values of an entry by the names of its keys; unknown ones are warned of, wrong ones left out."""
        values: dict[str, Any] = {}
        for key, part in value.pairs:
            parse = table.get(normalise(key.text))
            if parse is None:
                self.add(f"{quote(key)} is no key of {what}", _near(key, table), key.line, severity=Severity.WARNING)
            elif not is_unset(part):
                try:
                    values[normalise(key.text)] = parse(self, part)
                except MisreadError as error:
                    self.add(f"{quote(key)} {error.message}", error.hint, error.line)
        return values

    def each(self, value: Value, read: Callable[[_Reader, Value], Any]) -> tuple[Any, ...]:  # Any: see `entry`
        """Read the entries of a list, or a single one, without those that cannot be read."""
        items = value.items if isinstance(value, Items) else (value,)
        return tuple(self._each(items, read))

    def _each(self, items: tuple[Value, ...], read: Callable[[_Reader, Value], Any]) -> Iterator[Any]:
        for item in items:
            try:
                yield read(self, item)
            except MisreadError as error:
                self.add(f"this entry {error.message}", error.hint, error.line)


_Parse = Callable[[_Reader, Value], object]


def _near(key: Scalar, table: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(normalise(key.text), table, 1, 0.6)
    return f"Did you mean «{near[0]}»?" if near else f"Known are {', '.join(table)}."


def _plain(parse: Parser) -> _Parse:
    return lambda _, value: parse(value)


def _status(_: _Reader, value: Value) -> Status:
    try:
        return parse_enum(Status)(value)
    except MisreadError as error:
        meant = _MEANT.get(normalise(value.text)) if isinstance(value, Scalar) else None
        raise MisreadError(error.message, f"Write {meant}.", error.line) if meant else error from None


def _hours(_: _Reader, value: Value) -> float:
    text = parse_text(value)
    try:
        hours = float(text)
    except ValueError:
        hours = -1
    if not 0 <= hours <= _HOURS:
        raise MisreadError(f"must be a number of hours, not {quote(value)}", "Write it like 12 or 1.5.", value.line)
    return int(hours) if hours.is_integer() else hours


def _titled(reader: _Reader, value: Value, table: Mapping[str, _Parse], what: str) -> dict[str, Any]:  # Any: see above
    """Read an entry that has to have a title, which may stand alone."""
    if isinstance(value, Scalar) and not is_unset(value):
        return {"title": parse_text(value), "line": value.line}
    if not isinstance(value, Pairs):
        raise MisreadError(f"must be {what}, not {quote(value)}", "Write `- title: …` and the rest below.", value.line)
    values = reader.entry(value, table, what)
    if not values.get("title"):
        raise MisreadError("has no title", "Add `title: …`.", value.line)
    return {**values, "line": value.line}


def _resource(reader: _Reader, value: Value) -> Resource:
    values = _titled(reader, value, _RESOURCE, "a resource")
    values = {_FIELDS.get(key, key): part for key, part in values.items()}
    values.setdefault("status", status_by(values.get("started"), values.get("finished")))
    _look_over(reader, values, values["status"])
    return Resource(**values)


def _unit(reader: _Reader, value: Value) -> Unit:
    values = _titled(reader, value, _UNIT, "a unit")
    _look_over(reader, values, values.get("status"))
    unit = Unit(**{_UNIT_FIELDS.get(key, key): part for key, part in values.items()})
    if unit.said is Status.DONE and any(item.status in (Status.PLANNED, Status.DOING) for item in unit.resources):
        message = f"«{unit.title}» is done, but a course or book in it is not"
        reader.add(message, "Say of each what became of it.", unit.line, severity=Severity.NOTE)
    return unit


def _track(reader: _Reader, value: Value) -> Track:
    values = _titled(reader, value, _TRACK, "a track")
    return Track(**{key: part for key, part in values.items() if key != "line"})


def _outcome(reader: _Reader, value: Value) -> Outcome:
    if not isinstance(value, Pairs):
        return Outcome(projects=parse_names(value), line=value.line)
    values = reader.entry(value, _OUTCOME, "an outcome")
    named = {kind: (*values.get(kind, ()), *values.get(f"{kind}s", ())) for kind in ("project", "tag", "skill")}
    return Outcome(named["project"], named["tag"], named["skill"], value.line)


def _look_over(reader: _Reader, values: Mapping[str, Any], status: object) -> None:  # Any: see above
    """Warn of what does not go together: given up without a reason, finished before it was begun."""
    title, line, started, finished = (values.get(key) for key in ("title", "line", "started", "finished"))
    if status is Status.ABANDONED and not values.get("reason"):
        hint = "Add `reason: …`: a few honest words help others to choose."
        reader.add(f"«{title}» is abandoned without a reason", hint, line or 1, severity=Severity.WARNING)
    if started and finished and finished < started:
        message = f"«{title}» was finished on {finished}, before it was started on {started}"
        reader.add(message, "Put the two dates right.", line or 1, severity=Severity.WARNING)
    if finished and status in (Status.PLANNED, Status.DOING) and "resources" not in values:
        hint = "Write `status: done` (or `abandoned`), or take the date out."
        message = f"«{title}» has a day on which it was finished and is not done"
        reader.add(message, hint, line or 1, severity=Severity.WARNING)


_STUDY: Mapping[str, _Parse] = {
    "status": _status,
    "reason": _plain(parse_text),
    "started": _plain(parse_date),
    "finished": _plain(parse_date),
}
_RESOURCE: Mapping[str, _Parse] = MappingProxyType(
    {
        "title": _plain(parse_text),
        "url": _plain(parse_url),
        "kind": _plain(parse_enum(Form)),
        "hours": _hours,
        **_STUDY,
    }
)
_FIELDS = MappingProxyType({"kind": "form"})
_UNIT: Mapping[str, _Parse] = MappingProxyType(
    {
        "title": _plain(parse_text),
        "summary": _plain(parse_text),
        "resources": lambda reader, value: reader.each(value, _resource),
        "outcome": _outcome,
        **_STUDY,
    }
)
_UNIT_FIELDS = MappingProxyType({"status": "said", "started": "begun", "finished": "ended"})
_TRACK: Mapping[str, _Parse] = MappingProxyType(
    {
        "title": _plain(parse_text),
        "summary": _plain(parse_text),
        "units": lambda reader, value: reader.each(value, _unit),
    }
)
_OUTCOME: Mapping[str, _Parse] = MappingProxyType(
    {key: _plain(parse_names) for key in ("project", "tag", "skill", "projects", "tags", "skills")}
)
_CURRICULUM: Mapping[str, _Parse] = MappingProxyType(
    {
        "title": _plain(parse_text),
        "summary": _plain(parse_text),
        "tracks": lambda reader, value: reader.each(value, _track),
    }
)
