"""What the site's menu names: a page that appears only where there is something to show must not be missing from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from inpublic.settings.config import Config
from inpublic.settings.sections import Section


def is_in_menu(config: Config, path: PurePosixPath) -> bool:
    """Tell whether `nav` in mkdocs.yml leads to the page made from `path`, below docs/."""
    return _names(config.settings.values.get("nav"), str(path))


def _names(nav: object, path: str) -> bool:
    if isinstance(nav, Section):
        return any(_names(value, path) for value in nav.values.values())
    return any(_names(item, path) for item in nav) if isinstance(nav, list) else nav == path


def hidden_beside(config: Config, path: PurePosixPath) -> list[str]:
    """Name what a page goes without: the menu at its side, unless it has others of its section to show."""
    nav = config.settings.values.get("nav")
    sections = [value for entry in nav for value in _values(entry)] if isinstance(nav, list) else []
    is_among = any(isinstance(part, list) and len(part) > 1 and _names(part, str(path)) for part in sections)
    return [] if is_among else ["navigation"]


def _values(entry: object) -> Iterator[object]:
    return iter(entry.values.values()) if isinstance(entry, Section) else iter(())


def menu_pages(config: Config) -> tuple[tuple[str, PurePosixPath], ...]:
    """List the pages of the site's own that `nav` leads to, with the names it gives them, each once."""
    found = dict(reversed([(path, title) for title, path in _entries(config.settings.values.get("nav"))]))
    return tuple((title, path) for path, title in reversed(found.items()))


def _entries(nav: object, name: str = "") -> Iterator[tuple[str, PurePosixPath]]:
    if isinstance(nav, Section):
        for title, value in nav.values.items():
            yield from _entries(value, title)
    elif isinstance(nav, list):
        for item in nav:
            yield from _entries(item)
    elif isinstance(nav, str) and nav.endswith(".md") and "://" not in nav:
        path = PurePosixPath(nav)
        stem = path.parent.name if path.name == "index.md" and path.parent.name else path.stem
        yield name or stem.replace("-", " ").capitalize(), path
