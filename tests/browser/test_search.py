"""What readers type finds what is meant, in English, in code and in Chinese, whatever the size of the site."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from inpublic.engine.searching import TEXTS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RESULTS = ".md-search-result__item"


def search(page: Any, words: str, until: Callable[..., None]) -> list[str]:
    """Type words as people do and return the addresses of the pages found, best first."""
    field = page.locator(".md-search__input")
    field.fill("")
    field.click()
    page.keyboard.type(words, delay=10)
    page.keyboard.press("Shift")  # an input method ends with a key, too
    until(page, f"document.querySelector('.md-search__input').value === {words!r}")
    page.locator(f"{RESULTS} a").first.wait_for()
    page.wait_for_timeout(300)  # results of the letters before
    links = page.locator(f"{RESULTS} > a:first-child")
    return [link.get_attribute("href").partition("?")[0] for link in links.all()]


@pytest.fixture
def page(open_page: Callable[..., Any]) -> Any:
    """The home page, which remembers what the browser has to complain of."""
    opened = open_page("")
    opened.complaints = []
    opened.on(
        "console", lambda message: message.type in {"error", "warning"} and opened.complaints.append(message.text)
    )
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.reload()
    return opened


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("sunspots", "projects/sunspots/"),
        ("Sunsp", "projects/sunspots/"),
        ("learning curve", "projects/learning-curves/"),
        ("鸢尾花", "projects/鸢尾花分类/"),
        ("尾花", "projects/鸢尾花分类/"),
        ("分类鸢尾花", "projects/鸢尾花分类/"),
    ],
    ids=["a word", "its beginning", "two words", "Chinese", "a part of Chinese", "Chinese in another order"],
)
def test_the_best_result_is_the_page_that_is_meant(
    page: Any, site: str, until: Callable[..., None], words: str, path: str
) -> None:
    best = search(page, words, until)[0]
    assert best.startswith(page.evaluate(f"new URL({path!r}, {site!r}).href"))
    assert page.complaints == []


def test_code_is_found_and_marked_where_it_stands(page: Any, until: Callable[..., None]) -> None:
    search(page, "train_test_split", until)
    assert page.locator(f"{RESULTS} mark").first.inner_text().lower() == "train_test_split"


def test_what_is_typed_is_completed_from_the_titles(page: Any, until: Callable[..., None]) -> None:
    search(page, "sunsp", until)
    assert page.locator(".md-search__suggest").inner_text() == "sunspots"


def test_the_words_are_marked_on_the_page_that_they_lead_to(page: Any, until: Callable[..., None]) -> None:
    search(page, "sunspots", until)
    page.locator(f"{RESULTS} a").first.click()
    page.locator("article mark[data-md-highlight]").first.wait_for()
    assert page.complaints == []


def test_nothing_is_found_is_said(page: Any, until: Callable[..., None]) -> None:
    page.locator(".md-search__input").click()
    page.keyboard.type("qqzzqq", delay=10)
    until(page, "/^No /.test(document.querySelector('.md-search-result__meta').textContent)")


def test_words_that_look_like_html_stay_words(page: Any, until: Callable[..., None]) -> None:
    page.locator(".md-search__input").click()
    page.keyboard.type("<img src=x onerror=alert(1)>", delay=5)
    page.wait_for_timeout(500)
    assert page.locator(f"{RESULTS} img").count() == 0
    assert page.complaints == []


TITLES = [
    {"location": "taxi/", "title": "预测出租车费用", "text": ""},
    {"location": "a/", "title": "Signs &lt;b&gt; &amp; wonders", "text": ""},
]
PARTS = {
    "taxi/": [["", "", "我们先看数据"], ["step", "Gradient boosting", "nyc <mark> &lt;script&gt;"]],
    "a/": [["", "", "wonders never cease"]],
}


@pytest.fixture
def large(page: Any) -> Iterator[list[str]]:
    """Make the site one whose texts are asked for later; gives the names of the files that are asked for."""
    asked: list[str] = []

    def answer(route: Any) -> None:
        asked.append(Path(route.request.url).name)
        index = {"config": {"separator": r"[\s\-]+", "lang": ["en"], "more": f"{TEXTS}?1"}, "docs": TITLES}
        route.fulfill(json=index if "search_index" in route.request.url else PARTS)

    page.context.route("**/search/*.json*", answer)
    page.reload()
    yield asked
    page.context.unroute("**/search/*.json*")


def test_a_large_site_sends_its_texts_only_to_those_who_search(
    page: Any, large: list[str], until: Callable[..., None]
) -> None:
    page.wait_for_load_state("networkidle")
    assert large == ["search_index.json"]
    assert search(page, "出租车", until)[0].endswith("/taxi/")
    assert large == ["search_index.json", f"{TEXTS}?1"]
    assert search(page, "boosting", until)[0].endswith("/taxi/")
    assert page.locator(f"{RESULTS} a").nth(1).get_attribute("href").endswith("?h=boosting#step")
    assert large == ["search_index.json", f"{TEXTS}?1"]


def test_titles_are_found_when_the_texts_do_not_come(page: Any, large: list[str], until: Callable[..., None]) -> None:
    page.context.route("**/texts.json*", lambda route: route.abort())
    assert search(page, "wonders", until)[0].endswith("/a/")
    assert page.locator(f"{RESULTS} h1").first.inner_text() == "Signs <b> & wonders"
    assert json.dumps(large)
