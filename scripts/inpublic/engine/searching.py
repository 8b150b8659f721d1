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
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from material.plugins.search.plugin import SearchIndex
from msgspec import Struct

from inpublic.engine.sections import Section, sections
from inpublic.writing.safefile import write_beside

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

LARGEST = 480_000
"""Bytes of titles and texts together, compressed as hosts send them."""

SMALL = 30_000
"""Bytes of the index that comes with every page, compressed, up to which the texts are in it."""

_PLAIN = 10 * SMALL
"""The same not compressed: more than that is never small unless it says everything many times, and has to be read."""

SEARCH, INDEX, TEXTS = "search", "search_index.json", "texts.json"
"""The folder, and in it what comes with every page and what is asked for later."""

_HALF = re.compile(r"&[a-z]*$")
_HARDER = 1.5
"""By which power of what fits texts are cut: long ones are compressed better than the short ones that are left."""
_LARGE, _RUN, _EVERY = 200, 16, 8
"""From how many pages on some are tried first: so many that are neighbours, for they are often alike, of every so many
such runs one."""
_TRIES, _USUAL, _SAFE = 3, 3, 0.97
"""How often they are, what a text usually is to itself compressed, and what is left for pages that are not tried."""
_FEW = 500
"""Entries that are often too much for a small site, so that the others need not be looked at."""
_LEVEL, _QUICK = 6, 1
"""How thoroughly hosts compress, and what takes a third of the time: what fits then fits."""
_TWICE = 2
"""How many times as large as it may be compressed a text is for which that is likely."""
_GZIP = 31
"""What zlib calls the form in which hosts send files."""
_CHUNK = 16_384
_MARKED = re.compile(r'data-search-\w+="')
"""Attributes that Material takes out of a page; those without a value, which ours are, it leaves."""
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
        self._last: Path | None = None

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

    def put_off(self, last: Path) -> None:
        """Do with the index in the folder `last` for now, if there is one; `catch_up` makes the new one."""
        self._last = last if (last / INDEX).is_file() else None

    def catch_up(self, folder: Path) -> list[str]:
        """Make in `folder`, which is in use already, what was put off; return the names of the files there."""
        if self._last is None:
            return []
        index, texts = self._made()
        if texts:
            write_beside(folder / TEXTS, texts)
        write_beside(folder / INDEX, index.encode())
        if not texts:
            (folder / TEXTS).unlink(missing_ok=True)
        return [INDEX, TEXTS] if texts else [INDEX]

    def generate_search_index(self, prev: object) -> str:  # noqa: ARG002 - Material's signature
        """Return what comes with every page, and write what is asked for later into the site's folder."""
        index, texts = _found(self._last) if self._last else self._made()
        if texts:
            write_beside(self.folder / TEXTS, texts)
        return index

    def _made(self) -> tuple[str, bytes]:
        """Return what comes with every page, and what is asked for later: nothing for a small site."""
        settings: Entry = {key: self.config[key] for key in ("lang", "separator", "pipeline", "fields")}
        if _is_small(self.entries[:_FEW]) and _is_small(self.entries):
            return _json({"config": settings, "docs": self.entries}), b""
        titles = [entry | {"text": ""} for entry in self.entries if "#" not in entry["location"]]
        texts = _written(fitted(self.entries, LARGEST - _packed(_written(titles))))
        name = f"{TEXTS}?{sha256(texts).hexdigest()[:12]}"  # an older one may lie in a reader's cache
        return _json({"config": settings | {"more": name}, "docs": titles}), texts


def _found(folder: Path) -> tuple[str, bytes]:
    texts = folder / TEXTS
    return (folder / INDEX).read_text("utf-8"), texts.read_bytes() if texts.is_file() else b""


def lean_index(config: MkDocsConfig) -> LeanIndex | None:
    """Put ours into the place of Material's index, which has just been set up; None where the site has no search."""
    for name in ("search", "material/search"):
        plugin = config.plugins.get(name)
        index = getattr(plugin, "search_index", None)
        if plugin is not None and isinstance(index, SearchIndex):
            lean = index if isinstance(index, LeanIndex) else LeanIndex(index.config, Path(config.site_dir) / SEARCH)
            plugin.search_index = lean
            _spare(config.plugins.events["page_context"], plugin)
            return lean
    return None


def _spare(handlers: list[Callable[..., Any]], plugin: Any) -> None:  # Any: Material carries no types
    """Spare pages without them that Material looks for its attributes to take them out, which takes long."""

    def read(context: Any, *, page: Page, **others: Any) -> Any:  # Any: what MkDocs hands on
        if _MARKED.search(page.content or ""):
            return whole(context, page=page, **others)
        if plugin.config.enabled:
            plugin.search_index.add_entry_from_context(page)
        return None

    for number, handler in enumerate(handlers):
        if getattr(handler, "__self__", None) is plugin:
            whole, handlers[number] = handler, read


