"""A key changes with whatever a page shows, and with nothing else."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from msgspec.structs import replace

from inpublic.pages.keys import key_for, project_key
from inpublic.website import Asset, Page, Project, Website

feedsite = runpy.run_path(str(Path(__file__).with_name("feedsite.py")))
make_project, make_website = feedsite["make_project"], feedsite["make_website"]
PICTURE = Asset(PurePosixPath("assets/inpublic/files/0.png"), b"", "image/png", 4, 3)


def taxi() -> Project:
    project: Project = make_project("taxi", tags=("C++",))
    return project


def test_the_same_project_has_the_same_key() -> None:
    assert project_key(make_website(taxi()), taxi()) == project_key(make_website(taxi()), taxi())


CHANGES: dict[str, Callable[[Website, Project], tuple[Website, Project]]] = {
    "title": lambda site, one: (site, replace(one, record=replace(one.record, title="Another"))),
    "demo": lambda site, one: (site, replace(one, record=replace(one.record, demo="https://demo.example/"))),
    "cover": lambda site, one: (site, replace(one, cover=PICTURE)),
    "thumbnail": lambda site, one: (site, replace(one, thumbnail=PICTURE)),
    "a further page": lambda site, one: (site, replace(one, pages=(*one.pages, _renamed(one.main)))),
    "a page's title": lambda site, one: (site, replace(one, pages=(replace(one.main, title="Another"),))),
    "imports": lambda site, one: (site, replace(one, pages=(_importing(one.main),))),
    "address of a tag": lambda site, one: (replace(site, tag_keys={"c++": "c-2"}), one),
    "badges": lambda site, one: (replace(site, config=replace(site.config, badges=("binder",))), one),
    "site's address": lambda site, one: (
        replace(site, config=replace(site.config, site_url="https://b.example/")),
        one,
    ),
    "code": lambda site, one: (replace(site, version=b"2"), one),
}


def _renamed(page: Page) -> Page:
    return replace(page, path=PurePosixPath("projects/taxi/more.md"))


def _importing(page: Page) -> Page:
    return replace(page, document=replace(page.document, imports=("numpy",)))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_project_with_another_face_has_another_key(
    change: Callable[[Website, Project], tuple[Website, Project]],
) -> None:
    assert project_key(*change(make_website(taxi()), taxi())) != project_key(make_website(taxi()), taxi())


@pytest.mark.parametrize("odd", ["\ud83d", 10**30], ids=["half a character", "a large number"])
def test_what_no_format_holds_has_a_key_all_the_same(odd: object) -> None:
    website = make_website()
    assert key_for(website, odd) == key_for(website, odd) != key_for(website, [odd])
