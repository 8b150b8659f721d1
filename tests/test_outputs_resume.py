"""The Resume page appears where there is a resume or the menu names it; resume.json lies beside it."""

from __future__ import annotations

import json
import re
import runpy
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urljoin

import pytest
from click.testing import Result
from markdown import Markdown
from selectolax.lexbor import LexborHTMLParser

KEY = runpy.run_path(str(Path(__file__).with_name("fakes.py")))["fakes"]()["GitHub token"][0]
PROJECT = """---
title: Taxi <fares> & more
summary: How much will it be?
date: 2026-05-01
tags: [regression]
results: [{metric: F1, value: 0.87, baseline: 0.75}]
---
# Taxi

Words.
"""
WHO = "extra: {inpublic: {author: {name: Ada Quill, email: ada@quill.example}}}\n"
RESUME = "docs/resume.yml"

Run = Callable[..., Result]
MakeSite = Callable[[Mapping[str, str]], Path]


def site(make_site: MakeSite, *, named: bool = False, **files: str) -> Path:
    root = make_site(
        {name.replace("__", "/") + (".yml" if "docs" in name else ".md"): text for name, text in files.items()}
    )
    settings = (root / "mkdocs.yml").read_text("utf-8") + WHO
    menu = "tags/index.md, {Resume: resume/index.md}," if named else "tags/index.md,"
    (root / "mkdocs.yml").write_text(settings.replace("tags/index.md,", menu), "utf-8")
    return root


def page(root: Path, run: Run) -> LexborHTMLParser:
    result = run("build", "--root", root, "--tree-only")
    assert result.exit_code == 0, result.output
    return LexborHTMLParser((root / "docs/resume/index.md").read_text("utf-8").split("---\n", 2)[2])


def ours(root: Path) -> bool:
    return (root / "docs/resume/index.md").exists() and (root / "docs/resume/resume.json").exists()


@pytest.mark.parametrize(
    ("named", "files", "made"),
    [
        (False, {}, False),
        (False, {"projects__taxi": PROJECT}, False),
        (False, {"docs__resume": "basics: {name: B}"}, True),
        (True, {"projects__taxi": PROJECT}, True),
        (True, {}, True),
    ],
    ids=["nothing", "work alone", "a resume", "named", "named without anything"],
)
def test_the_page_is_where_there_is_a_resume_or_the_menu_names_it(
    make_site: MakeSite, run: Run, named: bool, files: dict[str, str], made: bool
) -> None:
    root = site(make_site, named=named, **files)
    assert run("build", "--root", root, "--tree-only").exit_code == 0
    assert ours(root) is made


def test_taking_the_file_away_takes_the_page_away(make_site: MakeSite, run: Run) -> None:
    root = site(make_site, docs__resume="basics: {name: B}")
    page(root, run)
    (root / RESUME).unlink()
    assert run("build", "--root", root, "--tree-only").exit_code == 0
    assert not (root / "docs/resume").exists()


def test_the_page_says_who_what_and_how_to_reach_them(make_site: MakeSite, run: Run) -> None:
    shown = page(site(make_site, named=True, projects__taxi=PROJECT), run)
    card = shown.css_first(".h-resume > .p-contact.h-card")
    assert card is not None
    assert [node.text() for node in card.css(".p-name, .u-email")] == ["Ada Quill", "ada@quill.example"]
    event = shown.css_first(".h-resume .p-experience.h-event")
    assert event is not None
    link = event.css_first(".p-name a.u-url")
    assert link is not None
    assert (link.text(), link.attributes["href"]) == ("Taxi <fares> & more", "../projects/taxi/")
    assert [item.text() for item in event.css("li")] == ["F1 0.87, baseline 0.75"]
    assert [item.text() for item in event.css(".p-category")] == ["regression"]


