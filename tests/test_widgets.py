"""Widgets as they were stored: drawn without a library, harmless whatever a notebook holds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from inpublic.sanitise import sanitise
from inpublic.widgets import widget_html, widget_states

STATES = "application/vnd.jupyter.widget-state+json"


def model(kind: str, **state: Any) -> dict[str, Any]:
    return {"model_name": f"{kind}Model", "model_module": "@jupyter-widgets/controls", "state": state}


def drawn(states: dict[str, Any], name: str = "a") -> str:
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
        {"a": model("Label", value="x", layout="IPY_MODEL_l"), "l": model("Layout", display="none")},
    ],
    ids=["none", "unknown", "itself", "text", "password", "hidden"],
)
def test_nothing_is_drawn_of_what_is_unknown_secret_or_hidden(states: dict[str, Any]) -> None:
    assert drawn(states) == ""


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KINDS = st.sampled_from(["HBox", "Tab", "FloatProgress", "HTML", "Select", "IntSlider", "Image", "Output", "Valid"])
NAMES = st.sampled_from(
    [
        "children",
        "value",
        "description",
        "index",
        "_options_labels",
        "min",
        "max",
        "titles",
        "_titles",
        "layout",
        "outputs",
    ]
)


@settings(max_examples=100, deadline=None)
@given(KINDS, st.dictionaries(NAMES, JSON, max_size=6), JSON)
def test_no_state_makes_it_fail_or_lets_a_script_through(kind: str, state: dict[str, Any], buffers: object) -> None:
    html = drawn({"a": {**model(kind, **state), "buffers": buffers}, "b": model("Label", value="x")})
    tree = LexborHTMLParser(html)
    assert not tree.css("script")
    assert all(not name.startswith("on") for node in tree.css("*") for name in node.attributes)
