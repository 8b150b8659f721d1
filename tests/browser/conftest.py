"""The example site, really built and really served, and one Chromium to look at it."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

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


def skip_or_fail(reason: str) -> None:
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
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example site's sources; the site will stand in its folder site/."""
    root = tmp_path_factory.mktemp("example")
    shutil.copy(ROOT / "mkdocs.yml", root)
    shutil.copytree(ROOT / "projects", root / "projects")
    shutil.copytree(
        ROOT / "scripts/inpublic", root / "scripts/inpublic", ignore=shutil.ignore_patterns("__pycache__", "*.py")
    )
    (root / "docs").mkdir()
    for page in (ROOT / "docs").glob("about*"):
        shutil.copy(page, root / "docs")
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


def chromium_path() -> str:
    """The Chromium to use: CHROME_PATH, else one on the search path."""
    named = os.environ.get("CHROME_PATH") or ""
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api") if os.environ.get("CI") != "true" else None
    if api is None:
        from playwright import sync_api as api  # in CI a missing package is an error, not a skip
    path = chromium_path()
    if not path:
        skip_or_fail("no Chromium here: install one (Debian: apt install chromium), or name it in CHROME_PATH")
    with api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The folder with axe-core, lighthouse and vnu-jar."""
    path = os.environ.get("INPUBLIC_NODE_MODULES", "")
    if not path or not Path(path).is_dir():
        skip_or_fail(
            "INPUBLIC_NODE_MODULES names no folder: npm install --prefix SOMEWHERE axe-core lighthouse vnu-jar, "
            "then set it to SOMEWHERE/node_modules"
        )
    return Path(path)
