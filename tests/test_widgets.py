"""Widgets as they were stored: drawn without a library, harmless whatever a notebook holds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from inpublic.celloutputs.widgets import widget_html, widget_states
from inpublic.text.markers import has_markers
from inpublic.text.sanitise import sanitise

VIEW = "application/vnd.jupyter.widget-view+json"
STATES = "application/vnd.jupyter.widget-state+json"


def model(kind: str, **state: Any) -> dict[str, Any]:
    return {"model_name": f"{kind}Model", "model_module": "@jupyter-widgets/controls", "state": state}


def drawn(states: dict[str, Any], name: str = "a") -> str:
    return answer(states, name) or ""


def answer(states: dict[str, Any], name: object = "a") -> str | None:
    return widget_html(
        {"model_id": name},
        states,
        lambda outputs: f"<pre>{len(outputs)} outputs</pre>",
        lambda data, alt: f'<img src="{len(data)}" alt="{alt}">',
        sanitise,
    )


@pytest.mark.parametrize(
    "metadata",
    [
        {"widgets": {STATES: {"state": {"a": model("Label")}, "version_major": 2}}},
        {"widgets": {STATES: {"a": model("Label")}}},
        {"widgets": {"state": {"a": model("Label")}, "version": "1"}},
        {"widgets": {"a": model("Label")}},
    ],
    ids=["Jupyter", "Colab", "old", "bare"],
)
def test_states_are_found_in_every_form(metadata: dict[str, Any]) -> None:
    assert list(widget_states(metadata)) == ["a"]


@pytest.mark.parametrize("metadata", [{}, {"widgets": 3}, {"widgets": {STATES: []}}, {"widgets": {"state": {"a": 1}}}])
def test_without_states_there_are_none(metadata: dict[str, Any]) -> None:
    assert not widget_states(metadata)


@pytest.mark.parametrize(
    ("widget", "text"),
    [
        (model("IntSlider", description="degree", value=7), "degree 7"),
        (model("FloatRangeSlider", description="range", value=[1.5, 2.0]), "range 1.5 – 2"),
        (model("Dropdown", description="model", index=1, _options_labels=["ridge", "lasso"]), "model lasso"),
        (model("SelectMultiple", index=[0, 1], _options_labels=["a", "b"]), "a, b"),
        (model("Checkbox", description="shuffle", value=True), "shuffle ☑"),
        (model("HTML", value="<b>bold</b><script>alert(1)</script>"), "bold"),
        (model("Label", value="<i>as it is</i>"), "<i>as it is</i>"),
        (model("Button", description="Run"), "Run"),
        (model("FileUpload"), "Upload"),
        (model("IntSlider", description="unmoved"), "unmoved 0"),
        (model("FloatLogSlider"), "1"),
        (model("SelectionRangeSlider", index=[0, 2], _options_labels=["Jan", "Feb", "Mar"]), "Jan – Mar"),
        (model("TagsInput", value=["a", "b"]), "a, b"),
        (model("ColorPicker", description="ground", value="#fff"), "ground #fff"),
        (model("Textarea", value="<b>two\nlines"), "<b>two\nlines"),
        (model("DatePicker", description="when", value={"year": 2024, "month": 0, "date": 5}), "when 2024-01-05"),
        (model("TimePicker", value={"hours": 7, "minutes": 5, "seconds": 0, "milliseconds": 0}), "07:05"),
        (model("Output", outputs=[{"output_type": "stream"}]), "1 outputs"),
    ],
    ids=lambda value: value if isinstance(value, str) else value["model_name"],
)
def test_a_widget_is_drawn_with_its_value(widget: dict[str, Any], text: str) -> None:
    tree = LexborHTMLParser(drawn({"a": widget}))
    assert tree.body is not None
    assert tree.body.text(separator="").strip() == text


def test_a_progress_bar_of_tqdm_is_one_line() -> None:
    html = drawn(
        {
            "a": model("HBox", children=["IPY_MODEL_b", "IPY_MODEL_c", "IPY_MODEL_d"]),
            "b": model("HTML", value="100%"),
            "c": model("FloatProgress", value=782, min=0, max=782),
            "d": model("HTML", value=" 782/782 [00:12&lt;00:00]"),
        }
    )
    assert html.startswith('<div class="ip-widgets"><div class="ip-widgets__row">')
    assert '<progress value="782" max="782" aria-label="progress">' in html
    assert "782/782 [00:12&lt;00:00]" in html


def test_tabs_become_sections_with_their_titles() -> None:
    states = {
        "a": model("Tab", children=["IPY_MODEL_b"], titles=["First"], selected_index=0),
        "b": model("Label", value="x"),
    }
    assert "<details open><summary>First</summary>" in drawn(states)


def test_pictures_come_from_buffers_or_from_what_a_canvas_kept() -> None:
    image = {**model("Image", format="png"), "buffers": [{"data": "AAAA", "encoding": "base64", "path": ["value"]}]}
    assert '<img src="3"' in drawn({"a": image})
    assert '<img src="3"' in drawn({"a": model("MPLCanvas", _data_url="data:image/png;base64,AAAA")})


@pytest.mark.parametrize(
    "states",
    [
        {},
        {"a": model("Unknown")},
        {"a": model("HBox", children=["IPY_MODEL_a"])},
        {"a": model("VBox", children="x")},
        {"a": model("Password", value="secret", description="token")},
        {"a": model("Accordion", children=["IPY_MODEL_b"], titles=["none of it is known"])},
    ],
    ids=["none", "unknown", "itself", "text", "password", "sections"],
)
def test_what_is_unknown_or_secret_is_left_to_another_form(states: dict[str, Any]) -> None:
    assert answer(states) is None


@pytest.mark.parametrize("name", [None, 3, ["a"], {"a": 1}])
def test_a_view_may_name_anything(name: object) -> None:
    assert answer({"a": model("Label", value="x")}, name) is None


@pytest.mark.parametrize(
    "states",
    [
        {"a": model("Label", value="x", layout="IPY_MODEL_l"), "l": model("Layout", display="none")},
        {"a": model("Label", value="x", layout="IPY_MODEL_l"), "l": model("Layout", visibility="hidden")},
        {"a": model("Output", outputs=[])},
    ],
    ids=["not displayed", "hidden", "no outputs"],
)
def test_where_the_author_saw_nothing_there_is_nothing(states: dict[str, Any]) -> None:
    assert answer(states) == ""


def test_an_output_that_holds_itself_is_drawn_once() -> None:
    view = {"output_type": "display_data", "data": {VIEW: {"model_id": "a"}, "text/plain": "x"}}
    html = drawn({"a": model("Output", outputs=[{"output_type": "stream"}, view])})
    assert html.count("<pre>") == 2


def test_a_hidden_widget_in_an_output_stays_hidden() -> None:
    view = {"output_type": "display_data", "data": {VIEW: {"model_id": "b"}, "text/plain": "x"}}
    assert drawn({"a": model("Output", outputs=[view]), "b": model("Output")}) == ""


def test_boxes_that_share_their_children_come_to_an_end() -> None:
    states = {str(level): model("HBox", children=[f"IPY_MODEL_{level + 1}"] * 9) for level in range(19)}
    assert drawn({**states, "19": model("Label", value="x")}, "0").count(">x<") < 1000


@pytest.mark.parametrize("word", ["\ud800x", "\ufdd0l0\ufdd1x"], ids=["half a character", "a marker"])
@pytest.mark.parametrize("kind", ["Label", "HTML", "Text", "Button", "FloatProgress"])
def test_what_no_page_may_hold_is_taken_out(kind: str, word: str) -> None:
    html = drawn({"a": model(kind, value=word, description=word)})
    assert html.encode()
    assert not has_markers(html)


def test_blocks_of_html_stand_in_a_block() -> None:
    html = drawn({"a": model("HTML", value="<p>x</p>")})
    assert LexborHTMLParser(html).css_first("span p") is None


HOSTILE = [
    "IPY_MODEL_a",
    "IPY_MODEL_b",
    "<script>alert(1)</script>",
    '" onload="alert(1)',
    "<img src=x onerror=alert(1)>",
    {"output_type": "display_data", "data": {VIEW: {"model_id": "a"}}},
    {"output_type": "display_data", "data": {VIEW: "a"}},
    {"data": "AAAA", "encoding": "base64"},
    {"data": 1, "encoding": "hex"},
    {"year": 10**30, "month": -1, "date": None, "hours": "7", "minutes": 5},
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(HOSTILE),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KINDS = st.sampled_from(
    "HBox Tab FloatProgress HTML Label Select SelectionRangeSlider IntSlider FloatRangeSlider Textarea DatePicker "
    "Image Output Valid Button MPLCanvas".split()
)
NAMES = st.sampled_from(
    "children value description index _options_labels min max titles _titles selected_index layout outputs "
    "_data_url".split()
)


@settings(max_examples=100, deadline=None)
@given(KINDS, st.dictionaries(NAMES, JSON, max_size=6), JSON)
def test_no_state_makes_it_fail_or_lets_a_script_through(kind: str, state: dict[str, Any], buffers: object) -> None:
    html = drawn({"a": {**model(kind, **state), "buffers": buffers}, "b": model("Label", value="x")})
    tree = LexborHTMLParser(html)
    assert not tree.css("script")
    assert all(not name.startswith("on") for node in tree.css("*") for name in node.attributes)
