"""The Log page: notes and readings by week, each linked to its own page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inpublic.document import Block
from inpublic.languages import Words
from inpublic.outputs.feeds import LOG, has_feeds, log_entries
from inpublic.pages.addresses import file_url, relative
from inpublic.pages.cards import LOG_PAGE, Card, make_cards
from inpublic.pages.keys import cards_key, key_for
from inpublic.pages.menu import hidden_beside, is_in_menu
from inpublic.pages.pagetext import page
from inpublic.rhythm.log import log_of, weeks
from inpublic.template import render_block
from inpublic.website import OutputFile, Recipe, Website


def log(website: Website) -> Iterator[OutputFile]:
    """Write the page where there are notes, or where the menu leads to it."""
    notes = log_of(website.projects)
    if not notes and not is_in_menu(website.config, LOG_PAGE):
        return
    text = website.words
    cards = {card.project.record.slug: card for card in make_cards(website, notes, LOG_PAGE)}
    feed = relative(file_url(LOG), LOG_PAGE, website.config) if has_feeds(website) and log_entries(website) else ""
    values = {
        "title": text("log.title"),
        "description": text("log.description"),
        "hide": hidden_beside(website.config, LOG_PAGE),
        "feed": feed,
    }

    def make() -> bytes:
        blocks = [_heading(text("log.title"), 1, "log")]
        blocks.append(Block(render_block("log.html.j2", words=text, count=len(notes), feed=feed)))
        for week in weeks(notes):
            blocks.append(_heading(text("log.week", week=week.number, year=week.year), 2, week.anchor))
            blocks.append(_digest([cards[note.record.slug] for note in week.notes], text))
        if undated := [card for card in cards.values() if card.project.record.date is None]:
            blocks += [_heading(text("log.undated"), 2, "undated"), _digest(undated, text)]
        return page(values, blocks)

    key = key_for(website, text.language, values, feed, cards_key(cards.values()))
    yield OutputFile(LOG_PAGE, Recipe(key, make))


def _heading(text: str, level: int, anchor: str) -> Block:
    return Block(render_block("text.html.j2", text=text), level, anchor, text)


def _digest(cards: Sequence[Card], text: Words) -> Block:
    return Block(render_block("log_week.html.j2", cards=cards, day=text.day, words=text))
