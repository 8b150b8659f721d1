"""How large the site is, and which projects make it so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import click
import pytest
from msgspec.structs import replace

from inpublic.checking.weight import folder_size, heavy, heavy_site
from inpublic.errors import Severity
from inpublic.load import load_website
from inpublic.settings.config import load_config
from inpublic.settings.parts import Limits
from inpublic.website import Website

FILM = b"\0" * 700_000
TEXT = "---\ndate: 2026-03-01\n---\n# A\n\n<video src='film.mp4'></video>\n"


def website(root: Path, megabytes: int) -> Website:
    config = replace(load_config(root, {}), limits=Limits(site_megabytes=megabytes))
    return load_website(config).website


@pytest.fixture
def films(make_site: Callable[[Mapping[str, str | bytes]], Path]) -> Path:
    """A site of four projects, each with a film of 0.7 MB, two of which are the same."""
    files: dict[str, str | bytes] = {f"projects/{name}/README.md": TEXT for name in "abcd"}
    return make_site(files | {f"projects/{name}/film.mp4": FILM + str(ord(name) % 3).encode() * 9 for name in "abcd"})


def test_a_site_over_the_limit_is_an_error_that_names_the_three_largest(films: Path) -> None:
    [problem] = heavy(website(films, 2))
    assert problem.severity is Severity.ERROR
    assert "is 2.1 MB, over the limit of 2 MB" in problem.message  # a file that two projects share counts once
    assert problem.message.endswith("the largest projects are a (0.7 MB), b (0.7 MB), c (0.7 MB)")
    assert "`extra.inpublic.limits.site_megabytes: 3`" in problem.hint


def test_a_site_of_more_than_half_the_limit_is_warned_of(films: Path) -> None:
    [problem] = heavy(website(films, 4))
    assert problem.severity is Severity.WARNING
    assert "over half the limit of 4 MB" in problem.message
    assert list(heavy(website(films, 5))) == []


def test_the_built_site_is_weighed_as_it_is(films: Path, tmp_path: Path) -> None:
    site = tmp_path / "built"
    (site / "deep").mkdir(parents=True)
    (site / "deep/x.bin").write_bytes(b"\0" * 1_500_000)
    (site / "y.bin").write_bytes(b"\0" * 600_000)
    (site / "link").symlink_to(site / "y.bin")
    assert 2_100_000 <= folder_size(site) < 2_101_000
    [problem] = heavy_site(website(films, 2), folder_size(site))
    assert (problem.path, problem.severity) == ("site", Severity.ERROR)
    assert list(heavy_site(website(films, 5), folder_size(site))) == []


def test_a_build_of_too_large_a_site_fails(
    make_site: Callable[..., Path], run: Callable[..., click.testing.Result]
) -> None:
    root = make_site({"projects/a.md": "---\ndate: 2026-03-01\n---\n# A\n", "docs/film.bin": b"\0" * 1_000_000})
    with (root / "mkdocs.yml").open("a") as settings:
        settings.write("extra: {inpublic: {limits: {site_megabytes: 1}}}\n")
    result = run("build", "--root", root)
    assert result.exit_code == 1
    assert "site: error: the site is" in result.output
    assert "a (0.0 MB)" in result.output
