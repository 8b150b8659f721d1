"""A live demo: nothing is asked of its host before the click, and the frame may do what demos need and no more."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

pytestmark = pytest.mark.browser

APP = "<!doctype html><title>An app</title><p></p><script>document.querySelector('p').append(origin)</script>"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
DEMOS = {
    "streamlit": ("https://ada-taxi.streamlit.app/", "https://ada-taxi.streamlit.app/?embed=true"),
    "space": ("https://huggingface.co/spaces/ada/taxi_fares", "https://ada-taxi-fares.hf.space/"),
    "any": ("https://demo.example/try?it=1&now=2", "https://demo.example/try?it=1&now=2"),
}
"""By the project's name: the address in its record, and the one that a frame loads."""
FRAME = "allow-scripts allow-same-origin allow-forms allow-popups allow-downloads"
LINK = ".ip-demo__link a"


@dataclass
class Visit:
    """Holds a page, the addresses on other hosts that it asked for, and the faults that its console told."""

    page: Any
    asked: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


Visiting = Callable[..., Visit]


@pytest.fixture(scope="module")
def demos(tmp_path_factory: pytest.TempPathFactory, pages_handler: type[SimpleHTTPRequestHandler]) -> Iterator[str]:
    """The address of a new portfolio with a project for each kind of demo; one of them has a cover."""
    root = tmp_path_factory.mktemp("demos") / "portfolio"
    run = partial(subprocess.run, check=True, capture_output=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    run([sys.executable, "-m", "inpublic", "init", str(root), "--name", "Ada"])
    for name, (demo, _) in DEMOS.items():
        folder = root / "projects" / name
        folder.mkdir()
        (folder / "README.md").write_text(f"---\ndemo: {demo}\ncover: cover.png\n---\n# Taxi\n\nA ride.\n", "utf-8")
    (root / "projects/any/cover.png").write_bytes(PIXEL)
    (root / "projects/own.md").write_text("---\ndemo: demos/app.html\n---\n# Taxi\n\nA ride.\n", "utf-8")
    (root / "docs/demos").mkdir()
    (root / "docs/demos/app.html").write_text(APP, "utf-8")
    run([sys.executable, "-m", "inpublic", "build", "--root", str(root)])
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(pages_handler, directory=str(root / "site")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture
def visit(demos: str, browser: Any) -> Iterator[Visiting]:
    """Open a project's page; other hosts are played, and what is asked of them is noted."""
    contexts = []

    def visited(project: str, **settings: Any) -> Visit:
        context = browser.new_context(**settings)
        contexts.append(context)
        made = Visit(context.new_page())

        def play(route: Any) -> None:
            made.asked.append(route.request.url)
            route.fulfill(body=APP, content_type="text/html")

        made.page.on("console", lambda said: made.faults.append(said.text) if said.type == "error" else None)
        made.page.on("pageerror", lambda error: made.faults.append(str(error)))
        context.route(lambda url: not url.startswith((demos, "data:", "blob:")), play)
        made.page.goto(f"{demos}projects/{project}/")
        return made

    yield visited
    for context in contexts:
        context.close()


@pytest.mark.parametrize("project", DEMOS)
def test_a_demo_is_loaded_by_the_click_and_not_before(visit: Visiting, project: str) -> None:
    seen = visit(project)
    box = seen.page.locator(".ip-demo")
    seen.page.mouse.wheel(0, 3000)
    box.get_by_role("button").hover()
    box.locator("a").hover()
    seen.page.wait_for_timeout(200)
    assert seen.asked == []
    assert seen.page.locator("iframe").count() == 0
    address = DEMOS[project][1]
    assert address.split("/")[2] in box.locator(".ip-frame__note").inner_text()
    box.get_by_role("button", name="Load the live demo").click()
    frame = box.locator("iframe")
    frame.content_frame.locator("p:not(:empty)").wait_for()
    assert seen.asked == [address]
    assert frame.content_frame.locator("p").inner_text() == "/".join(address.split("/")[:3])
    assert box.locator("button, img").count() == 0
    assert seen.faults == []


def test_the_frame_may_do_what_demos_do_and_leads_nobody_away(visit: Visiting) -> None:
    seen = visit("any")
    seen.page.locator(".ip-demo button").click()
    frame = seen.page.locator(".ip-demo iframe")
    assert frame.get_attribute("sandbox") == FRAME
    assert frame.get_attribute("referrerpolicy") == "no-referrer"
    assert frame.get_attribute("title")
    inside = frame.content_frame
    inside.locator("p:not(:empty)").wait_for()
    before = seen.page.url
    inside.locator("p").evaluate("() => { try { top.location = 'https://elsewhere.example/' } catch {} }")
    seen.page.wait_for_timeout(200)
    assert seen.page.url == before


def test_the_keyboard_reaches_the_demo_and_is_inside_once_it_is_loaded(visit: Visiting) -> None:
    page = visit("space").page
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.ip-demo button')"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('.ip-demo iframe')")


@pytest.mark.parametrize("project", DEMOS)
def test_without_javascript_a_plain_link_leads_to_the_demo(visit: Visiting, project: str) -> None:
    seen = visit(project, java_script_enabled=False)
    assert seen.page.locator(".ip-demo button").count() == 0
    assert seen.page.locator(LINK).get_attribute("href") == DEMOS[project][0]
    assert seen.asked == []
    seen.page.locator(LINK).click()
    seen.page.wait_for_url(lambda url: url.startswith(DEMOS[project][0].rstrip("/")))


def test_the_cover_stands_for_a_demo_that_is_not_loaded(visit: Visiting) -> None:
    assert visit("any").page.locator(".ip-demo img").count() == 1
    assert visit("space").page.locator(".ip-demo img").count() == 0


def test_a_demo_of_the_site_itself_cannot_reach_its_pages(visit: Visiting) -> None:
    seen = visit("own")
    box = seen.page.locator(".ip-demo")
    assert box.locator(".ip-frame__note").count() == 0
    box.get_by_role("button").click()
    frame = box.locator("iframe")
    frame.content_frame.locator("p:not(:empty)").wait_for()
    assert frame.content_frame.locator("p").inner_text() == "null"
    assert frame.get_attribute("sandbox") == "allow-scripts allow-forms allow-popups allow-downloads"
    assert (seen.asked, seen.faults) == ([], [])
    seen.page.goto(seen.page.url)
    seen.page.locator(LINK).click()
    seen.page.wait_for_function("document.title === 'An app'")


def test_in_the_dark_a_demo_with_dark_colours_of_its_own_is_not_white_on_white(visit: Visiting) -> None:
    page = visit("own", color_scheme="dark").page
    page.locator(".ip-demo button").click()
    style = page.locator(".ip-demo iframe").evaluate("frame => getComputedStyle(frame).colorScheme")
    assert style == "light"  # as its ground is: else a browser paints no ground of the demo's own
