"""The Curriculum page: tracks and units, what was studied for each, and what was built from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath

from inpublic.curriculum.curriculum import Curriculum, count_studied
from inpublic.curriculum.proof import Evidence, JudgedTrack, claims, evidence, judge
from inpublic.curriculum.reading import PATH
from inpublic.document import Block
from inpublic.errors import Problem
from inpublic.languages import Words
from inpublic.pages.addresses import page_url, relative
from inpublic.pages.keys import key_for
from inpublic.pages.menu import hidden_beside, is_in_menu
from inpublic.pages.pagetext import page
from inpublic.records.slug import slugify, unique
from inpublic.template import render_block
from inpublic.website import OutputFile, Recipe, Website

PAGE = PurePosixPath("curriculum/index.md")


def curriculum(website: Website) -> Iterator[OutputFile]:
    """Write the page where docs/curriculum.yml is, or where the menu leads to it."""
    if website.curriculum is None and not is_in_menu(website.config, PAGE):
        return
    text, plan, tracks = website.words, website.curriculum or Curriculum(), judged_tracks(website)
    studied = count_studied(plan.resources)
    links = {
        project.record.slug: (
            project.record.title,
            relative(page_url(project.main.path, website.config), PAGE, website.config),
        )
        for project in website.projects
    }
    title = plan.title or text("curriculum.title")

    def make() -> bytes:
        lead = render_block("curriculum.html.j2", words=text, plan=plan, tracks=tracks, studied=studied)
        values = {
            "title": title,
            "description": text("curriculum.description"),
            "hide": hidden_beside(website.config, PAGE),
            "sheet": "learning",
        }
        html = render_block("text.html.j2", text=title)
        return page(values, [Block(html, 1, "curriculum", title), Block(lead), *_tracks(tracks, links, text)])

    used = {slug: links[slug] for track in tracks for unit in track.units for slug in unit.built if slug in links}
    yield OutputFile(
        PAGE, Recipe(key_for(website, text.language, hidden_beside(website.config, PAGE), plan, tracks, used), make)
    )


def _tracks(tracks: Iterable[JudgedTrack], links: Mapping[str, tuple[str, str]], text: Words) -> Iterator[Block]:
    """Yield a heading for each track and unit, and below it what there is to say."""
    shown = list(tracks)
    anchors = iter(_anchors(shown))
    for track in shown:
        yield _heading(track.track.title, 2, next(anchors))
        yield Block(render_block("curriculum_track.html.j2", words=text, track=track))
        for one in track.units:
            yield _heading(one.unit.title, 3, next(anchors))
            built = [links[slug] for slug in one.built if slug in links]
            when = _span(one.unit.started, one.unit.finished)
            yield Block(
                render_block(
                    "curriculum_unit.html.j2", words=text, one=one, built=built, when=when, span=_span, day=text.day
                )
            )


def unit_anchors(tracks: Iterable[JudgedTrack]) -> Mapping[str, str]:
    """Map the title of each unit to its anchor on the page; of two alike the first counts."""
    shown = list(tracks)
    anchors = iter(_anchors(shown))
    found: dict[str, str] = {}
    for track in shown:
        next(anchors)
        for one in track.units:
            found.setdefault(one.unit.title, next(anchors))
    return found


def _anchors(tracks: Sequence[JudgedTrack]) -> list[str]:
    """Name the headings of tracks and units, in their order on the page."""
    names = [name for track in tracks for name in (track.track.title, *(one.unit.title for one in track.units))]
    return list(unique(["curriculum", *(slugify(name, fallback="unit") for name in names)]))[1:]


def _span(started: date | None, finished: date | None) -> tuple[date | None, ...]:
    """Return the days to show: both, one, or one where they are the same."""
    return tuple(dict.fromkeys(one for one in (started, finished) if one))


def _heading(text: str, level: int, anchor: str) -> Block:
    return Block(render_block("text.html.j2", text=text), level, anchor, text)


def judged_tracks(website: Website) -> tuple[JudgedTrack, ...]:
    """Judge the curriculum by what is published; empty where there is none."""
    return judge(website.curriculum, published_evidence(website)) if website.curriculum else ()


def published_evidence(website: Website) -> Evidence:
    """Gather what the published work proves."""
    return evidence((project.record for project in website.projects), proven_skills(website))


def proven_skills(website: Website) -> Mapping[str, tuple[str, ...]]:
    """Map the skills that the code of published work proves to its slugs; the one place where skills come from."""
    return {skill.name: tuple(proof.project.record.slug for proof in skill.proofs) for skill in website.skills}


def unproven(website: Website) -> Iterator[Problem]:
    """Note the units that say they are done while nothing published proves it."""
    if website.curriculum is None:
        return
    yield from claims(judged_tracks(website), published_evidence(website), str(PATH))
