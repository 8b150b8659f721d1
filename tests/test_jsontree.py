"""JSON as a tree: folded or open, complete, and text when it is too large."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from inpublic.jsontree import json_html


def test_a_tree_says_what_it_holds() -> None:
    html = json_html({"model": "line", "weights": [0.5, 1], "fitted": True, "notes": None}, expanded=False)
    tree = LexborHTMLParser(html)
    assert tree.css_first("summary").text() == "JSON {…} 4 items"
    assert [node.text() for node in tree.css("li li")] == ["0: 0.5", "1: 1"]
    assert tree.css_first(".s2").text() == '"line"'
    assert [node.text() for node in tree.css(".kc")] == ["true", "null"]
    assert not tree.css("details[open]")


def test_an_expanded_tree_has_its_first_two_levels_open() -> None:
    tree = LexborHTMLParser(json_html({"a": {"b": {"c": 1}}}, expanded=True, root="settings"))
    assert [("open" in node.attributes) for node in tree.css("details")] == [True, True, False]
    assert tree.css_first("summary").text().startswith("settings")


def test_a_value_that_is_no_tree_stands_alone() -> None:
    assert json_html("x", expanded=True) == '<div class="ip-json"><span class="s2">"x"</span></div>'
    assert "<details" not in json_html([], expanded=True)


def test_large_and_deep_data_is_shown_as_its_text() -> None:
    deep: Any = 1
    for _ in range(200):
        deep = [deep]
    for value in (list(range(3000)), deep):
        text = LexborHTMLParser(json_html(value, expanded=True)).css_first("pre").text()
        assert json.loads(text) == value


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=15,
)


@settings(max_examples=100, deadline=None)
@given(JSON, st.booleans())
def test_every_word_of_the_data_is_in_the_tree(value: object, expanded: bool) -> None:
    body = LexborHTMLParser(json_html(value, expanded=expanded)).body
    text = body.text() if body else ""

    def words(part: object) -> list[str]:
        if isinstance(part, dict):
            return [word for name, child in part.items() for word in [name, *words(child)]]
        if isinstance(part, list):
            return [word for child in part for word in words(child)]
        return [json.dumps(part, ensure_ascii=False)]

    shown = "".join(text.replace("\r", "\n").split())
    assert all("".join(word.replace("\r", "\n").split()) in shown for word in words(value) if "\x00" not in word)
