"""A small website for the tests of feeds, loaded with `runpy.run_path`, as tests are no package."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

from inpublic.document import Block, Document
from inpublic.project import Entry, Record
from inpublic.settings.config import Config
from inpublic.settings.parts import Author
from inpublic.website import Page, Project, Website

DAY = datetime(2025, 3, 1, 12, 30, tzinfo=UTC)
CONFIG = Config(
    root=Path("site"),
    site_name="Ada's work",
    site_description="Notebooks & more",
    site_url="https://ada.example/portfolio/",
    author=Author(name="Ada"),
)


def make_page(slug: str, name: str = "", *, html: str = "<p>It works.</p>", title: str = "") -> Page:
    folder = PurePosixPath("projects") / slug / name
    document = Document(title=title, blocks=(Block(html),), summary="From the first paragraph.")
    return Page(folder / "notebook.ipynb", folder / "index.md", title or slug.title(), document)


def make_project(slug: str, age: int | None = 0, *, html: str = "<p>It works.</p>", **facts: Any) -> Project:
    """Make a project published `age` days before 1 March 2025; `facts` are those of its record or of the project."""
    own = {name: facts.pop(name) for name in ("pages", "cover", "updated") if name in facts}
    moment = None if age is None else DAY - timedelta(days=age)
    page = make_page(slug, html=html)
    record = Record(slug=slug, **{"title": page.title, "summary": f"About {slug}.", **facts})
    entry = Entry(slug, PurePosixPath("projects") / slug, (page.source,), page.source)
    return Project(entry, record, {}, **{"pages": (page,), "published": moment, "updated": moment, **own})


def make_website(*projects: Project, config: Config = CONFIG) -> Website:
    return Website(config, projects, {}, {page.source: page for project in projects for page in project.pages})
