"""mkdocs.yml is read once in a run, and what is wrong with it is said to whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from inpublic.engine.listening import overheard
from inpublic.engine.reading import Reader, check_settings
from inpublic.errors import InpublicError
from inpublic.settings.config import load_config

MakeSite = Callable[..., Path]
NAME = "site_name: Ada\ntheme: material\nplugins: [search, inpublic]\n"
TALKATIVE = """\
import logging
from mkdocs.plugins import BasePlugin

logging.getLogger("mkdocs.hooks").warning("here I am")
"""


def _reader(root: Path, *, strict: bool = False) -> Reader:
    return Reader(load_config(root, {}), strict=strict)


def test_all_who_ask_have_the_same_settings(make_site: MakeSite) -> None:
    root = make_site({"docs/index.md": "# Home\n", "mkdocs.yml": NAME})
    reader = _reader(root)
    reader.read_ahead()
    first, _ = check_settings(load_config(root, {}), reader)
    assert reader.read()[0] is first


def test_settings_that_were_changed_meanwhile_are_read_again(make_site: MakeSite) -> None:
    root = make_site({"docs/index.md": "# Home\n", "mkdocs.yml": NAME})
    reader = _reader(root)
    reader.read_ahead()
    (root / "mkdocs.yml").write_text(NAME.replace("Ada", "Quill"))
    assert [reader.read()[0].site_name for _ in range(2)] == ["Quill", "Quill"]


@pytest.mark.parametrize("strict", [True, False])
def test_a_strict_build_is_a_strict_one_for_mkdocs(make_site: MakeSite, *, strict: bool) -> None:
    reader = _reader(make_site({"docs/index.md": "# Home\n", "mkdocs.yml": NAME}), strict=strict)
    assert reader.read()[0].strict is strict


def test_settings_that_cannot_be_taken_are_refused_each_time_they_are_asked_for(make_site: MakeSite) -> None:
    reader = _reader(make_site({"docs/index.md": "# Home\n", "mkdocs.yml": f"{NAME}nav: 7\n"}))
    reader.read_ahead()
    for _ in range(2):
        with pytest.raises(InpublicError):
            reader.read()


def test_what_a_hook_says_while_they_are_read_is_heard_each_time(make_site: MakeSite) -> None:
    root = make_site({"docs/index.md": "# Home\n", "mkdocs.yml": f"{NAME}hooks: [talk.py]\n", "talk.py": TALKATIVE})
    reader = _reader(root)
    reader.read_ahead()
    for _ in range(2):
        with overheard() as heard:
            reader.read()
        assert heard == ["here I am"]
