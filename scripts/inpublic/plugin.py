"""Two comforts under MkDocs and nothing else: `mkdocs build` and `serve` refresh the tree and watch projects/."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config import config_options
from mkdocs.config.base import Config as PluginConfig
from mkdocs.plugins import BasePlugin, get_plugin_logger

from inpublic.build import build_tree
from inpublic.errors import InpublicError, Severity
from inpublic.settings.config import load_config

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer

log = get_plugin_logger(__name__)


class Settings(PluginConfig):
    """Lets the command line say that the tree is fresh already."""

    refresh = config_options.Type(bool, default=True)


class InpublicPlugin(BasePlugin[Settings]):
    """Keeps the tree up to date while MkDocs builds or serves."""

    def on_config(self, config: MkDocsConfig) -> None:
        """Fill in the site's address, and bring docs/ up to date before MkDocs looks at it."""
        own = load_config(_root(config), os.environ)
        if not config.site_url and own.site_url:
            config.site_url = own.site_url
        if not self.config.refresh:
            return
        try:
            report = build_tree(own, jobs=os.cpu_count() or 1)
        except InpublicError as error:
            log.error("%s %s", error.message, error.hint)
            return
        for problem in report.problems:
            log.log(30 if problem.severity is Severity.ERROR else 20, "%s (%s)", problem, problem.hint)

    def on_serve(self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: object) -> None:  # noqa: ARG002 - MkDocs' signature
        """Watch the learner's work as well."""
        server.watch(str(_root(config) / "projects"))


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent
