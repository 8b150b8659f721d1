"""What the site's own script does: the filter, copying, figures on demand, and places that scroll."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
Until = Callable[[Any, str], None]


def titles(page: Any) -> list[str]:
    found: list[str] = page.locator(".ip-card:visible .ip-card__title").all_inner_texts()
    return found


def test_choosing_a_topic_and_a_level_leaves_the_work_that_has_both(open_page: Open, site: str) -> None:
    page = open_page("projects/")
    everything = titles(page)
    page.locator(".ip-chip[data-tag=time-series]").click()
    page.locator(".ip-chip[data-level=advanced]").click()
    assert page.url == f"{site}projects/?tag=time-series&level=advanced"
    assert titles(page) == ["When did the Nile change?", "Forecasting CO₂ two years ahead"]
    assert page.get_by_role("status").inner_text() == f"2 of {len(everything)}: Advanced, time series. Show all"
    assert page.locator("[aria-current=true]").count() == 2
    page.get_by_role("link", name="Show all").click()
    assert page.url == f"{site}projects/"
    assert titles(page) == everything


def test_choosing_a_topic_again_takes_it_back(open_page: Open) -> None:
    page = open_page("projects/")
    everything = titles(page)
    topic = page.locator(".ip-chip[data-tag=baselines]")
    topic.click()
    assert len(titles(page)) < len(everything)
    topic.click()
    assert titles(page) == everything


def test_back_and_forward_go_through_the_choices(open_page: Open) -> None:
    page = open_page("projects/")
    everything = titles(page)
    page.locator(".ip-chip[data-level=beginner]").click()
    beginner = titles(page)
    page.go_back()
    assert titles(page) == everything
    page.go_forward()
    assert titles(page) == beginner != everything


def test_an_address_with_a_choice_shows_it_at_once(open_page: Open) -> None:
    page = open_page("projects/?level=capstone")
    assert titles(page) == ["Screening as a cost decision"]
    assert page.locator(".ip-chip[data-level=capstone]").get_attribute("aria-current") == "true"


def test_search_finds_a_phrase_that_stands_only_in_a_notebook(open_page: Open, site: str) -> None:
    page = open_page("")
    page.locator(".md-search__input").click()
    page.keyboard.type("Dalton minimum", delay=20)
    first = page.locator(".md-search-result__link").first
    first.wait_for()
    assert (first.get_attribute("href") or "").startswith(f"{site}projects/sunspots/")


@pytest.mark.parametrize("width", [1280, 390])
def test_search_results_can_be_seen(open_page: Open, width: int) -> None:
    page = open_page("", width=width)
    if width == 390:
        page.locator(".md-header__button[for=__search]").click()
    page.locator(".md-search__input").click()
    page.keyboard.type("periodogram", delay=20)
    first = page.locator(".md-search-result__link").first
    first.wait_for()
    page.wait_for_timeout(500)  # Material lets the results appear slowly
    box = first.bounding_box()
    on_top = page.evaluate(
        "([x, y]) => Boolean(document.elementFromPoint(x, y)?.closest('.md-search-result__link'))",
        [box["x"] + box["width"] / 2, box["y"] + 20],
    )
    assert on_top


def test_the_address_of_a_feed_can_be_copied(open_page: Open, site: str) -> None:
    page = open_page("subscribe/", permissions=["clipboard-read", "clipboard-write"])
    button = page.get_by_role("button", name="Copy the RSS address")
    button.click()
    page.get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{site}feed.xml"


def test_an_interactive_figure_takes_the_place_of_its_picture_when_asked_for(open_page: Open, until: Until) -> None:
    page = open_page("projects/sunspots/")
    box = page.locator(".ip-frame").first
    assert box.locator("img").count() == 1
    assert page.locator("iframe").count() == 0
    box.get_by_role("button", name="Load the interactive figure").click()
    frame = box.locator("iframe")
    assert frame.get_attribute("sandbox") == "allow-scripts"
    assert box.locator("img").count() == 0
    assert frame.get_attribute("title")
    until(page, "document.querySelector('iframe').height !== '480'")
    assert 100 < int(frame.get_attribute("height")) < 2000


def test_only_the_frame_itself_can_change_its_height(open_page: Open, until: Until) -> None:
    page = open_page("projects/sunspots/")
    page.get_by_role("button", name="Load the interactive figure").first.click()
    until(page, "document.querySelector('iframe').height !== '480'")
    height = page.locator("iframe").get_attribute("height")
    page.evaluate("postMessage({ inpublicHeight: 1234 }, '*')")
    page.wait_for_timeout(100)
    assert page.locator("iframe").get_attribute("height") == height


def test_a_figure_from_another_host_says_whom_it_will_ask(open_page: Open, site: str, browser: Any) -> None:
    context = browser.new_context()
    page = context.new_page()
    box = '<div class="ip-frame" data-frame="https://charts.example/figure"></div></article>'
    page.route(
        "**/projects/sunspots/",
        lambda route: route.fulfill(body=route.fetch().text().replace("</article>", box), content_type="text/html"),
    )
    page.route(
        "https://charts.example/**", lambda route: route.fulfill(body="<p>far away</p>", content_type="text/html")
    )
    page.goto(f"{site}projects/sunspots/")
    last = page.locator(".ip-frame").last
    assert "charts.example" in last.inner_text()
    last.get_by_role("button").click()
    assert last.locator("iframe").get_attribute("sandbox") == "allow-scripts allow-same-origin"
    context.close()


def test_what_scrolls_sideways_takes_the_keyboard_and_only_while_it_does(open_page: Open, until: Until) -> None:
    page = open_page("projects/learning-curves/", width=390)
    table = page.locator(".ip-table").first
    until(page, "document.querySelector('.ip-table').tabIndex === 0")
    assert table.get_attribute("role") == "group"
    assert table.get_attribute("aria-label") == "Table that scrolls"
    page.set_viewport_size({"width": 1280, "height": 900})
    until(page, "document.querySelector('.ip-table').tabIndex === -1")
    assert table.get_attribute("role") is None


@pytest.mark.parametrize("name", ["inpublic.css", "inpublic.js"])
def test_the_sites_own_style_and_script_stay_small(open_page: Open, site: str, name: str) -> None:
    page = open_page("")
    answer = page.request.get(f"{site}assets/inpublic/{name}", headers={"Accept-Encoding": "gzip"})
    assert int(answer.headers["content-length"]) < 10_000


FOOT = '<footer class="ip-foot"'
FRAME = "https://giscus.app/widget?repo=ada%2Flearning"
COMMENTS = f'<div data-giscus="{FRAME}" data-load="Load" data-note="from giscus.app" data-title="Comments"></div>'


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_comments_are_asked_for_by_a_click_in_the_colours_of_the_page(site: str, browser: Any, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme)
    asked: list[str] = []

    def answer(route: Any) -> None:
        asked.append(route.request.url)
        route.fulfill(content_type="text/html", body="<p>Comments")

    def with_comments(route: Any) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace(FOOT, COMMENTS + FOOT))

    context.route("https://giscus.app/**", answer)
    context.route(f"{site}projects/sunspots/", with_comments)
    page = context.new_page()
    page.goto(f"{site}projects/sunspots/#limits")
    button = page.locator("[data-giscus] button")
    button.wait_for()
    assert asked == []
    button.click()
    page.frame_locator("[data-giscus] iframe").get_by_text("Comments").wait_for()
    said = parse_qs(urlsplit(asked[0]).query)
    context.close()

    assert (said["repo"], said["theme"]) == (["ada/learning"], [scheme])
    assert said["origin"] == [f"{site}projects/sunspots/"]
