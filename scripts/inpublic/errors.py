"""What can go wrong: a fault in somebody's content (a value) or in the run itself (an exception)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from msgspec import Struct


class Severity(Enum):
    """Says whether a problem keeps a project off the site, is worth mending, or is only worth knowing."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


class Problem(Struct, frozen=True):
    """Describes one fault in what the user wrote; problems are collected, never raised.

    `path` is relative to the site's folder and uses forward slashes, `line` and `cell` count from 1, a line within
    its cell where there is one; `hint` says what to do about it, `common` what holds for all problems like it and need
    be read once a run. `paste` are the lines of mkdocs.yml that allow it, indented as they stand there.
    """

    path: str
    message: str
    hint: str = ""
    line: int | None = None
    cell: int | None = None
    severity: Severity = Severity.ERROR
    common: tuple[str, ...] = ()
    paste: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Name the file and the line or cell, as editors and terminals make clickable."""
        if self.cell is None:
            return self.path if self.line is None else f"{self.path}:{self.line}"
        place = f"{self.path}: cell {self.cell}"
        return place if self.line is None else f"{place}, line {self.line}"

    @property
    def advice(self) -> tuple[str, ...]:
        """Say all that can be done about it, for those who see this problem alone: a line of words, those to paste."""
        words = " ".join(part for part in (self.hint, *self.common) if part)
        return (words, *self.paste) if words else self.paste

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class InpublicError(Exception):
    """Stops the run; `hint` says what to do. Caught once, by the command line.

    `problems` are the reasons that have places in files, such as the faults of the settings; they are told first.
    """

    def __init__(self, message: str, hint: str = "", problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.problems = tuple(problems)
