"""The example site, really built and really served, and one Chromium to look at it."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NoReturn

import pytest

ROOT = Path(__file__).parents[2]
COMPRESSED = {".html", ".css", ".js", ".json", ".xml", ".svg"}
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


KINDS = {
    "home": "",
    "index": "projects/",
    "notebook": "projects/sunspots/",
    "write-up": "projects/learning-curves/",
    "many pages": "projects/co2-forecast/",
    "a part": "projects/co2-forecast/02-baselines/",
    "gallery": "projects/notebook-gallery/",
    "Chinese": "projects/鸢尾花分类/",
    "no metadata": "projects/wine-chemistry/",
    "tags": "tags/",
    "about": "about/",
    "subscribe": "subscribe/",
    "resume": "resume/",
    "results": "results/",
    "skills": "skills/",
    "curriculum": "curriculum/",
    "log": "log/",
}
"""A page of each kind."""

Missing = Callable[[str], NoReturn]


def _skip_or_fail(reason: str) -> NoReturn:
    """Skip where a tool is missing, but never on the machine that decides whether to publish."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


class _PagesHandler(SimpleHTTPRequestHandler):
    """Serves a folder as GitHub Pages does: compressed, to be cached, with 404.html for what is not there."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        found = path.is_file()
        path = path if found else Path(self.directory) / "404.html"
        body = path.read_bytes()
        self.send_response(200 if found else 404)
        kind = self.guess_type(str(path))
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if path.suffix in COMPRESSED else kind)
        self.send_header("Cache-Control", "max-age=600")
        if path.suffix in COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def pages_handler() -> type[SimpleHTTPRequestHandler]:
    """What serves a folder, its keyword argument `directory`, as GitHub Pages does."""
    return _PagesHandler


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example site's sources; the site will stand in its folder site/."""
    root = tmp_path_factory.mktemp("example")
    shutil.copy(ROOT / "mkdocs.yml", root)
    shutil.copytree(ROOT / "projects", root / "projects")
    shutil.copytree(
        ROOT / "scripts/inpublic", root / "scripts/inpublic", ignore=shutil.ignore_patterns("__pycache__", "*.py")
    )
    (root / "docs").mkdir()
    for page in (*(ROOT / "docs").glob("about*"), *(ROOT / "docs").glob("*.yml")):
        shutil.copy(page, root / "docs")
    shutil.copytree(ROOT / "docs/demos", root / "docs/demos")
    return root


@pytest.fixture(scope="session")
def site(folder: Path) -> Iterator[str]:
    """The address of the built and served site, with a slash at its end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_PagesHandler, directory=str(folder / "site")))
    address = f"http://127.0.0.1:{server.server_port}/"
    env = {**os.environ, "SITE_URL": address, "GITHUB_REPOSITORY": "ada/learning", "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "inpublic", "build", "--root", str(folder)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield address
    server.shutdown()


@pytest.fixture(scope="session")
def kinds() -> Mapping[str, str]:
    """The path of one page of each kind, by its name."""
    return KINDS


@pytest.fixture(scope="session")
def missing() -> Missing:
    """What to call when a tool is not there: the test is skipped, in CI it fails."""
    return _skip_or_fail


@pytest.fixture(scope="session")
def flags() -> tuple[str, ...]:
    """How Chromium is started so that it asks nobody for anything."""
    return FLAGS


@pytest.fixture(scope="session")
def chrome() -> str:
    """The Chromium to use: CHROME_PATH, else one on the search path."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROME_PATH") or next(filter(None, map(shutil.which, names)), "")
    if not path:
        _skip_or_fail("no Chromium here: install one (Debian: apt install chromium), or name it in CHROME_PATH")
    return path


@pytest.fixture(scope="session")
def browser(chrome: str) -> Iterator[Any]:
    """One Chromium for all tests; each opens contexts of its own."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _skip_or_fail("playwright is missing: pip install -e '.[test]'")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chrome, args=list(FLAGS))
        yield chromium
        chromium.close()


Open = Callable[..., Any]


@pytest.fixture
def open_page(site: str, browser: Any) -> Iterator[Open]:
    """Open a page of the site; what the browser's context shall be like is passed on."""
    contexts = []

    def opened(path: str, *, width: int = 1280, **settings: Any) -> Any:
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **settings))
        page = contexts[-1].new_page()
        page.goto(site + path)
        return page

    yield opened
    for context in contexts:
        context.close()


Until = Callable[..., None]


@pytest.fixture(scope="session")
def until() -> Until:
    """Wait until a condition holds in a page: Playwright's own way evaluates text there, which the policy forbids."""

    def wait(page: Any, condition: str) -> None:
        look = f"const look = () => ({condition}) ? done() : setTimeout(look, 20)"
        late = f"setTimeout(() => fail(new Error({condition!r} + ' never came true')), 15000)"
        page.evaluate(f"new Promise((done, fail) => {{ {look}; {late}; look(); }})")

    return wait


@pytest.fixture(scope="session")
def settled(until: Until) -> Callable[[Any], None]:
    """Go through a page to its end and back, as its reader does, and wait for what its scripts put in for them."""
    walk = """async () => {
        const frame = () => new Promise(requestAnimationFrame);
        for (let y = 0; y < document.body.scrollHeight; y += innerHeight / 2) {
            scrollTo(0, y);
            await frame();
            await frame();
        }
        scrollTo(0, 0);
        await new Promise((done) => setTimeout(done, 300));
        const changes = document.getAnimations().filter((one) => one instanceof CSSTransition);
        await Promise.allSettled(changes.map((one) => one.finished));
    }"""
    scrolls = "node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1"

    def seen(selector: str) -> str:
        return f"[...document.querySelectorAll('{selector}')].filter((node) => node.checkVisibility())"

    def settle(page: Any) -> None:
        page.evaluate(walk)
        blocks = seen(".ip-table, .ip-math, .ip-out pre, .highlight pre > code")
        until(page, f"{blocks}.every((node) => ({scrolls}) === (node.tabIndex === 0))")
        until(page, f"{seen('.highlight > pre')}.every((node) => node.querySelector('button'))")

    return settle


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The folder with axe-core, lighthouse and vnu-jar."""
    path = os.environ.get("INPUBLIC_NODE_MODULES", "")
    if not path or not Path(path).is_dir():
        _skip_or_fail(
            "INPUBLIC_NODE_MODULES names no folder: npm install --prefix SOMEWHERE axe-core lighthouse vnu-jar, "
            "then set it to SOMEWHERE/node_modules"
        )
    return Path(path)
