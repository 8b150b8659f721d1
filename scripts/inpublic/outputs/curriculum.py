"""The Curriculum page: tracks and units, what was studied for each, and what was built from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath

from inpublic.curriculum.curriculum import Curriculum, Unit, count_studied
from inpublic.curriculum.proof import Evidence, JudgedTrack, claims, days_to_come, evidence, judge
from inpublic.curriculum.reading import PATH
from inpublic.document import Block
from inpublic.errors import Problem, Severity
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
    config, text, plan = website.config, website.words, website.curriculum or Curriculum()
    tracks, title = judged_tracks(website), plan.title or text("curriculum.title")
    studied = count_studied(plan.resources)
    links = _built_links(website, tracks)
    values = {
        "title": title,
        "description": text("curriculum.description"),
        "hide": hidden_beside(config, PAGE),
        "sheet": "learning",
    }

    def make() -> bytes:
        lead = render_block("curriculum.html.j2", words=text, plan=plan, tracks=tracks, studied=studied)
        return page(values, [_heading(title, 1, "curriculum"), Block(lead), *_tracks(tracks, links, text)])

    yield OutputFile(PAGE, Recipe(key_for(website, text.language, values, plan, tracks, links), make))


def _built_links(website: Website, tracks: Iterable[JudgedTrack]) -> Mapping[str, tuple[str, str]]:
    """Map the slug of each project that was built from a unit to its title and its URL from the page."""
    used = {slug for track in tracks for unit in track.units for slug in unit.built}
    return {
        one.record.slug: (one.record.title, relative(page_url(one.main.path, website.config), PAGE, website.config))
        for one in website.projects
        if one.record.slug in used
    }


def _tracks(tracks: Sequence[JudgedTrack], links: Mapping[str, tuple[str, str]], text: Words) -> Iterator[Block]:
    """Yield a heading for each track and unit, and below it what there is to say."""
    anchors = iter(_anchors(tracks))
    for track in tracks:
        yield _heading(track.track.title, 2, next(anchors))
        yield Block(render_block("curriculum_track.html.j2", words=text, track=track))
        for one in track.units:
            yield _heading(one.unit.title, 3, next(anchors))
            built = [links[slug] for slug in one.built]
            when = _span(one.unit.started, one.unit.finished)
            yield Block(
                render_block(
                    "curriculum_unit.html.j2", words=text, one=one, built=built, when=when, span=_span, day=text.day
                )
            )


def unit_links(website: Website) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Map the slug of each project to the units that it was built from: titles, and URLs relative to its page."""
    tracks = judged_tracks(website)
    anchors, units = unit_anchors(tracks), dict[str, list[Unit]]()
    for one in (unit for track in tracks for unit in track.units):
        for slug in one.built:
            units.setdefault(slug, []).append(one.unit)
    starts = {project.record.slug: curriculum_url(website, project.main.path) for project in website.projects}
    return {
        slug: tuple((unit.title, f"{starts[slug]}#{anchors[unit]}") for unit in found) for slug, found in units.items()
    }


def curriculum_url(website: Website, here: PurePosixPath) -> str:
    """Return the address of the Curriculum page as seen from the page `here`."""
    return relative(page_url(PAGE, website.config), here, website.config)


def unit_anchors(tracks: Sequence[JudgedTrack]) -> Mapping[Unit, str]:
    """Map each unit to its anchor on the Curriculum page."""
    anchors, found = iter(_anchors(tracks)), dict[Unit, str]()
    for track in tracks:
        next(anchors)
        found |= {one.unit: next(anchors) for one in track.units}
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
    """Map the skills that the code of published work proves to its slugs; the one place where skills come from.

    On a site in another language a technique has its English name, too.
    """
    proven = {skill.name: tuple(proof.project.record.slug for proof in skill.proofs) for skill in website.skills}
    techniques = website.words.subject("technique")
    return proven | {name: proven[shown] for name, shown in techniques.items() if shown in proven}


def unlisted(website: Website) -> Iterator[Problem]:
    """Say how readers find the Curriculum page when the menu does not lead to it."""
    menu = website.config.settings.values.get("nav")
    if website.curriculum and website.config.coaching and menu is not None and not is_in_menu(website.config, PAGE):
        message = "the menu does not lead to the Curriculum page, which docs/curriculum.yml makes"
        hint = f"Add a line below `nav:`, such as `- Curriculum: {PAGE}`."
        yield Problem("mkdocs.yml", message, hint, severity=Severity.NOTE)


def unproven(website: Website) -> Iterator[Problem]:
    """Note the units that say they are done while nothing published proves it, and warn of days still to come."""
    if website.curriculum is None:
        return
    if website.config.today:
        yield from days_to_come(website.curriculum, website.config.today, str(PATH))
    yield from claims(judged_tracks(website), published_evidence(website), str(PATH))
