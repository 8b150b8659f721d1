"""The whole portfolio for programs: portfolio.json; portfolioschema.py says what is in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import Enum
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from inpublic.outputs.feeds import ATOM, JSON, LOG, RSS, has_feeds, log_entries, subject_feeds
from inpublic.outputs.portfolioschema import OWN, VERSION, schema
from inpublic.outputs.resume import DATA as RESUME
from inpublic.outputs.resume import has_resume
from inpublic.outputs.share import share_image
from inpublic.outputs.skills import PAGE as SKILLS_PAGE
from inpublic.pages.addresses import absolute, file_url, page_url
from inpublic.pages.cards import download_path
from inpublic.pages.jsontext import json_bytes
from inpublic.pages.keys import key_for, project_key
from inpublic.pages.menu import menu_pages
from inpublic.pages.structured import kept
from inpublic.pages.translations import language_of
from inpublic.results.demo import whole_address
from inpublic.settings.repository import source_url
from inpublic.skills.skill import Skill
from inpublic.website import OutputFile, Page, Project, Recipe, Website

DATA, SCHEMA = PurePosixPath("portfolio.json"), PurePosixPath("portfolio.schema.json")

Values = dict[str, Any]  # Any: what JSON can hold


def portfolio(website: Website) -> Iterator[OutputFile]:
    """Write all that is published, and the schema; what is withheld or a draft is in neither."""
    config = website.config
    projects = [(project_key(website, one), one.cover and one.cover.alt) for one in website.projects]
    around = (config.site_name, config.site_description, config.author, menu_pages(config), list(_feeds(website)))
    key = key_for(website, projects, around, has_resume(website), [_skill(skill, "") for skill in website.skills])
    yield OutputFile(DATA, Recipe(key, lambda: json_bytes(portfolio_of(website))))
    yield OutputFile(SCHEMA, Recipe(key_for(website, "portfolio schema"), lambda: json_bytes(schema())))


def portfolio_of(website: Website) -> Values:
    """Return what the file says; addresses are whole where the site knows its own, else relative to the file."""
    config = website.config
    author = {
        "name": config.author.name,
        "headline": config.author.headline,
        "links": [{"label": label, "url": url} for label, url in config.author.links],
    }
    site = {
        "name": config.site_name,
        "description": config.site_description,
        "url": config.site_url,
        "language": config.language,
        "author": author,
    }
    skills_page = _page(SKILLS_PAGE, website)
    resume = {"resume": absolute(file_url(RESUME), config)} if has_resume(website) else {}
    return {
        "$schema": absolute(file_url(SCHEMA), config),
        "version": VERSION,
        "site": kept(site),
        "projects": [_project(website, project) for project in website.projects],
        "pages": [{"title": title, "url": _page(path, website)} for title, path in menu_pages(config)],
        "feeds": list(_feeds(website)),
        "skills": [_skill(skill, skills_page) for skill in website.skills],
        **resume,
    }


def _project(website: Website, project: Project) -> Values:
    record, cover = project.record, project.cover
    said = {name: _json(value) for name, value in asdict(record).items() if name not in OWN}
    image = {"url": absolute(file_url(cover.path), website.config), "alt": cover.alt} if cover else {}
    return kept(
        {
            **said,
            "demo": whole_address(record.demo, website.config),
            "video": whole_address(record.video, website.config),
            "verify": {name: value for name, value in said["verify"].items() if value},
            "url": _page(project.main.path, website),
            "language": record.lang or website.config.language,
            "cover": image,
            "share_image": share_image(website, project),
            "pages": [_shown(website, project, page) for page in project.pages],
        }
    )


def _shown(website: Website, project: Project, page: Page) -> Values:
    config, copy = website.config, download_path(page)
    return kept(
        {
            "title": page.title,
            "url": _page(page.path, website),
            "language": language_of(project, page) or config.language,
            "source": source_url(config.repository, page.source) if config.repository else "",
            "download": absolute(file_url(copy), config) if copy else "",
        }
    )


def _feeds(website: Website) -> Iterator[Values]:
    if not has_feeds(website):
        return
    for path, form in ((RSS, "rss"), (ATOM, "atom"), (JSON, "json")):
        yield {"about": "all", "format": form, "url": absolute(file_url(path), website.config)}
    for subject in subject_feeds(website):
        url = absolute(file_url(subject.path), website.config)
        yield {"about": subject.kind, "name": subject.name, "format": "rss", "url": url}
    if log_entries(website):
        yield {"about": "log", "format": "rss", "url": absolute(file_url(LOG), website.config)}


def _skill(skill: Skill, page: str) -> Values:
    """Say what proves a skill, in full below its heading on the `page`; one without proof is only claimed."""
    proofs = [proof.project.record.slug for proof in skill.proofs]
    claims = [project.record.slug for project in skill.claims]
    said = {
        "name": skill.name,
        "kind": skill.kind.value if skill.kind else "",
        "group": skill.group,
        "projects": proofs,
        "claimed_by": claims,
        "url": "" if skill.is_claimed else f"{page}#{skill.key}",
        "first": _json(skill.first),
        "last": _json(skill.last),
    }
    return {**kept(said), "claimed": not proofs}


def _page(path: PurePosixPath, website: Website) -> str:
    return absolute(page_url(path, website.config), website.config)


def _json(value: Any) -> Any:  # Any: a field of a record
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Struct):
        said = {name: _json(part) for name, part in asdict(value).items()}
        return {name: part for name, part in said.items() if part is not None}
    return [_json(item) for item in value] if isinstance(value, tuple) else value
