"""Makes MkDocs' dirty build sound: what it builds again is told by content instead of the clock.

A page passes the template again when its source changed, when a page or file appeared or vanished that a page of the
learner's own may link to, or when anything changed that all pages depend on (see fingerprint.py). What is not built
again stands in the folder already, linked from the last site; a file that is written is no link any more.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from inpublic.cache import key_of
from inpublic.digests import Digests
from inpublic.engine.copying import Copying
from inpublic.engine.division import Look, Made, made
from inpublic.engine.onepage import Press, is_read
from inpublic.engine.record import Built, Facts, SiteRecord
from inpublic.engine.searching import SEARCH, LeanIndex
from inpublic.engine.spared import Spared
from inpublic.engine.staging import clear, paths_in
from inpublic.twin import is_divided

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page


class Incremental(Spared):
    """Builds only what changed into the folder `site`, where files of the `last` site are `there` already.

    Of one that is `shown` meanwhile the search index is made later (see `catch_up`), since nobody is waiting for it.
    `copied` counts the files that are no pages and were copied. MkDocs may not warn of anything unheard (see `ear`).
    Where no page depends on another, nor a file on a plugin, so many `jobs` may run ahead of MkDocs; elsewhere 0.
    What a `look` says of a page that is made so is `found`, by the page's source.
    """

    def __init__(  # noqa: PLR0913 - what is known before, and three choices by name
        self,
        site: Path,
        there: Collection[str],
        last: SiteRecord,
        digests: Digests,
        ours: Collection[str],
        *,
        jobs: int = 0,
        shown: Path | None = None,
        look: Look | None = None,
    ) -> None:
        super().__init__(ours)
        self._jobs = jobs
        self._due: list[File] = []
        self._copying = Copying(())
        self._nav: Navigation | None = None
        self._apart: list[File] = []
        self._facts: dict[str, Facts] = {}
        self._look = look
        self.found: dict[str, bytes] = {}
        self.copied = 0
        self.ear = _Ear()
        self._site, self._there, self._last, self._digests, self._shown = site, there, last, digests, shown
        self._keys: dict[str, str] = {}
        self._same: set[str] = set()
        self._spoken: set[str] = set()
        self._before = 0

    def prepare(self, config: MkDocsConfig) -> None:
        """Begin with nothing where the search needs every page."""
        super().prepare(config)
        if self._index is None and "search" in config.plugins:
            self._last = SiteRecord()

    def take_stock(self, files: Files) -> None:
        """Tell MkDocs which files are as they were, and clear the places of all others."""
        super().take_stock(files)
        inventory = key_of(*sorted(f"{file.src_uri} {file.inclusion}".encode() for file in files))
        places = set(self._there)
        for name, file in self.files.items():
            key = self._keys[name] = self._key(file, inventory)
            known = self._last.files.get(name)
            if known and key and (known.key, known.place) == (key, file.dest_uri) and known.place in places:
                self._same.add(name)
            file.is_modified = _answer(value=name not in self._same)  # type: ignore[method-assign]
        clear(self._site, places - {self.files[name].dest_uri for name in self._same})
        pages = {name for name, file in self.files.items() if file.is_documentation_page()}
        settled = self._same | pages
        self._due = [file for name, file in self.files.items() if name not in settled]
        self.copied = len(self._due)

    def divide(self, nav: Navigation) -> None:
        """Keep pages of ours from MkDocs that stand in no menu, if they are enough; if not, begin to copy the files."""
        others = self._same.union(page.file.src_uri for page in nav.pages)
        apart = [file for name, file in self.files.items() if name in self._ours and name not in others]
        if not is_divided(len(apart), self._jobs):
            self._copying = Copying(self._due if self._jobs else ())
            return
        self._nav, self._apart = nav, apart
        for file in apart:
            file.is_modified = _answer(value=False)  # type: ignore[method-assign]

    def make(self, env: Environment, config: MkDocsConfig, files: Files) -> None:
        """Make these pages and those that MkDocs has read, and copy the files: half of it in a copy of this process."""
        if self._nav is None:
            return
        pages = files.documentation_pages()
        press = Press(config, files, pages, self._nav, env)
        read = [file for file in pages if is_read(file.page) and file.src_uri in self.files]
        known = partial(_facts, index=self._index)
        with closing(made(press, [*self._apart, *read], self._due, self._jobs, known, self._look)) as outcomes:
            for file, outcome in outcomes:
                self._take_over(file, outcome, press)

    def _take_over(self, file: File, outcome: Made | None, press: Press) -> None:
        """Learn what became of a file; a page that could not be made is left to MkDocs, which says what is wrong."""
        if outcome:
            file.is_modified = _answer(value=False)  # type: ignore[method-assign]
            self._facts[file.src_uri] = outcome.facts
            self.found[file.src_uri] = outcome.found
            self.rendered.add(file.src_uri)
            if outcome.digest:
                with suppress(OSError):  # it has gone meanwhile
                    self._digests.wrote(f"{self._site}/{file.dest_uri}", outcome.digest, linked=True)
        elif file.page:
            if not is_read(file.page):
                press.read(file.page)
            file.is_modified = _answer(value=True)  # type: ignore[method-assign]
        else:
            self._settle(file)

    def _key(self, file: File, inventory: str) -> str:
        """Identify what a file of the site is made from; empty when that cannot be told."""
        if file.abs_src_path is None:
            return ""
        depends = file.is_documentation_page() and file.src_uri not in self._ours
        shown = self._guest.text if self._guest and file.src_uri == self._guest.host else ""
        parts = (self._digests.once(file.abs_src_path), inventory if depends else "", shown)
        return key_of(*(part.encode() for part in parts))

    def take_out(self, text: str, page: Page) -> str:
        """Listen whether MkDocs has something to say about the page."""
        self._before = self.ear.count
        return super().take_out(text, page)

    def put_back(self, html: str, page: Page) -> str:
        """Remember a page about which something was said: it has to be said again."""
        if self.ear.count > self._before:
            self._spoken.add(page.file.src_uri)
        return super().put_back(html, page)

    def restore(self) -> None:
        """Give the pages that are as they were their titles and the names in them; say which files are copied."""
        for name in self._copying.finish():
            self._settle(self.files[name])
        for name in self.files:
            page, facts = self.files[name].page, self._known_of(name)
            if page is None or facts is None:
                continue
            page.title = page.title or facts.title
            page.present_anchor_ids = set(facts.anchors)
            found = {self.files[target]: links for target, links in facts.links.items() if target in self.files}
            page.links_to_anchors = found
        super().restore()

    def _known_of(self, name: str) -> Facts | None:
        """Return what is known of a page that MkDocs does not make."""
        return self._last.files[name].facts if name in self._same else self._facts.get(name)

    def _settle(self, file: File) -> None:
        file.is_modified = _answer(value=False)  # type: ignore[method-assign]
        self._learn(file)

    def _learn(self, file: File) -> None:
        """Know a copy without reading it, if what it was made from is what it was when that was found out."""
        with suppress(OSError):  # which has gone meanwhile
            digest = self._digests.of(str(file.abs_src_path))
            if self._keys[file.src_uri] and self._key(file, "") == self._keys[file.src_uri]:
                self._digests.wrote(f"{self._site}/{file.dest_uri}", digest, linked=True)

    def stop(self) -> None:
        """Write no more into the site's folder, whatever happened."""
        self._copying.stop()

    def complete(self) -> None:
        """Add what the search knows of the pages that MkDocs did not make."""
        for name in self.files:
            if self._index and (facts := self._known_of(name)):
                self._index.entries_of[name] = list(facts.entries)
        super().complete()
        if self._index and self._shown:
            self._index.put_off(self._shown / SEARCH)

    def catch_up(self, record: SiteRecord) -> SiteRecord:
        """Make what was put off, now that the new site is shown; return what is to be remembered of the site then."""
        if not self._index or not self._shown or not (names := self._index.catch_up(self._shown / SEARCH)):
            return record
        others = {place: digest for place, digest in record.others.items() if not place.startswith(f"{SEARCH}/")}
        for place in (f"{SEARCH}/{name}" for name in names):
            others[place] = self._digests.of(self._shown / place, linked=True)
        return replace(record, others=others)

    def record(self) -> SiteRecord:
        """Remember the site that was built, but for its `key`, `day` and `inputs`."""
        files = {}
        for name in self.files.keys() - self._spoken:
            if built := self._last.files[name] if name in self._same else self._built(name):
                files[name] = built
        own = {built.place for built in files.values()}
        others = {place: self._written(place) for place in paths_in(self._site) if place not in own}
        return SiteRecord(files=files, others=others, silent=not self.ear.count)

    def _built(self, name: str) -> Built | None:
        file = self.files[name]
        if not self._keys[name]:
            return None
        try:
            digest = self._written(file.dest_uri)
        except OSError:  # nothing came of it
            return None
        facts = self._facts.get(name) or (_facts(file.page, self._index) if file.page else None)
        return Built(file.dest_uri, self._keys[name], digest, facts)

    def _written(self, place: str) -> str:
        return self._digests.of(f"{self._site}/{place}", linked=True)


class _Ear(logging.Handler):
    """Counts what MkDocs warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002 - logging's signature
        self.count += 1


def _facts(page: Page, index: LeanIndex | None) -> Facts:
    links = {file.src_uri: found for file, found in (page.links_to_anchors or {}).items()}
    anchors = tuple(sorted(page.present_anchor_ids or ()))
    return Facts(
        str(page.title or ""), anchors, links, tuple(index.entries_of.get(page.file.src_uri, ()) if index else ())
    )


def _answer(*, value: bool) -> Callable[[], bool]:
    return lambda: value
