"""What a reader pays: the bytes of a page as hosts send them, without its pictures. They are counted, not timed."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ASSETS = Path(__file__).parents[2] / "scripts/inpublic/assets"
PAGE = 150_000
OWN = 10_000
OF_ONE_PAGE = 2_000
COMMON = {"inpublic.css", "first.js", "inpublic.js", "search.js"}
"""What every page loads, or may."""


def _sizes(kind: str) -> dict[str, int]:
    return {path.name: len(gzip.compress(path.read_bytes(), 6)) for path in ASSETS.glob(f"*.{kind}")}


@pytest.mark.parametrize("kind", ["css", "js"])
def test_our_own_style_and_scripts_stay_small(kind: str) -> None:
    sizes = {name: size for name, size in _sizes(kind).items() if name in COMMON}
    assert sizes
    assert sum(sizes.values()) <= OWN, sizes


def test_what_one_kind_of_page_loads_alone_is_a_fifth_of_that_at_most() -> None:
    sizes = {name: size for name, size in _sizes("css").items() if name not in COMMON}
    assert sizes
    assert max(sizes.values()) <= OF_ONE_PAGE, sizes
    assert _sizes("js").keys() <= COMMON


@pytest.mark.parametrize("path", ["", "projects/", "projects/sunspots/", "projects/co2-forecast/", "tags/"])
def test_a_page_weighs_little_before_its_pictures(
    open_page: Callable[..., Any], site: str, folder: Path, path: str
) -> None:
    page = open_page("about/")
    asked: list[str] = []
    page.on("request", lambda request: request.resource_type != "image" and asked.append(request.url))
    page.goto(f"{site}{path}")
    page.wait_for_load_state("networkidle")
    assert all(url.startswith(site) for url in asked)
    assert not [url for url in asked if url.endswith("sitemap.xml")], "the theme took a feed for another language"
    sizes = {url.removeprefix(site): _size(folder / "site", url) for url in dict.fromkeys(asked)}
    assert len(sizes) > 5
    assert sum(sizes.values()) <= PAGE, sizes


def _size(folder: Path, url: str) -> int:
    file = folder / unquote(urlsplit(url).path).lstrip("/")
    file = file / "index.html" if file.is_dir() else file
    return len(gzip.compress(file.read_bytes(), 6))
