"""Identifies what a file of the tree is made from, so that it need not be made to learn that it is as it was."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from inpublic.pages.cards import Card
from inpublic.pages.links import find_target
from inpublic.website import Page, Website


def key_for(website: Website, *parts: object) -> str:
    """Make a key of values whose `repr` says all that they are, such as records, and of the version of our code."""
    config = website.config
    place = (config.site_url, config.directory_urls, config.language, config.repository)
    return sha256(repr((website.version, place, parts)).encode("utf-8", "surrogatepass")).hexdigest()


def content_key(website: Website, page: Page) -> tuple[object, ...]:
    """Identify the content of a page: its document, and where each of its links leads."""
    document = page.document
    made_from = (document.digest, page.source.suffix) if document.digest else repr(document)
    targets = tuple(find_target(website, page, link) for link in document.links)
    return (page.path, page.title, made_from, targets, tuple(figure.name for figure in document.figures))


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
