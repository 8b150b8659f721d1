"""The Resume page and the resume as a file of JSON Resume beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path, PurePosixPath

from markupsafe import Markup
from msgspec import Struct

from inpublic.document import Block
from inpublic.errors import Problem, Severity
from inpublic.languages import Words
from inpublic.outputs.skills import PAGE as SKILLS_PAGE
from inpublic.pages.addresses import absolute, file_url, page_url, relative
from inpublic.pages.cards import INDEX
from inpublic.pages.keys import key_for
from inpublic.pages.menu import is_in_menu
from inpublic.pages.pagetext import page
from inpublic.pages.structured import identity
from inpublic.project import Result
from inpublic.records.slug import slugify
from inpublic.resume.filling import SHOWN, Ability, FilledResume, Piece, fill_resume, misnamed
from inpublic.resume.jsonresume import json_ld, json_resume
from inpublic.resume.printing import printable_page
from inpublic.resume.prose import prose_html
from inpublic.resume.reading import PATH as SOURCE
from inpublic.resume.resume import Location
from inpublic.resume.shown import address_text, date_text, span_text
from inpublic.settings.config import Config
from inpublic.template import render_block
from inpublic.website import OutputFile, Recipe, Website

PAGE = PurePosixPath("resume/index.md")
DATA = PurePosixPath("resume/resume.json")

PROOFS = 3
"""How many results stand at the top of the page."""

_UNSEARCHED = {"exclude": True}
"""A search should find the work itself, not once more the page that lists it."""


Group = tuple[str, list[tuple[Ability, str]]]
"""A heading, and below it skills with the addresses of their proof."""


class Proof(Struct, frozen=True):
    """Holds a result at the top of the page, and the project that it was reached in."""

    result: Result
    name: str
    url: str


def resume(website: Website) -> Iterator[OutputFile]:
    """Write the page and its data where docs/resume.yml is, and where the navigation names the page."""
    if not has_resume(website):
        return
    text = website.words
    filled = fill_resume(website.resume, website.config, website.projects, abilities_of(website), text)
    key = key_for(website, filled, text, website.resume is None, len(website.projects), website.config.resume_pdf)
    yield OutputFile(PAGE, Recipe(key, lambda: _page(website, filled, text)))
    yield OutputFile(DATA, Recipe(key_for(website, filled.resume), lambda: json_resume(filled.resume)))


def misnamed_projects(website: Website) -> Iterator[Problem]:
    """Report projects of docs/resume.yml whose names are hardly meant so: what they leave out is not filled in."""
    resume = website.resume
    for name, near in misnamed(resume, website.config, website.projects, website.words) if resume else ():
        message = f"the project «{name}» is none of yours here"
        hint = f"Did you mean «{near}»? Of work that is elsewhere say the `url`."
        yield Problem(str(SOURCE), message, hint, severity=Severity.WARNING)


def has_resume(website: Website) -> bool:
    """Tell whether the site has a resume."""
    return website.resume is not None or is_in_menu(website.config, PAGE)


def pdf_path(website: Website) -> PurePosixPath:
    """Return where the resume is as a PDF, below the site's folder: `resume/ada-quill-resume.pdf`."""
    written = website.resume.basics.name if website.resume else ""
    name = slugify(written or website.config.author.name, fallback="my")
    return PAGE.parent / f"{name}-resume.pdf"


def printable_resume(website: Website, site: Path) -> str:
    """Prepare the page of a built site for the printer; raises OSError where it is not there."""
    file = site / PAGE.with_suffix(".html")
    country = website.resume.basics.location.country_code if website.resume else ""
    return printable_page(file.read_text("utf-8"), file.parent, _address(website.config), country)


