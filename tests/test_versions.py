"""What decides results besides their sources is known without asking each package."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

import pytest

from inpublic import versions


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    versions.installed.cache_clear()
    yield
    versions.installed.cache_clear()


def test_versions_are_those_that_packages_say_of_themselves() -> None:
    said = {versions._plain(one.metadata["Name"]): one.version for one in reversed([*distributions()])}
    assert len(said) > 20
    assert {name: versions.installed().get(name) for name in said} == said


@pytest.mark.parametrize(
    ("folder", "name", "version"),
    [
        ("markdown_it_py-4.0.0.dist-info", "markdown-it-py", "4.0.0"),
        ("Pygments-2.14.0.egg-info", "pygments", "2.14.0"),
        ("jaraco.classes-3.2.1-py3.11.egg-info", "jaraco-classes", "3.2.1"),
        ("mine.egg-info", "mine", ""),
    ],
)
def test_a_package_is_found_however_it_was_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, name: str, version: str
) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / "nothing.py").write_text("")
    monkeypatch.setattr("sys.path", [str(tmp_path), str(tmp_path / "gone")])
    assert dict(versions.installed()) == {name: version}


def test_a_package_that_is_not_here_decides_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    without = versions.fingerprint(["pillow"])
    versions.installed.cache_clear()
    (tmp_path / "pillow-12.0.0.dist-info").mkdir()
    assert without.endswith(b"\npillow none")
    assert versions.fingerprint(["pillow"]).endswith(b"\npillow 12.0.0")
