"""JSON-LD of a whole site: it parses, names whole addresses, and each of them exists."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

from inpublic.build import build_tree
from inpublic.pages.structured import kept, ld_text
from inpublic.settings.config import load_config

SITE = "https://ada.example/portfolio/"
README = """---
title: "Taxis & </script><b>fares</b>"
summary: What does a ride cost?
date: 2024-05-01
updated: 2024-06-02
level: beginner
tags: [regression]
skills: [feature engineering]
based_on: [{title: A course, url: https://example.org/course}]
datasets: [{name: Chicago, url: https://example.org/data, licence: CC-BY-4.0}]
code: https://example.org/code
---
# Taxis

Words.

![A picture](ride.png)
"""


@pytest.fixture
def tree(make_site: Callable[..., Path]) -> Path:
    root = make_site(
        {
            "mkdocs.yml": f"site_name: Ada's work\nsite_author: Ada\nsite_url: {SITE}\n"
            "repo_url: https://github.com/ada/work\n",
            "projects/taxi/README.md": README,
            "projects/taxi/README.zh.md": "# 出租车\n\n一次车费是多少？\n",
            "projects/taxi/ride.png": picture(),
            "projects/thought.md": "---\nkind: note\ndate: 2024-02-03\n---\n# A thought\n\nWords.\n",
            "projects/plain.md": "# Plain\n\nNothing is said of this.\n",
        }
    )
    build_tree(load_config(root, {}))
    return root / "docs"


def picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (640, 400), "teal").save(stream, "PNG")
    return stream.getvalue()


def ld_of(page: Path) -> list[dict[str, Any]]:
    matter = yaml.safe_load(page.read_text("utf-8").split("---\n")[1])
    found = json.loads(matter["ld"])
    return found if isinstance(found, list) else [found]


def addresses(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from addresses(part)
    elif isinstance(value, list):
        for part in value:
            yield from addresses(part)
    elif isinstance(value, str) and value.startswith(SITE):
        yield value


def place_of(url: str, docs: Path) -> Path:
    path = url.removeprefix(SITE).partition("#")[0]
    return docs / path / "index.md" if not path or path.endswith("/") else docs / path


def test_every_address_of_the_site_that_is_named_exists(tree: Path) -> None:
    named = {
        url
        for page in tree.rglob("*.md")
        if "\nld: " in page.read_text("utf-8")
        for thing in ld_of(page)
        for url in addresses(thing)
    }

    assert {url for url in named if not place_of(url, tree).is_file()} == set()
    assert len(named) > 5


def test_a_project_says_what_its_record_says(tree: Path) -> None:
    work, trail = ld_of(tree / "projects/taxi/index.md")

    assert work["@type"] == ["LearningResource", "SoftwareSourceCode"]
    assert work["name"] == "Taxis & </script><b>fares</b>"
    assert (work["datePublished"], work["dateModified"]) == ("2024-05-01", "2024-06-02")
    assert (work["educationalLevel"], work["learningResourceType"]) == ("beginner", "project")
    assert [base["name"] for base in work["isBasedOn"]] == ["A course", "Chicago"]
    assert work["codeRepository"] == "https://example.org/code"
    assert work["author"] == {"@type": "Person", "@id": f"{SITE}#me", "name": "Ada", "url": SITE}
    assert work["image"].startswith(f"{SITE}assets/")
    assert [step["item"] for step in trail["itemListElement"]] == [SITE, f"{SITE}projects/", f"{SITE}projects/taxi/"]


def test_a_note_is_no_source_code_and_stands_in_the_log(tree: Path) -> None:
    note, trail = ld_of(tree / "projects/thought/index.md")
    plain, _ = ld_of(tree / "projects/plain/index.md")

    assert (note["@type"], "codeRepository" in note) == ("CreativeWork", False)
    assert plain["@type"] == ["CreativeWork", "SoftwareSourceCode"]
    assert [step["item"] for step in trail["itemListElement"]][1] == f"{SITE}log/"


def test_data_of_others_is_named_without_claiming_to_describe_it(tree: Path) -> None:
    [_, data] = ld_of(tree / "projects/taxi/index.md")[0]["isBasedOn"]

    assert (data["@type"], data["additionalType"]) == ("CreativeWork", "https://schema.org/Dataset")


def test_a_page_and_its_translation_name_each_other(tree: Path) -> None:
    original, translated = tree / "projects/taxi/index.md", tree / "projects/taxi/readme-zh/index.md"

    assert ld_of(original)[0]["workTranslation"][0]["@id"] == ld_of(translated)[0]["@id"]
    assert ld_of(translated)[0]["translationOfWork"]["@id"] == ld_of(original)[0]["@id"]
    assert ld_of(translated)[0]["inLanguage"] == "zh"


def test_a_site_without_an_address_describes_nothing(make_site: Callable[..., Path]) -> None:
    root = make_site({"mkdocs.yml": "site_name: Ada's work\n", "projects/plain.md": "# Plain\n\nWords.\n"})
    build_tree(load_config(root, {}))

    assert not any("\nld: " in page.read_text("utf-8") for page in (root / "docs").rglob("*.md"))


def test_nothing_in_a_text_can_end_the_script_that_it_stands_in() -> None:
    text = ld_text({"name": "</script><!-- & "})

    assert not set("<>&") & set(text)
    assert json.loads(text)["name"] == "</script><!-- & "


def test_what_nobody_said_is_left_out_at_any_depth() -> None:
    assert kept({"a": "", "b": {"c": None}, "d": [{}, {"e": 1}], "f": []}) == {"d": [{"e": 1}]}