def abilities_of(website: Website) -> tuple[Ability, ...]:
    """List the skills that the published work proves; the one place where a resume's skills come from."""
    page = page_url(SKILLS_PAGE, website.config)
    return tuple(
        Ability(
            skill.name,
            projects=len(skill.proofs),
            url=f"{page}#{skill.key}",
            kind=skill.kind.value if skill.kind else "",
        )
        for skill in website.skills
        if not skill.is_claimed
    )


def _page(website: Website, filled: FilledResume, text: Words) -> bytes:
    config, basics = website.config, filled.resume.basics
    pieces = [(piece, _url(piece, config)) for piece in filled.pieces]
    built = sum(not work.record.kind.is_logged for work in website.projects)
    html = render_block(
        "resume.html.j2",
        words=text,
        resume=filled.resume,
        basics=basics,
        written=website.resume is not None,
        image=_image(website),
        where=_where(basics.location),
        proofs=_proofs(filled.pieces, config),
        pieces=pieces,
        printed=SHOWN,
        more=text.count("resume.all", built) if built > len(pieces) else "",
        more_url=relative(page_url(INDEX, config), PAGE, config),
        rest=_rest(website, built, len(pieces)),
        groups=_groups(filled.abilities, config, text),
        data=relative(file_url(DATA), PAGE, config),
        pdf=relative(file_url(pdf_path(website)), PAGE, config) if config.resume_pdf else "",
        ld=Markup(json_ld(filled.resume, _address(config), identity(config))),  # noqa: S704 - JSON without < and &
        span=span_text,
        date=date_text,
        address=address_text,
        prose_html=prose_html,
    )
    title = text("resume.title")
    description = text("resume.description", name=basics.name) if basics.name else title
    values = {
        "title": title,
        "description": description,
        "hide": ["navigation", "toc"],
        "search": _UNSEARCHED,
        "sheet": "resume",
    }
    return page(values, [Block(html)])


def _rest(website: Website, built: int, listed: int) -> str:
    """Say on paper how many projects it has no room for, and where they are."""
    config, left = website.config, max(built, listed) - min(SHOWN, listed)
    rest = website.words.count("resume.rest", left) if left else ""
    if not rest or not config.site_url:
        return rest
    place = absolute(page_url(INDEX if built > listed else PAGE, config), config)
    return website.words("resume.rest_at", rest=rest, address=address_text(place))


def _groups(abilities: Sequence[Ability], config: Config, text: Words) -> list[Group]:
    """Put the skills below the headings of their kinds; those that were listed by hand have none."""
    return [
        (text(f"resume.kind.{kind}") if kind else "", [(one, _proof_url(one, config)) for one in members])
        for kind, members in groupby(abilities, key=attrgetter("kind"))
    ]


def _proof_url(ability: Ability, config: Config) -> str:
    return relative(ability.url, PAGE, config) if ability.url else ""


def _address(config: Config) -> str:
    return absolute(page_url(PAGE, config), config) if config.site_url else ""


def _url(piece: Piece, config: Config) -> str:
    return relative(page_url(piece.path, config), PAGE, config) if piece.path else piece.project.url


def _image(website: Website) -> str:
    """Return the address of a picture in docs/: one of another host would tell it who reads this page."""
    image = website.resume.basics.image if website.resume else ""
    return "" if not image or "://" in image else relative(file_url(PurePosixPath(image)), PAGE, website.config)


def _where(location: Location) -> list[tuple[str, str]]:
    parts = (
        ("p-street-address", location.address),
        ("p-postal-code", location.postal_code),
        ("p-locality", location.city),
        ("p-region", location.region),
        ("p-country-name", location.country_code),
    )
    return [(name, text) for name, text in parts if text]


def _proofs(pieces: Sequence[Piece], config: Config) -> list[Proof]:
    """Choose the first results of the first projects that have one, those with a baseline before others."""
    found = [
        Proof(piece.record.results[0], piece.project.name, _url(piece, config))
        for piece in pieces
        if piece.record.results
    ]
    return sorted(found, key=lambda proof: not proof.result.baseline)[:PROOFS]
