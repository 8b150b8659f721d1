"""The forms in which a run is told: lines for people, one JSON document for programs, annotations for GitHub.

Pure: values in, text out. What authors chose, such as names and quoted values, steers no terminal and no log.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import click

from inpublic.errors import InpublicError, Problem, Severity
from inpublic.telling.printable import printable

if TYPE_CHECKING:
    from inpublic.load import BuildReport
    from inpublic.website import Project, Website

FORMATS = ("human", "json", "github")
VERSION = 1
"""The version of the JSON document: it grows when a field changes its meaning or goes, not when one is added."""
SHOWN_BY_GITHUB = 10
"""How many annotations of one severity GitHub shows of a step; it drops the rest without a word."""

PASTED = 15
"""How many lines people are offered to paste: whoever needs more of them has other worries."""

LineOf = Callable[[Problem], int | None]
"""Finds the line of the file on which a problem stands, where its cell starts if it is in one."""

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def human(problem: Problem) -> str:
    """Write a problem as a line for people, with its hint on a second one, in colours; see `human_advice`."""
    name = click.style(f"{problem.severity.value}:", fg=_COLOURS[problem.severity])
    line = f"{printable(problem.place)}: {name} {printable(problem.message)}"
    return f"{line}\n{_hint(problem.hint)}" if problem.hint else line


def human_stop(error: InpublicError) -> str:
    """Write what stopped the run for people."""
    line = click.style(f"error: {printable(error.message)}", fg="red")
    return f"{line}\n{_hint(error.hint)}" if error.hint else line


def human_advice(problems: Iterable[Problem]) -> Iterator[str]:
    """Write for people what several problems have in common, each sentence once, then the lines to be pasted.

    The lines stand at the left edge, as they do in mkdocs.yml.
    """
    found = list(problems)
    for sentence in dict.fromkeys(sentence for problem in found for sentence in problem.common):
        yield _hint(sentence)
    yield from pasted(found)


def pasted(problems: Iterable[Problem]) -> Sequence[str]:
    """Return the lines of mkdocs.yml that would allow what was found, the first of them if there are many."""
    lines = [*dict.fromkeys(printable(line) for problem in problems for line in problem.paste)]
    more = [f"      # and {len(lines) - PASTED} more, whose names stand above"] if len(lines) > PASTED else []
    return lines[:PASTED] + more


def _hint(hint: str) -> str:
    return click.style(f"  → {printable(hint)}", dim=True)


def disarmed(text: str) -> str:
    """Take the meaning from the marks that GitHub reads as commands anywhere in a line of a log."""
    return text.replace("##[", "# #[")


def annotated(
    problems: Iterable[Problem], line_of: LineOf, *, folder: PurePosixPath, room: int = SHOWN_BY_GITHUB
) -> Iterator[str]:
    """Write problems as GitHub's workflow commands, errors first; `folder` is the site's within the repository.

    Of one severity there are at most `room`, of which the last then says how many are left.
    See GitHub's «Workflow commands for GitHub Actions».
    """
    found = list(problems)
    for severity in reversed(Severity):
        some = [problem for problem in found if problem.severity is severity]
        full = len(some) > room
        for problem in some[: room - 1] if full else some:
            yield _annotation(problem, line_of(problem), folder)
        if full:
            more = len(some) - room + 1
            yield f"::{_COMMANDS[severity]}::{more} more like this are in the log of this step"


def annotated_stop(error: InpublicError) -> str:
    """Write what stopped the run as GitHub's workflow command."""
    return f"::error::{_data(error.message, error.hint)}"


def _annotation(problem: Problem, line: int | None, folder: PurePosixPath) -> str:
    """Write one command; of a cell the title says which, since the file's lines mean nothing to its author."""
    properties = {
        "file": (folder / problem.path).as_posix(),
        "line": str(line) if line else "",
        "title": _title(problem),
    }
    said = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    return f"::{_COMMANDS[problem.severity]} {said}::{_data(problem.message, *problem.advice)}"


def _title(problem: Problem) -> str:
    if problem.cell is None:
        return ""
    return f"cell {problem.cell}" if problem.line is None else f"cell {problem.cell}, line {problem.line}"


def _data(*lines: str) -> str:
    """Escape the text of a command; after `printable` the only ends of lines are our own."""
    parts = [printable(line).replace("%", "%25") for line in lines if line]
    return "%0A".join(parts)


def _property(value: str) -> str:
    return printable(value).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")


_PART = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}\n]', re.DOTALL)


def cell_lines(notebook: str) -> tuple[int, ...]:
    """Return the line of a notebook's JSON on which each cell starts; nothing for what is no notebook of format 4."""
    found: list[int] = []
    depth, line, key, in_cells = 0, 1, "", False
    for match in _PART.finditer(notebook):
        part = match[0]
        if part == "\n":
            line += 1
        elif part in "[{":
            depth += 1
            in_cells = key == '"cells"' if depth == 2 else in_cells
            found += [line] if depth == 3 and in_cells and part == "{" else []
        elif part in "]}":
            depth -= 1
        elif depth == 1:
            key = part
    return tuple(found)


def as_json(report: BuildReport | None, problems: Sequence[Problem], stopped: InpublicError | None) -> str:
    """Write a whole run as one JSON document, in ASCII so that any pipe carries it; GUIDE.md describes its fields."""
    document = {
        "version": VERSION,
        "stopped": {"message": _whole(stopped.message), "hint": _whole(stopped.hint)} if stopped else None,
        "problems": [_problem(problem) for problem in problems],
        "projects": [_project(report.website, item) for item in report.website.projects] if report else [],
        "left_out": [_whole(name) for name in report.left_out] if report else [],
        "drafts": [_whole(name) for name in report.drafts] if report else [],
        "counts": _counts(report, problems),
    }
    return json.dumps(document, indent=2)


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "severity": problem.severity.value,
        "path": _whole(problem.path),
        "line": problem.line,
        "cell": problem.cell,
        "place": _whole(problem.place),
        "message": _whole(problem.message),
        "hint": _whole("\n".join(problem.advice)),
    }


def _project(website: Website, project: Project) -> dict[str, object]:
    address = f"projects/{project.record.slug}/"
    return {
        "slug": _whole(project.record.slug),
        "title": _whole(project.record.title),
        "path": _whole(project.main.source.as_posix()),
        "date": project.record.date.isoformat() if project.record.date else None,
        "url": _whole(f"{website.config.site_url}{address}"),
    }


def _counts(report: BuildReport | None, problems: Sequence[Problem]) -> dict[str, int]:
    counts = {f"{severity.value}s": sum(one.severity is severity for one in problems) for severity in Severity}
    if report:
        counts |= {"projects": len(report.website.projects), "pages": sum(1 for _ in report.website.pages)}
        counts |= {"written": report.tree.written, "removed": report.tree.removed}
    return counts


def _whole(text: str) -> str:
    """Write halves of characters, as in names that are not UTF-8, as their escapes: not all readers take them."""
    return text.encode("utf-8", "backslashreplace").decode()
