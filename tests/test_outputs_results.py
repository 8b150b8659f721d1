"""The strip on a project's page, the demo, and the table of all results, as they are written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser

from inpublic.load import load_website
from inpublic.outputs import make_outputs
from inpublic.settings.config import load_config

FULL = {
    "date": "2026-01-02",
    "problem": "What does a ride cost?",
    "stages": ["data", "training"],
    "datasets": [{"name": "Trips", "url": "https://data.example/trips", "licence": "CC0"}],
    "results": [
        {"metric": "MAE", "value": "1.90", "baseline": 2.34, "human": 1.5, "split": "test"},
        {"metric": "R²", "value": 0.6, "baseline": 0.7},
    ],
}

Pages = Callable[..., dict[str, str]]


@pytest.fixture
def pages(make_site: Callable[..., Path]) -> Pages:
    def made(settings: str = "", **projects: dict[str, Any]) -> dict[str, str]:
        files = {
            f"projects/{name}.md": f"---\n{yaml.safe_dump(record)}---\n# {name}\n" for name, record in projects.items()
        }
        root = make_site(files)
        (root / "mkdocs.yml").write_text((root / "mkdocs.yml").read_text() + settings)
        website = load_website(load_config(root, {})).website
        found = {file.path.as_posix(): file for file in make_outputs(website)}
        return {name: file.read().decode() for name, file in found.items() if name.endswith(".md")}

    return made


def words(html: str, selector: str) -> list[str]:
    return [" ".join(node.text(separator=" ").split()) for node in LexborHTMLParser(html).css(selector)]


def test_the_strip_says_problem_result_data_and_stages(pages: Pages) -> None:
    page = pages(taxi=FULL)["projects/taxi/index.md"]
    assert words(page, ".ip-strip__problem") == ["Problem What does a ride cost?"]
    (result,) = words(page, ".ip-strip__result dd")
    assert result == (
        "MAE 1.90 baseline 2.34 human level 1.5 ▲ 0.44 better than the baseline (19 % less) "
        "▼ 0.40 short of human level Measured on: test Beside all other results"
    )
    assert "Data Trips CC0" in words(page, ".ip-strip__facts > div")
    assert words(page, ".ip-rail li") == [
        "Problem (not part of it)",
        "Data (done)",
        "Preparation (not part of it)",
        "Training (done)",
        "Evaluation (not part of it)",
        "Production (not part of it)",
        "Retraining (not part of it)",
    ]
    assert words(page, ".ip-facts dd") == ["R² 0.6 baseline 0.7 ▼ 0.1 worse than the baseline"]


def test_what_nobody_said_leaves_no_trace(pages: Pages) -> None:
    made = pages(plain={"date": "2026-01-01"})
    assert "ip-strip" not in made["projects/plain/index.md"]
    assert "results/index.md" not in made
    half = pages(half={"date": "2026-01-01", "problem": "Why?"})["projects/half/index.md"]
    assert words(half, ".ip-strip") == ["Problem Why?"]


def test_a_card_shows_how_far_the_first_result_is_from_its_baseline(pages: Pages) -> None:
    made = pages(taxi=FULL, none={"date": "2026-01-01", "results": {"metric": "F1", "value": 1}})
    assert words(made["projects/index.md"], ".ip-card__result") == [
        "MAE 1.90 baseline 2.34 ▲ 0.44 better than the baseline (19 % less)",
        "F1 1",
    ]


def test_extended_work_says_beside_its_source_what_changed(pages: Pages) -> None:
    record = {"origin": "extended", "based_on": "A course", "what_i_changed": "Another city."}
    page = pages(taxi=record)["projects/taxi/index.md"]
    assert words(page, ".ip-facts dt") == ["Based on", "What I changed"]
    assert words(page, ".ip-facts dd") == ["A course", "Another city."]
    assert "Extended" in words(page, ".ip-meta .ip-label")


def test_a_demo_is_a_link_and_a_frame_to_be_loaded(pages: Pages) -> None:
    page = pages(taxi={"demo": "https://huggingface.co/spaces/ada/taxi"})["projects/taxi/index.md"]
    box = LexborHTMLParser(page).css_first(".ip-demo")
    assert box is not None
    assert box.attributes["data-frame"] == "https://ada-taxi.hf.space/"
    assert box.css_first("a").attributes["href"] == "https://huggingface.co/spaces/ada/taxi"
    assert "<iframe" not in page
    assert words(page, ".ip-badge--demo") == ["Live demo"]


def test_a_demo_may_be_a_page_of_the_site_itself(pages: Pages) -> None:
    made = pages(taxi={"date": "2026-01-01", "demo": "demos/taxi.html"})
    box = LexborHTMLParser(made["projects/taxi/index.md"]).css_first(".ip-demo")
    assert box is not None
    assert (box.attributes["data-frame"], box.attributes["data-hosts"]) == ("../../demos/taxi.html", "")
    assert box.css_first("a").attributes["href"] == "../../demos/taxi.html"
    assert 'href="../demos/taxi.html"' in made["projects/index.md"]


def test_a_demo_without_encryption_is_a_link_only(pages: Pages) -> None:
    page = pages(taxi={"demo": "http://demo.example/"})["projects/taxi/index.md"]
    assert "ip-demo" not in page
    assert 'href="http://demo.example/"' in page


def test_the_table_has_every_result_with_a_link_to_its_project(pages: Pages) -> None:
    table = pages(taxi=FULL, iris={"date": "2026-01-01", "lang": "zh", "results": {"metric": "准确率", "value": "0.9"}})
    page = table["results/index.md"]
    tree = LexborHTMLParser(page)
    assert words(page, "tr.ip-resulttable__group") == [
        "Mean absolute error lower is better",
        "R² higher is better",
        "准确率 higher is better",
    ]
    rows = [" | ".join(" ".join(cell.text().split()) for cell in row.css("th, td")) for row in tree.css("tbody tr")]
    assert [row for row in rows if "|" in row] == [
        "taxi | 1.90 | 2.34 | −0.44 ▲better | 1.5 | test | 2 Jan 2026",
        "taxi | 0.6 | 0.7 | −0.1 ▼worse |  |  | 2 Jan 2026",
        "iris | 0.9 |  |  |  |  | 1 Jan 2026",
    ]
    assert [link.attributes["href"] for link in tree.css("tbody th a")] == [
        *["../projects/taxi/"] * 2,
        "../projects/iris/",
    ]
    assert {len(row.css("th, td")) for row in tree.css("tbody tr:not(.ip-resulttable__group), thead tr")} == {7}


def test_the_table_is_there_where_the_menu_leads_to_it(make_site: Callable[..., Path]) -> None:
    root = make_site({"mkdocs.yml": "site_name: Ada\nnav: [{Results: results/index.md}]\n", "projects/a.md": "# A"})
    made = {file.path.as_posix(): file for file in make_outputs(load_website(load_config(root, {})).website)}
    assert "Nothing has been measured here yet." in made["results/index.md"].read().decode()
