"""docs/resume.yml read into a resume; what cannot be read is left out and makes a problem with its line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from msgspec import Struct, field

from inpublic.errors import Problem, Severity
from inpublic.records.ownfile import read_own
from inpublic.records.parsers import is_unset, is_url
from inpublic.records.yamltext import Items, MisreadError, Pairs, Scalar, Value, quote, read_mapping
from inpublic.resume import resume
from inpublic.resume.keys import NAMES, NEEDED, NESTED, OLD, SECTIONS
from inpublic.resume.parsers import parser_of
from inpublic.resume.resume import Resume, camel

PATH = PurePosixPath("docs/resume.yml")
"""Where the file is, from the site's folder."""

Entry = TypeVar("Entry", bound=Struct)

_FREE = frozenset({"theme", "language"})
"""Keys of `meta` that other tools keep there."""


def load_resume(root: Path) -> tuple[Resume | None, tuple[Problem, ...]]:
    """Read the file in the site's folder `root`; None where there is none, or where nothing in it can be read."""
    text, problems = read_own(root, PATH)
    return (None, problems) if text is None else parse_resume(text, lambda name: _is_file(root / PATH.parent / name))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name longer than any can be
        return False


def parse_resume(
    text: str, is_there: Callable[[str], bool] = lambda _: True
) -> tuple[Resume | None, tuple[Problem, ...]]:
    """Read the text of the file, with all that is wrong in it; None for text that is no YAML.

    Keys may be written as JSON Resume has them or with underscores: `startDate`, `start_date`. `is_there` tells whether
    a path below docs/ is that of a file.
    """
    try:
        top = read_mapping(text)
    except MisreadError as error:
        return None, (Problem(str(PATH), f"this file {error.message}", error.hint, error.line),)
    reader = _Reader(is_there)
    found = reader.entry(Resume, top, "")
    return found, tuple(sorted(reader.problems, key=lambda problem: problem.line or 0))


class _Reader(Struct, frozen=True):
    """Reads entries by the fields of their values, and collects what is wrong with them."""

    is_there: Callable[[str], bool]
    problems: list[Problem] = field(default_factory=list)

    def add(self, message: str, hint: str, line: int, *, severity: Severity = Severity.ERROR) -> None:
        self.problems.append(Problem(str(PATH), message, hint, line, severity=severity))

    def entry(self, kind: type[Entry], value: Pairs, name: str) -> Entry:
        """Make a value of a mapping: unknown keys are warned of, what cannot be read is left out."""
        values: dict[str, Any] = {}  # Any: as the fields are
        known = _spellings(kind)
        for key, part in value.pairs:
            field_name = known.get(_plain(key.text))
            if field_name is None:
                self._unknown(kind, key, name)
            elif field_name in values:
                self.add(f"{quote(key)} is here in two spellings", "Keep one of the two.", key.line)
            elif not is_unset(part):
                try:
                    values[field_name] = self._part(kind, field_name, part)
                except MisreadError as error:
                    self.add(f"{quote(key)} {error.message}", error.hint, error.line)
        self._check_span(values, value.line)
        return kind(**values)

    def _part(self, kind: type, name: str, value: Value) -> object:
        if kind is Resume and name in SECTIONS:
            return tuple(self._entries(SECTIONS[name], value))
        if name == "profiles":
            return tuple(self._entries(resume.Profile, value))
        nested = NESTED.get((kind, name))
        if nested is None:
            found = parser_of(name)(value)
            if name == "image" and isinstance(found, str) and not is_url(found) and not self.is_there(found):
                hint = "Put the picture there, or mend its name: capitals count."
                raise MisreadError(f"names no file of docs/: {quote(value)}", hint, value.line)
            return found
        if isinstance(value, Pairs):
            return self.entry(nested, value, name)
        raise MisreadError(f"must be a section, not {quote(value)}", "Write its keys below it, indented.", value.line)

    def _entries(self, kind: type[Entry], value: Value) -> Iterator[Entry]:
        """Read a list of entries, or a single one; text alone stands for the first field."""
        what = NAMES[kind]
        for item in value.items if isinstance(value, Items) else (value,):
            if isinstance(item, Items):
                hint = "Begin each entry with «- » at one depth."
                self.add(f"{what} must be lines of the form «key: value», not a list", hint, item.line)
            elif isinstance(item, Pairs) or not is_unset(item):
                first = kind.__struct_fields__[0]
                pairs = item if isinstance(item, Pairs) else Pairs(((Scalar(first, line=item.line), item),), item.line)
                entry = self.entry(kind, pairs, what)
                if any(getattr(entry, key) for key in NEEDED.get(kind, (first,))):
                    yield entry
                elif not self._complained_of(pairs):
                    self.add(f"{what} has no name", f"Add `{camel(first)}: …`.", item.line)

    def _complained_of(self, entry: Pairs) -> bool:
        lines = {value.line for _, value in entry.pairs}
        return any(problem.line in lines and problem.severity is Severity.ERROR for problem in self.problems)

    def _unknown(self, kind: type[Struct], key: Scalar, name: str) -> None:
        plain = _plain(key.text)
        if key.text.startswith(("x-", "x_")) or plain == "$schema" or (name == "meta" and plain in _FREE):
            return
        known = _spellings(kind)
        old = OLD.get(plain)
        near = [old] if old in known else difflib.get_close_matches(plain, known, 1, 0.7)
        names = ", ".join(camel(one) for one in known.values())
        hint = f"Did you mean «{camel(known[near[0]])}»?" if near and near[0] else f"Known are {names}."
        where = f" of {name}" if name else " of a resume"
        self.add(f"{quote(key)} is no key{where}", hint, key.line, severity=Severity.WARNING)

    def _check_span(self, values: Mapping[str, Any], line: int) -> None:
        start, end = values.get("start_date", ""), values.get("end_date", "")
        shared = min(len(start), len(end))
        if end and end[:shared] < start[:shared]:
            message = f"this entry ends in {end}, before it begins in {start}"
            self.add(message, "Put the two dates right.", line, severity=Severity.WARNING)


def _plain(key: str) -> str:
    """Reduce a key to what all spellings of it share: start_date, startDate, start-date."""
    return re.sub(r"[-_\s]+", "", key.strip()).casefold()


def _spellings(kind: type[Struct]) -> dict[str, str]:
    return {_plain(name): name for name in kind.__struct_fields__}
