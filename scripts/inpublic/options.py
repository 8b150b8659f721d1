"""The options that commands share, each defined once."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from inpublic.errors import InpublicError
from inpublic.telling.formats import FORMATS

root = click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=".",
    help="The folder of mkdocs.yml.  [default: this folder]",
)
jobs = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=lambda: os.cpu_count() or 1,
    show_default="all processors",
    help="How many notebooks to convert at the same time.",
)
strict = click.option("--strict", is_flag=True, help="Write nothing at all while any project is broken.")
verbose = click.option("--verbose", is_flag=True, help="Show every step, and the traceback if something breaks.")
form = click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default=lambda: "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "human",
    show_default="human; in GitHub Actions github",
    help="Tell problems as lines, as one JSON document, or as annotations of a pull request.",
)
_executor = click.option(
    "--executor",
    default="processes",
    metavar="serial|processes|dask:ADDRESS",
    show_default=True,
    help="Who converts: this process alone, others beside it, or a Dask cluster, such as dask:tcp://127.0.0.1:8786.",
)


def workers(command: Callable[..., None]) -> Callable[..., None]:  # click hands over options by name
    """Add --jobs and --executor to a command, which is handed what they mean together, as `workers`."""

    @jobs
    @_executor
    @wraps(command)
    def staffed(*args: Any, jobs: int, executor: str, **kwargs: Any) -> None:  # whatever the command takes
        from inpublic.workers import parse_workers

        try:
            found = parse_workers(executor, jobs)
        except InpublicError as error:
            raise click.BadParameter(f"{error.message}. {error.hint}", param_hint="'--executor'") from error
        command(*args, workers=found, **kwargs)

    return staffed
