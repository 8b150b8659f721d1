"""The resume in a browser: what it shows without scripts and on one screen, and the pages that it prints on."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inpublic.resume.printing import print_pdf, printable_page

pytestmark = pytest.mark.browser
PAGE = "resume/"


def pages_of(pdf: bytes) -> int:
    """Count the pages of a PDF as Chrome writes it: each is an object of its own, not compressed."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def box(page: Any, selector: str) -> dict[str, float]:
    found = page.locator(selector).first.bounding_box()
    assert found is not None, f"{selector} is not shown"
    return found


@pytest.mark.parametrize("form", ["A4", "Letter"])
def test_eight_projects_print_on_two_pages(open_page: Callable[..., Any], form: str) -> None:
    page = open_page(PAGE)
    assert page.locator("#projects ~ .ip-cv__entries > article").count() == 8
    assert pages_of(page.pdf(format=form, prefer_css_page_size=False)) in (1, 2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_has_no_navigation_and_dark_words_on_white(open_page: Callable[..., Any], scheme: str) -> None:
    page = open_page(PAGE, color_scheme=scheme)
    page.emulate_media(media="print")
    for selector in (".md-header", ".md-tabs", ".md-footer", ".ip-cv__keep", ".ip-cv__proofs"):
        assert not page.locator(selector).first.is_visible(), selector
    colours = page.evaluate(
        "[...document.querySelectorAll('.ip-cv h1, .ip-cv h3 a, .ip-cv p')].map(n => getComputedStyle(n).color)"
    )
    for colour in set(colours):
        assert max(map(int, re.findall(r"\d+", colour)[:3])) <= 120, colour


def test_links_can_be_read_on_paper(open_page: Callable[..., Any]) -> None:
    page = open_page(PAGE)
    address = page.locator(".ip-cv__entry .ip-cv__address").first
    assert not address.is_visible()
    page.emulate_media(media="print")
    assert address.is_visible()
    assert address.inner_text().endswith("/projects/breast-cancer-screening")


def test_no_entry_may_be_cut_between_two_pages(open_page: Callable[..., Any]) -> None:
    page = open_page(PAGE)
    page.emulate_media(media="print")
    breaks = page.evaluate(
        "[...document.querySelectorAll('.ip-cv__entry, .ip-cv__row > li')].map(n => getComputedStyle(n).breakInside)"
    )
    assert set(breaks) == {"avoid"}


def test_one_screen_says_who_what_proof_and_contact(open_page: Callable[..., Any]) -> None:
    page = open_page(PAGE, java_script_enabled=False)
    for selector in (
        "h1.p-name",
        ".ip-cv__label",
        ".ip-cv__summary",
        ".ip-cv__contact a",
        ".ip-cv__proofs > li:last-child",
    ):
        found = box(page, selector)
        assert found["y"] + found["height"] < 900, selector


def test_the_pdf_is_a_real_one_and_leads_to_the_site(
    site: str, folder: Path, chrome: str, open_page: Callable[..., Any]
) -> None:
    html = (folder / "site/resume/index.html").read_text("utf-8")
    printed = printable_page(html, folder / "site/resume", f"{site}resume/", "NL")
    pdf = print_pdf(printed, chrome, is_root=True)  # a container lets nobody else start the sandbox either
    assert pdf.startswith(b"%PDF-")
    assert pages_of(pdf) == 2
    assert f"{site}projects/sunspots/".encode() in pdf
    assert b"file://" not in pdf