def test_every_section_of_the_file_is_on_the_page_in_its_order(make_site: MakeSite, run: Run) -> None:
    text = """
work: [{position: Bookkeeper, name: Office, url: https://o.example, startDate: 2019-02, summary: Sums, highlights: [H]}]
volunteer: [{organization: Café}]
education: [{area: Finance, institution: School, endDate: 2016, score: 8, courses: [C]}]
awards: [{title: Prize, awarder: Town, date: 2020}]
certificates: [{name: SQL, issuer: Centre, date: 2025-11, url: https://c.example}]
publications: [{name: Paper, publisher: P}]
skills: [{name: Excel, level: good}]
languages: [{language: Dutch, fluency: native}]
interests: [{name: Rowing, keywords: [eight]}]
references: [{name: B, reference: Good.}]
projects: [{name: Elsewhere, url: https://e.example/x}]
"""
    shown = page(site(make_site, docs__resume=text), run)
    expected = (
        "projects skills work education certificates volunteer awards publications languages interests references"
    )
    assert [node.attributes["id"] for node in shown.css("h2")] == expected.split()
    said = shown.text()
    for part in (
        "Feb 2019 – now",
        "Sums",
        "Café",
        "Score: 8",
        "Prize, Town",
        "SQL, Centre",
        "Excel good",
        "Good.",
    ):
        assert part in " ".join(said.split())
    assert [node.text() for node in shown.css(".p-skill")] == ["Excel"]


def test_prose_is_markdown_and_all_else_is_text_and_no_markup(make_site: MakeSite, run: Run) -> None:
    summary = "<script>alert(1)</script> *a* [b](https://c.example)"
    text = f"basics: {{summary: '{summary}'}}\nwork: [{{name: '</article><img src=x>'}}]"
    root = site(make_site, docs__resume=text)
    shown = page(root, run)
    assert shown.css("img") == []
    assert [node.attributes.get("type") for node in shown.css("script")] == ["application/ld+json"]
    prose = shown.css_first(".p-summary")
    assert prose is not None
    assert prose.inner_html.strip() == '<p><em>a</em> <a href="https://c.example">b</a></p>'
    assert json.loads((root / "docs/resume/resume.json").read_text("utf-8"))["basics"]["summary"] == "a b"


@pytest.mark.parametrize(
    ("built", "listed", "unprinted", "rest"),
    [
        (2, 0, 0, ""),
        (8, 0, 0, ""),
        (9, 0, 0, "and 1 more at ada.example/portfolio/projects"),
        (3, 1, 0, "and 2 more at ada.example/portfolio/projects"),
        (1, 20, 12, "and 12 more at ada.example/portfolio/resume"),
    ],
)
def test_eight_projects_are_printed_and_paper_says_where_the_others_are(
    make_site: MakeSite, run: Run, built: int, listed: int, unprinted: int, rest: str
) -> None:
    works = {f"projects__p{number}": f"# P{number}\n\nWords.\n" for number in range(built)}
    names = "".join(f"- name: P{number}\n" for number in range(listed))
    shown = page(site(make_site, named=True, docs__resume=f"projects:\n{names}", **works), run)
    assert len(shown.css("article.ip-cv__unprinted")) == unprinted
    assert "".join(node.text() for node in shown.css(".ip-cv__rest")) == rest


def test_the_data_for_search_engines_names_whole_addresses(make_site: MakeSite, run: Run) -> None:
    shown = page(site(make_site, named=True, projects__taxi=PROJECT), run)
    script = shown.css_first('script[type="application/ld+json"]')
    assert script is not None
    found = json.loads(script.text())
    assert found["mainEntity"]["name"] == "Ada Quill"
    urls = re.findall(r'"(https?://[^"]+)"', json.dumps({**found, "@context": ""}))
    assert set(urls) == {
        "https://ada.example/portfolio/",
        "https://ada.example/portfolio/#me",
        "https://ada.example/portfolio/resume/",
        "https://ada.example/portfolio/projects/taxi/",
    }


