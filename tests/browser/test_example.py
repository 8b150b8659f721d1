"""The example's reader of digits: the page that is shown is the model that the notebook measured."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = pytest.mark.browser

READ = """rows => rows.map(([image]) => {
  const found = read([...image].map((letter) => letter.charCodeAt() - 97));
  const most = Math.max(...found);
  return [found.indexOf(most), most, found.reduce((sum, other) => sum + other)];
})"""
ONE = [(0.5, 0.12), (0.5, 0.5), (0.5, 0.88)]


@pytest.fixture
def page(site: str, browser: Any) -> Iterator[Any]:
    """The demo on a page of its own, as wide as a phone with a finger on it."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(f"{site}demos/digits.html")
    yield page
    context.close()


def test_the_page_reads_all_test_images_as_python_did_and_as_well_as_the_record_says(page: Any, folder: Path) -> None:
    project = folder / "projects/handwritten-digits"
    asked = json.loads((project / "check.json").read_text("utf-8"))
    said = page.evaluate(READ, asked)
    assert len(asked) == 450
    assert [answer for answer, _, _ in said] == [answer for _, _, answer, _ in asked]
    for (_, share, whole), (_, _, _, expected) in zip(said, asked, strict=True):
        assert share == pytest.approx(expected, abs=0.0006)
        assert whole == pytest.approx(1)
    right = sum(answer == truth for (answer, _, _), (_, truth, _, _) in zip(said, asked, strict=True))
    record = yaml.safe_load((project / "project.yml").read_text("utf-8"))
    assert round(right / len(asked), 3) == record["results"][0]["value"]


def test_a_digit_drawn_at_either_edge_is_read_like_one_in_the_middle(page: Any) -> None:
    answers = []
    box = page.locator("#pad").bounding_box()
    for shift in (-0.25, 0, 0.25):
        page.get_by_role("button", name="Clear").click()
        for step, (right, down) in enumerate(ONE):
            page.mouse.move(box["x"] + (right + shift) * box["width"], box["y"] + down * box["height"], steps=5)
            if not step:
                page.mouse.down()
        page.mouse.up()
        answers.append(page.locator("#answer").inner_text())
    assert len(set(answers)) == 1
    assert answers[0].startswith("I read a 1")


def test_the_keyboard_draws_and_clears(page: Any) -> None:
    page.locator("#pad").focus()
    page.keyboard.press("Space")
    for _ in range(11):
        page.keyboard.press("ArrowDown")
    assert page.locator("#answer").inner_text().startswith(("I read a", "I am not sure"))
    assert page.locator("tr.first").count() == 1
    page.keyboard.press("Delete")
    assert page.locator("#answer").inner_text() == "Nothing is drawn yet."
    assert page.locator("tr.first").count() == 0


def test_a_finger_draws_without_moving_the_page(page: Any) -> None:
    assert page.locator("#pad").evaluate("pad => getComputedStyle(pad).touchAction") == "none"
    page.locator("#pad").tap()
    assert page.locator("#answer").inner_text() != "Nothing is drawn yet."
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_images_of_the_notebook_are_shown_and_read(page: Any) -> None:
    for _ in range(10):
        page.get_by_role("button", name="Show me one").click()
        assert page.locator("#answer").inner_text().startswith(("I read a", "I am not sure"))


def test_the_film_of_it_plays(site: str, page: Any) -> None:
    page.goto(site)
    size = page.evaluate(
        """async (address) => {
          const film = Object.assign(document.createElement("video"), { src: address, muted: true });
          const told = (resolve, reject) => { film.onloadeddata = resolve; film.onerror = () => reject(film.error); };
          await new Promise(told);
          return [film.videoWidth, film.videoHeight];
        }""",
        f"{site}demos/digits.webm",
    )
    assert size == [390, 810]
