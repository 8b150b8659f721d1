"""A resume filled in from the work: who it is from mkdocs.yml, projects and skills from what is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import PurePosixPath

from msgspec import Struct, field
from msgspec.structs import replace

from inpublic.languages import Words
from inpublic.pages.addresses import absolute, page_url
from inpublic.project import Origin, Record
from inpublic.project import Result as Outcome
from inpublic.resume.prose import literal
from inpublic.resume.resume import Basics, Meta, Profile, Project, Resume, Skill
from inpublic.settings.config import Config
from inpublic.website import Project as Work

SHOWN = 8
"""How many projects a resume shows of its own accord: more do not fit on two pages."""

SKILLS = 12
"""How many skills of one kind a resume names of its own accord."""

CLAIMED = "claimed"
"""The kind of skills that nothing proves."""

_VERSION = "v1.0.0"


class Ability(Struct, frozen=True):
    """Holds a skill as the work proves it, in `projects` projects; without any it is only claimed.

    `kind` is the heading that it stands below, as in skills.yml, `url` leads to its proof, relative to the site's root.
    """

    name: str
    level: str = ""
    keywords: tuple[str, ...] = ()
    projects: int = 0
    url: str = ""
    kind: str = ""

    @property
    def is_claimed(self) -> bool:
        """Tell whether nothing that is published proves it."""
        return not self.projects


class Piece(Struct, frozen=True):
    """Holds a project of a resume and, where the site has it, its page below docs/ and its record."""

    project: Project
    path: PurePosixPath | None = None
    record: Record = field(default_factory=Record)


class FilledResume(Struct, frozen=True):
    """Holds a whole resume as it is published, and what its page shows besides: the work behind projects and skills."""

    resume: Resume
    pieces: tuple[Piece, ...] = ()
    abilities: tuple[Ability, ...] = ()


def fill_resume(
    written: Resume | None, config: Config, works: Sequence[Work], proven: Iterable[Ability], words: Words
) -> FilledResume:
    """Fill in what the file does not say; what it says stays.

    Projects that it lists are those that are shown, each completed from the work of its address or name; else the
    featured and the newest work is. Skills that it lists come first if the work proves them, else last; between them
    are the commonest of each kind.
    """
    resume = written or Resume()
    pieces = _pieces(resume.projects, config, works, words)
    abilities = _abilities(resume.skills, tuple(proven))
    filled = replace(
        resume,
        basics=filled_basics(resume.basics, config),
        projects=tuple(piece.project for piece in pieces),
        skills=tuple(_skill(ability, words) for ability in abilities),
        meta=_meta(resume.meta, config),
    )
    return FilledResume(filled, pieces, abilities)


def filled_basics(basics: Basics, config: Config) -> Basics:
    """Fill in who somebody is from mkdocs.yml."""
    author = config.author
    links = tuple(Profile(network=label, url=url) for label, url in author.links if not url.startswith("mailto:"))
    return replace(
        basics,
        name=basics.name or author.name,
        label=basics.label or author.headline,
        email=basics.email or author.email,
        url=basics.url or config.site_url,
        image=_image(basics.image, config),
        profiles=basics.profiles or links,
    )


def _image(image: str, config: Config) -> str:
    """Return the address of a picture; of one in docs/ only where the site knows its own."""
    if not image or "://" in image:
        return image
    return absolute(image, config) if config.site_url else ""


def _meta(meta: Meta, config: Config) -> Meta:
    canonical = absolute("resume/resume.json", config) if config.site_url else ""
    return replace(meta, canonical=meta.canonical or canonical, version=meta.version or _VERSION)


def _pieces(listed: Sequence[Project], config: Config, works: Sequence[Work], words: Words) -> tuple[Piece, ...]:
    built = [_piece(work, config, words) for work in works if not work.record.kind.is_logged]
    if not listed:
        return tuple(sorted(built, key=lambda piece: not piece.record.featured)[:SHOWN])
    known = {name: piece for piece in built for name in _names(piece)}
    return tuple(_completed(project, _find(project, known)) for project in listed)


def _piece(work: Work, config: Config, words: Words) -> Piece:
    record = work.record
    updated = record.updated.isoformat() if record.updated and record.updated != record.date else ""
    return Piece(
        Project(
            name=record.title,
            description=literal(record.summary),
            highlights=tuple(literal(result_text(result, words)) for result in record.results),
            keywords=record.tags,
            start_date=record.date.isoformat() if record.date else "",
            end_date=updated,
            url=absolute(page_url(work.main.path, config), config) if config.site_url else "",
            type=words(f"origin.{record.origin.value}") if record.origin not in (None, Origin.OWN) else "",
        ),
        work.main.path,
        record,
    )


def result_text(result: Outcome, words: Words) -> str:
    """Say a result in a few words: «F1 0.87, baseline 0.75»."""
    text = f"{result.metric}{': ' if ' ' in result.metric else ' '}{result.value}"
    return words("resume.against", result=text, baseline=result.baseline) if result.baseline else text


def misnamed(resume: Resume, config: Config, works: Sequence[Work], words: Words) -> Iterator[tuple[str, str]]:
    """Yield names in the list that are no project's here, and say nothing else, each with the one that it resembles."""
    known = {name: piece for piece in (_piece(work, config, words) for work in works) for name in _names(piece)}
    for project in resume.projects:
        if project == Project(name=project.name) and not _find(project, known):
            near = get_close_matches(project.name.casefold(), known, 1, 0.75)
            yield from [(project.name, known[near[0]].project.name)] if near else []


