"""The button that hides a notebook's code: what it hides, what it remembers, and where it is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Open = Callable[..., Any]

NOTEBOOK = "projects/sunspots/"
NEXT_NOTEBOOK = "projects/co2-forecast/02-baselines/"


def switch(page: Any) -> Any:
    return page.locator(".ip-switch button")


def seen(page: Any, selector: str) -> int:
    count: int = page.locator(f"{selector} >> visible=true").count()
    return count


def test_the_code_goes_and_comes_back_and_all_else_stays(open_page: Open) -> None:
    page = open_page(NOTEBOOK)
    before = {name: seen(page, name) for name in (".ip-in", ".ip-out", ".ip-text", "article h2")}
    assert before[".ip-in"] > 3
    switch(page).click()
    assert switch(page).inner_text() == "Show code"
    assert {name: seen(page, name) for name in before} == {**before, ".ip-in": 0}
    assert seen(page, ".ip-fold--code") == 0
    switch(page).click()
    assert switch(page).inner_text() == "Hide code"
    assert {name: seen(page, name) for name in before} == before


def test_the_choice_holds_on_the_next_page_until_it_is_taken_back(open_page: Open, site: str) -> None:
    page = open_page(NOTEBOOK)
    switch(page).click()
    page.goto(site + NEXT_NOTEBOOK)
    assert seen(page, ".ip-in") == 0
    assert switch(page).inner_text() == "Show code"
    switch(page).click()
    page.goto(site + NOTEBOOK)
    assert seen(page, ".ip-in") > 3


def test_the_keyboard_works_and_the_focus_can_be_seen(open_page: Open) -> None:
    page = open_page(NOTEBOOK)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Hide code":
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Space")
    assert seen(page, ".ip-in") == 0
    assert page.evaluate("document.activeElement.textContent") == "Show code"


def test_it_works_where_nothing_may_be_stored(open_page: Open) -> None:
    page = open_page("")
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    page.goto(page.url + NOTEBOOK)
    switch(page).click()
    assert seen(page, ".ip-in") == 0
    assert switch(page).inner_text() == "Show code"


def test_without_javascript_all_code_is_there_and_no_button(open_page: Open) -> None:
    page = open_page(NOTEBOOK, java_script_enabled=False)
    assert page.locator(".ip-switch").count() == 0
    assert page.locator(".ip-in").first.is_visible()


@pytest.mark.parametrize("path", ["", "projects/", "projects/learning-curves/", "tags/", "about/"])
def test_pages_without_a_notebook_have_no_button(open_page: Open, path: str) -> None:
    page = open_page(path)
    page.wait_for_load_state("load")
    assert page.locator(".ip-switch").count() == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_the_button_moves_nothing_and_covers_nothing(open_page: Open, width: int) -> None:
    page = open_page(NOTEBOOK, width=width)
    box = switch(page).bounding_box()
    assert box["height"] >= 24
    head, text = (page.locator(name).first.bounding_box() for name in (".ip-head", ".ip-head ~ .ip-text"))
    assert head["y"] + head["height"] <= box["y"]
    assert box["y"] + box["height"] <= text["y"]
    page.evaluate("document.querySelector('.ip-switch').remove()")
    assert page.locator(".ip-head ~ .ip-text").first.bounding_box() == text
