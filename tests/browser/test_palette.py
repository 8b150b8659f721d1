"""Light and dark: what the button does, what is remembered, and whom the page follows until somebody chooses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
Until = Callable[..., None]

TO_DARK, TO_LIGHT = "Switch to dark mode", "Switch to light mode"


def scheme(page: Any) -> str:
    found: str = page.locator("body").get_attribute("data-md-color-scheme")
    return found


def buttons(page: Any) -> list[str]:
    """Name those buttons that can be seen."""
    return [label.get_attribute("title") for label in page.locator("[name=__palette] + label >> visible=true").all()]


def bars(page: Any) -> set[str]:
    """Name the colours that the browser is asked to have around the page."""
    return {bar.get_attribute("content") for bar in page.locator("meta[name=theme-color]").all()}


@pytest.mark.parametrize(
    ("system", "shown", "other"), [("light", ("default", TO_DARK), "slate"), ("dark", ("slate", TO_LIGHT), "default")]
)
def test_one_button_leads_from_the_colours_of_the_system_to_the_others_and_back(
    open_page: Open, system: str, shown: tuple[str, str], other: str
) -> None:
    page = open_page("", color_scheme=system)
    assert (scheme(page), buttons(page)) == (shown[0], [shown[1]])
    first = bars(page)
    page.get_by_title(shown[1], exact=True).click()
    assert scheme(page) == other
    assert len(bars(page) | first) == 2
    (back,) = buttons(page)
    page.get_by_title(back, exact=True).click()
    assert (scheme(page), buttons(page), bars(page)) == (shown[0], [shown[1]], first)


def test_who_has_not_chosen_is_followed_when_the_system_changes(open_page: Open, until: Until) -> None:
    page = open_page("", color_scheme="light")
    page.emulate_media(color_scheme="dark")
    until(page, "document.body.dataset.mdColorScheme === 'slate'")
    assert buttons(page) == [TO_LIGHT]
    page.goto(f"{page.url}projects/")
    page.emulate_media(color_scheme="light")
    until(page, "document.body.dataset.mdColorScheme === 'default'")


def test_who_has_chosen_keeps_the_colours_whatever_the_system_does(open_page: Open, until: Until) -> None:
    page = open_page("", color_scheme="light")
    page.get_by_title(TO_DARK, exact=True).click()
    page.emulate_media(color_scheme="dark")
    page.emulate_media(color_scheme="light")
    until(page, "!document.body.hasAttribute('data-md-color-switching')")
    assert scheme(page) == "slate"
    page.goto(f"{page.url}projects/")
    assert (scheme(page), buttons(page)) == ("slate", [TO_LIGHT])


def test_the_keyboard_reaches_the_button_and_sees_it(open_page: Open) -> None:
    page = open_page("", color_scheme="light")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "__palette":
            break
    page.keyboard.press("Enter")
    assert scheme(page) == "slate"
    focused = (
        "document.activeElement.name === '__palette' && getComputedStyle(document.activeElement.nextElementSibling)"
    )
    assert page.evaluate(f"({focused}).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert scheme(page) == "default"


def test_the_choice_lasts_for_the_page_where_nothing_may_be_stored(open_page: Open, site: str) -> None:
    page = open_page("", color_scheme="light")
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    page.goto(site)
    page.get_by_title(TO_DARK, exact=True).click()
    assert scheme(page) == "slate"
    page.get_by_title(TO_LIGHT, exact=True).click()
    assert scheme(page) == "default"


@pytest.mark.parametrize("kept", ["7", '{"index": 7}', '{"index": "length"}', '{"index": -1}', '"dark"', "{", "null"])
def test_what_nobody_could_have_chosen_is_passed_over(open_page: Open, site: str, kept: str) -> None:
    page = open_page("", color_scheme="dark")
    page.evaluate("text => localStorage.setItem(new URL(__md_scope).pathname + '.__palette', text)", kept)
    page.goto(f"{site}projects/")
    assert (scheme(page), buttons(page)) == ("slate", [TO_LIGHT])


def test_a_third_choice_follows_the_system_again(folder: Path, site: str, browser: Any, until: Until) -> None:
    """Material's documentation shows it: «(prefers-color-scheme)» stands before the others and holds first."""
    html = (folder / "site/index.html").read_text("utf-8")
    start, form = html.split("</form>", 1)[0].rsplit("<form", 1)
    assert "data-md-component=palette" in form.replace('"', "")
    three = (
        _choice(0, "(prefers-color-scheme)", "default", "To light"),
        _choice(1, "(prefers-color-scheme: light)", "default", "To dark"),
        _choice(2, "(prefers-color-scheme: dark)", "slate", "To automatic"),
    )
    form = f'<form class="md-header__option" data-md-component="palette">{"".join(three)}'
    body = f"{start}{form}</form>{html.split('</form>', 1)[1]}"
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.route(site, lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(site)
    assert (scheme(page), buttons(page)) == ("slate", ["To light"])
    page.emulate_media(color_scheme="light")
    until(page, "document.body.dataset.mdColorScheme === 'default'")
    for title in ("To light", "To dark", "To automatic"):
        page.get_by_title(title, exact=True).click()
    page.emulate_media(color_scheme="dark")
    until(page, "document.body.dataset.mdColorScheme === 'slate'")
    assert page.evaluate("document.body.dataset.mdColorMedia") == "(prefers-color-scheme)"
    page.reload()
    assert (scheme(page), buttons(page)) == ("slate", ["To light"])
    context.close()


def _choice(index: int, media: str, scheme: str, title: str) -> str:
    """Write a choice as the theme's template does, and the button to the next of three."""
    colours = f'data-md-color-scheme="{scheme}" data-md-color-primary="custom" data-md-color-accent="custom"'
    kind = f'class="md-option" type="radio" name="__palette" id="__palette_{index}"'
    label = (
        f'<label class="md-header__button md-icon" title="{title}" for="__palette_{(index + 1) % 3}" hidden>O</label>'
    )
    return f'<input data-md-color-media="{media}" {colours} aria-label="{title}" {kind}>{label}'
