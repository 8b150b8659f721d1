"""Under the Content-Security-Policy all of the site runs, and nothing that somebody slips into a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

pytestmark = pytest.mark.browser
Until = Callable[[Any, str], None]

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  violations.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sourceFile || ""} ${event.sample}`));
"""
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
HOSTILE = {
    "an inline script": "<script>window.taken = 1</script>",
    "an event handler": '<img src="data:," onerror="window.taken = 1">',
    "a handler of a drawing": '<svg onload="window.taken = 1"></svg>',
    "another host's script": '<script src="https://evil.example/x.js"></script>',
    "a script in an address": '<script src="data:text/javascript,window.taken=1"></script>',
    "a module": '<script type="module">window.taken = 1</script>',
    "a page in a frame": "<iframe srcdoc='<script>parent.taken = 1</script>'></iframe>",
}


@pytest.fixture
def watched(site: str, browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a page that notes what its policy forbids and what goes wrong; other hosts answer with a picture."""
    contexts = []

    def opened(path: str, **settings: Any) -> Any:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, **settings)
        contexts.append(context)
        context.add_init_script(WATCH)
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
        page.route(
            lambda url: not url.startswith((site, "data:", "blob:")),
            lambda route: route.fulfill(body=PICTURE, content_type="image/svg+xml"),
        )
        page.goto(site + path)
        page.wait_for_load_state("networkidle")
        return page

    yield opened
    for context in contexts:
        context.close()


def complaints(page: Any) -> list[str]:
    found: list[str] = page.faults + page.evaluate("violations")
    return found


def test_every_kind_of_page_loads_without_breaking_its_policy(
    watched: Callable[..., Any], kinds: Mapping[str, str], site: str
) -> None:
    page = watched("404.html")
    for path in kinds.values():
        page.goto(site + path)
        page.wait_for_load_state("networkidle")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        assert complaints(page) == [], path


def test_the_policy_is_first_and_the_same_on_every_page(site: str, folder: Path) -> None:
    policies = set()
    for path in (folder / "site").rglob("*.html"):
        if not {"assets", "demos"} & {*path.parts}:  # frames and demos are files, not pages of the site
            charset, policy = LexborHTMLParser(path.read_text("utf-8")).css("head > *")[:2]
            assert charset.attributes == {"charset": "utf-8"}
            assert policy.attributes["http-equiv"] == "Content-Security-Policy"
            policies.add(policy.attributes["content"] or "")
    (policy,) = policies
    assert "script-src 'self';" in policy


def test_searching_works_under_the_policy(watched: Callable[..., Any]) -> None:
    page = watched("")
    page.locator(".md-search__input").click()
    page.keyboard.type("sunspots", delay=20)
    page.locator(".md-search-result__link").first.wait_for()
    assert complaints(page) == []


def test_the_chosen_colours_stay_on_the_next_page_from_its_first_paint(watched: Callable[..., Any], site: str) -> None:
    page = watched("", color_scheme="light")
    page.locator("label[for=__palette_1]").click()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    page.route(re.compile(r"bundle.*\.js"), lambda route: route.abort())
    page.goto(f"{site}projects/")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    assert page.evaluate("violations") == []


def test_code_can_be_copied_under_the_policy(watched: Callable[..., Any]) -> None:
    page = watched("projects/sunspots/", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".highlight code").first.scroll_into_view_if_needed()
    page.locator(".md-code__button, .md-clipboard").first.click()
    assert page.evaluate("navigator.clipboard.readText()")
    assert complaints(page) == []


def test_the_filter_of_the_portfolio_works_under_the_policy(watched: Callable[..., Any]) -> None:
    page = watched("projects/")
    page.locator(".ip-chip[data-tag=time-series]").click()
    assert "tag=time-series" in page.url
    assert complaints(page) == []


def test_a_live_figure_draws_under_the_policies_of_page_and_frame(watched: Callable[..., Any]) -> None:
    page = watched("projects/sunspots/")
    page.get_by_role("button", name="Load the interactive figure").first.click()
    frame = page.frame_locator("iframe").first
    frame.locator("svg, canvas").first.wait_for()
    assert complaints(page) == []


def test_pictures_and_players_of_other_hosts_are_allowed(watched: Callable[..., Any], until: Until) -> None:
    page = watched("projects/notebook-gallery/")
    page.evaluate(
        """() => {
          const article = document.querySelector("article");
          const add = (html) => article.insertAdjacentHTML("beforeend", html);
          add('<img id="secure" src="https://pictures.example/a.svg">');
          add('<iframe id="player" src="https://player.example/embed/1"></iframe>');
          add('<video id="film" src="https://films.example/a.mp4"></video>');
        }"""
    )
    until(page, "document.getElementById('secure').naturalWidth > 0")
    assert page.evaluate("violations") == []


POLICY = re.compile('<meta http-equiv="Content-Security-Policy"[^>]*>')


@pytest.fixture
def slipped(site: str, browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a page that somebody has slipped HTML into, with its policy or without."""
    contexts = []

    def opened(html: str, *, policy: bool) -> Any:
        contexts.append(browser.new_context())
        contexts[-1].add_init_script(WATCH)
        page = contexts[-1].new_page()

        def slip_in(route: Any) -> None:
            answer = route.fetch()
            text = answer.text() if policy else POLICY.sub("", answer.text())
            route.fulfill(response=answer, body=text.replace("</article>", f"{html}</article>"))

        page.route(f"{site}about/", slip_in)
        page.route(
            "https://evil.example/**",
            lambda route: route.fulfill(body="window.taken = 1", content_type="text/javascript"),
        )
        page.goto(f"{site}about/")
        page.wait_for_load_state("networkidle")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE)
def test_what_somebody_slips_into_a_page_would_run_but_for_the_policy(
    html: str, slipped: Callable[..., Any], until: Until
) -> None:
    until(slipped(html, policy=False), "window.taken === 1")
    page = slipped(html, policy=True)
    page.wait_for_timeout(300)
    assert page.evaluate("window.taken") is None


def test_a_base_address_and_a_foreign_form_that_were_slipped_in_lead_nowhere(
    slipped: Callable[..., Any], site: str, until: Until
) -> None:
    base = '<base href="https://evil.example/">'
    form = '<form action="https://evil.example/"><button id="go">Go</button></form>'
    page = slipped(base + form, policy=True)
    assert page.evaluate("document.baseURI").startswith(site)
    page.evaluate("void setTimeout(() => document.getElementById('go').click())")
    until(page, "violations.some((one) => one.startsWith('form-action'))")
    assert page.url.startswith(site)


def test_nothing_that_authors_style_reaches_beyond_the_column_of_text(watched: Callable[..., Any], site: str) -> None:
    page = watched("projects/sunspots/")
    page.evaluate(
        """() => document.querySelector("article").insertAdjacentHTML("afterbegin", `
          <div style="height: 0; overflow: visible; opacity: .9">
            <a id="cover" href="#" style="display: block; margin: 0 -9999px; width: 30000px; height: 30000px">x</a>
            <a style="position: fixed; inset: 0; z-index: 99">y</a>
          </div>`)"""
    )
    around = [".md-header__title", ".md-tabs__link", ".md-sidebar--secondary", ".md-footer"]
    reached = """(around) => around.filter((selector) => {
          const node = document.querySelector(selector);
          node.scrollIntoView({ block: "center", behavior: "instant" });
          const { left, top, width, height } = node.getBoundingClientRect();
          return document.elementFromPoint(left + width / 2, top + height / 2)?.closest(".md-content");
        })"""
    assert page.evaluate(reached, around) == []
    page.evaluate("document.querySelector('.md-content').style.clipPath = 'none'")
    assert page.evaluate(reached, around) != []


def test_a_live_figure_that_is_opened_by_itself_runs_nothing(site: str, folder: Path, browser: Any) -> None:
    files = sorted((folder / "site/assets/inpublic/files").glob("*.html"))
    assert files
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for file in files:
        page.goto(f"{site}assets/inpublic/files/{file.name}")
        page.wait_for_load_state("networkidle")
        assert page.locator("body").inner_text().strip() == "This figure is shown on its page only."
        assert page.locator("script").count() == 1
    assert [url for url in asked if not url.startswith(site)] == []
    context.close()
