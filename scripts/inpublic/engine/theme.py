"""The theme's templates, compiled once for all builds, and found without walking through ten thousand icons."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache, FileSystemLoader, TemplateError
from jinja2.meta import find_referenced_templates

from inpublic import template

if TYPE_CHECKING:
    from jinja2.bccache import Bucket
    from mkdocs.theme import Theme

_OURS = Path(__file__).parents[1] / "overrides"
"""The templates that a new site is given a copy of."""


class _Loader(FileSystemLoader):
    """Lists no template in a hidden folder: MkDocs, which asks for the list, leaves those out."""

    def list_templates(self) -> list[str]:
        return sorted({name for folder in self.searchpath for name in _files(folder)})


class _Compiled(FileSystemBytecodeCache):
    """Keeps templates of installed packages in `common`, for all sites, and the learner's own in a folder."""

    def __init__(self, folder: Path, common: BytecodeCache, theme: Theme) -> None:
        super().__init__(str(folder))
        self._common = common
        self._theme = theme.name
        self._installed = tuple(f"{path}{os.sep}" for path in theme.dirs if path != theme.custom_dir)
        self._keys = set[str]()

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        owner = self._owner(name, filename or "", source)
        if not owner:
            return super().get_bucket(environment, name, filename, source)
        # by name, so that a new version takes the place of the old one; extensions decide what it is compiled to
        known = "|".join((owner, name, *sorted(environment.extensions)))
        bucket = self._common.get_bucket(environment, known, None, source)
        self._keys.add(bucket.key)
        if bucket.code and filename:
            bucket.code = bucket.code.replace(co_filename=filename)  # messages name the file that is here
        return bucket

    def set_bucket(self, bucket: Bucket) -> None:
        if bucket.key in self._keys:
            self._common.set_bucket(bucket)
        else:
            super().set_bucket(bucket)

    def _owner(self, name: str, filename: str, source: str) -> str | None:
        """Name the package that a template came with: the theme's or, where it is as we gave it to the site, ours."""
        if filename.startswith(self._installed):
            return f"theme {self._theme}"
        with suppress(OSError):
            return "inpublic" if (_OURS / name).read_text("utf-8") == source else None
        return None


def quicken(theme: Theme, kept: Path) -> None:
    """Let a theme have one environment for all who ask, with its compiled templates kept.

    Those of packages are kept beside ours, if that can be, all others in the folder `kept`. What is compiled is code,
    so both belong to this computer: they are no part of the cache that others restore.
    """
    env = theme.get_env()
    env.loader = _Loader(theme.dirs, followlinks=False)
    env.auto_reload = False  # each build asks for its own environment, and every page includes fifty of them
    try:
        kept.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    common = template.compiled()
    env.bytecode_cache = _Compiled(kept, common, theme) if common else FileSystemBytecodeCache(str(kept))
    theme.get_env = lambda: env  # type: ignore[method-assign]


def compile_ahead(theme: Theme, kept: Path) -> None:
    """Compile what pages are made with, and what that names, for who asks `quicken` for it: the learner's own, too."""
    ahead = copy(theme)  # whether a build may have the environment is known later
    quicken(ahead, kept)
    env = ahead.get_env()
    cache, loader = env.bytecode_cache, env.loader
    if cache is None or loader is None:
        return
    own = sorted(path.name for path in Path(theme.dirs[0]).glob("*.html"))
    waiting = list(dict.fromkeys(["main.html", *own, *sorted(theme.static_templates)]))
    for name in waiting:
        with suppress(TemplateError):  # some need what a plugin adds
            source, file, _ = loader.get_source(env, name)
            bucket = cache.get_bucket(env, name, file, source)
            if bucket.code is None:
                parsed = env.parse(source, name, file)
                waiting += sorted({found for found in find_referenced_templates(parsed) if found}.difference(waiting))
                bucket.code = env.compile(parsed, name, file)
                cache.set_bucket(bucket)


def _files(folder: str) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = os.path.relpath(place, folder).replace(os.sep, "/")
        yield from names if below == "." else (f"{below}/{name}" for name in names)
