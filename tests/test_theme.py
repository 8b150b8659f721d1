"""The theme's templates are compiled once, wherever that is done."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.theme import Theme

from inpublic.engine.reading import load_settings
from inpublic.engine.theme import compile_ahead, quicken
from inpublic.settings.config import load_config


@pytest.fixture
def theme(make_site: Callable[..., Path]) -> Callable[[], Theme]:
    """Return the theme of a site as each run reads it anew."""
    root = make_site({"docs/index.md": "# Home\n"})
    return lambda: load_settings(load_config(root, {}))[0].theme


def compiled(theme: Theme, kept: Path, names: list[str]) -> list[str]:
    """Ask for templates as a build does, and name those that have to be compiled for it."""
    quicken(theme, kept)
    env, found = theme.get_env(), []
    compile_ = env.compile
    env.compile = lambda source, name=None, *rest, **more: found.append(name) or compile_(source, name, *rest, **more)
    for name in names:
        env.get_template(name)
    return found


NAMES = ["main.html", "base.html", "404.html", "partials/header.html", "partials/nav-item.html", "partials/toc.html"]


def test_what_is_compiled_ahead_is_not_compiled_again(theme: Callable[[], Theme], tmp_path: Path) -> None:
    assert compiled(theme(), tmp_path / "empty", NAMES) == NAMES
    ahead = theme()
    quicken(ahead, tmp_path / "kept")
    compile_ahead(ahead)
    assert compiled(theme(), tmp_path / "kept", NAMES) == []


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")
def test_a_copy_compiles_before_the_first_site_only(make_site: Callable[..., Path]) -> None:
    root = make_site({"docs/index.md": "# Home\n"})
    program = (
        "import sys; from pathlib import Path; from inpublic.engine.reading import Reader\n"
        "from inpublic.finish import compiling\n"
        "from inpublic.settings.config import load_config\n"
        "config = load_config(Path(sys.argv[1]), {})\n"
        "reader = Reader(config)\n"
        "for jobs in (1, 2):\n"
        "    with compiling(config, jobs, reader): pass\n"
        "    print(len(list((config.state / 'templates').glob('*'))) > 30)\n"
        "print(type(compiling(config, 2, reader)).__name__)\n"
    )
    words = [sys.executable, "-c", program, str(root)]
    said = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout
    assert said.split() == ["False", "True", "nullcontext"]


def test_nothing_is_compiled_that_cannot_be_kept(theme: Callable[[], Theme], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ahead = theme()
    quicken(ahead, tmp_path / "file" / "kept")
    compile_ahead(ahead)
    assert compiled(theme(), tmp_path / "kept", ["main.html"]) == ["main.html"]
