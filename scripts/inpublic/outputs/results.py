"""The results of all projects in one table, a part for each metric."""

from __future__ import annotations

from collections.abc import Iterator

from inpublic.document import Block
from inpublic.pages.addresses import page_url, relative
from inpublic.pages.cards import RESULTS
from inpublic.pages.keys import key_for
from inpublic.pages.menu import is_in_menu
from inpublic.pages.pagetext import page
from inpublic.results.table import columns_of, group_results
from inpublic.template import render_block
from inpublic.website import OutputFile, Recipe, Website


def results(website: Website) -> Iterator[OutputFile]:
    """Write the page where a project has results, or where the menu leads to it."""
    groups = group_results(project.record for project in website.projects)
    if not groups and not is_in_menu(website.config, RESULTS):
        return
    text, config = website.words, website.config
    shown = {row.slug for group in groups for row in group.rows}
    links = {
        project.record.slug: relative(page_url(project.main.path, config), RESULTS, config)
        for project in website.projects
        if project.record.slug in shown
    }
    values = {
        "title": text("results.title"),
        "description": text("results.description"),
        "hide": ["navigation", "toc"],
        "sheet": "results",
    }

    def make() -> bytes:
        html = render_block(
            "results.html.j2",
            groups=groups,
            columns=columns_of(groups),
            links=links,
            words=text,
            day=text.day,
        )
        title = render_block("text.html.j2", text=text("results.title"))
        return page(values, [Block(title, 1, "results", text("results.title")), Block(html)])

    yield OutputFile(RESULTS, Recipe(key_for(website, text, groups, links), make))
