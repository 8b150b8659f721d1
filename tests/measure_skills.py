"""Measures what is read out of code against notebooks whose skills are known: tests/skills/*.yml.

Run as `python tests/measure_skills.py`. It prints precision and recall of skills, and of the cells that prove them,
and every difference.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from inpublic.notebooks.languages import magic_language
from inpublic.skills.evidence import rules_in
from inpublic.skills.reading import CodeCell, read_code
from inpublic.skills.skillfile import shipped
from inpublic.skills.skillmap import Lookup

FOLDER = Path(__file__).with_name("skills")
Found = frozenset[tuple[str, str, int]]


@dataclass(frozen=True)
class Score:
    expected: Found
    found: Found

    @property
    def precision(self) -> float:
        return len(self.expected & self.found) / len(self.found)

    @property
    def recall(self) -> float:
        return len(self.expected & self.found) / len(self.expected)


def cases() -> Iterator[dict[str, Any]]:
    for path in sorted(FOLDER.glob("*.yml")):
        yield from yaml.safe_load(path.read_text("utf-8"))


def cell(number: int, source: str, language: str) -> CodeCell:
    other = magic_language(source.partition("\n")[0])
    return CodeCell(number, source, other or language, is_apart=bool(other))


def skills_in(case: dict[str, Any]) -> dict[str, list[int]]:
    language = case.get("language", "python")
    cells = [cell(number, source, language) for number, source in enumerate(case["cells"], start=1)]
    found = rules_in(read_code(cells).uses, Lookup(shipped()))
    return {rule.name: list(where) for rule, where in found.items() if rule.name != "Python"}


def measure() -> tuple[Score, Score]:
    """Return the scores of skills in notebooks, and of cells that prove them."""
    expected = frozenset(
        (case["name"], name, n) for case in cases() for name, where in case["skills"].items() for n in where
    )
    found = frozenset(
        (case["name"], name, n) for case in cases() for name, where in skills_in(case).items() for n in where
    )
    return Score(_without_cells(expected), _without_cells(found)), Score(expected, found)


def _without_cells(found: Found) -> Found:
    return frozenset((case, name, 0) for case, name, _ in found)


if __name__ == "__main__":
    for what, score in zip(("skills", "cells"), measure(), strict=True):
        kinds = f"{len(list(cases()))} notebooks, {len(score.expected)} {what}"
        sys.stdout.write(f"{kinds}: precision {score.precision:.3f}, recall {score.recall:.3f}\n")
        for word, those in (("missed", score.expected - score.found), ("wrong", score.found - score.expected)):
            for one in sorted(those):
                sys.stdout.write(f"  {word}: {one}\n")
