"""Hands the tree to MkDocs: the only module, with engine/, serving, the plugin and the links' check, that knows it."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec import Struct, field
from msgspec.structs import replace

from inpublic import template
from inpublic.digests import Digests
from inpublic.engine.breakage import PLUGIN, in_words
from inpublic.engine.building import Outlook, attended, is_done, look_ahead, remember, sources_of
from inpublic.engine.division import Look
from inpublic.engine.listening import listen, overheard
from inpublic.engine.reading import Reader, check_settings, load_settings, site_of
from inpublic.engine.record import SiteRecord
from inpublic.engine.staging import link_last
from inpublic.interrupts import left_alone
from inpublic.memory import keeping
from inpublic.pages.addresses import page_url
from inpublic.settings.config import Config
from inpublic.skills.skillfile import shipped
from inpublic.website import Page, Website
from inpublic.writing.safefile import explaining
from inpublic.writing.sitefolder import discard, publish, stage

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from inpublic.engine.incremental import Incremental

SHOWN = "shown"
"""The folder of the site in the one of a preview."""
TEMPLATES = "templates"
"""The folder of the site's own templates, compiled, in that for all that is no part of the site."""


class Site(Struct, frozen=True):
    """Locates a built site; `rendered` counts the pages that were made for it this time, `copied` other files.

    One that is not new was found as it had to be. What a look at a page has `found` is by its source below docs/. Its
    `places` are those of its files, none where the disk would have to be asked; `record` is what was remembered of it.
    """

    folder: Path
    rendered: int = 0
    copied: int = 0
    is_new: bool = False
    found: Mapping[str, bytes] = field(default_factory=dict)
    places: Collection[str] = ()
    record: SiteRecord | None = None


_NEEDED = (
    "inpublic.engine.searching",
    "inpublic.plugin",
    "inpublic.stock.losses",
    "jinja2.ext",
    "markdown.extensions.toc",
    "material.plugins.search.plugin",
    "mkdocs.commands.build",
    "mkdocs.config.defaults",
    "mkdocs.contrib.search",
    "pymdownx.superfences",
    "selectolax.lexbor",
)
_NEEDED_FIRST = (
    "feedgen.feed",
    "feedgen.ext.dc",
    "inpublic.gate.findings",
    "inpublic.text.markdown",
    "math_core",
    "mdit_py_plugins.amsmath",
    "mdit_py_plugins.gfm",
    "nh3",
    "PIL.ImageDraw",
    "PIL.ImageFilter",
    "PIL.ImageFont",
    "PIL.ImageOps",
    "PIL.JpegImagePlugin",
    "PIL.PngImagePlugin",
    "PIL.WebPImagePlugin",
)
"""What reads, draws and cleans that of which later builds know the outcome, as a rule."""


class Shown(Struct, frozen=True):
    """Says that a site is only looked at, under `url`: `state` is the folder for it and all that is known of it.

    The new site takes the place of the `last` one, if its record is at hand, within `exchange`.
    """

    state: Path
    url: str
    exchange: Callable[[], AbstractContextManager[None]]
    last: SiteRecord | None = None

    @property
    def site(self) -> Path:
        """Return the folder of the site."""
        return self.state / SHOWN


@keeping()
def prepare(config: Config, reader: Reader, *, is_first: bool = False) -> None:
    """Import, compile and read what a build of the whole site needs, so that it need not be done later."""
    from inpublic.engine.theme import compile_ahead

    for name in (*_NEEDED, *_NEEDED_FIRST) if is_first else _NEEDED:
        with left_alone():  # modules made by Cython swallow what Ctrl+C raises while they are imported
            import_module(name)
    template.prepare()
    shipped()
    reader.read_ahead()
    with suppress(Exception), overheard():  # whatever it is, it is raised again when the site is built
        compile_ahead(reader.read()[0].theme, config.state / TEMPLATES)


