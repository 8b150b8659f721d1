"""What is said of the executor is read once, and nonsense is refused before anything is done."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from inpublic import options
from inpublic.workers import Workers


@click.command()
@options.workers
def said(workers: Workers) -> None:
    """Say who would convert."""
    click.echo(repr(workers))


@pytest.mark.parametrize(
    ("arguments", "workers"),
    [
        (["--jobs", "3"], Workers(3)),
        (["--jobs", "3", "--executor", "serial"], Workers(1)),
        (["--executor", "dask:tcp://127.0.0.1:8786", "--jobs", "3"], Workers(3, "tcp://127.0.0.1:8786")),
    ],
    ids=["processes", "serial", "a cluster"],
)
def test_two_options_say_together_who_converts(arguments: list[str], workers: Workers) -> None:
    assert CliRunner().invoke(said, arguments).output == f"{workers!r}\n"


def test_an_executor_that_there_is_not_is_a_wrong_use_of_the_command() -> None:
    result = CliRunner().invoke(said, ["--executor", "proceses"])
    assert result.exit_code == 2
    assert "Invalid value for '--executor'" in result.stderr
    assert "there is no executor «proceses». Write" in result.stderr
