"""The timeline, below the About page: milestones by year, and the rhythm of learning and building."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePosixPath

from inpublic.curriculum.proof import JudgedTrack
from inpublic.document import Block
from inpublic.languages import Words
from inpublic.outputs.curriculum import curriculum_url, judged_tracks, unit_anchors
from inpublic.pages.addresses import page_url, relative
from inpublic.pages.cards import TIMELINE
from inpublic.pages.keys import key_for
from inpublic.pages.menu import hidden_beside, is_in_menu
from inpublic.pages.pagetext import HOST, page
from inpublic.resume.shown import date_text
from inpublic.rhythm.activity import Rhythm, last_year, quarters, rhythm_of
from inpublic.rhythm.drawing import draw_quarters, draw_year
from inpublic.rhythm.milestones import Mark, Milestone, Years, milestones, proven_units
from inpublic.rhythm.saying import say
from inpublic.template import render_block
from inpublic.website import OutputFile, Recipe, Website

ABOUT = PurePosixPath("about.md")
"""The learner's page, below docs/, that shows the timeline."""

_DAY = re.compile(r"([12]\d{3})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
"""A day, a month or a year, as resumes have them; what day there is was seen to when it was read."""

_LEAST = 2
"""Milestones that make a way; a single one is told by the project itself."""


def timeline(website: Website) -> Iterator[OutputFile]:
    """Write the page where there are at least two milestones, or where the menu leads to it.

    The plugin shows it at the end of the About page (see engine/guests.py), unless the menu leads to it.
    """
    config, text, is_apart = website.config, website.words, is_in_menu(website.config, TIMELINE)
    here = TIMELINE if is_apart else ABOUT
    tracks = judged_tracks(website)
    years = _years(website, tracks, here)
    if not is_apart and not (config.timeline and sum(len(found) for _, found in years) >= _LEAST):
        return
    rhythm = rhythm_of((one.record for one in website.projects), tracks, website.commits) if config.rhythm else None
    values = {
        "title": text("timeline.title"),
        "description": text("timeline.description"),
        "hide": hidden_beside(config, TIMELINE),
        HOST: "" if is_apart else str(ABOUT),
        "sheet": "learning" if rhythm else "",
    }

    def make() -> bytes:
        title = _heading(text("timeline.title"), 1, "timeline")
        if rhythm is None:
            return page(values, [title, *_milestones(years, text)])
        said = Block(render_block("lead.html.j2", lead=say(rhythm, text)))
        return page(values, [title, said, *_milestones(years, text), *_rhythm(rhythm, text)])

    counted = (rhythm.learned, rhythm.built, sorted(rhythm.active)) if rhythm else None
    yield OutputFile(TIMELINE, Recipe(key_for(website, text.language, values, years, counted), make))


def _years(website: Website, tracks: Sequence[JudgedTrack], here: PurePosixPath) -> Years:
    """Find the milestones with their addresses, as seen from the page `here`."""
    config, start, anchors = website.config, curriculum_url(website, here), unit_anchors(tracks)
    works = {one.record.slug: relative(page_url(one.main.path, config), here, config) for one in website.projects}
    units = proven_units(tracks, lambda unit: f"{start}#{anchors[unit]}")
    records = (one.record for one in website.projects)
    return milestones(records, works.__getitem__, [*units, *certificates(website)])


def certificates(website: Website) -> Iterator[Milestone]:
    """Yield the dated certificates of the resume; the one place where they come from."""
    for one in website.resume.certificates if website.resume else ():
        if match := _DAY.fullmatch(one.date):
            day = date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
            yield Milestone(day, one.name, (Mark.CERTIFICATE,), one.url, "" if match[3] else one.date)


def _milestones(years: Years, text: Words) -> Iterator[Block]:
    if not years:
        yield Block(render_block("paragraph.html.j2", text=text("timeline.empty")))
    for year, found in years:
        yield _heading(str(year), 2, f"year-{year}")
        yield Block(render_block("timeline.html.j2", words=text, found=found, day=text.day, date_text=date_text))


def _rhythm(rhythm: Rhythm, text: Words) -> Iterator[Block]:
    """Yield the pictures, each with its numbers, where there is something in them."""
    by_quarter, by_week = quarters(rhythm), last_year(rhythm)
    if not by_quarter and not by_week:
        return
    yield _heading(text("rhythm.title"), 2, "rhythm")
    if by_quarter:
        values = {"counts": by_quarter, "drawing": draw_quarters(by_quarter), "rhythm": rhythm}
        yield Block(render_block("rhythm_quarters.html.j2", words=text, **values))
    if by_week:
        last = text.day(max(rhythm.active))
        values = {"counts": by_week, "drawing": draw_year(by_week), "last": last}
        yield Block(render_block("rhythm_year.html.j2", words=text, day=text.day, **values))


def _heading(text: str, level: int, anchor: str) -> Block:
    return Block(render_block("text.html.j2", text=text), level, anchor, text)
