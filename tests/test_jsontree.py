"""JSON as a tree: folded or open, complete, and text when it is too large."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from inpublic.celloutputs.jsontree import json_html
from inpublic.text.markers import has_markers, scrub


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


@pytest.mark.parametrize("expanded", [True, False])
def test_of_many_values_the_rest_is_text(expanded: bool) -> None:
    tree = LexborHTMLParser(json_html(list(range(3000)), expanded=expanded))
    assert len(tree.css("li")) == 2000
    assert tree.css_first(".ip-fold summary").text() == "1,000 more, as text"
    assert json.loads(tree.css_first("pre").text()) == list(range(2000, 3000))


def test_the_rest_of_an_object_keeps_its_names() -> None:
    value = {f"key {number}": number for number in range(2001)}
    text = LexborHTMLParser(json_html(value, expanded=True)).css_first("pre").text()
    assert json.loads(text) == {"key 2000": 2000}


def test_neighbours_are_drawn_before_what_they_hold() -> None:
    tree = LexborHTMLParser(json_html([list(range(3000)), "last"], expanded=True))
    assert tree.css("li")[-1].text() == '1: "last"'


def test_what_lies_deep_is_text() -> None:
    value: Any = "core"
    for _ in range(200):
        value = [value]
    tree = LexborHTMLParser(json_html(value, expanded=True))
    inner = json.loads(tree.css_first("pre").text())
    assert len(tree.css("details")) == 30
    for _ in range(200 - 29):
        inner = inner[0]
    assert inner == "core"


def test_a_root_names_a_single_value() -> None:
    assert (
        LexborHTMLParser(json_html(None, expanded=False, root="<none>")).css_first(".ip-json").text() == "<none>: null"
    )


@pytest.mark.parametrize("word", ["\ud800", "\ufdd0l0\ufdd1"], ids=["half a character", "a marker"])
def test_what_no_page_may_hold_is_taken_out(word: str) -> None:
    html = json_html({word: [word]}, expanded=True, root=word)
    assert html.encode()
    assert not has_markers(html)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=15,
)


def words(part: object) -> list[str]:
    if isinstance(part, dict):
        return [word for name, child in part.items() for word in [name, *words(child)]]
    if isinstance(part, list):
        return [word for child in part for word in words(child)]
    return [json.dumps(part, ensure_ascii=False)]


@settings(max_examples=100, deadline=None)
@given(JSON, st.booleans(), st.text(max_size=5))
def test_every_word_of_the_data_is_in_the_tree(value: object, expanded: bool, root: str) -> None:
    tree = LexborHTMLParser(json_html(value, expanded=expanded, root=root))
    text = tree.body.text() if tree.body else ""
    assert all(scrub(word) in text for word in words(value))


@settings(max_examples=100, deadline=None)
@given(JSON, st.booleans(), st.text(max_size=5))
def test_every_tag_is_ours_and_closed(value: object, expanded: bool, root: str) -> None:
    html = json_html(value, expanded=expanded, root=root)
    tree = LexborHTMLParser(html)
    tags = {node.tag for node in tree.css("body *")}
    assert tags <= {"div", "details", "summary", "ul", "li", "span", "pre"}
    assert all(html.count(f"</{tag}>") == len(tree.css(tag)) for tag in tags)
    assert {name for node in tree.css("*") for name in node.attributes} <= {"class", "open"}