def test_the_links_of_the_page_lead_to_what_is_there(make_site: MakeSite, run: Run) -> None:
    root = site(make_site, named=True, projects__taxi=PROJECT)
    shown = page(root, run)
    targets = [node.attributes["href"] or "" for node in shown.css("[href]")]
    inside = [urljoin("/resume/", target).lstrip("/") for target in targets if ":" not in target]
    files = [root / "docs" / target.partition("#")[0] for target in inside]
    assert {"resume/resume.json", "projects/taxi/"} <= set(inside)
    assert all(file.is_file() or (file / "index.md").is_file() for file in files)


def test_without_a_pdf_the_page_says_how_to_print_it(make_site: MakeSite, run: Run) -> None:
    shown = page(site(make_site, named=True), run)
    assert "print this page" in shown.text()
    assert not [node for node in shown.css("a") if (node.attributes["href"] or "").endswith(".pdf")]


def test_building_twice_writes_nothing(make_site: MakeSite, run: Run) -> None:
    root = site(make_site, docs__resume="basics: {name: B}", projects__taxi=PROJECT)
    page(root, run)
    assert "0 files written, 0 removed" in run("build", "--root", root, "--tree-only").output


def test_what_is_wrong_in_the_file_is_told_with_its_line(make_site: MakeSite, run: Run) -> None:
    root = site(make_site, docs__resume="work:\n- name: Office\n  startDate: soon\n  comany: B\n")
    result = run("check", "--root", root)
    assert result.exit_code == 1
    assert "docs/resume.yml:3: error: «startDate» is not a date: «soon»" in result.output
    assert "docs/resume.yml:4: warning: «comany» is no key of an entry of work" in result.output


def test_a_project_that_is_hardly_meant_so_is_told(make_site: MakeSite, run: Run) -> None:
    names = "projects: [Taxy fares & more, taxi, Rowing, {name: taxi2, url: 'https://a.example'}]\n"
    root = site(make_site, docs__resume=names, projects__taxi=PROJECT.replace("<fares>", "fares"))
    found = [line for line in run("check", "--root", root).output.splitlines() if "resume.yml" in line]
    assert found == ["docs/resume.yml: warning: the project «Taxy fares & more» is none of yours here"]


def test_a_key_in_the_file_stops_the_build_and_is_not_quoted(make_site: MakeSite, run: Run) -> None:
    root = site(make_site, docs__resume=f"basics:\n  name: Ada\n  email: {KEY}\n")
    result = run("build", "--root", root, "--tree-only")
    assert result.exit_code == 1
    assert "docs/resume.yml:3" in result.output
    assert KEY not in result.output
    assert not ours(root)


def test_a_phone_number_that_its_owner_put_there_is_published_without_a_word(make_site: MakeSite, run: Run) -> None:
    root = site(make_site, docs__resume="basics: {phone: +49 30 901820 41, email: ada.quill@mail.de}\n")
    result = run("check", "--root", root)
    assert "resume.yml" not in result.output
    assert "+49 30 901820 41" in page(root, run).text()


def test_a_pdf_cannot_be_made_of_a_site_that_is_not_built(make_site: MakeSite, run: Run) -> None:
    result = run("build", "--root", site(make_site), "--tree-only", "--pdf")
    assert result.exit_code == 2
    assert "--tree-only" in result.output


def test_a_pdf_without_a_browser_is_refused_before_anything_is_built(
    make_site: MakeSite, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROME_PATH", "no-such-browser")
    root = site(make_site, named=True)
    result = run("build", "--root", root, "--pdf")
    assert result.exit_code != 0
    assert "CHROME_PATH is «no-such-browser», which is no program" in result.output
    assert not (root / "site").exists()


def test_python_markdown_passes_the_page_on_unchanged(make_site: MakeSite, run: Run) -> None:
    root = site(make_site, docs__resume="basics: {summary: 'a_b_c'}", projects__taxi=PROJECT)
    page(root, run)
    body = (root / "docs/resume/index.md").read_text("utf-8").split("---\n", 2)[2].strip()
    assert Markdown(extensions=["toc", "md_in_html", "attr_list"]).convert(body).strip() == body
