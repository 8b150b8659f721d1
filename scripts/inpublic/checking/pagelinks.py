"""What MkDocs would warn of in docs/ and in the menu, found before it builds: links to nothing, in the first place.

MkDocs itself looks the links over, with the extensions and the `validation` of mkdocs.yml: so what is told here is
what stops its strict build. It knows no lines; they are looked up in the source.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from inpublic.errors import InpublicError, Problem, Severity
from inpublic.host import PLUGIN, broken, check_settings
from inpublic.settings.config import Config, read_text
from inpublic.settings.quoting import masked
from inpublic.settings.sections import FILE
from inpublic.website import OutputFile
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


def docs_problems(config: Config, outputs: Iterable[OutputFile]) -> tuple[list[Problem], list[str]]:
    """Say what MkDocs would say of its settings, and of the pages in docs/ once it holds `outputs` of ours.

    The second list has MkDocs' own words for it, by which to know them again.
    """
    try:
        settings, problems = check_settings(config)
    except InpublicError as error:
        return [*error.problems] or [Problem(FILE, error.message, error.hint)], []
    if _is_changed(settings):
        return [*problems], []
    said = list(_said(config, settings, outputs))
    return [*problems, *(problem for problem, _ in said)], [message for _, message in said]


def _is_changed(settings: MkDocsConfig) -> bool:
    """Tell whether a plugin of somebody's may make or rewrite pages."""
    ours = settings.plugins.get(PLUGIN)
    methods = (method for event in _CHANGING for method in settings.plugins.events[event])
    return any(getattr(method, "__self__", None) is not ours for method in methods)


def _said(config: Config, settings: MkDocsConfig, outputs: Iterable[OutputFile]) -> Iterator[tuple[Problem, str]]:
    from mkdocs.structure.files import InclusionLevel
    from mkdocs.structure.nav import get_navigation

    ours = read_manifest(config.state / "manifest.json")
    with _listening() as heard:
        files, by_hand = _files(settings, ours, outputs)
        get_navigation(files, settings)
    yield from _problems(heard, read_text(config.root))
    included = files.documentation_pages(inclusion=InclusionLevel.is_included)
    pages = [file.page for file in included if file.src_uri in by_hand and file.page]
    rendered = [(page, *_rendered(page, settings, files)) for page in pages]
    if settings.validation.links.anchors >= logging.WARNING:
        _render_targets(pages, settings, files)
    for page, faults, heard in rendered:
        yield from ((fault, "") for fault in faults)
        with _listening() as missing:
            page.validate_anchor_links(files=files, log_level=settings.validation.links.anchors)
        yield from _problems([*heard, *missing], _source(page), f"{config.docs.name}/{page.file.src_uri}")


def _files(
    settings: MkDocsConfig, ours: Collection[PurePosixPath], outputs: Iterable[OutputFile]
) -> tuple[Files, frozenset[str]]:
    """Return the files that docs/ will have, and which of them are not ours."""
    from mkdocs.structure.files import File, Files, get_files, set_exclusions

    names = {str(path) for path in ours}
    kept = [file for file in get_files(settings) if file.src_uri not in names]
    by_hand = frozenset(file.src_uri for file in kept)
    made = (file for file in outputs if str(file.path) not in by_hand)
    content = {str(file.path): file.content if isinstance(file.content, bytes) else b"" for file in made}
    settings.plugins._current_plugin = PLUGIN  # who made the files that are not on the disk
    files = Files([*kept, *(File.generated(settings, name, content=data) for name, data in content.items())])
    set_exclusions(files, settings)
    return files, by_hand


def _rendered(page: Page, settings: MkDocsConfig, files: Files) -> tuple[list[Problem], list[str]]:
    """Let MkDocs render a page; return what keeps it from that, and what it says meanwhile."""
    path = f"docs/{page.file.src_uri}"
    with _listening() as heard:
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


def _render_targets(pages: Iterable[Page], settings: MkDocsConfig, files: Files) -> None:
    """Render the pages of ours to whose anchors a page leads: their anchors are known then."""
    for target in [file.page for page in pages for file in page.links_to_anchors or {}]:
        if target is not None and target.present_anchor_ids is None:
            _rendered(target, settings, files)


def _source(page: Page) -> str:
    try:
        return page.file.content_string
    except (OSError, ValueError):
        return ""


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Collect what MkDocs warns of meanwhile, and show nothing of it."""
    heard: list[str] = []
    logger = logging.getLogger("mkdocs")
    before = logger.handlers, logger.level, logger.propagate
    ear = logging.Handler(logging.WARNING)
    ear.emit = lambda record: heard.append(record.getMessage())  # type: ignore[method-assign]  # a handler of one line
    logger.handlers, logger.propagate = [ear], False
    logger.setLevel(logging.WARNING)
    try:
        yield heard
    finally:
        logger.handlers, logger.propagate = before[0], before[2]
        logger.setLevel(before[1])


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