def by_page(entries: Iterable[Entry]) -> Texts:
    """Group the sections by their pages, so that no page's location is written twice."""
    found: Texts = {}
    for entry in entries:
        page, _, name = entry["location"].partition("#")
        found.setdefault(page, []).append((name, entry["title"] if name else "", entry["text"]))
    return found


def fitted(entries: Iterable[Entry], largest: int = LARGEST) -> Texts:
    """Shorten the texts alike until they have at most `largest` bytes compressed; then give up sections."""
    texts = by_page(entries)
    sizes = Sizes(texts)
    longest, room = _foreseen(texts, sizes, largest)
    while (held := room.held(found := shortened(texts, longest))) < 1:
        if not longest:
            titles = {page: [("", "", "") for name, *_ in parts if not name] for page, parts in texts.items()}
            return {page: parts for page, parts in titles.items() if parts}
        longest = min(longest * 19 // 20, sizes.share(longest, held**_HARDER))
        longest = longest if longest >= _WORD else 0
    return found


def shortened(texts: Texts, longest: int) -> Texts:
    """Cut each text that is longer than so many characters."""
    return {
        page: [(name, title, text if len(text) <= longest else _cut(text, longest)) for name, title, text in parts]
        for page, parts in texts.items()
    }


class Sizes:
    """Adds up the characters of sections whose texts are cut."""

    def __init__(self, texts: Texts) -> None:
        parts = [part for parts in texts.values() for part in parts]
        self._lengths = sorted([len(text) for _, _, text in parts])
        self._sums = list(accumulate(self._lengths, initial=0))
        self._others = sum(map(len, texts)) + sum([len(name) + len(title) for name, title, _ in parts])

    @property
    def longest(self) -> int:
        """Return the length of the longest text."""
        return self._lengths[-1] if self._lengths else 0

    def total(self, longest: int) -> int:
        """Return how many characters all have if each text is cut at `longest`."""
        return self._others + self._texts(longest)

    def share(self, longest: int, ratio: float) -> int:
        """Return the number instead of `longest` at which all texts together have a part of what they had."""
        left = int(ratio * self._texts(longest))
        return bisect_right(range(self.longest + 1), left, key=self._texts) - 1

    def _texts(self, longest: int) -> int:
        whole = bisect_right(self._lengths, longest)
        return self._sums[whole] + longest * (len(self._lengths) - whole)


class Room(Struct, frozen=True):
    """Says how many bytes compressed there are for a value.

    Of a large one all is compressed quickly, and `gain` is how much smaller the hosts' way makes some of it.
    """

    largest: int
    gain: float = 0

    def held(self, value: object) -> float:
        """Return how much of a value, as JSON, goes into it: 1 is all; no more than that is tried."""
        text = memoryview(_written(value))
        if self.gain:
            return _part(text, int(self.largest * _SAFE / self.gain), _QUICK)
        if len(text) <= _TWICE * self.largest and _part(text, self.largest, _QUICK) == 1:
            return 1
        return _part(text, self.largest, _LEVEL)


def _foreseen(texts: Texts, sizes: Sizes, largest: int) -> tuple[int, Room]:
    """Guess how many characters each text may have; on a large site by some of the pages, since all take their time."""
    longest = sizes.longest
    if len(texts) < _LARGE:
        return longest, Room(largest)
    some = {page: parts for number, (page, parts) in enumerate(texts.items()) if number // _RUN % _EVERY == 0}
    part = Sizes(some)
    guess, size, gain = longest, part.total(longest) / _USUAL, 0.0
    for _ in range(_TRIES):
        room = largest * _SAFE * part.total(guess) / sizes.total(guess)
        guess = max(_WORD, part.share(guess, room / size))
        text = _written(shortened(some, guess))
        size = _packed(text, _QUICK)
        gain = gain or _packed(text) / size
        size *= gain
    return longest if guess >= longest else max(_WORD, int(guess * _SAFE)), Room(largest, gain)


def _json(value: object) -> str:
    """Write JSON as small as it gets: Chinese takes three bytes a sign instead of six."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def _written(value: object) -> bytes:
    """Write the same of plain data, ten times as fast."""
    return msgspec.json.encode(value, enc_hook=str)


def _packed(text: bytes, level: int = _LEVEL) -> int:
    return len(gzip.compress(text, level, mtime=0))


def _is_small(entries: Sequence[Entry]) -> bool:
    return len(_written(entries)) <= _PLAIN and Room(SMALL).held(entries) == 1


def _part(text: memoryview, largest: int, level: int) -> float:
    packer, size = zlib.compressobj(level, wbits=_GZIP), 0
    for start in range(0, len(text), _CHUNK):
        size += len(packer.compress(text[start : start + _CHUNK]))
        if size > largest:
            return start / len(text)
    return 1 if size + len(packer.flush()) <= largest else largest / (largest + 1)


def _cut(text: str, longest: int) -> str:
    """Shorten a text at a space, and never within a character reference."""
    kept = text[:longest]
    if "&" in kept:
        kept = _HALF.sub("", kept)
    space = kept.rfind(" ", longest - _WORD)
    return kept[:space] if space > 0 else kept
