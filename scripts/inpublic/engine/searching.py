"""The search index: what readers look for, and no more than a phone can fetch in a moment.

The theme asks for search/search_index.json with every page, so that of a large site has the titles of its pages only;
assets/search.js asks for the texts, in a file beside it, when somebody searches. A small site has all in the one file.
The texts are shortened alike until they fit a number of bytes. Words are not taken apart here: the search reads text,
so that Chinese is found with or without jieba.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from material.plugins.search.plugin import SearchIndex

from inpublic.engine.sections import Section, sections

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

LARGEST = 480_000
"""Bytes of titles and texts together, compressed as hosts send them."""

SMALL = 30_000
"""Bytes of the index that comes with every page, compressed, up to which the texts are in it."""

TEXTS = "texts.json"

_HALF = re.compile(r"&[a-z]*$")
_WORD = 30
"""Characters within which a word should end; Chinese has no spaces at all."""

Entry = dict[str, Any]  # Any: what Material writes into its index
Texts = dict[str, list[tuple[str, str, str]]]
"""By the location of a page its sections: name of the heading, its words, the text below it."""


class LeanIndex(SearchIndex):  # type: ignore[misc]  # it carries no types
    """Takes the place of Material's index; `entries_of` holds what each page gave, by the path of its source."""

    def __init__(self, config: Mapping[str, object], folder: Path) -> None:
        super().__init__(**config)
        self.entries: list[Entry] = []
        self.entries_of: dict[str, list[Entry]] = {}
        self.folder = folder

    def add_entry_from_context(self, page: Page) -> None:
        """Read one page; called by Material for each that passes the template."""
        if (page.meta.get("search") or {}).get("exclude"):
            return
        self.entries = []
        found = sections(page.content or "")
        if not found or found[0].id:
            found.insert(0, Section())
        for section in found:
            self.create_entry_for_section(section, page.toc, page.url, page)
        self.entries_of[page.file.src_uri] = self.entries

    def _segment_chinese(self, data: str) -> str:
        return data

    def keep(self, order: Sequence[str]) -> None:
        """Put the entries into the order of the pages, whichever of them were read this time."""
        self.entries = [entry for page in order for entry in self.entries_of.get(page, ())]

    def generate_search_index(self, prev: object) -> str:  # noqa: ARG002 - Material's signature
        """Return what comes with every page, and write what is asked for later into the site's folder."""
        settings: Entry = {key: self.config[key] for key in ("lang", "separator", "pipeline", "fields")}
        if len(_packed(self.entries)) <= SMALL:
            return _json({"config": settings, "docs": self.entries})
        titles = [entry | {"text": ""} for entry in self.entries if "#" not in entry["location"]]
        texts = _json(by_page(fitted(self.entries, LARGEST - len(_packed(titles)))))
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / TEXTS).write_text(texts, encoding="utf-8", newline="")
        name = f"{TEXTS}?{sha256(texts.encode()).hexdigest()[:12]}"  # an older one may lie in a reader's cache
        return _json({"config": settings | {"more": name}, "docs": titles})


def lean_index(config: MkDocsConfig) -> LeanIndex | None:
    """Put ours into the place of Material's index, which has just been set up; None where the site has no search."""
    for name in ("search", "material/search"):
        plugin = config.plugins.get(name)
        index = getattr(plugin, "search_index", None)
        if plugin is not None and isinstance(index, SearchIndex):
            lean = index if isinstance(index, LeanIndex) else LeanIndex(index.config, Path(config.site_dir) / "search")
            plugin.search_index = lean
            return lean
    return None


def by_page(entries: Iterable[Entry]) -> Texts:
    """Group the sections by their pages, so that no page's location is written twice."""
    found: Texts = {}
    for entry in entries:
        page, _, name = entry["location"].partition("#")
        found.setdefault(page, []).append((name, entry["title"] if name else "", entry["text"]))
    return found


def fitted(entries: Iterable[Entry], largest: int = LARGEST) -> list[Entry]:
    """Shorten the texts alike until they have at most `largest` bytes compressed; then give up sections."""
    entries = list(entries)
    parts = [entry for entry in entries if "#" in entry["location"]]
    longest = max((len(entry["text"]) for entry in entries), default=0)
    while True:
        shortened = [{**entry, "text": _cut(entry["text"], longest)} for entry in entries]
        size = len(_packed(by_page(shortened)))
        if size <= largest or not longest + len(parts):
            return shortened
        if longest < _WORD:
            entries, parts, longest = [entry for entry in entries if "#" not in entry["location"]], [], 0
        longest = min(int(longest * 0.8), _share(entries, longest, largest / size))


def _json(value: object) -> str:
    """Write JSON as small as it gets: Chinese takes three bytes a sign instead of six."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def _packed(value: object) -> bytes:
    return gzip.compress(_json(value).encode(), 6, mtime=0)


def _share(entries: Sequence[Entry], longest: int, ratio: float) -> int:
    """Guess to how many characters each text has to be cut for all of them to shrink by a ratio."""
    wanted = ratio * sum(min(len(entry["text"]), longest) for entry in entries)
    lower, upper = 0, longest
    while lower < upper:
        middle = (lower + upper + 1) // 2
        if sum(min(len(entry["text"]), middle) for entry in entries) <= wanted:
            lower = middle
        else:
            upper = middle - 1
    return lower


def _cut(text: str, longest: int) -> str:
    """Shorten a text at a space, and never within a character reference."""
    if len(text) <= longest:
        return text
    kept = _HALF.sub("", text[:longest])
    space = kept.rfind(" ", longest - _WORD)
    return kept[:space] if space > 0 else kept
