"""What is remembered of the last site: of each page and file what it was made from, and what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, field

from inpublic.writing.safefile import write_beside


class Facts(Struct, frozen=True):
    """Holds what other pages and the search need of a page that is not made again.

    `anchors` are the names that Markdown gave it, `links` its links to anchors by the source of the page to which they
    lead.
    """

    title: str = ""
    anchors: tuple[str, ...] = ()
    links: dict[str, dict[str, str]] = field(default_factory=dict)
    entries: tuple[dict[str, Any], ...] = ()  # Any: what Material writes into its index


class Built(Struct, frozen=True):
    """Says what one file below the site's folder was made from (`key`) and what it is (`digest`, SHA-256)."""

    place: str
    key: str
    digest: str
    facts: Facts | None = None


class SiteRecord(Struct, frozen=True):
    """Remembers a whole site: `key` is what all of it depends on, `day` when it was made, `files` are by their source.

    `inputs` identifies all that was in docs/, `others` are the files that are made anew each time, with their digests.
    A site about which the engine had something to say is not `silent`: it has to be said again.
    """

    key: str = ""
    day: str = ""
    inputs: str = ""
    files: dict[str, Built] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    silent: bool = False

    def places(self) -> dict[str, str]:
        """Map each file below the site's folder to its digest."""
        return {**self.others, **{built.place: built.digest for built in self.files.values()}}


def read_record(path: Path) -> SiteRecord:
    """Read what was remembered; of a file that is missing or damaged that is nothing."""
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=SiteRecord)
    except (OSError, msgspec.DecodeError):
        return SiteRecord()


def write_record(path: Path, record: SiteRecord) -> None:
    """Remember a site; a disk that refuses costs the next build time only."""
    try:
        write_beside(path, msgspec.msgpack.encode(record))
    except OSError:
        path.unlink(missing_ok=True)
