"""The theme's templates are compiled once, wherever that is done."""

from __future__ import annotations

import gc
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import TemplateError
from mkdocs.theme import Theme

from inpublic import template
from inpublic.engine.reading import Reader
from inpublic.engine.theme import compile_ahead, quicken
from inpublic.host import TEMPLATES, prepare
from inpublic.settings.config import load_config

OVERRIDES = Path(template.__file__).with_name("overrides")
NAMES = ["main.html", "base.html", "404.html", "partials/header.html", "partials/nav-item.html", "partials/toc.html"]


@pytest.fixture(autouse=True)
def common(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder for what is compiled of packages, of the test's own; Python may keep bytecode."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(template, "COMPILED", tmp_path / "common")
    return tmp_path / "common"


@pytest.fixture
def looks(tmp_path: Path) -> Callable[..., Path]:
    """Make the folder of a site's own templates: those that a new one is given, and main.html as it says."""

    def make(site: str, main: str = "") -> Path:
        folder = tmp_path / site / "looks"
        shutil.copytree(OVERRIDES, folder)
        if main:
            (folder / "main.html").write_text(main)
        return folder

    return make


def compiled(looks: Path, kept: Path, names: list[str] = NAMES) -> list[str]:
    """Ask for templates as a build does, and name those that have to be compiled for it."""
    theme, found = Theme("material", custom_dir=str(looks)), []
    quicken(theme, kept)
    env = theme.get_env()
    compile_ = env.compile
    env.compile = lambda source, name=None, *rest, **more: found.append(name) or compile_(source, name, *rest, **more)
    for name in names:
        env.get_template(name)
    return found


def test_what_came_with_packages_is_compiled_once_for_all_sites(looks: Callable[..., Path], tmp_path: Path) -> None:
    assert compiled(looks("one"), tmp_path / "kept of one") == NAMES
    assert compiled(looks("two"), tmp_path / "kept of two") == []
    assert not [*tmp_path.glob("kept of */*")]


def test_a_template_of_ones_own_is_kept_in_the_site(looks: Callable[..., Path], tmp_path: Path, common: Path) -> None:
    own = "{% extends 'base.html' %}"
    assert compiled(looks("one", own), tmp_path / "kept", ["main.html"]) == ["main.html"]
    assert (len([*common.iterdir()]), len([*(tmp_path / "kept").iterdir()])) == (0, 1)
    assert compiled(tmp_path / "one/looks", tmp_path / "kept", ["main.html"]) == []
    assert compiled(looks("two", own), tmp_path / "other", ["main.html"]) == ["main.html"]


def test_another_version_takes_the_place_of_the_last_one(
    looks: Callable[..., Path], tmp_path: Path, common: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = looks("one")
    compiled(folder, tmp_path / "kept", ["main.html"])
    monkeypatch.setattr("inpublic.engine.theme._OURS", folder)
    (folder / "main.html").write_text("{% extends 'base.html' %}")
    assert compiled(folder, tmp_path / "kept", ["main.html"]) == ["main.html"]
    assert compiled(folder, tmp_path / "kept", ["main.html"]) == []
    assert len([*common.iterdir()]) == 1


def test_a_fault_is_said_of_the_file_that_is_here(looks: Callable[..., Path], tmp_path: Path) -> None:
    compiled(looks("one"), tmp_path / "kept")
    theme = Theme("material", custom_dir=str(looks("two")))
    quicken(theme, tmp_path / "kept")
    main = theme.get_env().get_template("main.html")
    assert main.filename == str(tmp_path / "two/looks/main.html")
    with pytest.raises(TemplateError) as caught:
        main.render()
    assert str(tmp_path / "one") not in "".join(str(entry.path) for entry in caught.traceback)


@pytest.mark.parametrize("may_write", [True, False])
def test_what_is_compiled_ahead_is_not_compiled_again(
    looks: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, common: Path, *, may_write: bool
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", not may_write)
    folder = looks("one", "{% extends 'base.html' %}")
    compile_ahead(Theme("material", custom_dir=str(folder)), tmp_path / "kept")
    assert compiled(folder, tmp_path / "kept") == []
    assert common.exists() is may_write
    assert len([*(tmp_path / "kept").iterdir()]) == 1 if may_write else len([*(tmp_path / "kept").iterdir()]) > 30


def test_a_build_compiles_while_it_prepares(make_site: Callable[..., Path], common: Path) -> None:
    config = load_config(make_site({"docs/index.md": "# Home\n"}), {})
    prepare(config, Reader(config))
    gc.unfreeze()
    assert (config.state / TEMPLATES).exists()
    assert len([*common.iterdir()]) > 30


def test_nothing_is_compiled_that_cannot_be_kept(looks: Callable[..., Path], tmp_path: Path, common: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = looks("one")
    compile_ahead(Theme("material", custom_dir=str(folder)), tmp_path / "file/kept")
    assert not common.exists()
    assert compiled(folder, tmp_path / "kept", ["main.html"]) == ["main.html"]