def build_site(  # noqa: PLR0913 - what to build of what, and six choices by name
    config: Config,
    digests: Digests,
    *,
    reader: Reader | None = None,
    verbose: bool = False,
    told: Collection[str] = (),
    shown: Shown | None = None,
    jobs: int = 1,
    look: Look | None = None,
) -> Site:
    """Build the site from the tree; raises InpublicError when MkDocs or a plugin refuses.

    Only what changed is built (see engine/), beside the site's folder, and takes its place when it is finished: until
    then the last one stays as it is. Lines of MkDocs that were `told` already are not shown again. One that is only
    to be `shown` leaves the site's folder alone. A `look` is taken at the pages for which that costs nothing more.
    """
    config = replace(config, site_url=shown.url) if shown else config
    state = shown.state if shown else config.state
    outlook = look_ahead(config, digests, _today(), state, shown.last if shown else None)
    site = _expected(config, shown)
    if is_done(outlook, site, digests):
        return Site(site, places=outlook.last.places(), record=outlook.last)
    listen(verbose=verbose, told=told)
    settings, _ = load_settings(config) if shown else check_settings(config, reader or Reader(config))
    site = shown.site if shown else site_of(settings)
    staged = stage(site, state, spare=bool(outlook.start.files))
    work = _prepared(config, settings, outlook, digests, (site, staged), is_shown=bool(shown), jobs=jobs, look=look)
    _run(settings, work, shown.url if shown else None)
    record = work.record() if work else SiteRecord()
    if publish(staged, site, state, shown.exchange if shown else nullcontext, spare=_is_alike(work)):
        digests.moved(staged, site)
    record = work.catch_up(record) if work else record
    places = record.places()
    kept = _remember(state, outlook, record, places, site, digests)
    if work is None:
        return Site(site, is_new=True)
    return Site(site, len(work.rendered), work.copied, is_new=True, found=work.found, places=places, record=kept)


def _expected(config: Config, shown: Shown | None) -> Path:
    """Return where the last site should be, without asking MkDocs."""
    return shown.site if shown else (config.root / config.settings.text("site_dir", "site")).resolve()


def _prepared(  # noqa: PLR0913 - what to build of what where, and three choices by name
    config: Config,
    settings: MkDocsConfig,
    outlook: Outlook,
    digests: Digests,
    folders: tuple[Path, Path],
    *,
    is_shown: bool,
    jobs: int,
    look: Look | None,
) -> Incremental | None:
    """Prepare for a build beside the site, where what stays of it is already; return what spares work.

    `folders` are those of the site and of the build. Without our plugin nothing is spared: MkDocs builds everything.
    """
    from inpublic.engine.incremental import Incremental
    from inpublic.engine.theme import quicken

    site, staged = folders
    settings.site_dir = str(staged)
    if outlook.key:
        quicken(settings.theme, config.state / TEMPLATES)
    plugin = settings.plugins.get(PLUGIN)
    with explaining(staged):
        there = link_last(outlook.start if plugin else SiteRecord(), site, staged, digests)
    if plugin is None:
        return None
    ours = sources_of(config.state / "manifest.json")
    jobs = jobs if outlook.key else 0
    shown = site if is_shown else None
    work = Incremental(staged, there, outlook.start, digests, ours, jobs=jobs, shown=shown, look=look)
    plugin.begin(work)
    return work


def _is_alike(work: Incremental | None) -> bool:
    """Tell whether most files of a site are those of the last one, so that both together take hardly more room."""
    return work is not None and 2 * (len(work.rendered) + work.copied) < len(work.files)


def _remember(
    state: Path, outlook: Outlook, record: SiteRecord, places: Mapping[str, str], site: Path, digests: Digests
) -> SiteRecord:
    """Keep what is known of the site in its place, where its files have other times than while it was built."""
    for place, digest in places.items():
        if not digests.knows(f"{site}/{place}", digest):
            digests.wrote(f"{site}/{place}", digest, linked=True)
    return remember(state, outlook, record)


def _today() -> str:
    """Return the day that MkDocs writes into a site map."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return f"{moment:%Y-%m-%d}"


def built_pages(website: Website, site: Path) -> Iterator[tuple[Page, Path]]:
    """Locate the HTML of the pages that were built."""
    for page in website.pages:
        url = unquote(page_url(page.path, website.config))
        yield page, site / url / "index.html" if website.config.directory_urls else site / url


def _run(settings: MkDocsConfig, work: Incremental | None, url: str | None) -> None:
    """Build into the folder that the settings name, and leave none there if that fails; `url` is that of a preview."""
    from mkdocs.commands import build

    folder = Path(settings.site_dir)
    try:
        settings.plugins.on_startup(command="serve" if url else "build", dirty=False)
        with attended(work.ear) if work else nullcontext():
            build.build(settings, serve_url=url, dirty=bool(work))
        settings.plugins.on_shutdown()
    except BaseException as error:
        if work:
            work.stop()
        discard(folder)
        if said := in_words(error, settings):
            raise said from error
        raise
