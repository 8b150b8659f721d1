"""A live demo: what can be shown in a frame, and at which address the services that have one show it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import SplitResult, urlsplit, urlunsplit

from msgspec import Struct

from inpublic.pages.addresses import absolute, file_url, relative
from inpublic.records.parsers import is_url
from inpublic.settings.config import Config

_SPACE = re.compile(r"/spaces/(?P<owner>[\w.-]+)/(?P<name>[\w.-]+)/?", re.ASCII)
_UNFRAMED = frozenset(
    """
    bitbucket.org colab.research.google.com colab.google codeberg.org github.com gitlab.com huggingface.co kaggle.com
    linkedin.com medium.com mybinder.org twitter.com x.com
    """.split()
)
"""Hosts whose pages say that no other page may frame them."""


class Demo(Struct, frozen=True):
    """Holds the address of a demo and the one to show in a frame, empty where only a link is right.

    Both are relative to the page where the demo is a file of the site.
    """

    url: str
    frame: str = ""

    @property
    def host(self) -> str:
        """Name the host that a frame would load from; empty for a file of the site."""
        return urlsplit(self.frame).hostname or ""


def demo_on(page: PurePosixPath, said: str, config: Config) -> Demo:
    """Find how to show what a record says of its demo on a page: what is no address is a file in docs/."""
    if is_url(said):
        return demo_of(said)
    url = link_on(page, said, config)
    return Demo(url, url)


def link_on(page: PurePosixPath, said: str, config: Config) -> str:
    """Return where a page leads to for a demo or video as the record says it: what is no address is a file in docs/."""
    return relative(file_url(PurePosixPath(said)), page, config) if said and not is_url(said) else said


def whole_address(said: str, config: Config) -> str:
    """Return the whole address of what a record says of its demo or video, where that of the site is known."""
    return absolute(file_url(PurePosixPath(said)), config) if said and not is_url(said) else said


def demo_of(url: str) -> Demo:
    """Find how to show a demo: a Space by its own host, Streamlit without its menu, any https page as it is."""
    parts = urlsplit(url)
    is_open = parts.scheme == "https" and parts.hostname and not (parts.username or parts.password)
    return Demo(url, _frame(url, parts) if is_open else "")


def _frame(url: str, parts: SplitResult) -> str:
    host = (parts.hostname or "").lower().removeprefix("www.")
    space = _SPACE.fullmatch(parts.path) if host == "huggingface.co" else None
    if space:
        return f"https://{_label(space['owner'])}-{_label(space['name'])}.hf.space/"
    if host in _UNFRAMED:
        return ""
    if host.endswith(".streamlit.app") and "embed=" not in parts.query:
        query = f"{parts.query}&embed=true" if parts.query else "embed=true"
        return urlunsplit(parts._replace(path=parts.path or "/", query=query))
    return url


def _label(name: str) -> str:
    """Write the name of an owner or a Space as its host does."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
