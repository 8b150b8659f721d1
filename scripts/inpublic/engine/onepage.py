"""Makes one page as MkDocs makes them all, one after the other: so that somebody else can make another meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page


class Press(Struct, frozen=True):
    """Holds what every page of a site is made with. What is wrong with one is raised, or said to MkDocs' log."""

    config: MkDocsConfig
    files: Files
    pages: Sequence[File]
    nav: Navigation
    env: Environment

    def read(self, page: Page) -> None:
        """Read a page from docs/, and convert it."""
        config, files, plugins = self.config, self.files, self.config.plugins
        config._current_page = page  # what `!relative` in mkdocs.yml is relative to
        try:
            page = plugins.on_pre_page(page, config=config, files=files)
            page.read_source(config)
            page.markdown = plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)
            page.render(config, files)
            page.content = plugins.on_page_content(page.content or "", page=page, config=config, files=files)
        finally:
            config._current_page = None

    def build(self, page: Page) -> tuple[str, str]:
        """Write a page that was read into the site's folder, as the theme shows it; return it, and the file's SHA-256.

        Of an empty page, which is not written, there is none.
        """
        config = self.config
        config._current_page = page
        page.active = True
        try:
            output = config.plugins.on_post_page(self._rendered(page), page=page, config=config)
            return output, self._written(page, output)
        finally:
            page.active = False
            config._current_page = None

    def _rendered(self, page: Page) -> str:
        from mkdocs.commands.build import get_context

        context = get_context(self.nav, self.pages, self.config, page)
        template = self.env.get_template(page.meta.get("template", "main.html"))
        context = self.config.plugins.on_page_context(context, page=page, config=self.config, nav=self.nav)
        return template.render(context)

    @staticmethod
    def _written(page: Page, output: str) -> str:
        from mkdocs.utils import write_file

        if not output.strip():
            return ""
        content = output.encode("utf-8", errors="xmlcharrefreplace")
        write_file(content, page.file.abs_dest_path)
        return sha256(content).hexdigest()


def is_read(page: Page | None) -> bool:
    """Tell whether a page was read and converted, and only has to be built."""
    return page is not None and page.content is not None
