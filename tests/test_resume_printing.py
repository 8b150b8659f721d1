"""The page is prepared for the printer, and a browser that is there prints it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from inpublic.errors import InpublicError
from inpublic.resume.printing import find_browser, print_pdf, printable_page

PAGE = """<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="x">
<link rel="canonical" href="/c"><link rel="stylesheet" href="../a.css"><script src="a.js"></script></head>
<body><a href="../projects/taxi/">Taxi</a><a href="https://b.example/">B</a><a href="mailto:a@b.example">M</a>
<a href="#skills">S</a><script type="application/ld+json">{}</script></body></html>"""


def nothing(_name: str) -> None:
    return None


def never(_name: str) -> bool:
    return False


def test_nothing_runs_on_the_printed_page_and_its_links_lead_to_the_site() -> None:
    made = printable_page(PAGE, Path("/site/resume"), "https://ada.example/resume/")
    assert "<script" not in made
    assert "http-equiv" not in made
    assert 'rel="canonical"' not in made
    assert 'href="../a.css"' in made
    assert '<a href="https://ada.example/projects/taxi/">' in made
    assert '<a href="https://b.example/">' in made
    assert '<a href="mailto:a@b.example">' in made
    assert '<base href="file://' in made


def test_without_an_address_of_the_site_no_link_names_a_folder_of_this_machine() -> None:
    assert "<a>Taxi</a>" in printable_page(PAGE, Path("/site/resume"), "")


@pytest.mark.parametrize(("country", "paper"), [("NL", "A4"), ("", "A4"), ("US", "letter"), ("ca", "letter")])
def test_the_country_decides_the_paper(country: str, paper: str) -> None:
    assert f"@page {{ size: {paper}; }}" in printable_page(PAGE, Path("/site"), "", country)


def test_the_browser_that_is_named_is_taken() -> None:
    assert find_browser({"CHROME_PATH": "mine"}, lambda name: f"/bin/{name}", never) == "/bin/mine"


def test_the_first_browser_of_the_search_path_is_taken() -> None:
    assert find_browser({}, {"chromium": "/bin/chromium"}.get, never) == "/bin/chromium"


def test_a_browser_may_be_where_its_installer_puts_it() -> None:
    assert find_browser({}, nothing, lambda name: "chrome.exe" in name).endswith("chrome.exe")


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({}, "the resume cannot be made a PDF: there is no Chrome or Chromium to print with"),
        ({"CHROME_PATH": "x"}, "the resume cannot be made a PDF: CHROME_PATH is «x», which is no program"),
    ],
)
def test_without_a_browser_the_remedy_is_told(environ: dict[str, str], message: str) -> None:
    with pytest.raises(InpublicError) as caught:
        find_browser(environ, nothing, never)
    assert caught.value.message == message
    assert "CHROME_PATH" in caught.value.hint
    assert "without `--pdf`" in caught.value.hint


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")
@pytest.mark.parametrize(
    ("script", "said"),
    [("echo 'no display' >&2; exit 1", "no display"), ("exit 7", "it ended with code 7"), (None, "No such file")],
)
def test_what_a_browser_says_is_told_when_it_prints_nothing(tmp_path: Path, script: str | None, said: str) -> None:
    browser = tmp_path / "browser"
    if script:
        browser.write_text(f"#!/bin/sh\n{script}\n")
        browser.chmod(0o755)
    with pytest.raises(InpublicError, match="browser did not print the resume") as caught:
        print_pdf("<p>", str(browser))
    assert said in caught.value.message
