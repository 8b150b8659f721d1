"""The Timeline page: milestones by year, and the rhythm of learning and building."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from inpublic.document import Block
from inpublic.languages import Words
from inpublic.outputs.curriculum import PAGE as CURRICULUM
from inpublic.outputs.curriculum import judged_tracks, unit_anchors
from inpublic.pages.addresses import page_url, relative
from inpublic.pages.keys import key_for
from inpublic.pages.menu import hidden_beside, is_in_menu
from inpublic.pages.pagetext import page
from inpublic.resume.shown import date_text
from inpublic.rhythm.activity import Rhythm, last_year, quarters, rhythm_of
from inpublic.rhythm.drawing import draw_quarters, draw_year
from inpublic.rhythm.milestones import Mark, Milestone, Years, milestones
from inpublic.rhythm.saying import say
from inpublic.template import render_block
from inpublic.website import OutputFile, Recipe, Website

PAGE = PurePosixPath("timeline/index.md")

_DAY = re.compile(r"([12]\d{3})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
"""A day, a month or a year, as resumes have them; what day there is was seen to when it was read."""

_LEAST = 2
"""Milestones that make a way; a single one is told by the project itself."""


def timeline(website: Website) -> Iterator[OutputFile]:
    """Write the page where there are at least two milestones, or where the menu leads to it."""
    records = [project.record for project in website.projects]
    tracks = judged_tracks(website)
    years = _linked(website, milestones(records, tracks, certificates(website)), unit_anchors(tracks))
    if sum(len(found) for _, found in years) < _LEAST and not is_in_menu(website.config, PAGE):
        return
    text, shows = website.words, website.config.rhythm
    rhythm = rhythm_of(records, tracks, website.commits) if shows else Rhythm()
    links = {
        project.record.slug: relative(page_url(project.main.path, website.config), PAGE, website.config)
        for project in website.projects
    }
    values = {
        "title": text("timeline.title"),
        "description": text("timeline.description"),
        "hide": hidden_beside(website.config, PAGE),
        "sheet": "learning" if shows else "",
    }

    def make() -> bytes:
        blocks = [_heading(text("timeline.title"), 1, "timeline")]
        if shows:
            blocks.append(Block(render_block("lead.html.j2", lead=say(rhythm, text))))
        for year, found in years:
            blocks.append(_heading(str(year), 2, f"year-{year}"))
            blocks.append(
                Block(
                    render_block(
                        "timeline.html.j2", words=text, found=found, links=links, day=text.day, date_text=date_text
                    )
                )
            )
        return page(values, [*blocks, *(_rhythm(rhythm, text) if shows else ())])

    led = sorted({one.slug: links[one.slug] for _, found in years for one in found if one.slug}.items())
    key = key_for(
        website, text.language, values, years, led, shows, rhythm.learned, rhythm.built, sorted(rhythm.active)
    )
    yield OutputFile(PAGE, Recipe(key, make))


def _linked(website: Website, years: Years, anchors: Mapping[str, str]) -> Years:
    """Lead from each unit to its place on the Curriculum page."""
    start = relative(page_url(CURRICULUM, website.config), PAGE, website.config)

    def link(one: Milestone) -> Milestone:
        return replace(one, url=f"{start}#{anchors[one.title]}") if one.marks == (Mark.UNIT,) else one

    return tuple((year, tuple(map(link, found))) for year, found in years)


def certificates(website: Website) -> Iterator[Milestone]:
    """Yield the dated certificates of the resume; the one place where they come from."""
    for one in website.resume.certificates if website.resume else ():
        if match := _DAY.fullmatch(one.date):
            day = date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
            yield Milestone(day, one.name, (Mark.CERTIFICATE,), url=one.url, said="" if match[3] else one.date)


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
