"""What the tests share: small sites made of real files, the real command line, and golden files."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from inpublic.cli import main

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
