"""What a reader pays: the bytes of a page as hosts send them, without its pictures. They are counted, not timed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from inpublic.pages.leancode import lean_css

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ASSETS = Path(__file__).parents[2] / "scripts/inpublic/assets"
PAGE = 150_000
OWN = 10_000
SEARCH = PurePosixPath("assets/inpublic/search.js")
"""What no page names, for it is asked for when somebody searches."""

OURS = ('link[rel="stylesheet"][href*="assets/inpublic/"]', 'script[src*="assets/inpublic/"]')


def test_style_and_scripts_of_ours_are_light_on_every_page(folder: Path, site: str, kinds: Mapping[str, str]) -> None:
    """Whatever kind of page it is, and so whatever sheet it loads besides that of all pages."""
    root = folder / "site"
    others = {"assets", "demos"}  # frames and demos are files, not pages of the site
    pages = [page for page in root.rglob("*.html") if not others & {*page.relative_to(root).parts}]
    assert len(pages) >= len(kinds)
    loads = {page: [_loaded(page, root, selector) for selector in OURS] for page in pages}
    assert {len(styles) for styles, _ in loads.values()} == {1, 2}
    assert {len(scripts) for _, scripts in loads.values()} == {2}
    heavy = {
        page: (_together(root, styles), _together(root, {*scripts, SEARCH}))
        for page, (styles, scripts) in loads.items()
    }
    assert {page: sizes for page, sizes in heavy.items() if max(sizes) > OWN} == {}
    named = {path.name for styles, scripts in loads.values() for path in (*styles, *scripts)}
    assert named | {SEARCH.name} == {path.name for kind in ("css", "js") for path in ASSETS.glob(f"*.{kind}")}


def _loaded(page: Path, root: Path, selector: str) -> set[PurePosixPath]:
    """Name what a page loads in its head or at its end, relative to the site."""
    found = LexborHTMLParser(page.read_text("utf-8")).css(selector)
    assert all(node.parent.tag == "head" for node in found if node.tag == "link")
    at = PurePosixPath("/") / page.relative_to(root).as_posix()
    urls = [urljoin(str(at), node.attributes.get("href") or node.attributes["src"]) for node in found]
    return {PurePosixPath(url.lstrip("/")) for url in urls}


def _together(root: Path, paths: Iterable[PurePosixPath]) -> int:
    return sum(len(gzip.compress((root / path).read_bytes(), 6)) for path in paths)


@pytest.mark.parametrize("sheet", sorted(ASSETS.glob("*.css")), ids=lambda sheet: sheet.name)
def test_a_browser_reads_from_a_light_style_sheet_what_stands_in_its_source(browser: Any, sheet: Path) -> None:
    page = browser.new_page()
    read = """css => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        return [...sheet.cssRules].map(rule => rule.cssText.replace(/\\s+/g, " ").replace(/, ?/g, ", "));
    }"""
    source = sheet.read_text("utf-8")
    rules = page.evaluate(read, source)
    assert page.evaluate(read, lean_css(source)) == rules
    assert len(rules) > 5
    page.close()


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


def test_scripts_make_the_browser_style_no_page_anew(browser: Any, site: str, kinds: Mapping[str, str]) -> None:
    """A phone takes longer for that than for all scripts; the theme's own would have each page styled four times."""
    counts = {kind: _styled(browser, site + path) for kind, path in kinds.items()}
    assert max(elements for elements, _ in counts.values()) > 1500
    assert {kind: count for kind, count in counts.items() if max(count[1]) > 0.7 * count[0]} == {}
    parts = {kind: [size for size in sizes if size > max(100, 0.2 * all_)] for kind, (all_, sizes) in counts.items()}
    assert {kind: sizes for kind, sizes in parts.items() if len(sizes) > 2} == {}


def _styled(browser: Any, url: str) -> tuple[int, list[int]]:
    """Count the elements of a page, and those that were styled at a time since the theme's script began."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    page.goto(url)
    page.wait_for_timeout(1000)
    events = sorted(json.loads(browser.stop_tracing())["traceEvents"], key=lambda event: event["ts"])
    elements: int = page.evaluate("document.querySelectorAll('*').length")
    page.close()
    starts = [number for number, event in enumerate(events) if _runs(event, "/bundle.")]
    later = events[starts[0] :]
    return elements, [event["args"]["elementCount"] for event in later if event["name"] == "UpdateLayoutTree"]


def _runs(event: Mapping[str, Any], script: str) -> bool:
    return event["name"] == "EvaluateScript" and script in event["args"]["data"]["url"]


def _size(folder: Path, url: str) -> int:
    file = folder / unquote(urlsplit(url).path).lstrip("/")
    file = file / "index.html" if file.is_dir() else file
    return len(gzip.compress(file.read_bytes(), 6))
