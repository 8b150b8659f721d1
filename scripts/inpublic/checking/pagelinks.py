"""What MkDocs would warn of in docs/ and in the menu, found before it builds: links to nothing, in the first place.

MkDocs itself looks the links over, with the extensions and the `validation` of mkdocs.yml: so what is told here is
what stops its strict build. It knows no lines; they are looked up in the source.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct, field

from inpublic.cache import Cache, key_of
from inpublic.engine.breakage import PLUGIN, broken
from inpublic.engine.fingerprint import site_key
from inpublic.engine.guests import Guest, take_guest
from inpublic.engine.listening import overheard
from inpublic.engine.reading import Reader, check_settings
from inpublic.engine.staging import paths_in
from inpublic.errors import InpublicError, Problem, Severity
from inpublic.pages.cards import TIMELINE
from inpublic.settings.config import Config, read_text
from inpublic.settings.quoting import masked
from inpublic.settings.sections import FILE
from inpublic.website import OutputFile, Recipe
from inpublic.writing.manifest import read_manifest

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

_CHANGING = ("pre_build", "files", "nav", "pre_page", "page_read_source", "page_markdown")
"""Events in which a plugin can add or change pages; with such a plugin MkDocs' build alone knows what there is."""

_LINK = re.compile(r"^Doc file '.*?' contains an? (?:\w+ )*link '(?P<link>.*?)', ", re.DOTALL)
_ENTRY = re.compile(r"^An? (?:reference|absolute path) to '(?P<link>.*?)' is included in the 'nav'", re.DOTALL)
_GUESS = re.compile(r" Did you mean '(?P<guess>.*)'\?$", re.DOTALL)


class Heard(Struct, frozen=True):
    """Holds what MkDocs would say: as problems, and in its own `words`, by which to know them again.

    `targets` are the pages of ours that had to be read for it, by the keys of what they are made from. What `stops`
    is wrong with the settings, so that MkDocs would build nothing.
    """

    problems: tuple[Problem, ...] = ()
    words: tuple[str, ...] = ()
    stops: bool = False
    targets: dict[str, str] = field(default_factory=dict)


def docs_problems(config: Config, outputs: Iterable[OutputFile], cache: Cache, reader: Reader | None = None) -> Heard:
    """Say what MkDocs would say of its settings, and of the pages in docs/ once it holds `outputs` of ours.

    As long as neither settings nor pages nor the names of files change, the `cache` knows it.
    """
    made = {str(output.path): output for output in outputs}
    name = _key(config, made, cache)
    with suppress(msgspec.DecodeError):
        known = msgspec.msgpack.decode(cache.note(name) or b"", type=Heard)
        if name and all(_made_from(made.get(path)) == key for path, key in known.targets.items()):
            return known
    heard = _heard(config, made, reader or Reader(config))
    if name:
        cache.put_note(name, msgspec.msgpack.encode(heard))
    return heard


def _key(config: Config, made: Mapping[str, OutputFile], cache: Cache) -> str:
    """Identify all that MkDocs' words depend on but the pages of ours; empty when that cannot be told."""
    settings = site_key(config, cache.digests)
    ours = read_manifest(config.state / "manifest.json")
    by_hand = [path for path in paths_in(config.docs) if path not in ours]
    try:
        digests = [f"{path} {cache.digests.of(config.docs / path)}" for path in by_hand]
    except OSError:
        return ""
    lines = [settings, *sorted(digests), *sorted(made)]
    return key_of(*(line.encode("utf-8", "surrogateescape") for line in lines)) if settings else ""


def _made_from(output: OutputFile | None) -> str:
    return output.content.key if output and isinstance(output.content, Recipe) else ""


def _heard(config: Config, made: Mapping[str, OutputFile], reader: Reader) -> Heard:
    try:
        settings, problems = check_settings(config, reader)
    except InpublicError as error:
        return Heard(error.problems or (Problem(FILE, error.message, error.hint),), stops=True)
    if _is_changed(settings):
        return Heard(problems)
    targets: dict[str, str] = {}
    said = list(_said(config, settings, made, targets))
    return Heard((*problems, *(problem for problem, _ in said)), tuple(message for _, message in said), targets=targets)


def _is_changed(settings: MkDocsConfig) -> bool:
    """Tell whether a plugin of somebody's may make or rewrite pages."""
    ours = settings.plugins.get(PLUGIN)
    methods = (method for event in _CHANGING for method in settings.plugins.events[event])
    return any(getattr(method, "__self__", None) is not ours for method in methods)


