"""The theme's templates, compiled once for all builds, and found without walking through ten thousand icons."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import FileSystemBytecodeCache, FileSystemLoader, TemplateError
from jinja2.meta import find_referenced_templates

if TYPE_CHECKING:
    from mkdocs.theme import Theme


class _Loader(FileSystemLoader):
    """Lists no template in a hidden folder: MkDocs, which asks for the list, leaves those out."""

    def list_templates(self) -> list[str]:
        return sorted({name for folder in self.searchpath for name in _files(folder)})


def quicken(theme: Theme, kept: Path) -> None:
    """Let a theme have one environment for all who ask, with its compiled templates in the folder `kept`.

    What is compiled is code, so that folder belongs to this computer: it is no part of the cache that others restore.
    """
    env = theme.get_env()
    env.loader = _Loader(theme.dirs, followlinks=False)
    env.auto_reload = False  # each build asks for its own environment, and every page includes fifty of them
    try:
        kept.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    env.bytecode_cache = FileSystemBytecodeCache(str(kept))
    theme.get_env = lambda: env  # type: ignore[method-assign]


def compile_ahead(theme: Theme) -> None:
    """Compile what pages are made with, and what that names, for whoever asks for it next: the learner's own, too."""
    env = theme.get_env()
    kept, loader = env.bytecode_cache, env.loader
    if kept is None or loader is None:
        return
    own = sorted(path.name for path in Path(theme.dirs[0]).glob("*.html"))
    waiting = list(dict.fromkeys(["main.html", *own, *sorted(theme.static_templates)]))
    for name in waiting:
        with suppress(TemplateError):  # some need what a plugin adds
            source, file, _ = loader.get_source(env, name)
            bucket = kept.get_bucket(env, name, file, source)
            if bucket.code is None:
                template = env.parse(source, name, file)
                waiting += sorted({found for found in find_referenced_templates(template) if found}.difference(waiting))
                bucket.code = env.compile(template, name, file)
                kept.set_bucket(bucket)


def _files(folder: str) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = os.path.relpath(place, folder).replace(os.sep, "/")
        yield from names if below == "." else (f"{below}/{name}" for name in names)
