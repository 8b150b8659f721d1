"""What stored outputs hold."""

from __future__ import annotations

from typing import Any

import pytest

from inpublic.stock.inventory import FORMULAS, FRAMES, PICTURES, RECORDINGS, ROWS, Inventory
from inpublic.stock.storedoutputs import outputs_inventory


def stream(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def shown(data: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"output_type": "display_data", "data": data, "metadata": {}, **more}


@pytest.mark.parametrize(
    ("outputs", "lines"),
    [
        ([stream("one\ntw"), stream("o\n")], ("one", "two")),
        ([stream("a"), stream("b", "stderr"), stream("c")], ("a", "b", "c")),
        ([stream("10%\r50%\rdone\nnext\r\n")], ("done", "next")),
        ([stream("\x1b[1;31mred\x1b[0m and \x1b]8;;x\x07link")], ("red and link",)),
        ([stream("first\n\x1b[Asecond")], ()),
        ([{"output_type": "error", "traceback": ["\x1b[31mTrace\x1b[0m", "back"]}], ("Trace", "back")),
        ([{"output_type": "error", "traceback": [], "ename": "E", "evalue": "why"}], ("why",)),
        ([shown({"text/plain": "plain", "text/html": "<b>rich</b>"})], ("rich",)),
        ([shown({"text/plain": "plain", "text/html": " "})], ("plain",)),
        ([shown({"text/plain": "plain", "text/markdown": "**rich**"})], ("rich",)),
        ([shown({"text/plain": "plain", "application/json": {"name": ["some words", 1]}})], ("name", "some words")),
        ([shown({"text/plain": "plain", "application/vnd.google.colaboratory.x+json": {}})], ("plain",)),
        ([shown({"text/plain": "old"}, transient={"display_id": "a"})], ()),
        ([shown({"text/html": "Loading BokehJS"}), shown({"application/javascript": "load()"})], ()),
        ([shown({}), {}, stream("")], ()),
    ],
    ids=[
        "one-stream",
        "two-streams",
        "overwritten",
        "escapes",
        "moves",
        "traceback",
        "reason",
        "html",
        "empty-html",
        "markdown",
        "json",
        "colab",
        "updated",
        "loader",
        "nothing",
    ],
)
def test_the_words_are_those_of_the_form_that_is_shown(outputs: list[dict[str, Any]], lines: tuple[str, ...]) -> None:
    assert outputs_inventory(outputs).lines == lines


@pytest.mark.parametrize(
    ("data", "counts"),
    [
        ({"image/png": "x", "text/plain": "<Figure>"}, {PICTURES: 1}),
        ({"text/latex": "$x$", "image/png": "x"}, {FORMULAS: 1}),
        ({"application/vnd.plotly.v1+json": {}, "text/html": "<div></div>"}, {FRAMES: 1}),
        ({"application/javascript": "element.append(1)"}, {FRAMES: 1}),
        ({"audio/wav": "x"}, {RECORDINGS: 1}),
        ({"application/mathml+xml": "<math><mi>x</mi></math>"}, {FORMULAS: 1}),
        ({"text/html": "<script>x</script><table class='dataframe'><tr><td>1</td></tr></table>"}, {ROWS: 1}),
    ],
    ids=["picture", "latex", "plotly", "script", "sound", "mathml", "table"],
)
def test_what_has_no_words_is_counted(data: dict[str, Any], counts: dict[str, int]) -> None:
    found = outputs_inventory([shown(data)])
    assert dict(found.counts) == counts


def test_html_with_scripts_is_left_to_be_judged_beside_the_page() -> None:
    html = "<div id='a'></div><script>draw()</script>"
    assert outputs_inventory([shown({"text/html": html})]) == Inventory(scripted=(html,))


def test_a_script_belongs_to_the_html_before_it() -> None:
    found = outputs_inventory([shown({"text/html": "<p id='a'>x</p>"}), shown({"application/javascript": "draw(a)"})])
    assert found.scripted == ("<p id='a'>x</p><script>draw(a)</script>",)
