"""A page that has neighbours in the menu shows them at its side; one that stands alone needs no column for itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from inpublic.pages.menu import hidden_beside, is_in_menu
from inpublic.settings.config import load_config

LOG = PurePosixPath("log/index.md")


@pytest.mark.parametrize(
    ("nav", "is_named", "hidden"),
    [
        ("nav: [index.md, log/index.md]", True, ["navigation"]),
        ("nav: [{Home: index.md}, {Log: log/index.md}]", True, ["navigation"]),
        ("nav: [{Learning: [log/index.md, {Plan: curriculum/index.md}]}]", True, []),
        ("nav: [{Learning: [log/index.md]}]", True, ["navigation"]),
        ("nav: [{Learning: [index.md, about.md]}]", False, ["navigation"]),
        ("", False, ["navigation"]),
    ],
)
def test_a_page_shows_the_others_of_its_section(
    nav: str, is_named: bool, hidden: list[str], make_site: Callable[..., Path]
) -> None:
    config = load_config(make_site({"mkdocs.yml": f"site_name: A\n{nav}\n"}), {})

    assert (is_in_menu(config, LOG), hidden_beside(config, LOG)) == (is_named, hidden)
