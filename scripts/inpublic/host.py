"""Hands the tree to MkDocs: the only module, with the plugin, that knows it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from inpublic.errors import InpublicError
from inpublic.pages.addresses import page_url
from inpublic.settings.config import Config
from inpublic.website import Page, Website
from inpublic.writing.safefile import explained
from inpublic.writing.sitefolder import discard, publish, refuse_foreign, stage

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

PLUGIN = "inpublic"


def build_site(config: Config, *, strict: bool = False, verbose: bool = False) -> Path:
    """Build the site from the tree and return its folder; raises InpublicError when MkDocs refuses.

    It is built beside that folder and takes its place when it is finished: until then the last one stays as it is.
    """
    from mkdocs.exceptions import MkDocsException

    listen(verbose=verbose)
    try:
        settings = _load(config, strict=strict)
        site = Path(settings.site_dir).resolve()  # where that is a link, what it leads to is exchanged
        refuse_foreign(site, config.root)
        staged = stage(site, config.state)
        settings.site_dir = str(staged)
        _run(settings)
    except MkDocsException as error:
        raise InpublicError(
            f"MkDocs could not build the site: {error}", "the lines above say what it stumbled over"
        ) from error
    publish(staged, site, config.state)
    return site


def read_pages(website: Website, site: Path) -> Iterator[tuple[Page, str]]:
    """Read the HTML of the pages that were built; empty where there is none."""
    for page in website.pages:
        url = unquote(page_url(page.path, website.config))
        path = site / url / "index.html" if website.config.directory_urls else site / url
        try:
            yield page, path.read_text("utf-8")
        except OSError:
            yield page, ""


def _run(settings: MkDocsConfig) -> None:
    """Build into the folder that the settings name, and leave none there if that fails."""
    from mkdocs.commands import build

    folder = Path(settings.site_dir)
    try:
        settings.plugins.on_startup(command="build", dirty=False)
        build.build(settings)
        settings.plugins.on_shutdown()
    except OSError as error:
        discard(folder)
        raise explained(error, error.filename or folder, doing="read or write") from error
    except BaseException:
        discard(folder)
        raise


def _load(config: Config, *, strict: bool) -> MkDocsConfig:
    from mkdocs.config import load_config

    settings = load_config(str(config.root / "mkdocs.yml"), strict=strict or None)
    plugin = settings.plugins.get(PLUGIN)
    if plugin is not None:
        plugin.config["refresh"] = False  # the tree has just been made
    if Path(settings.docs_dir).resolve() != config.docs.resolve():
        raise InpublicError("docs_dir has to be docs", "take that line out of the file that INHERIT names")
    if config.site_url:
        settings.site_url = config.site_url
    return settings


class _Lines(logging.Handler):
    """Shows MkDocs' own messages as lines, the way its command would."""

    def emit(self, record: logging.LogRecord) -> None:
        import click

        click.echo(f"{record.levelname.lower()}: {record.getMessage()}", err=True)


def listen(*, verbose: bool, usual: int = logging.WARNING) -> None:
    """Show MkDocs' own messages from the level `usual` on."""
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.DEBUG if verbose else usual)
    if not any(isinstance(handler, _Lines) for handler in logger.handlers):
        logger.addHandler(_Lines())
