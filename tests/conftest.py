"""What the tests share: small sites made of real files, the real command line, and golden files."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from inpublic.cli import main

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # what is not there

SETTINGS = """\
site_name: Ada Quill
site_description: What I learn, in public
site_url: https://ada.example/portfolio/
repo_url: https://github.com/ada/learning
use_directory_urls: true
theme: {name: material, font: false}
plugins: [search, inpublic]
markdown_extensions:
  - attr_list
  - toc:
      permalink: true
      slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}
nav: [index.md, projects/index.md, tags/index.md, subscribe/index.md]
not_in_nav: /projects/*/
validation:
  links: {not_found: warn, anchors: warn}
"""

# Everywhere else each run tries new examples; what CI says of a commit must not depend on luck.
settings.register_profile("repeatable", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("repeatable")

Run = Callable[..., Result]
MakeSite = Callable[[Mapping[str, str | bytes]], Path]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected files of golden tests")


class Turns:
    """Lets the tests of all workers run side by side, and each that is marked `alone` while no other does.

    Who wants to be alone keeps the gate shut while waiting for the room to empty; else others would come and go in
    turn, and it would wait forever.
    """

    def __init__(self, run: str) -> None:
        self.gate, self.room = (self._opened(f"inpublic-tests-{run}-{name}") for name in ("gate", "room"))
        self.is_inside = False

    @staticmethod
    def _opened(name: str) -> IO[str]:
        return (Path(tempfile.gettempdir()) / name).open("w")

    def enter(self, *, alone: bool) -> None:
        if not self.is_inside:
            fcntl.flock(self.gate, fcntl.LOCK_EX)
            fcntl.flock(self.room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
            fcntl.flock(self.gate, fcntl.LOCK_UN)
            self.is_inside = True

    def leave(self) -> None:
        fcntl.flock(self.room, fcntl.LOCK_UN)
        self.is_inside = False

    def end(self) -> None:
        for file in (self.gate, self.room):
            file.close()
            Path(file.name).unlink(missing_ok=True)


def pytest_configure() -> None:
    """Let Ctrl-C end what the tests start, also where the tests themselves were started in the background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


TURNS: pytest.StashKey[Turns] = pytest.StashKey()


def is_alone(item: pytest.Item | None) -> bool:
    return item is not None and item.get_closest_marker("alone") is not None


@pytest.hookimpl(trylast=True)  # when those that are not asked for are gone
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the tests that run alone first, where they wait for few others; without any, nobody takes turns."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if fcntl and run and any(map(is_alone, items)):
        config.stash[TURNS] = Turns(run)
        config.add_cleanup(config.stash[TURNS].end)
        items.sort(key=lambda item: not is_alone(item))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    turns = item.config.stash.get(TURNS, None)
    if turns:
        turns.enter(alone=is_alone(item))
    try:
        return (yield)
    finally:
        if turns and not (is_alone(item) and is_alone(nextitem)):
            turns.leave()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many cases each fuzz test really ran, in whichever process that was."""
    cases: Counter[str] = Counter()
    for report in (report for reports in terminalreporter.stats.values() for report in reports):
        cases.update(dict(getattr(report, "user_properties", ())).get("cases", {}))
    if cases:
        terminalreporter.write_sep("-", f"{cases.total():,} fuzz cases in {len(cases)} tests")
        for name, count in sorted(cases.items()):
            terminalreporter.write_line(f"{count:>8,}  {name}", yellow=count == 0)


@pytest.fixture(scope="session")
def free_port() -> Callable[[], int]:
    """Find a port of this computer that nobody has.

    It is below those that a system hands out to whoever asks for any, which may be another test a moment later.
    """

    def find() -> int:
        while True:
            with socket.socket() as one:
                try:
                    one.bind(("127.0.0.1", random.SystemRandom().randrange(10_000, 32_000)))
                except OSError:
                    continue
                return int(one.getsockname()[1])

    return find


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture
def make_site(tmp_path: Path) -> MakeSite:
    """Make a site's folder from paths and contents; mkdocs.yml is there already."""

    def make(files: Mapping[str, str | bytes]) -> Path:
        root = tmp_path / "site-folder"
        for name, content in {"mkdocs.yml": SETTINGS, **files}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (root / "projects").mkdir(exist_ok=True)
        (root / "docs").mkdir(exist_ok=True)
        return root

    return make


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command of the real command line as it is run outside GitHub Actions."""
    for name in ("GITHUB_REPOSITORY", "GITHUB_EVENT_PATH", "SITE_URL", "INPUBLIC_SITE_URL", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)

    def invoke(*arguments: str | Path) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments])

    return invoke


def cell(kind: str, source: str, outputs: list[dict[str, Any]] | None = None, **metadata: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"cell_type": kind, "metadata": metadata, "source": source}
    return made if kind != "code" else {**made, "execution_count": 1, "outputs": outputs or []}


@pytest.fixture
def notebook() -> Callable[..., str]:
    """Write a notebook: Markdown cells as text, code cells as (source, outputs)."""

    def make(*cells: str | tuple[str, list[dict[str, Any]]], **metadata: Any) -> str:
        made = [cell("markdown", one) if isinstance(one, str) else cell("code", *one) for one in cells]
        return json.dumps({"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4})

    return make
