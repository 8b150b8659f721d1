"""The whole site as one frozen value: what the checks look at and the outputs are made from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Protocol

from msgspec import Struct, field

from inpublic.curriculum.curriculum import Curriculum
from inpublic.document import Document, Link, Script
from inpublic.languages import Words, words
from inpublic.pages.addresses import target_path
from inpublic.project import Entry, Record
from inpublic.results.history import Past
from inpublic.resume.resume import Resume
from inpublic.settings.config import Config
from inpublic.skills.skill import Skill
from inpublic.writing.safepath import folded


class Recipe(Struct, frozen=True):
    """Makes the bytes of a file when they are needed; `key` identifies all that decides them, in any run.

    What `is_slow` is made mostly without Python's lock: another thread can do it ahead, for `make` to find it.
    """

    key: str
    make: Callable[[], bytes]
    is_slow: bool = False


class OutputFile(Struct, frozen=True):
    """Holds one file of the tree: its path below docs/, and its bytes, how to make them, or the file to copy.

    `digest` is what the SHA-256 of such a file begins with (hexadecimal), where it has to be what was looked at before.
    """

    path: PurePosixPath
    content: bytes | Path | Recipe
    digest: str = ""

    def read(self) -> bytes:
        """Return the bytes, wherever they come from; raises OSError when the file cannot be read."""
        if isinstance(self.content, Recipe):
            return self.content.make()
        return self.content if isinstance(self.content, bytes) else self.content.read_bytes()


class Asset(Struct, frozen=True):
    """Locates a picture or other file that pages show: where its bytes are and where it goes below docs/.

    Width and height are CSS pixels, 0 where unknown; `size` is in bytes. `web` is the lighter file that pages show
    in place of a picture; of that, `exact` says whether it is the same pixel by pixel.
    """

    path: PurePosixPath
    content: bytes | Path
    mime: str
    width: int = 0
    height: int = 0
    size: int = 0
    alt: str = ""
    web: Asset | None = None
    exact: bool = True


class Page(Struct, frozen=True):
    """Places one document: `source` relative to the site's folder, `path` of its Markdown below docs/."""

    source: PurePosixPath
    path: PurePosixPath
    title: str
    document: Document


class Project(Struct, frozen=True):
    """Holds one project with its merged record, its cover and its pages, the project's own page first.

    `origins` says for each field of the record where its value came from. `published` and `updated` have a
    time zone and are what feeds are dated by; None for work that is not committed and gives no date itself.
    `thumbnail` is the cover made small for cards, `scripts` are the Python files of its own that its pages lead to.
    """

    entry: Entry
    record: Record
    origins: Mapping[str, str]
    pages: tuple[Page, ...]
    published: datetime | None = None
    updated: datetime | None = None
    cover: Asset | None = None
    thumbnail: Asset | None = None
    scripts: tuple[Script, ...] = ()

    @property
    def main(self) -> Page:
        """Return the project's own page."""
        return self.pages[0]


class Notes(Protocol):
    """Keeps what was made, under a key of all that decides it, so that it need not be made again."""

    def note(self, key: str, /) -> bytes | None:
        """Return what is kept under `key`, if anything is."""

    def put_note(self, key: str, content: bytes, /) -> None:
        """Keep something under `key`, if there is a place for it."""


class NoNotes:
    """Keeps nothing."""

    def note(self, _key: str, /) -> bytes | None:
        """Know nothing."""
        return None

    def put_note(self, _key: str, _content: bytes, /) -> None:
        """Forget it at once."""


class Website(Struct, frozen=True):
    """Holds everything that is published, projects newest first, ties by slug.

    `assets` maps a file of the site's folder to what is published of it, `places` a source or a project's
    folder to its page, `files` are other files that are
    linked to and exist, `figures` the folder that holds the contents of documents' figures by name,
    `tag_keys` the key of each plain tag (see tags.py). Nothing leads to what is `withheld`, files and folders with
    all in them, as `folded` (safepath.py) writes them: work that is not published, and files with a secret in them.
    `version` identifies the code that makes the outputs; `notes` spare them what they made before. `commits` are the
    days of the first and last commits of the projects' files, `past` are the earlier values of their results.
    """

    config: Config
    projects: tuple[Project, ...]
    assets: Mapping[PurePosixPath, Asset]
    places: Mapping[PurePosixPath, Page] = field(default_factory=dict)
    files: frozenset[PurePosixPath] = frozenset()
    figures: Path = Path()
    tag_keys: Mapping[str, str] = field(default_factory=dict)
    withheld: frozenset[str] = frozenset()
    version: bytes = b""
    notes: Notes = NoNotes()
    skills: tuple[Skill, ...] = ()
    curriculum: Curriculum | None = None
    resume: Resume | None = None
    commits: frozenset[date] = frozenset()
    past: Past = field(default_factory=Past)

    @property
    def words(self) -> Words:
        """Return the texts of the interface in the site's language."""
        return words(self.config.language)

    @property
    def pages(self) -> Iterator[Page]:
        """Walk through the pages of all projects."""
        return (page for project in self.projects for page in project.pages)

    def asset_of(self, page: Page, link: Link) -> Asset | None:
        """Return the picture or other file that a link of a page shows or leads to."""
        return self.assets.get(target_path(page.source, link.target))

    def is_withheld(self, path: PurePosixPath) -> bool:
        """Tell whether nothing may lead to a file or folder."""
        return is_within(path, self.withheld)


def is_within(path: PurePosixPath, folders: Collection[str]) -> bool:
    """Tell whether a path is one of those, or in one: both folded, for macOS and Windows read `keys` as `Keys`, too."""
    return bool(folders) and any(folded(way) in folders for way in (path, *path.parents))
