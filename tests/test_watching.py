"""What is seen of changes to a learner's files, with and without the system's help."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watchdog.observers import Observer

from inpublic.settings.config import load_config
from inpublic.watching import Watch, Watched, watched
from inpublic.writing.manifest import write_manifest

LONG = 20.0
QUIET = 0.3


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("projects", "docs", "theme"):
        (tmp_path / name).mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: Ada\ntheme: {name: material, custom_dir: theme}\n")
    (tmp_path / "projects" / "taxi.md").write_text("# Taxi")
    return tmp_path


@pytest.fixture(params=[True, False], ids=["told by the system", "looking"])
def watch(root: Path, request: pytest.FixtureRequest) -> Iterator[Watch]:
    config = load_config(root, {})
    made = Watch(lambda: watched(config), str, native=request.param)
    yield made
    made.stop()


def save(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def save_by_renaming(path: Path, text: str) -> None:
    save(path.with_name(f".{path.name}.swp"), text)
    path.with_name(f".{path.name}.swp").replace(path)


CHANGES: dict[str, Callable[[Path], object]] = {
    "saved": lambda root: save(root / "projects/taxi.md", "# Taxis"),
    "saved by renaming": lambda root: save_by_renaming(root / "projects/taxi.md", "# Taxis"),
    "as long as before": lambda root: save(root / "projects/taxi.md", "# Tax1"),
    "new, in a new folder": lambda root: save(root / "projects/a/b.md", "# B"),
    "removed": lambda root: (root / "projects/taxi.md").unlink(),
    "renamed": lambda root: (root / "projects/taxi.md").rename(root / "projects/cab.md"),
    "a page by hand": lambda root: save(root / "docs/about.md", "# About"),
    "a template": lambda root: save(root / "theme/.icons/mine.svg", "<svg/>"),
    "settings": lambda root: save(root / "mkdocs.yml", "site_name: Grace\n"),
    "settings saved by renaming": lambda root: save_by_renaming(root / "mkdocs.yml", "site_name: Grace\n"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_a_learner_changes_is_seen_once(root: Path, watch: Watch, change: Callable[[Path], object]) -> None:
    assert not watch.wait(0)
    change(root)
    assert watch.wait(LONG)
    assert not watch.wait(QUIET)


OTHERS: dict[str, Callable[[Path], object]] = {
    "only read": lambda root: (root / "projects/taxi.md").read_text(),
    "an editor's own": lambda root: save(root / "projects/.taxi.md.swp", "x"),
    "Jupyter's copy": lambda root: save(root / "projects/.ipynb_checkpoints/taxi.ipynb", "{}"),
    "the site": lambda root: save(root / "site/index.html", "x"),
    "another file of the folder": lambda root: save(root / "README.md", "x"),
    "half a file of ours": lambda root: save(root / "docs/.inpublic-0123456789abcdef.part", "x"),
    "nothing": lambda _: None,
}


@pytest.mark.parametrize("change", OTHERS.values(), ids=OTHERS.keys())
def test_what_makes_no_other_site_is_passed_over(root: Path, watch: Watch, change: Callable[[Path], object]) -> None:
    change(root)
    assert not watch.wait(QUIET)


def test_files_that_we_own_are_passed_over(root: Path, watch: Watch) -> None:
    write_manifest(root / ".inpublic/manifest.json", {"projects/taxi.md": frozenset({"0" * 64})}, {})
    save(root / "docs/projects/taxi.md", "made")
    assert not watch.wait(QUIET)
    save(root / "docs/projects/mine.md", "# Mine")
    assert watch.wait(LONG)


def test_changes_before_the_wait_are_seen_together(root: Path, watch: Watch) -> None:
    save(root / "projects/taxi.md", "# One")
    save(root / "projects/bikes.md", "# Two")
    assert watch.wait(LONG)
    assert not watch.wait(QUIET)


@pytest.mark.parametrize("native", [True, False], ids=["told by the system", "looking"])
def test_a_file_that_grows_is_waited_for(root: Path, native: bool) -> None:
    left = 5
    found = watched(load_config(root, {}))

    def grow() -> Watched:
        nonlocal left
        if is_begun and left:
            left -= 1
            with (root / "projects/taxi.md").open("a") as file:
                file.write("# Taxi\n")
        return found

    is_begun = False
    watch = Watch(grow, str, native=native)
    try:
        is_begun = True
        assert watch.wait(LONG)
        while native and watch.wait(QUIET):  # a system that is busy tells it late
            pass
        assert left == 0
        assert not watch.wait(QUIET)
    finally:
        watch.stop()


def test_what_mkdocs_is_told_to_watch_is_watched(root: Path) -> None:
    (root / "data").mkdir()
    (root / "hook.py").write_text("")
    (root / "mkdocs.yml").write_text("site_name: Ada\nwatch: [data, missing]\nhooks: [hook.py]\n")
    found = watched(load_config(root, {}))
    assert root / "data" in found.folders
    assert root / "hook.py" in found.files


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_what_a_link_leads_to_is_seen_although_the_system_tells_nothing_of_it(root: Path, watch: Watch) -> None:
    elsewhere = root / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.md").write_text("# A")
    (root / "projects/linked").symlink_to(elsewhere)
    assert watch.wait(LONG)
    save(elsewhere / "a.md", "# Another")
    assert watch.wait(LONG)


def test_a_system_that_cannot_report_is_mentioned_once_and_changes_are_seen(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(Observer, "schedule", refuse)  # the limit is the system's, for all programs together
    said: list[str] = []
    found = Watched((), (root / "projects", root / "docs"), root / "docs", root / "manifest.json")
    watch = Watch(lambda: found, said.append)
    try:
        save(root / "projects/taxi.md", "# Taxis")
        assert watch.wait(LONG)
        assert len(said) == 1
        assert "inotify watch limit reached" in said[0]
        assert "twice a second" in said[0]
    finally:
        watch.stop()
