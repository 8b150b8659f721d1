"""Reads the files that a learner keeps in docs/ for the portfolio as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from inpublic.errors import Problem, Severity


def read_own(root: Path, path: PurePosixPath) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the text of a file of the site's folder `root`; None where there is none, or where it cannot be read."""
    try:
        return (root / path).read_bytes().decode("utf-8-sig"), ()
    except (FileNotFoundError, NotADirectoryError):
        return None, tuple(_misnamed(root, path))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return None, (Problem(str(path), "this file is not UTF-8 text", "Save it as UTF-8 in your editor.", line),)
    except OSError as error:
        hint = "It has to be a file that you may read."
        return None, (Problem(str(path), f"this file cannot be read: {error.strerror}", hint),)


def _misnamed(root: Path, path: PurePosixPath) -> Iterator[Problem]:
    other = path.with_suffix(".yaml")
    if (root / other).is_file():
        hint = f"Rename it to {path.name}."
        yield Problem(str(other), "this file is not read under its name", hint, severity=Severity.WARNING)
