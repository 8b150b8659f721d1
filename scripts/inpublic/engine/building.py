"""Before and after a build of the site: what of the last one can be used, and what is remembered of this one."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from inpublic.digests import Digests
from inpublic.engine.fingerprint import site_key
from inpublic.engine.record import SiteRecord, read_record, write_record
from inpublic.engine.staging import inputs_of, is_whole
from inpublic.pages.cards import SUBSCRIBE
from inpublic.settings.config import Config
from inpublic.writing.manifest import read_manifest

_RECORD = "site.record"
_WARNING = "A 'dirty' build is being performed"
"""How MkDocs warns of dirty builds: rightly, unless they are told what changed."""


class Outlook(Struct, frozen=True):
    """Says what is known before a build: of the last one, and of all that this one depends on."""

    last: SiteRecord
    key: str
    day: str
    inputs: str

    @property
    def start(self) -> SiteRecord:
        """Return what of the last site can be built upon: nothing when something changed that all pages depend on."""
        return self.last if self.key and self.last.key == self.key else SiteRecord()


def look_ahead(config: Config, digests: Digests, day: str, state: Path, last: SiteRecord | None = None) -> Outlook:
    """Find out what a build would depend on; `day` stands in the site map (ISO 8601).

    The record of the last site is in `state`, unless it is at hand.
    """
    last = last or read_record(state / _RECORD)
    return Outlook(last, site_key(config, digests), day, inputs_of(config.docs, digests))


def is_done(outlook: Outlook, site: Path, digests: Digests) -> bool:
    """Tell whether the last site is the one that a build would make."""
    last = outlook.start
    is_same = bool(last.key) and (last.day, last.inputs) == (outlook.day, outlook.inputs)
    return is_same and last.silent and is_whole(last, site, digests)


def remember(state: Path, outlook: Outlook, record: SiteRecord) -> SiteRecord:
    """Keep, and return, what is known of the site that was built."""
    kept = replace(record, key=outlook.key, day=outlook.day, inputs=outlook.inputs)
    write_record(state / _RECORD, kept)
    return kept


def sources_of(manifest: Path) -> frozenset[str]:
    """Name the pages of ours below docs/ that are headings and finished HTML; the page about feeds is Markdown."""
    return frozenset(name for name in read_manifest(manifest) if name.endswith(".md")) - {str(SUBSCRIBE)}


@contextmanager
def attended(ear: logging.Handler) -> Iterator[None]:
    """Let `ear` hear what MkDocs warns of, but for the warning that dirty builds are inaccurate: ours are not."""
    logger, builder = logging.getLogger("mkdocs"), logging.getLogger("mkdocs.commands.build")
    logger.addHandler(ear)
    builder.addFilter(_is_news)
    try:
        yield
    finally:
        logger.removeHandler(ear)
        builder.removeFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith(_WARNING)
