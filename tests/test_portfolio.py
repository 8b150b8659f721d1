"""portfolio.json is what its schema says, has the whole record of what is published, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from msgspec.structs import fields

from inpublic.build import build_tree
from inpublic.outputs.portfolioschema import VERSION, schema
from inpublic.project import Record
from inpublic.records.fields import FIELDS
from inpublic.settings.config import load_config

SITE = "https://ada.example/portfolio/"
MAKE = Callable[..., Path]
FULL = "---\n" + "".join(
    f"{name}: {json.dumps(field.example)}\n"
    for name, field in FIELDS.items()
    if name not in ("draft", "cover", "cover_alt")
)
FILES = {
    "projects/taxi/README.md": f"{FULL}---\n# Taxis\n\nWords.\n",
    "projects/taxi/README.zh.md": "# 出租车\n\n一次车费是多少？\n",
    "projects/bare.md": "# Bare\n\nNothing is said of this.\n",
    "projects/hidden.md": "---\ndraft: true\ntitle: Nobody may know\n---\n# Nobody may know\n",
    "projects/note.md": "---\nkind: note\ndate: 2024-01-01\n---\n# A note\n\nWords.\n",
}


def built(root: Path) -> Path:
    build_tree(load_config(root, {}))
    return root / "docs"


def data_of(docs: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((docs / "portfolio.json").read_bytes())
    published = json.loads((docs / "portfolio.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(published)
    jsonschema.Draft202012Validator(published, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER).validate(
        data
    )
    return data


def strict(node: Any) -> Any:
    """Let no object of the schema have more than what is named."""
    if isinstance(node, dict):
        closed = {"additionalProperties": False} if "properties" in node and "type" in node else {}
        return {key: strict(part) for key, part in node.items()} | closed
    return [strict(part) for part in node] if isinstance(node, list) else node


def test_it_is_what_its_schema_says_and_all_of_it_is_described(make_site: MAKE) -> None:
    jsonschema.validate(data_of(built(make_site(FILES))), strict(schema()))


def test_everything_that_a_record_says_is_there(make_site: MAKE) -> None:
    data = data_of(built(make_site(FILES)))
    [taxi] = [project for project in data["projects"] if project["slug"] == FIELDS["slug"].example]

    assert {field.name for field in fields(Record)} - {"draft", "cover", "cover_alt"} <= taxi.keys()
    assert taxi["title"] == FIELDS["title"].example
    assert [page["language"] for page in taxi["pages"]] == [taxi["language"], "zh"]


def test_the_guide_names_each_part_of_it() -> None:
    guide = (Path(__file__).parent.parent / "GUIDE.md").read_text("utf-8").partition("`portfolio.schema.json`")[2]
    rows = [line.split("`")[1] for line in guide.partition("\n## ")[0].splitlines() if line.startswith("| `")]

    assert ["$schema", *rows] == list(schema()["properties"])
    assert f"| `version` | {VERSION};" in guide


def test_nothing_is_said_of_a_run_that_nobody_described(make_site: MAKE) -> None:
    [bare] = [one for one in data_of(built(make_site(FILES)))["projects"] if one["slug"] == "bare"]

    assert "verify" not in bare


def test_every_feed_of_the_site_is_in_it(make_site: MAKE) -> None:
    docs = built(make_site(FILES))
    listed = {feed["url"].removeprefix(SITE) for feed in data_of(docs)["feeds"]}
    written = {file.relative_to(docs).as_posix() for file in docs.rglob("*.xml")}

    assert listed == {*written, "feed.json"}
    assert "feeds/log.xml" in listed


def test_it_leads_to_the_resume_and_to_the_proof_of_each_skill(make_site: MAKE) -> None:
    code = json.dumps({"cell_type": "code", "metadata": {}, "source": "import numpy\nnumpy.ones(3)", "outputs": []})
    notebook = f'{{"cells": [{code}], "metadata": {{}}, "nbformat": 4, "nbformat_minor": 5}}'
    docs = built(make_site({**FILES, "projects/sum.ipynb": notebook, "docs/resume.yml": "basics: {label: Analyst}"}))
    data = data_of(docs)
    [proven] = [skill for skill in data["skills"] if skill["name"] == "NumPy"]

    assert data["resume"] == f"{SITE}resume/resume.json"
    assert f"- [resume.json]({SITE}resume/resume.json): " in (docs / "llms.txt").read_text("utf-8")
    assert proven["url"] == f"{SITE}skills/#numpy"
    assert 'id="numpy"' in (docs / "skills/index.md").read_text("utf-8")
    assert all("url" not in skill for skill in data["skills"] if skill["claimed"])


def test_a_draft_is_nowhere_in_it(make_site: MAKE) -> None:
    docs = built(make_site(FILES))

    assert "Nobody may know" not in (docs / "portfolio.json").read_text("utf-8")
    assert "Nobody may know" not in (docs / "llms.txt").read_text("utf-8")


def test_every_address_of_the_site_exists(make_site: MAKE) -> None:
    docs = built(make_site(FILES))
    text = (docs / "portfolio.json").read_text("utf-8")
    urls = [part.partition('"')[0] for part in text.split(f'"{SITE}')[1:]]
    lost = [
        url for url in urls if not (docs / url / "index.md" if not url or url.endswith("/") else docs / url).is_file()
    ]

    assert lost == []
    assert len(urls) > 10


def test_a_site_without_an_address_has_relative_ones(make_site: MAKE) -> None:
    docs = built(make_site({**FILES, "mkdocs.yml": "site_name: Ada\n"}))
    data = data_of(docs)

    assert data["$schema"] == "portfolio.schema.json"
    assert {project["url"].split("/")[0] for project in data["projects"]} == {"projects"}
    assert data["feeds"] == []
    assert not (docs / "llms.txt").exists()


@pytest.mark.parametrize("section", ["## Projects", "## Notes and readings", "## Pages", "## Optional"])
def test_llms_txt_has_a_section_for_each_sort_of_page(make_site: MAKE, section: str) -> None:
    nav = make_site(FILES) / "mkdocs.yml"
    nav.write_text(nav.read_text("utf-8").replace("nav: [", "nav: [{About: about.md}, "), "utf-8")
    text = (built(nav.parent) / "llms.txt").read_text("utf-8")

    assert text.startswith("# Ada Quill\n\n> What I learn, in public\n")
    assert f"\n{section}\n\n- [" in text


def test_llms_txt_has_a_line_for_each_work(make_site: MAKE) -> None:
    text = (built(make_site(FILES)) / "llms.txt").read_text("utf-8")

    assert f"- [Bare]({SITE}projects/bare/): Nothing is said of this." in text
    assert f"- [portfolio.json]({SITE}portfolio.json): " in text