def _said(
    config: Config, settings: MkDocsConfig, made: Mapping[str, OutputFile], targets: dict[str, str]
) -> Iterator[tuple[Problem, str]]:
    from mkdocs.structure.files import InclusionLevel
    from mkdocs.structure.nav import get_navigation

    ours = read_manifest(config.state / "manifest.json")
    with overheard() as heard:
        files, by_hand = _files(settings, ours, made)
        guest = _guest(files, made, targets)
        get_navigation(files, settings)
    yield from _problems(heard, read_text(config.root))
    included = files.documentation_pages(inclusion=InclusionLevel.is_included)
    pages = [file.page for file in included if file.src_uri in by_hand and file.page]
    rendered = [(page, *_rendered(page, settings, files)) for page in pages]
    for page in pages:
        if guest and page.file.src_uri == guest.host:
            page.present_anchor_ids = (page.present_anchor_ids or set()) | guest.anchors
    if settings.validation.links.anchors >= logging.WARNING:
        targets |= _render_targets(pages, settings, files, made)
    for page, faults, heard in rendered:
        yield from ((fault, "") for fault in faults)
        with overheard() as missing:
            page.validate_anchor_links(files=files, log_level=settings.validation.links.anchors)
        yield from _problems([*heard, *missing], _source(page), f"{config.docs.name}/{page.file.src_uri}")


def _files(
    settings: MkDocsConfig, ours: Collection[str], made: Mapping[str, OutputFile]
) -> tuple[Files, frozenset[str]]:
    """Return the files that docs/ will have, and which of them are not ours."""
    from mkdocs.structure.files import File, Files, get_files, set_exclusions

    kept = [file for file in get_files(settings) if file.src_uri not in ours]
    by_hand = frozenset(file.src_uri for file in kept)
    settings.plugins._current_plugin = PLUGIN  # who made the files that are not on the disk
    generated = (File.generated(settings, name, content=b"") for name in made if name not in by_hand)
    files = Files([*kept, *generated])
    settings.plugins._current_plugin = None
    set_exclusions(files, settings)
    return files, by_hand


def _guest(files: Files, made: Mapping[str, OutputFile], targets: dict[str, str]) -> Guest | None:
    """Take the page that another shows out of the files; what it is made from is noted in `targets`."""
    output, file = made.get(str(TIMELINE)), files.get_file_from_path(str(TIMELINE))
    if output is None or file is None:
        return None
    file.content_string = output.read().decode()
    targets[str(TIMELINE)] = _made_from(output)
    return take_guest(files, made)


def _rendered(page: Page, settings: MkDocsConfig, files: Files) -> tuple[list[Problem], list[str]]:
    """Let MkDocs render a page; return what keeps it from that, and what it says meanwhile."""
    path = f"docs/{page.file.src_uri}"
    with overheard() as heard:
        try:
            settings._current_page = page  # what `!relative` in mkdocs.yml is relative to
            page.read_source(settings)
            page.render(settings, files)
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            return [Problem(path, "is not UTF-8 text", "Save it as UTF-8 in your editor.", line)], []
        except Exception as error:  # an extension of somebody else: whatever it raises, it is not our bug
            said = broken(error, settings)
            if said is None:
                raise
            return [Problem(path, said.message, said.hint)], []
        finally:
            settings._current_page = None
    return [], heard


def _render_targets(
    pages: Iterable[Page], settings: MkDocsConfig, files: Files, made: Mapping[str, OutputFile]
) -> dict[str, str]:
    """Render the pages of ours to whose anchors a page leads, so that their anchors are known; return their keys."""
    targets = {}
    for target in [file.page for page in pages for file in page.links_to_anchors or {}]:
        if target is not None and target.present_anchor_ids is None:
            output = made[target.file.src_uri]
            target.file.content_string = output.read().decode()
            targets[target.file.src_uri] = _made_from(output)
            _rendered(target, settings, files)
    return targets


def _source(page: Page) -> str:
    try:
        return page.file.content_string
    except (OSError, ValueError):
        return ""


def _problems(messages: Iterable[str], source: str, path: str = "") -> Iterator[tuple[Problem, str]]:
    """Make problems of what MkDocs said of one page, or of the menu, each with what it said."""
    counts: Counter[str] = Counter()
    for message in messages:
        found = _LINK.search(message) or _ENTRY.search(message)
        link = found["link"] if found else ""
        lines = _lines(source, link) if link else []
        line = lines[min(counts[link], len(lines) - 1)] if lines else None
        counts[link] += 1
        place = path or (FILE if found else "docs")
        yield Problem(place, *_in_our_words(message, link), line, severity=Severity.WARNING), message


def _in_our_words(message: str, link: str) -> tuple[str, str]:
    """Take apart what MkDocs says into a message and a hint."""
    guess = _GUESS.search(message)
    said = message.removesuffix(guess[0]) if guess else message
    said = re.sub(r"^Doc file '.*?' (?=contains )", "this page ", said, flags=re.DOTALL)
    said = " ".join(said.replace(f"'{link}'", f"«{link}»", 1).split()).removesuffix(".")
    return masked(said[:1].lower() + said[1:]), f"Did you mean «{guess['guess']}»?" if guess else _MEND


_MEND = "Mend it or take it out: a path starts from the page's own folder, in the menu from docs/."


def _lines(source: str, link: str) -> list[int]:
    """Find the lines, from 1, where a link stands as one; those in a fenced block of code do not count."""
    pattern = re.compile(rf"(?<![\w/.-]){re.escape(link)}(?![\w/-])")
    found, fence = [], ""
    for number, line in enumerate(source.splitlines(), 1):
        mark = line.strip()[:3]
        if mark in {"```", "~~~"} and fence in {"", mark}:
            fence = "" if fence else mark
        elif not fence and pattern.search(line):
            found.append(number)
    return found
