"""The record of one project and where its files are: values only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import Enum
from pathlib import PurePosixPath

from msgspec import Struct, field


class Level(Enum):
    """Says how demanding a project is, from its author's point of view."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"
    CAPSTONE = "capstone"


class Origin(Enum):
    """Says how much of a project is its author's own idea."""

    OWN = "own"
    GUIDED = "guided"
    REPLICATED = "replicated"
    EXTENDED = "extended"


class Kind(Enum):
    """Says what sort of work a project is."""

    PROJECT = "project"
    NOTE = "note"
    REPLICATION = "replication"
    READING = "reading"

    @property
    def is_logged(self) -> bool:
        """Tell whether work of this kind stands in the learning log rather than among what was built."""
        return self in (Kind.NOTE, Kind.READING)


class Stage(Enum):
    """Names a stage of the machine-learning life cycle."""

    PROBLEM = "problem"
    DATA = "data"
    PREPARATION = "preparation"
    TRAINING = "training"
    EVALUATION = "evaluation"
    PRODUCTION = "production"
    RETRAINING = "retraining"


class Dataset(Struct, frozen=True):
    """Names the data a project stands on."""

    name: str
    url: str = ""
    licence: str = ""


class Result(Struct, frozen=True):
    """Holds one measured outcome; numbers stay the text their author wrote, so 0.90 is not shown as 0.9.

    `higher_is_better` is None where neither the author nor the metric's name says it.
    """

    metric: str
    value: str
    baseline: str = ""
    human: str = ""
    split: str = ""
    higher_is_better: bool | None = None


class Source(Struct, frozen=True):
    """Holds something with a name and perhaps an address: what a project is based on."""

    title: str
    url: str = ""


class Verify(Struct, frozen=True):
    """Says whether and how a project's notebooks can be run by a machine; `timeout` is in seconds."""

    mode: str = ""
    reason: str = ""
    timeout: int = 0


class Record(Struct, frozen=True):
    """Holds all that is known about a project once every source of facts has been merged.

    Empty text, an empty tuple or None mean that nobody said it and it could not be inferred.
    """

    title: str = ""
    summary: str = ""
    date: dt.date | None = None
    updated: dt.date | None = None
    slug: str = ""
    aliases: tuple[str, ...] = ()
    id: str = ""
    tags: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    level: Level | None = None
    origin: Origin | None = None
    based_on: tuple[Source, ...] = ()
    changed: str = ""
    kind: Kind = Kind.PROJECT
    stages: tuple[Stage, ...] = ()
    problem: str = ""
    datasets: tuple[Dataset, ...] = ()
    results: tuple[Result, ...] = ()
    demo: str = ""
    code: str = ""
    paper: str = ""
    video: str = ""
    cover: str = ""
    cover_alt: str = ""
    featured: bool = False
    draft: bool = False
    lang: str = ""
    verify: Verify = Verify()


class Layer(Struct, frozen=True):
    """Holds what one place says about a project: checked values by field name, and the name of that place.

    `digest` is that of the file (SHA-256, hexadecimal) where the place is one of its own, a record.
    """

    origin: str
    values: Mapping[str, object] = field(default_factory=dict)
    digest: str = ""


class Entry(Struct, frozen=True):
    """Locates one project on disk, before anything in it has been read but its `project.yml`.

    Paths are relative to the folder of mkdocs.yml. `name` is the folder's name, or the file's without
    its suffix; `main` is the source that becomes the project's page, None when an overview is generated.
    `files` are all files that belong to the project, sources included.
    """

    name: str
    folder: PurePosixPath
    sources: tuple[PurePosixPath, ...]
    main: PurePosixPath | None = None
    files: tuple[PurePosixPath, ...] = ()
    layer: Layer | None = None
