"""Spares MkDocs what can be had cheaper, in any build: the finished HTML of our pages, Material's search index."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from inpublic.engine.guests import Guest, take_guest
from inpublic.engine.holes import dig, fill
from inpublic.engine.searching import LeanIndex, lean_index

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page


class Spared:
    """Follows one build of MkDocs and spares it what can be had cheaper; every page is built.

    `ours` are the sources, relative to docs/, that we wrote ourselves: their links are resolved. `rendered` names the
    pages that passed the template.
    """

    def __init__(self, ours: Collection[str]) -> None:
        self.files: dict[str, File] = {}
        self.rendered: set[str] = set()
        self._index: LeanIndex | None = None
        self._ours = ours
        self._guest: Guest | None = None
        self._finished: dict[str, tuple[str, ...]] = {}

    def prepare(self, config: MkDocsConfig) -> None:
        """Put our index into the place of Material's."""
        self._index = lean_index(config)

    def take_stock(self, files: Files) -> None:
        """Learn what the site will hold, without the page that another shows."""
        self._guest = take_guest(files, self._ours)
        self.files = {file.src_uri: file for file in files if file.inclusion.is_included()}

    def divide(self, nav: Navigation) -> None:
        """Keep from MkDocs what is made beside it; here that is nothing."""

    def make(self, env: Environment, config: MkDocsConfig, files: Files) -> None:
        """Make what was kept from it."""

    def take_out(self, text: str, page: Page) -> str:
        """Leave only headings of what is ours to Python-Markdown (see holes.py), and add what a page is to show."""
        name = page.file.src_uri
        self.rendered.add(name)
        if name in self._ours:
            text, self._finished[name] = dig(text)
        elif self._guest and name == self._guest.host:
            text, self._finished[name] = self._guest.below(text)
            page.meta.setdefault("sheet", self._guest.sheet)
        return text

    def put_back(self, html: str, page: Page) -> str:
        """Complete a page with what is ours."""
        finished = self._finished.pop(page.file.src_uri, None)
        if finished is None:
            return html
        return fill(html, finished)

    def restore(self) -> None:
        """Give pages what others need of them: the names in finished HTML, if anything leads to one of these."""
        wanted: dict[File, set[str]] = {}
        for page in (file.page for file in self.files.values() if file.page):
            for file, links in (page.links_to_anchors or {}).items():
                wanted.setdefault(file, set()).update(links)
        for file, names in wanted.items():
            known = file.page.present_anchor_ids if file.page else None
            if known is not None and not names <= known and (text := self._text_of_ours(file)):
                known |= names_in(text)

    def _text_of_ours(self, file: File) -> str:
        """Return what of a page is ours, which may be all of it."""
        from mkdocs.utils.meta import get_data

        if file.src_uri in self._ours:
            return get_data(file.content_string)[0]
        return self._guest.text if self._guest and file.src_uri == self._guest.host else ""

    def complete(self) -> None:
        """Put what the search knows into the order of the pages."""
        if self._index:
            self._index.keep(list(self.files))


_CELL = re.compile(r"</?t[dhr]>[^<]*+")
"""Tags of tables that name nothing, with the words behind them: of a large page most, and a parser takes its time."""


def names_in(html: str) -> set[str]:
    """Return all names in a page that a fragment can mean."""
    from selectolax.lexbor import LexborHTMLParser

    found = LexborHTMLParser(_CELL.sub("", html)).css("[id], a[name]")
    return {value for node in found for name in ("id", "name") if (value := node.attributes.get(name))}
