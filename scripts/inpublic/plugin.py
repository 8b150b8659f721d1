"""Two comforts under MkDocs and nothing else: `mkdocs build` and `serve` refresh the tree and watch projects/."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config import config_options
from mkdocs.config.base import Config as PluginConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger

from inpublic.build import build_tree, keep_cache
from inpublic.engine.breakage import broken
from inpublic.engine.building import sources_of
from inpublic.engine.incremental import Incremental
from inpublic.engine.reading import load_settings
from inpublic.engine.spared import Spared
from inpublic.errors import InpublicError, Problem, Severity
from inpublic.load import open_cache
from inpublic.settings.config import load_config
from inpublic.telling.printable import printable
from inpublic.workers import Workers
from inpublic.writing.lock import acquire

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

log = get_plugin_logger(__name__)

_LEVELS = {Severity.ERROR: logging.ERROR}
"""Warnings of ours are none of MkDocs': in its strict mode they would stop the build."""


class Settings(PluginConfig):
    """Lets the command line say that the tree is fresh already."""

    refresh = config_options.Type(bool, default=True)


class InpublicPlugin(BasePlugin[Settings]):
    """Keeps the tree up to date while MkDocs builds or serves."""

    def __init__(self) -> None:
        self._ends = ExitStack()  # gives the lock back
        self._is_preview = False
        self._work = Spared(())

    def on_startup(self, *, command: str, dirty: bool) -> None:  # noqa: ARG002 - MkDocs' signature
        """Learn whether the site is only looked at; staying the same object from one build to the next is asked for."""
        self._is_preview = command == "serve"

    def on_config(self, config: MkDocsConfig) -> None:
        """Fill in the site's address, and bring docs/ up to date before MkDocs looks at it; our command did both."""
        if isinstance(self._work, Incremental):
            return
        try:
            own = load_config(_root(config), os.environ, date.today())
        except InpublicError as error:
            self._stop(error)
            return
        if not config.site_url and own.site_url:
            config.site_url = own.site_url
        if not self.config.refresh:
            return
        self._work_alone(own.state)
        try:
            with closing(open_cache(own)) as cache:
                report = build_tree(own, workers=Workers(os.cpu_count() or 1), cache=cache)
                keep_cache(own, cache)
        except InpublicError as error:
            self._stop(error)
            return
        _log(report.problems)
        if report.halted and not self._is_preview:
            raise PluginError("nothing was built: mend the errors above first")

    def _stop(self, error: InpublicError) -> None:
        """Say what stops us; a preview goes on with what is in docs/ already, until the next change."""
        _log(error.problems)
        if not self._is_preview:
            raise PluginError(f"{error.message}. {error.hint}") from error
        log.error("%s. %s", error.message, error.hint)

    def begin(self, work: Incremental) -> None:
        """Prepare for a build that our own command starts, of what changed only."""
        self._work = work

    @event_priority(-100)  # after the search has set up its index
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Take the place of the search's index."""
        if not isinstance(self._work, Incremental):
            self._work = Spared(sources_of(_root(config) / ".inpublic" / "manifest.json"))
        self._work.prepare(config)

    @event_priority(-100)  # after others have added files
    def on_files(self, files: Files, *, config: MkDocsConfig) -> None:  # noqa: ARG002 - MkDocs' signature
        """Find out what has to be built."""
        self._work.take_stock(files)

    @event_priority(-100)  # after others have changed the menu
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - MkDocs' signature
        """Keep pages from MkDocs that are made beside it."""
        self._work.divide(nav)

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002 - MkDocs' signature
        """Keep finished HTML from Python-Markdown."""
        return self._work.take_out(markdown, page)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002 - MkDocs' signature
        """Put it back."""
        return self._work.put_back(html, page)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Make these, and complete the pages that are not built again, now that all others are read."""
        self._work.make(env, config, files)
        self._work.restore()

    @event_priority(100)  # before the search writes its index
    def on_post_build(self, *, config: MkDocsConfig) -> None:  # noqa: ARG002 - MkDocs' signature
        """Complete the search, and let other runs work here again."""
        self._work.complete()
        self._finish()

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002 - MkDocs' signature
        """Let other runs work here again after a failure, too."""
        self._finish()

    def _finish(self) -> None:
        self._work = Spared(())
        self._release()

    def _work_alone(self, state: Path) -> None:
        """Keep other runs out until MkDocs has read all that is in docs/."""
        self._release()
        try:
            self._ends.callback(acquire(state, "mkdocs"))
        except InpublicError as error:
            raise PluginError(f"{error.message}. {error.hint}") from error

    def _release(self) -> None:
        self._ends.close()

    def on_serve(self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: object) -> None:  # noqa: ARG002 - MkDocs' signature
        """Watch the learner's work as well, and keep what is served to this computer and this site."""
        from inpublic.serving import guard

        guard(server)
        server.builder = _steady(server.builder, _root(config))
        server.watch(str(_root(config) / "projects"))


def _log(problems: Iterable[Problem]) -> None:
    for problem in problems:
        lines = (str(problem), *problem.advice)
        log.log(_LEVELS.get(problem.severity, logging.INFO), "\n  ".join(printable(line) for line in lines))


def _steady(build: Callable[[], None], root: Path) -> Callable[[], None]:
    """Let a preview outlive settings and plugins that break: what is wrong is said in words.

    With broken settings the last site is served on; MkDocs would let browsers wait, as it does after a plugin broke,
    when half of that site is gone already. The next change builds again.
    """

    def rebuild() -> None:
        try:
            settings, _ = load_settings(load_config(root, os.environ, date.today()))
        except InpublicError as error:
            _log(error.problems)
            log.error(printable(f"{error.message}. {error.hint} Until then the preview stays as it was."))
            return
        try:
            build()
        except MkDocsException:
            raise
        except Exception as error:  # a plugin of somebody else: whatever it raises, it is not our bug
            if said := broken(error, settings):
                raise Abort(printable(f"{said.message}. {said.hint}")) from error
            raise

    return rebuild


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent
