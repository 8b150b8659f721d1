"""What a reader sees: every kind of page, wide and narrow, with JavaScript and without."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
Until = Callable[[Any, str], None]


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_is_wider_than_the_screen_or_complains_or_asks_another_host(
    site: str, browser: Any, kinds: Mapping[str, str], width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(f"console: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on(
        "request",
        lambda request: None if request.url.startswith((site, "data:")) else faults.append(f"asked {request.url}"),
    )
    for name, path in kinds.items():
        page.goto(site + path)
        page.wait_for_load_state("networkidle")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        wide, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        if wide > screen:
            faults.append(f"{name} is {wide}px wide on a screen of {screen}px")
    context.close()
    assert faults == []


def test_the_about_page_has_the_styles_of_the_timeline_below_it(open_page: Open) -> None:
    page = open_page("about/")
    assert page.locator("#timeline").count() == 1
    assert page.locator("head link[href$='assets/inpublic/learning.css']").count() == 1


@pytest.mark.parametrize(("scheme", "body"), [("light", "default"), ("dark", "slate")])
def test_the_page_has_the_colours_of_the_readers_system_before_the_themes_script_has_loaded(
    site: str, browser: Any, scheme: str, body: str
) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.route(re.compile(r"/(?!first)[^/]*\.js$"), lambda route: route.abort())
    page.goto(site)
    assert page.locator("body").get_attribute("data-md-color-scheme") == body
    context.close()


def test_a_page_whose_theme_script_is_missing_is_as_without_javascript(site: str, browser: Any, until: Until) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route(re.compile(r"/bundle\.[^/]*\.js$"), lambda route: route.abort())
    page.goto(site)
    until(page, "document.documentElement.className === 'no-js'")
    context.close()


def test_the_feeds_are_named_again_once_the_theme_has_looked(open_page: Open, until: Until) -> None:
    page = open_page("")
    until(page, "document.readyState === 'complete'")
    kinds = page.locator("link[rel=alternate]").evaluate_all("links => links.map(link => link.type)")
    assert len(kinds) == 3


def test_without_javascript_cards_code_outputs_and_pictures_are_all_there(open_page: Open) -> None:
    index = open_page("projects/", java_script_enabled=False)
    assert index.locator(".ip-card:visible").count() == 9
    assert index.locator(".ip-filter__row--levels").is_hidden()
    topic = index.locator(".ip-filter a[data-tag]").first
    assert "tags/#" in (topic.get_attribute("href") or "")
    page = open_page("projects/sunspots/", java_script_enabled=False)
    assert page.locator(".ip-in .highlight:visible").count() >= 3
    assert page.locator(".ip-out table.dataframe:visible").count() >= 1
    assert page.locator(".ip-frame img:visible").count() >= 1
    assert page.get_by_role("button", name="Load the interactive figure").count() == 0


def test_every_picture_loads_and_has_an_alternative_text_or_is_decoration(
    open_page: Open, kinds: Mapping[str, str], until: Until
) -> None:
    page = open_page(kinds["write-up"])
    page.locator("article img").evaluate_all("images => images.forEach(image => image.loading = 'eager')")
    until(page, "[...document.querySelectorAll('article img')].every(image => image.complete)")
    broken = page.locator("article img").evaluate_all(
        "images => images.filter(image => !image.naturalWidth || !image.hasAttribute('alt')).map(image => image.src)"
    )
    assert broken == []


def test_every_page_names_the_feeds_and_says_what_it_is_when_it_is_shared(open_page: Open, site: str) -> None:
    page = open_page("projects/sunspots/")
    links = page.locator("link[rel=alternate]").evaluate_all("links => links.map(link => [link.type, link.href])")
    assert links == [
        ["application/rss+xml", f"{site}feed.xml"],
        ["application/atom+xml", f"{site}atom.xml"],
        ["application/feed+json", f"{site}feed.json"],
    ]
    said = dict(
        page.locator("meta[property], meta[name]").evaluate_all(
            "all => all.map(meta => [meta.getAttribute('property') || meta.name, meta.content])"
        )
    )
    assert said["og:title"] == "Three centuries of sunspots"
    assert said["og:type"] == "article"
    assert said["og:url"] == f"{site}projects/sunspots/"
    assert said["og:image"].startswith(f"{site}assets/inpublic/")
    assert said["twitter:card"] == "summary_large_image"
    assert said["description"] == said["og:description"] != ""


def test_the_log_names_its_own_feed_beside_those_of_the_site(open_page: Open, site: str) -> None:
    links = (
        open_page("log/").locator("link[rel=alternate]").evaluate_all("all => all.map(one => [one.title, one.href])")
    )

    assert len(links) == 4
    assert links[-1] == ["Log (RSS)", f"{site}feeds/log.xml"]


@pytest.mark.parametrize("path", ["resume/", "skills/", "about/", "projects/", "log/"])
def test_a_page_without_a_picture_shows_that_of_the_site_and_whose_it_is(open_page: Open, site: str, path: str) -> None:
    page = open_page(path)
    said = dict(
        page.locator("meta[property], meta[name]").evaluate_all(
            "all => all.map(meta => [meta.getAttribute('property') || meta.name, meta.content])"
        )
    )

    assert said["og:title"].endswith(" · Ada Quill, learning in public")
    assert (said["og:type"], said["twitter:card"]) == ("website", "summary_large_image")
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert page.request.get(said["og:image"]).ok
    assert said["og:image"] == f"{site}assets/inpublic/share/home.jpg"


def test_words_of_another_language_are_marked_as_such(open_page: Open) -> None:
    page = open_page("projects/鸢尾花分类/")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator(".ip-text").first.get_attribute("lang") == "zh"


def test_the_keyboard_shows_where_it_is(open_page: Open) -> None:
    page = open_page("projects/")
    unseen = []
    for _ in range(25):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const node = document.activeElement, box = node.getBoundingClientRect();
                const marked = [getComputedStyle(node), getComputedStyle(node, "::after")]
                    .some(style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0);
                const label = node.nextElementSibling;
                const field = node.closest("form");
                const others = [label, field].filter(Boolean).map(other => getComputedStyle(other));
                return marked || others.some(style => style.outlineStyle !== "none" || style.boxShadow !== "none")
                    ? "" : node.outerHTML.slice(0, 160);
            }"""
        )
        unseen.append(seen)
    assert list(filter(None, unseen)) == []


def test_a_missing_page_is_answered_in_the_sites_own_words(open_page: Open) -> None:
    page = open_page("there/is/none/")
    assert page.get_by_role("heading", name="There is nothing here").is_visible()
    page.get_by_role("link", name="See all projects").click()
    assert page.get_by_role("heading", level=1, name="Projects").is_visible()


def test_centred_columns_of_a_table_stand_side_by_side(open_page: Open) -> None:
    page = open_page("projects/learning-curves/")
    row = "<tr><td class=ip-center>one</td><td class=ip-center>two</td></tr>"
    tops = page.evaluate(
        f"""() => {{
            document.querySelector(".ip-text").innerHTML = "<div class=ip-table><table>{row}</table></div>";
            return [...document.querySelectorAll(".ip-table .ip-center")].map(cell => cell.getBoundingClientRect().top);
        }}"""
    )
    assert len(tops) >= 2
    assert tops[0] == tops[1]
