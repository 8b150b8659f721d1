"""The Skills page: what the published work proves, and the projects and the code that prove it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from pathlib import PurePosixPath

from msgspec import Struct

from inpublic.document import Block
from inpublic.languages import Words
from inpublic.pages.addresses import page_url, relative
from inpublic.pages.cellplaces import cell_anchor
from inpublic.pages.keys import key_for
from inpublic.pages.menu import is_in_menu
from inpublic.pages.pagetext import page
from inpublic.records.slug import slugify, unique
from inpublic.resume.shown import date_text, span_text
from inpublic.settings.repository import source_url
from inpublic.skills.evidence import skills_by_project
from inpublic.skills.skill import FileProof, PageProof, Proof, Skill
from inpublic.skills.skillmap import SkillKind
from inpublic.template import render_block
from inpublic.website import OutputFile, Project, Recipe, Website

PAGE = PurePosixPath("skills/index.md")
CELLS, PROJECTS = 6, 24
"""How many cells of a page, and projects of a skill, are linked; of more it is said how many there are."""

STEPS = 24
"""Parts of the bar at most: each stands for one project, or for as many neighbours in time as it takes."""

_HEAD = 8
"""Skills in the head of a project's page."""


class SkillLink(Struct, frozen=True):
    """Links a skill to its place on the Skills page."""

    name: str
    url: str


class ShownPage(Struct, frozen=True):
    """Links the cells of a page, or lines of a file, behind the word for them; `more` says how many have no link.

    A line has an empty address where nobody knows of one.
    """

    title: str
    word: str
    cells: tuple[tuple[int, str], ...]
    more: str = ""


class ShownProof(Struct, frozen=True):
    """Links a project, its pages and files; a page without a title is the project's own."""

    title: str
    url: str
    lang: str
    day: str
    pages: tuple[ShownPage, ...] = ()


class ShownSkill(Struct, frozen=True):
    """Holds all that the page says about a skill; `bar` is the path of the lit parts in an SVG of height 8."""

    name: str
    key: str
    count: str
    span: str
    bar: str = ""
    proofs: tuple[ShownProof, ...] = ()
    more: int = 0
    claims: tuple[ShownProof, ...] = ()
    sentence: str = ""


class Section(Struct, frozen=True):
    """Holds the skills of one kind in their groups, which may have no name, below a heading and perhaps a note."""

    name: str
    groups: tuple[tuple[str, tuple[ShownSkill, ...]], ...]
    note: str = ""


def skills(website: Website) -> Iterator[OutputFile]:
    """Write the page where there is any skill, or where the menu leads to it."""
    if website.skills or is_in_menu(website.config, PAGE):
        order = _in_time(website.projects)
        sections, steps = tuple(_sections(website, order)), min(len(order), STEPS)
        key = key_for(website, website.words.language, sections, steps)
        yield OutputFile(PAGE, Recipe(key, lambda: _page(website, sections, steps)))


def skill_links(website: Website) -> Mapping[str, tuple[SkillLink, ...]]:
    """Map the slug of each project to the skills that the head of its page names, as URLs relative to that page.

    Techniques come first and languages not at all, since tools stand there already.
    """
    wanted = (skill for skill in website.skills if skill.kind is SkillKind.TECHNIQUE or skill.kind is None)
    pages = {project.record.slug: project.main.path for project in website.projects}
    return {
        slug: tuple(
            SkillLink(
                skill.name, f"{relative(page_url(PAGE, website.config), pages[slug], website.config)}#{skill.key}"
            )
            for skill in found[:_HEAD]
        )
        for slug, found in skills_by_project(wanted).items()
    }


def _sections(website: Website, order: Mapping[str, int]) -> Iterator[Section]:
    text = website.words
    proven = (skill for skill in website.skills if not skill.is_claimed)
    for kind, members in groupby(proven, key=attrgetter("kind")):
        yield Section(_kind_name(kind, text), tuple(_groups(website, members, order, text)))
    claimed = tuple(_shown(website, skill, order, text) for skill in website.skills if skill.is_claimed)
    if claimed:
        yield Section(text("skills.claimed"), (("", claimed),), text("skills.claimed_note"))


def _page(website: Website, sections: Sequence[Section], steps: int) -> bytes:
    text, keys = website.words, [skill.key for skill in website.skills]
    values = {
        "title": text("skills.title"),
        "description": text("skills.description"),
        "hide": ["navigation"],
        "sheet": "skills",
    }
    lead = render_block("lead.html.j2", lead=_lead(website, steps))
    blocks = [_heading(text("skills.title"), 1, "skills"), Block(lead)]
    anchors = unique([*keys, *(slugify(section.name, fallback="kind") for section in sections)])[len(keys) :]
    for section, anchor in zip(sections, anchors, strict=True):
        html = render_block("skills.html.j2", groups=section.groups, steps=steps, words=text, note=section.note)
        blocks += [_heading(section.name, 2, anchor), Block(html)]
    return page(values, blocks)


