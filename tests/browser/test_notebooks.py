"""Real notebooks of other people, all on one site: built, complete, quiet, valid, and no wider than a phone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NoReturn

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NOTEBOOKS = os.environ.get("INPUBLIC_NOTEBOOKS", "")
Missing = Callable[[str], NoReturn]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


class Built:
    """Holds the built site: its folder, its address, how many notebooks it is made of, and what the run said."""

    def __init__(self, root: Path, count: int) -> None:
        self.site, self.count = root / "site", count
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(self.site)))
        self.address = f"http://127.0.0.1:{self.server.server_port}/"
        env = {**os.environ, "SITE_URL": self.address, "GITHUB_REPOSITORY": "ada/learning", "NO_MKDOCS_2_WARNING": "1"}
        command = [sys.executable, "-m", "inpublic", "build", "--root", str(root)]
        self.done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    @property
    def pages(self) -> list[str]:
        return sorted(page.parent.name for page in (self.site / "projects").glob("*/index.html"))


@pytest.fixture(scope="module")
def built(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """Every notebook as a project of its own, with the files that lie beside it."""
    if not NOTEBOOKS:
        pytest.skip("INPUBLIC_NOTEBOOKS names no folder of real notebooks")
    root = tmp_path_factory.mktemp("notebooks")
    shutil.copy(folder / "mkdocs.yml", root)
    shutil.copytree(folder / "scripts", root / "scripts")
    (root / "docs").mkdir()
    shutil.copy(folder / "docs/about.md", root / "docs")
    paths = sorted(Path(NOTEBOOKS).rglob("*.ipynb"))
    for number, path in enumerate(paths):
        project = root / "projects" / f"{number:03}-{path.stem}"
        project.mkdir(parents=True)
        shutil.copy(path, project)
    made = Built(root, len(paths))
    threading.Thread(target=made.server.serve_forever, daemon=True).start()
    yield made
    made.server.shutdown()


def test_all_are_built_and_nothing_is_lost(built: Built) -> None:
    assert built.done.returncode == 0, built.done.stderr
    assert len(built.pages) == built.count
    assert f"nothing lost in {built.count} documents" in built.done.stdout
    assert "not on the page" not in built.done.stderr
    assert "Traceback" not in built.done.stderr


def test_no_page_asks_another_host_complains_or_is_wider_than_a_phone(built: Built, browser: Any) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 900})
    page = context.new_page()
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on(
        "request",
        lambda request: found.append(request.url) if not request.url.startswith((built.address, "data:")) else None,
    )
    for name in built.pages:
        page.goto(f"{built.address}projects/{name}/")
        page.mouse.wheel(0, 100_000)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{name} is too wide")
    context.close()
    assert found == []


def test_the_nu_checker_finds_no_error(built: Built, node_modules: Path, missing: Missing) -> None:
    jar = node_modules / "vnu-jar/build/dist/vnu.jar"
    if not jar.is_file():
        missing(f"there is no vnu-jar in {node_modules}")
    pages = sorted(map(str, (built.site / "projects").rglob("index.html")))
    command = ["java", "-Xss8m", "-jar", str(jar), "--errors-only", "--format", "json", *pages]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    assert [f"{item['url']}:{item.get('lastLine')}: {item['message']}" for item in messages] == []
