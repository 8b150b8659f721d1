"""The Skills page: what the published work proves, and the projects and cells that prove it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from pathlib import PurePosixPath

from inpublic.document import Block
from inpublic.languages import Words
from inpublic.pages.addresses import page_url, relative
from inpublic.pages.cellplaces import cell_anchor
from inpublic.pages.keys import key_for
from inpublic.pages.menu import is_in_menu
from inpublic.pages.pagetext import page
from inpublic.records.slug import slugify, unique
from inpublic.resume.shown import date_text, span_text
from inpublic.skills.evidence import skills_by_project
from inpublic.skills.skill import PageProof, Proof, Skill
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


@dataclass(frozen=True, slots=True)
class SkillLink:
    """Links a skill to its place on the Skills page."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class ShownPage:
    """Links the cells of a page; `more` are those without a link."""

    title: str
    cells: tuple[tuple[int, str], ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class ShownProof:
    """Links a project and its pages; a page without a title is the project's own."""

    title: str
    url: str
    lang: str
    day: str
    pages: tuple[ShownPage, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownSkill:
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


def skills(website: Website) -> Iterator[OutputFile]:
    """Write the page where there is any skill, or where the menu leads to it."""
    found, text = website.skills, website.words
    if not found and not is_in_menu(website.config, PAGE):
        return
    order = _in_time(website.projects)
    claimed = [_shown(website, skill, order, text) for skill in found if skill.is_claimed]
    kinds = [
        (_kind_name(kind, text), _groups(website, list(members), order, text))
        for kind, members in groupby((skill for skill in found if not skill.is_claimed), key=attrgetter("kind"))
    ]
    steps = min(len(order), STEPS)
    proven = len(found) - len(claimed)
    note = text("skills.claimed_note")
    sections = [(name, groups, "") for name, groups in kinds]
    sections += [(text("skills.claimed"), [("", claimed)], note)] if claimed else []

    def make() -> bytes:
        values = {
            "title": text("skills.title"),
            "description": text("skills.description"),
            "hide": ["navigation"],
            "sheet": "skills",
        }
        lead = text.count("skills.lead", proven) if proven else text("skills.nothing")
        lead += f" {text('skills.squares')}" if proven and steps > 1 else ""
        blocks = [
            _heading(text("skills.title"), 1, "skills"),
            Block(render_block("lead.html.j2", lead=lead)),
        ]
        taken = [skill.key for skill in found]
        anchors = unique([*taken, *(slugify(name, fallback="kind") for name, _, _ in sections)])[len(taken) :]
        for (name, groups, words_before), anchor in zip(sections, anchors, strict=True):
            html = render_block("skills.html.j2", groups=groups, steps=steps, words=text, note=words_before)
            blocks += [_heading(name, 2, anchor), Block(html)]
        return page(values, blocks)

    yield OutputFile(PAGE, Recipe(key_for(website, text.language, sections, steps), make))


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
    pages = tuple(_shown_page(website, one, proof.project) for one in proof.pages if one.cells)
    return ShownProof(link.title, link.url, link.lang, link.day, pages)


def _shown_page(website: Website, proof: PageProof, project: Project) -> ShownPage:
    url = relative(page_url(proof.page.path, website.config), PAGE, website.config)
    cells = tuple((cell, f"{url}#{cell_anchor(proof.page.document, cell)}") for cell in proof.cells[:CELLS])
    title = "" if proof.page is project.main or proof.page.title == project.main.title else proof.page.title
    return ShownPage(title, cells, max(0, len(proof.cells) - CELLS))


def _link(website: Website, project: Project, text: Words) -> ShownProof:
    record = project.record
    url = relative(page_url(project.main.path, website.config), PAGE, website.config)
    return ShownProof(record.title, url, record.lang, date_text(_month(record.date), text))


def _kind_name(kind: SkillKind | None, text: Words) -> str:
    return text(f"skills.kind.{kind.value if kind else 'other'}")


def _groups(
    website: Website, skills: Sequence[Skill], order: Mapping[str, int], text: Words
) -> list[tuple[str, list[ShownSkill]]]:
    """Name the groups of one kind in the language of the site, where they are ours."""
    return [
        (text.texts.get(f"skills.group.{group}", group), [_shown(website, skill, order, text) for skill in members])
        for group, members in groupby(skills, key=attrgetter("group"))
    ]


def _heading(text: str, level: int, anchor: str) -> Block:
    return Block(render_block("text.html.j2", text=text), level, anchor, text)