def _names(piece: Piece) -> tuple[str, ...]:
    """Name all that a list may call a project by: its title, its slug, its page."""
    slug = piece.record.slug
    return (piece.project.name.casefold(), slug.casefold(), f"projects/{slug}".casefold())


def _find(project: Project, known: dict[str, Piece]) -> Piece | None:
    """Find the work that an entry means: by the end of its address, which may be on another domain, or by its name."""
    way = "/".join(project.url.removesuffix("index.html").rstrip("/").split("/")[-2:])
    return known.get(way.casefold()) or known.get(project.name.casefold())


def _completed(project: Project, piece: Piece | None) -> Piece:
    if piece is None:
        return Piece(project)
    own = piece.project
    merged = Project(
        name=project.name if project.name and project.name.casefold() != piece.record.slug.casefold() else own.name,
        description=project.description or own.description,
        highlights=project.highlights or own.highlights,
        keywords=project.keywords or own.keywords,
        start_date=project.start_date or own.start_date,
        end_date=project.end_date or ("" if project.start_date else own.end_date),
        url=project.url or own.url,
        roles=project.roles,
        entity=project.entity,
        type=project.type or own.type,
    )
    return replace(piece, project=merged)


def _abilities(listed: Sequence[Skill], proven: Sequence[Ability]) -> tuple[Ability, ...]:
    """Put those that were listed and are proven first, those without proof last; none is there twice."""
    known = {name: ability for ability in reversed(proven) for name in _called(ability)}
    named = [_ability(skill, known) for skill in listed]
    claimed = [ability for ability in named if ability.is_claimed]
    return (*(ability for ability in named if ability not in claimed), *_commonest(proven, named), *claimed)


def _commonest(proven: Sequence[Ability], named: Iterable[Ability]) -> Iterator[Ability]:
    """Yield the commonest skills of each kind that are not named already."""
    covered = {name for ability in named for name in _called(ability)}
    others = sorted((one for one in proven if one.name.casefold() not in covered), key=_count, reverse=True)
    for kind in dict.fromkeys(ability.kind for ability in proven):
        yield from [one for one in others if one.kind == kind][:SKILLS]


def _called(ability: Ability) -> Iterable[str]:
    return (ability.name.casefold(), *(keyword.casefold() for keyword in ability.keywords))


def _ability(skill: Skill, known: dict[str, Ability]) -> Ability:
    """Join a skill that was listed with its proof: that of its name, else the best of its keywords'."""
    found = [known[name] for name in (skill.name.casefold(), *map(str.casefold, skill.keywords)) if name in known]
    named = found[0] if found and skill.name.casefold() in _called(found[0]) else max(found, key=_count, default=None)
    if named is None:
        return Ability(skill.name, skill.level, skill.keywords, kind=CLAIMED)
    return replace(named, name=skill.name, level=skill.level, keywords=skill.keywords or named.keywords, kind="")


def _count(ability: Ability) -> int:
    return ability.projects


def _skill(ability: Ability, words: Words) -> Skill:
    """Write a skill as JSON Resume has it; one that only the work speaks for says so in the place of a level."""
    level = ability.level or (words.count("resume.proven", ability.projects) if ability.projects else "")
    return Skill(ability.name, level, ability.keywords)
