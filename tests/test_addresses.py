"""Addresses from page to page hold with folders and with files as URLs."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from inpublic.pages.addresses import absolute, file_url, page_url, relative
from inpublic.settings.config import Config

CONFIG = Config(Path(), site_url="https://ada.example/portfolio/")
FILES = replace(CONFIG, directory_urls=False)
P = PurePosixPath


@pytest.mark.parametrize(
    ("path", "folders", "files"),
    [
        ("index.md", "", "index.html"),
        ("projects/index.md", "projects/", "projects/index.html"),
        ("about.md", "about/", "about.html"),
        ("projects/预测/index.md", "projects/%E9%A2%84%E6%B5%8B/", "projects/%E9%A2%84%E6%B5%8B/index.html"),
    ],
)
def test_a_page_has_its_url(path: str, folders: str, files: str) -> None:
    assert page_url(P(path), CONFIG) == folders
    assert page_url(P(path), FILES) == files
    assert absolute(folders, CONFIG) == f"https://ada.example/portfolio/{folders}"


def test_what_a_url_may_not_hold_is_encoded() -> None:
    assert file_url(P("a b#c?d%.png")) == "a%20b%23c%3Fd%25.png"


def test_a_link_within_a_page_is_only_its_fragment() -> None:
    assert relative("projects/a/#part", P("projects/a/index.md"), CONFIG) == "#part"


PAGES = st.lists(st.sampled_from(["a", "b", "预"]), max_size=3).map(lambda parts: P(*parts, "index.md"))


@pytest.mark.parametrize("config", [CONFIG, FILES], ids=["folders", "files"])
@given(here=PAGES, there=PAGES)
def test_a_relative_address_leads_from_any_page_to_any_other(config: Config, here: P, there: P) -> None:
    url = page_url(there, config)
    start = absolute(page_url(here, config), config)
    assert urljoin(start, relative(url, here, config)) == absolute(url, config)
    assert urljoin(start, relative(f"{url}#x", here, config)) == absolute(f"{url}#x", config)
