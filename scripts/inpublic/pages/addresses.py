"""Addresses of pages and files: below docs/, from one page to another, and on the web."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from inpublic.settings.config import Config
from inpublic.text.addressparts import address_parts

FILES = PurePosixPath("assets/inpublic/files")
"""Where pictures and media go below docs/."""

_MANY = 16_384
"""Addresses that are remembered: each link is looked up several times, and each card stands on many pages."""


def file_url(path: PurePosixPath) -> str:
    """Percent-encode a path below docs/ as a URL relative to the site's root."""
    return quote(path.as_posix(), safe="/~!$&'()*+,;=:@")


def page_url(path: PurePosixPath, config: Config) -> str:
    """Return the URL, relative to the site's root, of the page made from the Markdown file `path`."""
    return _page_url(path, directory_urls=config.directory_urls)


@lru_cache(maxsize=_MANY)
def _page_url(path: PurePosixPath, *, directory_urls: bool) -> str:
    if path.name != "index.md":
        path = path.with_suffix("") / "index.md" if directory_urls else path
    if directory_urls:
        folder = file_url(path.parent)
        return "" if folder == "." else f"{folder}/"
    return file_url(path.with_suffix(".html"))


def absolute(url: str, config: Config) -> str:
    """Prefix a URL that is relative to the site's root with the site's own, where that is known."""
    return f"{config.site_url}{url}"


def relative(url: str, page: PurePosixPath, config: Config) -> str:
    """Rewrite a URL that is relative to the site's root as one relative to the page made from `page`."""
    here = page_url(page, config)
    target, mark, fragment = url.partition("#")
    if mark and target == here:
        return f"#{fragment}"
    return f"{_way(posixpath.dirname(here), target)}{mark}{fragment}"


@lru_cache(maxsize=_MANY)
def _way(here: str, target: str) -> str:
    """Lead from a folder to a file, or to a folder where the target ends with a slash."""
    start, end = here.split("/") if here else [], target.removesuffix("/").split("/") if target else []
    common = len(posixpath.commonprefix([start, end]))
    result = "/".join([*[".."] * (len(start) - common), *end[common:]])
    if target and not target.endswith("/"):
        return result or "."
    return f"{result or '.'}/"


def target_path(source: PurePosixPath, target: str) -> PurePosixPath:
    """Return the path, relative to the site's folder, that a link in `source` means; it may start with `..`.

    A leading slash means the repository's root, as on GitHub.
    """
    return _target_path(str(source).rpartition("/")[0], target)


@lru_cache(maxsize=_MANY)
def _target_path(folder: str, target: str) -> PurePosixPath:
    path = unquote(address_parts(target.replace(";", "%3B")).path if "://" not in target else "")
    start = "" if path.startswith("/") else folder
    return PurePosixPath(posixpath.normpath(posixpath.join(start, path.lstrip("/"))))
