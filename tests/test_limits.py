"""What is too large says so, with the setting that allows more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath

import click
import pytest

from inpublic.checking.limits import megabytes, record_fault, source_fault
from inpublic.settings.parts import Limits

LIMITS = Limits(notebook_megabytes=2)


@pytest.mark.parametrize(
    ("name", "words"),
    [("projects/a.ipynb", ("notebook", "outputs", "dpi")), ("projects/a.MD", ("write-up", "files of their own"))],
)
def test_a_source_over_the_limit_names_size_limit_setting_and_remedy(name: str, words: tuple[str, ...]) -> None:
    fault = source_fault(PurePosixPath(name), 2_340_000, LIMITS)
    assert fault
    assert fault.is_error
    assert all(word in fault.message + fault.hint for word in words)
    assert "is 2.3 MB, over the limit of 2 MB" in fault.message
    assert "`extra.inpublic.limits.notebook_megabytes: 3` in mkdocs.yml" in fault.hint


def test_a_source_of_just_the_limit_is_read() -> None:
    assert source_fault(PurePosixPath("a.ipynb"), 2_000_000, LIMITS) is None
    assert source_fault(PurePosixPath("a.ipynb"), 2_000_001, LIMITS) is not None


def test_a_record_as_long_as_a_book_is_not_opened() -> None:
    assert record_fault(1_000_000) is None
    message, hint = record_fault(1_000_001) or ("", "")
    assert message == "this record is 1.0 MB, over the limit of 1 MB"
    assert "README.md" in hint


@pytest.mark.parametrize(
    ("size", "text"), [(61_250_000, "61.2 MB"), (100_000_000, "100 MB"), (1_234_567_890, "1,235 MB")]
)
def test_sizes_are_written_for_people(size: int, text: str) -> None:
    assert megabytes(size) == text


def test_the_settings_decide_and_what_is_too_large_takes_nothing_else_down(
    make_site: Callable[..., Path], run: Callable[..., click.testing.Result]
) -> None:
    root = make_site(
        {
            "projects/a.ipynb": " " * 1_000_001,
            "projects/b.md": "x " * 600_000,
            "projects/c/project.yml": "# " * 600_000,
            "projects/c/README.md": "# C\n",
            "projects/good.md": "# Good\n",
        }
    )
    with (root / "mkdocs.yml").open("a") as settings:
        settings.write("extra: {inpublic: {limits: {notebook_megabytes: 1}}}\n")
    result = run("check", "--root", root)
    assert result.exit_code == 1
    assert "projects/a.ipynb: error: this notebook is 1.0 MB, over the limit of 1 MB" in result.output
    assert "projects/b.md: error: this write-up is 1.2 MB" in result.output
    assert "projects/c/project.yml: error: this record is 1.2 MB, over the limit of 1 MB" in result.output
    assert "1 project on 1 page; left out: a, b, c" in result.output


def test_a_site_that_will_be_too_large_is_told_by_check(
    make_site: Callable[..., Path], run: Callable[..., click.testing.Result]
) -> None:
    text = "# A\n\n<video src='film.mp4'></video>\n"
    root = make_site({"projects/a/README.md": text, "projects/a/film.mp4": b"\0" * 1_200_000})
    with (root / "mkdocs.yml").open("a") as settings:
        settings.write("extra: {inpublic: {limits: {site_megabytes: 1}}}\n")
    result = run("check", "--root", root)
    assert result.exit_code == 1
    assert "projects: error: the site is 1.2 MB, over the limit of 1 MB" in result.output
