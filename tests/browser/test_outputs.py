"""Outputs as the reader meets them: live figures on a click, folds, pictures of other hosts, nothing asked before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
GALLERY = "projects/notebook-gallery/"

PLOTLY = (
    "window.Plotly = { newPlot: (id) => { document.getElementById(id.id || id).textContent = 'drawn by Plotly'; } };"
)


@pytest.fixture
def frame_after(open_page: Open) -> Callable[[Any, int], Any]:
    """Press the button of the live figure with this number, and return the frame that comes."""

    def press(page: Any, number: int) -> Any:
        box = page.locator(".ip-frame").nth(number)
        box.get_by_role("button").click()
        return box.frame_locator("iframe")

    return press


def test_nothing_is_asked_of_another_host_before_a_click(open_page: Open, site: str, browser: Any) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(site + GALLERY)
    page.mouse.wheel(0, 30_000)
    page.wait_for_timeout(300)
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    context.close()


def test_a_script_draws_in_a_frame_that_can_reach_nothing_of_the_page(open_page: Open, frame_after: Any) -> None:
    page = open_page(GALLERY)
    frame = frame_after(page, 0)
    frame.locator("#walk").wait_for()
    assert page.locator(".ip-frame iframe").first.get_attribute("sandbox") == "allow-scripts"
    assert (
        frame.locator("html").evaluate("try { parent.document.title } catch (error) { error.name }") == "SecurityError"
    )
    assert 180 <= page.locator(".ip-frame iframe").first.bounding_box()["height"] <= 220


def test_a_script_alone_has_an_element_to_draw_into(open_page: Open, frame_after: Any) -> None:
    page = open_page(GALLERY)
    number = page.locator(".ip-frame").evaluate_all(
        "(boxes) => boxes.findIndex((box) => box.closest('.ip-cell').textContent.includes('Javascript('))"
    )
    assert frame_after(page, number).locator("b").inner_text() == "Written by a script"


def test_a_figure_of_plotly_gets_the_library_that_the_notebook_loaded(open_page: Open, frame_after: Any) -> None:
    page = open_page(GALLERY)
    page.context.route(
        "https://cdn.plot.ly/**", lambda route: route.fulfill(body=PLOTLY, content_type="text/javascript")
    )
    number = page.locator(".ip-frame").evaluate_all(
        "(boxes) => boxes.findIndex((box) => (box.dataset.hosts || '').includes('cdn.plot.ly'))"
    )
    note = page.locator(".ip-frame").nth(number).locator(".ip-frame__note")
    assert note.inner_text() == "from cdn.plot.ly, which will see your visit"
    frame_after(page, number).get_by_text("drawn by Plotly").wait_for()


def test_a_frame_of_another_host_names_it(open_page: Open) -> None:
    page = open_page(GALLERY)
    notes = page.locator(".ip-frame__note").all_inner_texts()
    assert "from en.wikipedia.org, which will see your visit" in notes


def test_long_text_unfolds_in_place(open_page: Open) -> None:
    page = open_page(GALLERY)
    last = page.get_by_text("120 squared is  14400")
    assert not last.is_visible()
    page.get_by_text("Show all 120 lines").click()
    assert last.is_visible()
    assert page.get_by_text("Show less").first.is_visible()


def test_an_estimator_keeps_its_own_look_and_does_not_touch_the_page(open_page: Open) -> None:
    page = open_page(GALLERY)
    inside = page.locator(".ip-styled").evaluate(
        "(host) => host.shadowRoot.querySelectorAll('.sk-top-container').length"
    )
    assert inside == 1
    assert page.get_by_text("StandardScaler", exact=True).first.is_visible()
    assert page.evaluate("document.querySelectorAll('article style').length") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_cells_of_a_styler_keep_their_colours(open_page: Open, scheme: str) -> None:
    page = open_page(GALLERY, color_scheme=scheme)
    colours = page.locator("table[id^=T_] td").evaluate_all(
        "(cells) => cells.map((cell) => getComputedStyle(cell).backgroundColor)"
    )
    assert len(set(colours)) > 4


def test_every_picture_of_the_gallery_loads(open_page: Open) -> None:
    page = open_page(GALLERY)
    for picture in page.locator("article img").all():
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("(node) => node.decode().then(() => node.naturalWidth)") > 0
