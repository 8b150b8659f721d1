"""What a whole site depends on besides its pages and files; when that is as it was, only what changed is built."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from inpublic.cache import key_of
from inpublic.digests import Digests
from inpublic.settings.config import Config
from inpublic.settings.sections import FILE, Section
from inpublic.versions import fingerprint, installed

PLUGINS = frozenset({"search", "material/search", "inpublic"})
"""Plugins of MkDocs by which no page depends on another; with any else everything is built each time."""

EXTENSIONS = frozenset({
    *("abbr", "admonition", "attr_list", "def_list", "extra", "fenced_code", "footnotes", "md_in_html", "meta"),
    *("nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks", "codehilite"),
    *("pymdownx.arithmatex", "pymdownx.betterem", "pymdownx.blocks.admonition", "pymdownx.blocks.caption"),
    *("pymdownx.blocks.details", "pymdownx.blocks.tab", "pymdownx.caret", "pymdownx.critic", "pymdownx.details"),
    *("pymdownx.emoji", "pymdownx.escapeall", "pymdownx.extra", "pymdownx.highlight", "pymdownx.inlinehilite"),
    *("pymdownx.keys", "pymdownx.magiclink", "pymdownx.mark", "pymdownx.progressbar", "pymdownx.saneheaders"),
    *("pymdownx.smartsymbols", "pymdownx.striphtml", "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tasklist"),
    *("pymdownx.tilde",),
})  # fmt: skip
"""Extensions of Python-Markdown that read nothing but the page; `pymdownx.snippets` for one reads other files."""

_IMPURE = re.compile(rb"\b(pages|build_date_utc|update_date|now)\b")
"""Words in a template of the learner's own by which a page may depend on other pages or on the day."""


_TAG = re.compile(rb"!!python/[\w/]+:([A-Za-z0-9]+)")
_KNOWN_TAGS = frozenset({b"pymdownx", b"material"})
"""Packages whose functions mkdocs.yml may name; a module of the learner's own could read anything."""


def site_key(config: Config, digests: Digests) -> str:
    """Identify everything that decides all pages; empty when that cannot be told, so that all have to be built."""
    top = config.settings
    file = config.root / FILE
    if not top.values or _is_unknown(top) or set(_TAG.findall(file.read_bytes())) - _KNOWN_TAGS:
        return ""
    custom = _custom_dir(config)
    templates = sorted(path for path in custom.rglob("*") if path.is_file()) if custom else []
    if any(_is_impure(path) for path in templates if path.suffix == ".html"):
        return ""
    parts = [
        digests.of(file),
        repr(top),
        config.site_url,
        str(config.repository),
        platform.python_version(),
        *(f"{name} {version}" for name, version in sorted(installed().items())),  # which of them, nobody can tell
    ]
    try:
        parts += [f"{path} {digests.of(path)}" for path in (*templates, *_titles(config)) if path.is_file()]
    except OSError:  # who reads it says so
        return ""
    return key_of(fingerprint(()), *(part.encode("utf-8", "surrogateescape") for part in parts))


def _titles(config: Config) -> list[Path]:
    """List the pages whose own titles stand in the menu, and so on every page; without `nav` these are all."""
    nav = config.settings.values.get("nav")
    if nav is None:
        return sorted(config.docs.rglob("*.md"))
    return [config.docs / name for name in _untitled(nav)]


def _untitled(nav: object) -> Iterator[str]:
    for item in nav if isinstance(nav, list) else ():
        if isinstance(item, Section):
            for value in item.values.values():
                yield from _untitled(value)
        else:
            yield str(item)


def _is_unknown(top: Section) -> bool:
    if "INHERIT" in top.values or top.values.get("hooks"):
        return True
    plugins = top.values.get("plugins")
    named = set(_names(plugins)) if plugins is not None else {"search"}
    return not (named <= PLUGINS and set(_names(top.values.get("markdown_extensions"))) <= EXTENSIONS)


def _names(value: object) -> Iterator[str]:
    """Name plugins or extensions, which are written as a list of names and sections, or as one section."""
    items: Iterable[object] = value.values if isinstance(value, Section) else value if isinstance(value, list) else ()
    for item in items:
        yield from item.values if isinstance(item, Section) else [str(item)]


def _custom_dir(config: Config) -> Path | None:
    theme = config.settings.values.get("theme")
    name = theme.values.get("custom_dir") if isinstance(theme, Section) else None
    return config.root / str(name) if name else None


def _is_impure(template: Path) -> bool:
    content = template.read_bytes()
    own = (Path(__file__).parent.parent / "overrides").rglob(template.name)
    return bool(_IMPURE.search(content)) and all(path.read_bytes() != content for path in own)
