"""A skill and what proves it: values only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from inpublic.skills.skillmap import SkillKind

if TYPE_CHECKING:
    from inpublic.website import Page, Project


class PageProof(Struct, frozen=True):
    """Names a page and those of its cells, from 1, that prove a skill; none where they are not shown."""

    page: Page
    cells: tuple[int, ...] = ()


class FileProof(Struct, frozen=True):
    """Names a Python file and those of its lines, from 1, that prove a skill."""

    path: PurePosixPath
    lines: tuple[int, ...] = ()


class Proof(Struct, frozen=True):
    """Names a project that proves a skill, and its pages and files that do."""

    project: Project
    pages: tuple[PageProof, ...]
    files: tuple[FileProof, ...] = ()


class Skill(Struct, frozen=True):
    """Holds a skill with what proves it, newest project first.

    `kind` is None for what nobody looks for in code. `claims` are the projects whose records name it without code that
    proves it, `sentence` what the learner says about it, `is_declared` that it stands in the learner's own list.
    `key` is unique and fit for a URL.
    """

    name: str
    key: str
    kind: SkillKind | None = None
    group: str = ""
    proofs: tuple[Proof, ...] = ()
    claims: tuple[Project, ...] = ()
    sentence: str = ""
    is_declared: bool = False

    @property
    def is_claimed(self) -> bool:
        """Tell whether nothing proves it."""
        return not self.proofs

    @property
    def first(self) -> date | None:
        """Return when it was first used: the date of a project."""
        return min(self._dates(), default=None)

    @property
    def last(self) -> date | None:
        """Return when it was last used: the date of a project."""
        return max(self._dates(), default=None)

    def _dates(self) -> Iterator[date]:
        return (proof.project.record.date for proof in self.proofs if proof.project.record.date)
