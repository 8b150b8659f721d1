"""What search engines read of a page: JSON-LD in the words of schema.org, with whole addresses that all exist."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from msgspec.structs import replace

from inpublic.pages.addresses import absolute, page_url
from inpublic.pages.cards import INDEX, LOG_PAGE
from inpublic.pages.translations import is_translation, language_of, translations
from inpublic.project import Record
from inpublic.resume.filling import filled_basics
from inpublic.resume.jsonresume import person
from inpublic.resume.resume import Location, Resume
from inpublic.settings.config import Config
from inpublic.settings.repository import web_url
from inpublic.website import Page, Project, Website

Values = Mapping[str, Any]  # Any: what JSON can hold


def ld_text(*things: Values) -> str:
    """Write things fit to stand in a script element: nothing in them can end it."""
    said = [{"@context": "https://schema.org", **kept(thing)} for thing in things]
    text = json.dumps(said[0] if len(said) == 1 else said, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def home_ld(website: Website) -> str:
    """Describe the site and whose it is; empty for a site that does not know its address, as with all others here."""
    config = website.config
    if not config.site_url:
        return ""
    site = {
        "@type": "WebSite",
        "@id": f"{config.site_url}#site",
        "url": config.site_url,
        "name": config.site_name,
        "description": config.site_description,
        "inLanguage": config.language,
        "author": author(config),
    }
    return ld_text(site, owner(website))


def owner(website: Website) -> Values:
    """Describe who publishes, by the resume where there is one; how to reach them stands only there."""
    basics = filled_basics((website.resume or Resume()).basics, website.config)
    shown = replace(basics, email="", phone="", summary="", location=Location(), url=website.config.site_url)
    said = person(Resume(basics=replace(shown, name=shown.name or website.config.site_name)))
    return {**said, "@id": identity(website.config)}


def author(config: Config) -> Values:
    """Name who made something, as the one that the home page describes."""
    return {
        "@type": "Person",
        "@id": identity(config),
        "name": config.author.name or config.site_name,
        "url": config.site_url,
    }


def index_ld(website: Website, title: str) -> str:
    """Describe the list of all work."""
    config = website.config
    return ld_text(_trail(config, [(title, _address(INDEX, config))])) if config.site_url else ""


def page_ld(website: Website, project: Project, page: Page, *, image: str) -> str:
    """Describe a page of a project; `image` is its picture's whole address."""
    config, text = website.config, website.words
    if not config.site_url:
        return ""
    is_logged = project.record.kind.is_logged
    listed = (text("log.title"), LOG_PAGE) if is_logged else (text("projects.title"), INDEX)
    above = [(name, _address(path, config)) for name, path in (listed, (project.record.title, project.main.path))]
    own = [] if page is project.main else [(page.title, _address(page.path, config))]
    return ld_text(_work(website, project, page, image), _trail(config, [*above, *own]))


def kept(value: Values) -> dict[str, Any]:  # Any: see above
    """Leave out what nobody said, at any depth."""
    plain = {key: _plain(part) for key, part in value.items()}
    return {key: part for key, part in plain.items() if part not in ("", None, [], {})}


def _plain(part: Any) -> Any:  # Any: see above
    if isinstance(part, Mapping):
        return kept(part)
    return [_plain(item) for item in part if item] if isinstance(part, list | tuple) else part


def _work(website: Website, project: Project, page: Page, image: str) -> Values:
    config, record, url = website.config, project.record, _address(page.path, website.config)
    is_main = page is project.main
    facts = _facts(website, project) if is_main else {}
    others = [one.page for one in translations(project, page, config.language) if one.page is not page]
    home = {"@type": "CreativeWork", "@id": _address(project.main.path, config)}
    said = {
        "@type": facts.pop("@type", "CreativeWork") if is_main else "CreativeWork",
        "@id": url,
        "url": url,
        "name": record.title if is_main else page.title,
        "description": record.summary if is_main else page.document.summary,
        "inLanguage": language_of(project, page) or config.language,
        "author": author(config),
        "image": image,
        **facts,
    }
    if others and is_translation(project, page):
        return {**said, "translationOfWork": {"@type": "CreativeWork", "@id": _address(others[0].path, config)}}
    translated = [{"@type": "CreativeWork", "@id": _address(one.path, config)} for one in others]
    return {**said, "workTranslation": translated, "isPartOf": {} if is_main else home}


def _facts(website: Website, project: Project) -> dict[str, Any]:  # Any: see above
    """Gather what the record says; a repository is a matter of source code only, which a note is not by itself."""
    record = project.record
    repository = None if record.kind.is_logged else website.config.repository
    updated = record.updated or record.date
    code = record.code or (web_url(repository) if repository else "")
    types = ["LearningResource" if record.level else "CreativeWork", *(["SoftwareSourceCode"] if code else [])]
    return {
        "@type": types if len(types) > 1 else types[0],
        "datePublished": record.date and record.date.isoformat(),
        "dateModified": updated and updated.isoformat(),
        "keywords": list(record.tags),
        "learningResourceType": record.kind.value,
        "educationalLevel": record.level.value if record.level else "",
        "codeRepository": code,
        "teaches": list(record.skills),
        "isBasedOn": list(_bases(record)),
    }


def _bases(record: Record) -> Iterable[Values]:
    for source in record.based_on:
        yield {"@type": "CreativeWork", "name": source.title, "url": source.url}
    for data in record.datasets:
        licence = data.licence if data.licence.startswith("https://") else ""
        yield {**_DATASET, "name": data.name, "url": data.url, "license": licence}


_DATASET = {"@type": "CreativeWork", "additionalType": "https://schema.org/Dataset"}
"""Data that others publish. As a plain Dataset search engines would want a description of it from this site."""


def _trail(config: Config, steps: Sequence[tuple[str, str]]) -> Values:
    named = [(config.site_name, config.site_url), *steps]
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": url}
        for number, (name, url) in enumerate(named, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _address(path: PurePosixPath, config: Config) -> str:
    return absolute(page_url(path, config), config)


def identity(config: Config) -> str:
    """Return what identifies whose site it is in all that is said of it; empty without an address."""
    return f"{config.site_url}#me" if config.site_url else ""
