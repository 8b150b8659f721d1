"""Addresses of pages and files: below docs/, from one page to another, and on the web."""

from __future__ import annotations

import posixpath
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from inpublic.settings.config import Config
from inpublic.text.builder import address_parts

FILES = PurePosixPath("assets/inpublic/files")
"""Where pictures and media go below docs/."""


def file_url(path: PurePosixPath) -> str:
    """Percent-encode a path below docs/ as a URL relative to the site's root."""
    return quote(path.as_posix(), safe="/~!$&'()*+,;=:@")


def page_url(path: PurePosixPath, config: Config) -> str:
    """Return the URL, relative to the site's root, of the page made from the Markdown file `path`."""
    if path.name != "index.md":
        path = path.with_suffix("") / "index.md" if config.directory_urls else path
    if config.directory_urls:
        folder = file_url(path.parent)
        return "" if folder == "." else f"{folder}/"
    return file_url(path.with_suffix(".html"))


def absolute(url: str, config: Config) -> str:
    """Prefix a URL that is relative to the site's root with the site's own, where that is known."""
    return f"{config.site_url}{url}"


def relative(url: str, page: PurePosixPath, config: Config) -> str:
    """Rewrite a URL that is relative to the site's root as one relative to the page made from `page`."""
    here = posixpath.dirname(page_url(page, config))
    target, mark, fragment = url.partition("#")
    if mark and target == page_url(page, config):
        return f"#{fragment}"
    folder = target.endswith("/") or not target
    result = posixpath.relpath(target or ".", here or ".")
    if folder:
        result = "./" if result == "." else f"{result}/"
    return f"{result}{mark}{fragment}"


def target_path(source: PurePosixPath, target: str) -> PurePosixPath:
    """Return the path, relative to the site's folder, that a link in `source` means; it may start with `..`.

    A leading slash means the repository's root, as on GitHub.
    """
    path = unquote(address_parts(target.replace(";", "%3B")).path if "://" not in target else "")
    start = "" if path.startswith("/") else source.parent.as_posix()
    return PurePosixPath(posixpath.normpath(posixpath.join(start, path.lstrip("/"))))