def _lead(website: Website, steps: int) -> str:
    text = website.words
    proven = sum(not skill.is_claimed for skill in website.skills)
    if not proven:
        return text("skills.nothing")
    squares = f" {text('skills.squares')}" if steps > 1 else ""
    return text.count("skills.lead", proven) + squares


def _in_time(projects: Sequence[Project]) -> Mapping[str, int]:
    """Give a number to each project that has a date, from the oldest."""
    dated = [project for project in projects if project.record.date]
    slugs = [project.record.slug for project in sorted(dated, key=lambda project: project.record.date or date.min)]
    return {slug: number for number, slug in enumerate(slugs)}


def _shown(website: Website, skill: Skill, order: Mapping[str, int], text: Words) -> ShownSkill:
    proofs = skill.proofs
    return ShownSkill(
        name=skill.name,
        key=skill.key,
        count=text.count("skills.count", len(proofs)) if proofs else "",
        span=_span(skill, text),
        bar=_bar([order[slug] for proof in proofs if (slug := proof.project.record.slug) in order], len(order)),
        proofs=tuple(_shown_proof(website, proof, skill, text) for proof in proofs[:PROJECTS]),
        more=max(0, len(proofs) - PROJECTS),
        claims=tuple(_link(website, project, text) for project in skill.claims[:PROJECTS]),
        sentence=skill.sentence,
    )


def _bar(lit: Sequence[int], count: int) -> str:
    steps = min(count, STEPS)
    return "".join(f"M{step * 10} 0h8v8h-8z" for step in sorted({number * steps // count for number in lit}))


def _span(skill: Skill, text: Words) -> str:
    """Say from when to when a skill was used, by month."""
    return span_text(_month(skill.first), _month(skill.last), text) if skill.last else ""


def _month(day: date | None) -> str:
    return f"{day:%Y-%m}" if day else ""


def _shown_proof(website: Website, proof: Proof, skill: Skill, text: Words) -> ShownProof:
    """Link a project, and the cells that prove a skill; for a language a project is enough."""
    link = _link(website, proof.project, text)
    if skill.kind is SkillKind.LANGUAGE:
        return link
    pages = [_shown_page(website, one, proof.project) for one in proof.pages if one.cells]
    files = [_shown_file(website, one, proof.project) for one in proof.files]
    return ShownProof(link.title, link.url, link.lang, link.day, (*pages, *files))


def _shown_page(website: Website, proof: PageProof, project: Project) -> ShownPage:
    url = relative(page_url(proof.page.path, website.config), PAGE, website.config)
    cells = tuple((cell, f"{url}#{cell_anchor(proof.page.document, cell)}") for cell in proof.cells[:CELLS])
    title = "" if proof.page is project.main or proof.page.title == project.main.title else proof.page.title
    return _shown_places(website, "cell", title, cells, len(proof.cells))


def _shown_file(website: Website, proof: FileProof, project: Project) -> ShownPage:
    """Name a file as its project's pages do, and lead to its lines in the repository."""
    repository = website.config.repository
    url = source_url(repository, proof.path) if repository else ""
    lines = tuple((line, f"{url}#L{line}" if url else "") for line in proof.lines[:CELLS])
    return _shown_places(website, "line", str(proof.path.relative_to(project.entry.folder)), lines, len(proof.lines))


def _shown_places(
    website: Website, what: str, title: str, places: tuple[tuple[int, str], ...], count: int
) -> ShownPage:
    text, more = website.words, count - len(places)
    word = text(f"skills.{what}s" if count > 1 else f"skills.{what}")
    return ShownPage(title, word, places, text(f"skills.more_{what}s", n=more) if more else "")


def _link(website: Website, project: Project, text: Words) -> ShownProof:
    record = project.record
    url = relative(page_url(project.main.path, website.config), PAGE, website.config)
    return ShownProof(record.title, url, record.lang, date_text(_month(record.date), text))


def _kind_name(kind: SkillKind | None, text: Words) -> str:
    return text(f"skills.kind.{kind.value if kind else 'other'}")


def _groups(
    website: Website, skills: Iterable[Skill], order: Mapping[str, int], text: Words
) -> Iterator[tuple[str, tuple[ShownSkill, ...]]]:
    """Name the groups of one kind in the language of the site, where they are ours."""
    for group, members in groupby(skills, key=attrgetter("group")):
        shown = tuple(_shown(website, skill, order, text) for skill in members)
        yield text.texts.get(f"skills.group.{group}", group), shown


def _heading(text: str, level: int, anchor: str) -> Block:
    return Block(render_block("text.html.j2", text=text), level, anchor, text)
