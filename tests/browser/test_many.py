"""A portfolio of a thousand: it is as light and as usable as a small one."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from random import Random
from typing import Any, NoReturn
from urllib.parse import unquote, urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MANY = 1000
PAGE = 150_000
PAGES = ["projects/", "tags/", "tags/common/"]


@pytest.fixture(scope="module")
def large_folder(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a thousand write-ups; words and dates are drawn, so that they compress no better than real ones."""
    root: Path = tmp_path_factory.mktemp("large")
    (root / "projects").mkdir()
    (root / "docs").mkdir()
    (root / "docs/about.md").write_text("# About\n")
    (root / "scripts").symlink_to(folder / "scripts", target_is_directory=True)
    (root / "mkdocs.yml").write_bytes((folder / "mkdocs.yml").read_bytes())
    drawn = Random(1)
    words = ["".join(drawn.choices("abcdefghijklmnoprstu", k=drawn.randint(3, 11))) for _ in range(300)]
    tags = ["Common", *words[:80]]
    for place in range(MANY):
        day = date(2026, 6, 1) - timedelta(place * 2)
        own = ", ".join(drawn.sample(tags, 3) if place % 3 else ["common", *drawn.sample(tags[1:], 2)])
        level = drawn.choice(["beginner", "advanced"])
        title, summary = (" ".join(drawn.choices(words, k=number)) for number in (4, 18))
        text = f"---\ndate: {day}\ntags: [{own}]\nlevel: {level}\nsummary: {summary}\n---\n# {title.capitalize()}\n"
        (root / f"projects/{'-'.join(drawn.choices(words, k=3))}-{place}.md").write_text(text)
    return root


@pytest.fixture(scope="module")
def large_site(large_folder: Path, pages_handler: Any) -> Iterator[str]:
    """The address of the built and served site of a thousand."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(pages_handler, directory=str(large_folder / "site")))
    address = f"http://127.0.0.1:{server.server_port}/"
    env = {**os.environ, "SITE_URL": address, "GITHUB_REPOSITORY": "ada/learning", "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "inpublic", "build", "--root", str(large_folder)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield address
    server.shutdown()


@pytest.fixture
def page(large_site: str, browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=large_site)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_about_a_thousand_weighs_little_before_its_pictures(page: Any, large_folder: Path, path: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: request.resource_type != "image" and asked.append(request.url))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    sizes = {url: _size(large_folder / "site", url) for url in dict.fromkeys(asked)}
    assert len(sizes) > 5
    assert sum(sizes.values()) <= PAGE, sizes


def _size(folder: Path, url: str) -> int:
    file = folder / unquote(urlsplit(url).path).lstrip("/")
    file = file / "index.html" if file.is_dir() else file
    return len(gzip.compress(file.read_bytes(), 6))


def _visible(page: Any) -> int:
    found: int = page.locator(".ip-index .ip-card:visible, .ip-rows li:visible").count()
    return found


def test_the_filter_goes_through_all_of_it(page: Any) -> None:
    page.goto("projects/")
    assert _visible(page) == MANY
    chip = page.locator(".ip-chip[data-tag=common]")
    count = int(chip.locator(".ip-count").inner_text())
    chip.click()
    assert _visible(page) == count < MANY
    assert page.get_by_role("status").inner_text() == f"{count} of {MANY}: common. Show all"
    shown = page.evaluate(
        "[...document.querySelectorAll('.ip-rows')].map(list => Number(list.style.cssText.slice(5, -1)))"
    )
    assert sum(shown) == page.locator(".ip-rows li:visible").count()
    page.goto("projects/?tag=none")
    assert _visible(page) == 0
    assert page.get_by_role("heading", level=2, name="More work").is_hidden()


def test_without_javascript_all_of_it_can_be_reached(large_site: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=large_site)
    page = context.new_page()
    page.goto("projects/")
    assert _visible(page) == MANY
    count = int(page.locator(".ip-chip[data-tag=common] .ip-count").inner_text())
    page.locator(".ip-chip[data-tag=common]").click()
    page.get_by_role("link", name=f"All {count} projects with the tag common").click()
    page.wait_for_url(f"{large_site}tags/common/")
    assert page.locator(".ip-rows li").count() == count
    context.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_while_a_page_of_many_loads_or_is_scrolled(
    large_site: str, browser: Any, path: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, base_url=large_site)
    page = context.new_page()
    page.goto(path)
    page.wait_for_load_state("networkidle")
    page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    page.wait_for_timeout(300)
    moved = page.evaluate(
        """new Promise(done => {
            new PerformanceObserver(list => done(list.getEntries().reduce((sum, shift) => sum + shift.value, 0)))
                .observe({ type: "layout-shift", buffered: true });
            setTimeout(done, 300, 0);
        })"""
    )
    assert moved < 0.01
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= screen
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_a_page_of_many(page: Any, node_modules: Path, path: str) -> None:
    page.goto(path)
    page.evaluate((node_modules / "axe-core/axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(item["id"], item["nodes"][0]["html"][:200]) for item in found] == []


def test_the_nu_checker_finds_no_error_on_a_page_of_many(
    large_site: str, large_folder: Path, node_modules: Path, missing: Callable[[str], NoReturn]
) -> None:
    jar = node_modules / "vnu-jar/build/dist/vnu.jar"
    if not jar.is_file():
        missing(f"there is no vnu-jar in {node_modules}: npm install --prefix {node_modules.parent} vnu-jar")
    pages = [str(large_folder / "site" / path / "index.html") for path in PAGES]
    command = ["java", "-jar", str(jar), "--errors-only", "--format", "json", *pages]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    assert [f"{item['url']}:{item.get('lastLine')}: {item['message']}" for item in messages] == []
