"""The preview: builds the site as `inpublic build` does, but in a folder of its own, whenever something was saved.

What a rebuild would have to read again is kept in memory. Whatever is broken leaves the last site as it was.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from inpublic.build import build_tree, keep_cache
from inpublic.conversion import Progress
from inpublic.convert import convert_source
from inpublic.errors import InpublicError, Problem, Severity
from inpublic.host import SHOWN, Shown, Site, build_site
from inpublic.load import BuildReport, open_cache
from inpublic.memory import collecting_later, settle
from inpublic.serving import SiteServer, url_of
from inpublic.settings.config import Config
from inpublic.telling.mishaps import explain
from inpublic.telling.report import count
from inpublic.watching import Watch, watched
from inpublic.workers import Workers
from inpublic.writing.lock import exclusive

FOLDER = "preview"
"""The folder, below our own, of the site that is shown and of what is known of it."""

_PATIENCE = 60.0
"""Seconds to wait for another run: whoever saves would have to save again."""
_EMPTY = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
_STAYS = "Until then the preview stays as it was."


class Told(Struct, frozen=True):
    """Says how a preview talks: `problems` takes what was found, `line` one line; `verbose` shows tracebacks, too."""

    problems: Callable[[Iterable[Problem]], object]
    line: Callable[[str], object]
    verbose: bool = False


class Preview:
    """Shows a site while its owner works on it.

    `load` reads the settings, `address` is what `loopback_address` returns. Raises InpublicError when the settings are
    broken or the address is taken; whoever made one has to `close` it.
    """

    def __init__(self, load: Callable[[], Config], address: str, told: Told, *, jobs: int = 1) -> None:
        self._load, self._told, self._jobs = load, told, jobs
        self._config = load()
        self._known: frozenset[Problem] = frozenset()
        mount = urlsplit(self._config.settings.text("site_url")).path
        self.url = url_of(address, mount)
        state = self._config.state / FOLDER
        self._server = _bound(state / SHOWN, address, mount)
        self._shown = Shown(state, self.url, self._exchange)
        self._exchanged = 0.0
        self._watch = Watch(lambda: watched(self._config), told.line)
        self._cache = open_cache(self._config)

    def begin(self, progress: Progress | None = None) -> Site:
        """Build the site and show it; raises what keeps it from being built, since there is none to go on with."""
        site = self._build(progress)
        self._server.begin()
        convert_source(".ipynb", _EMPTY)  # loads what the first change would have to wait for
        settle()
        return site

    def follow(self) -> None:
        """Rebuild after each change, until Ctrl+C; one during a build is raised, since that has more to end."""
        while self._waited(None):
            self.rebuild()

    def turn(self, timeout: float) -> bool:
        """Wait for a change and rebuild; False when there was none within `timeout` seconds."""
        is_due = self._waited(timeout)
        if is_due:
            self.rebuild()
        return is_due

    def _waited(self, timeout: float | None) -> bool:
        try:
            return self._watch.wait(timeout)
        except KeyboardInterrupt:
            return False

    def rebuild(self) -> Site | None:
        """Bring the preview up to date and say what became of it; None when something is broken."""
        start = self._exchanged = monotonic()
        try:
            with collecting_later():
                site = self._build()
        except Exception as error:  # of a plugin, a disk, or ours: the next save may mend it
            self._stopped(error)
            return None
        self._told.line(outcome(site, (self._exchanged if site.is_new else monotonic()) - start))
        return site

    def close(self) -> None:
        """Serve and watch no more."""
        self._watch.stop()
        self._server.shutdown()
        self._cache.close()

    def _build(self, progress: Progress | None = None) -> Site:
        config = self._config = self._load()
        with exclusive(config.state, "inpublic serve", patience=_PATIENCE):
            report = build_tree(config, workers=Workers(self._jobs), progress=progress, cache=self._cache)
            self._tell(report)
            site = build_site(config, self._cache.digests, verbose=self._told.verbose, shown=self._shown)
            self._shown = replace(self._shown, last=site.record)
            keep_cache(config, self._cache)
            return site

    @contextmanager
    def _exchange(self) -> Iterator[None]:
        """Note when browsers are told; what a build does after that keeps nobody waiting."""
        with self._server.exchange():
            yield
        self._exchanged = monotonic()
        self._server.rest()

    def _tell(self, report: BuildReport) -> None:
        """Tell what is new, and what must be mended each time."""
        problems = report.problems
        self._told.problems(x for x in problems if x.severity is Severity.ERROR or x not in self._known)
        self._known = frozenset(problems)
        if report.stopped:
            self._told.line(f"Nothing was written: mend the errors above first. {_STAYS}")

    def _stopped(self, error: Exception) -> None:
        if self._told.verbose:
            traceback.print_exception(error)
        stopped, _ = explain(error)
        self._told.problems(stopped.problems)
        self._told.line(f"{stopped.message}. {stopped.hint} {_STAYS}")


def outcome(site: Site, seconds: float) -> str:
    """Say in one line what was rebuilt and how long it took."""
    if not site.is_new:
        return f"nothing on the site changed ({seconds:.1f} s)"
    made = [(site.rendered, "page"), (site.copied, "file")]
    what = next((count(number, noun) for number, noun in made if number), "the site")
    return f"rebuilt {what} in {seconds:.1f} s"


def _bound(folder: Path, address: str, mount: str) -> SiteServer:
    server = SiteServer(folder, address, mount)
    try:
        server.bind()
    except OSError as error:
        server.server_close()
        raise InpublicError(
            f"cannot serve on {address}: {error.strerror}", "Choose another with `--address 127.0.0.1:8001`."
        ) from error
    return server
