"""Identifies what a file of the tree is made from, so that it need not be made to learn that it is as it was."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import PurePosixPath

import msgspec

from inpublic.pages.cards import Card, notebook_of
from inpublic.pages.links import find_target
from inpublic.skills.tools import built_with
from inpublic.tags import plain_tag
from inpublic.website import Page, Project, Website


def key_for(website: Website, *parts: object) -> str:
    """Make a key of values that say all that they are, such as records, and of the version of our code."""
    config = website.config
    place = (config.site_url, config.directory_urls, config.language, config.repository)
    return sha256(_written((website.version, place, parts))).hexdigest()


def content_key(website: Website, page: Page) -> tuple[object, ...]:
    """Identify the content of a page: its document, and where each of its links leads."""
    document = page.document
    made_from = (document.digest, page.source.suffix) if document.digest else repr(document)
    targets = tuple(find_target(website, page, link) for link in document.links)
    return (page.path, page.title, made_from, targets, tuple(figure.name for figure in document.figures))


def project_key(website: Website, project: Project) -> str:
    """Identify all that any page shows of a project but the contents of its own: record, cover, pages and badges."""
    cover, small, notebook = project.cover, project.thumbnail, notebook_of(project)
    shown = (small.path, small.width, small.height) if small else None
    tags = [website.tag_keys.get(plain_tag(tag), "") for tag in project.record.tags]
    pages = [(page.source, page.path, page.title) for page in project.pages]
    tools = built_with(project)
    return key_for(
        website,
        *(website.config.badges, project.record, cover and cover.path, shown, tags, notebook and notebook.source),
        pages,
        tools,
    )


def cards_key(cards: Iterable[Card]) -> tuple[object, ...]:
    """Identify all that some cards show."""
    return tuple(
        (
            card.url,
            card.cover_url,
            card.cover and (card.cover.width, card.cover.height),
            card.tags,
            card.colab,
            _of(card),
        )
        for card in cards
    )


def _of(card: Card) -> object:
    return card.project.record


def _written(value: object) -> bytes:
    """Write a value so that no other is written alike; of what is no plain data its `repr` has to say all."""
    try:
        return msgspec.msgpack.encode(value, enc_hook=_said)
    except (UnicodeEncodeError, OverflowError):  # half a character, or a number beyond all bounds
        return repr(value).encode("utf-8", "surrogatepass")


def _said(value: object) -> str:
    """Say all that a value is; the `repr` of a path says no more and takes longer."""
    return f"\0{value}" if isinstance(value, PurePosixPath) else repr(value)
