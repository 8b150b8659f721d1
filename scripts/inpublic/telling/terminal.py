"""What a person or program sees of a run: with cli.py and command.py the only module that prints."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from io import TextIOWrapper
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click
from msgspec import Struct, field

from inpublic.errors import InpublicError, Problem, Severity
from inpublic.telling.formats import (
    SHOWN_BY_GITHUB,
    LineOf,
    annotated,
    annotated_stop,
    as_json,
    cell_lines,
    disarmed,
    human,
    human_advice,
    human_stop,
)
from inpublic.telling.printable import printable_lines

if TYPE_CHECKING:
    from inpublic.conversion import Progress
    from inpublic.load import BuildReport

_LOOK_ALIKES = {"«": '"', "»": '"', "→": "->", "…": "...", "–": "-", "’": "'", "·": "*", "\xa0": " "}


def prepare_streams() -> None:
    """Let no character stop a run: what the terminal's encoding lacks is written as what looks like it, or its code."""
    codecs.register_error("inpublic", _replaced)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="inpublic")


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(
        _LOOK_ALIKES.get(one, one.encode("ascii", "backslashreplace").decode()) for one in missing
    ), error.end


class Teller(Struct):
    """Tells a run in the form asked for: to people while it goes on, to programs when it is over.

    `root` is the site's folder, `folder` the same as GitHub sees it from the repository's. JSON stands alone on
    the standard output; what people read of problems is on the other.
    """

    form: str
    root: Path
    folder: PurePosixPath = field(default_factory=PurePosixPath)
    verbose: bool = False
    report: BuildReport | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Tell whether something must be mended before all can be published."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def tell(self, problems: Iterable[Problem]) -> None:
        """Tell what was found."""
        for problem in problems:
            self.problems.append(problem)
            if self.form != "json":
                self._echo(human(problem), err=True)

    def line(self, text: str, *, colour: str = "") -> None:
        """Say something that only people want to know, on one or more lines."""
        if self.form != "json":
            self._echo(click.style(printable_lines(text), fg=colour or None))

    def end(self, stopped: InpublicError | None = None) -> None:
        """Say what is left to say when the run is over, or was `stopped`."""
        if self.form == "json":
            click.echo(as_json(self.report, self.problems, stopped))
            return
        for line in human_advice(self.problems):
            self._echo(line, err=True)
        if stopped:
            self._echo(human_stop(stopped), err=True)
        if self.form == "github":
            self._annotate(stopped)

    def _annotate(self, stopped: InpublicError | None) -> None:
        if stopped:
            click.echo(annotated_stop(stopped))
        room = SHOWN_BY_GITHUB - bool(stopped)
        for line in annotated(self.problems, self._line_of(), folder=self.folder, room=room):
            click.echo(line)

    def _line_of(self) -> LineOf:
        """Find lines, reading each notebook that has problems once."""

        @cache
        def starts(path: str) -> tuple[int, ...]:
            try:
                return cell_lines((self.root / path).read_text("utf-8-sig"))
            except (OSError, ValueError):
                return ()

        def line_of(problem: Problem) -> int | None:
            if problem.cell is None:
                return problem.line
            return next(iter(starts(problem.path)[problem.cell - 1 : problem.cell]), None)

        return line_of

    def _echo(self, text: str, *, err: bool = False) -> None:
        click.echo(disarmed(text) if self.form == "github" else text, err=err)


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """Show a bar in a terminal once converting takes more than a second; nothing anywhere else."""
    if not sys.stderr.isatty():
        yield None
        return
    from time import monotonic

    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        start = monotonic()
        task = bar.add_task("Converting", total=None, visible=False)

        def shown(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=monotonic() - start > 1)
            if done == total:
                bar.stop()  # and with it a thread, without which this process can be copied (see twin.py)

        yield shown


@contextmanager
def status(text: str) -> Iterator[None]:
    """Show in a terminal that something takes its time; nothing anywhere else."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(text):
        yield
