"""What can go wrong: a fault in somebody's content (a value) or in the run itself (an exception)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """Says whether a problem keeps a project off the site, is worth mending, or is only worth knowing."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Problem:
    """Describes one fault in what the user wrote; problems are collected, never raised.

    `path` is relative to the site's folder and uses forward slashes, `line` and `cell` count from 1, a line within
    its cell where there is one; `hint` says what to do about it.
    """

    path: str
    message: str
    hint: str = ""
    line: int | None = None
    cell: int | None = None
    severity: Severity = Severity.ERROR

    @property
    def place(self) -> str:
        """Name the file and the line or cell, as editors and terminals make clickable."""
        if self.cell is None:
            return self.path if self.line is None else f"{self.path}:{self.line}"
        place = f"{self.path}: cell {self.cell}"
        return place if self.line is None else f"{place}, line {self.line}"

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class InpublicError(Exception):
    """Stops the run; `hint` says what to do. Caught once, by the command line."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
