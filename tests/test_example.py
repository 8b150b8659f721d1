"""What git knows of the example site: how the reader of digits became better, run by run."""

from __future__ import annotations

import os
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

from inpublic.load import load_website
from inpublic.outputs import make_outputs
from inpublic.results.strip import pasts_of
from inpublic.settings.config import load_config
from inpublic.website import Website

ROOT = Path(__file__).parents[1]
PROJECT = "projects/handwritten-digits"
RUNS = [Decimal("0.258"), Decimal("0.753"), Decimal("0.909")]


def git(*arguments: str) -> str:
    """Return what git answers about our own sources; nothing where there is no git or no repository of them."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


@pytest.fixture(scope="module")
def website(tmp_path_factory: pytest.TempPathFactory) -> Website:
    """The example with one project, out of a clone with its whole history."""
    if not git("ls-files", f"{PROJECT}/project.yml"):
        pytest.skip("these sources are no git repository, so nothing is known of the example's history")
    if git("rev-parse", "--is-shallow-repository") != "false":
        pytest.skip("this clone has no full history: git fetch --unshallow")
    clone = tmp_path_factory.mktemp("example") / "clone"
    assert git("clone", "--quiet", "--no-tags", str(ROOT), str(clone)) == ""
    for entry in (clone / "projects").iterdir():
        if entry != clone / PROJECT and entry.is_dir():
            shutil.rmtree(entry)
        elif entry.is_file():
            entry.unlink()
    return load_website(load_config(clone, {})).website


def test_the_example_draws_how_a_result_became_better_in_three_runs(website: Website) -> None:
    (project,) = website.projects
    first, second = pasts_of(project.record, website.past)
    values = [point.number.value for point in first.points]
    assert values[: len(RUNS)] == RUNS
    assert [dot.y for dot in first.line.dots] == sorted((dot.y for dot in first.line.dots), reverse=True)
    assert len(second.points) >= len(RUNS)
    assert (first.is_cut, second.is_cut) == (False, False)


def test_the_example_has_a_project_that_goes_all_the_way(website: Website) -> None:
    pages = {file.path.as_posix(): file.read().decode() for file in make_outputs(website) if file.path.suffix == ".md"}
    page = pages[f"{PROJECT}/index.md"]
    assert page.count("<polyline") == 2
    assert page.count('<li class="ip-rail__done">') == 7
    assert "demos/digits.html" in page
    assert 'demos/digits.webm"' in page
