"""Style from strangers: what is harmless stays, nothing leaves its place or asks anybody for anything."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.text.styles import merge_styles, plain_style, rules_of, safe_sheet, safe_style


@pytest.mark.parametrize(
    ("given_style", "kept"),
    [
        ("color: red", "--ansi: red"),
        ("background-color: yellow", "--ansi-ground: yellow"),
        ("color: #000; background: #fff", "color: #000; background: #fff"),
        ("color: inherit; font-weight: bold", "font-weight: bold"),
        ("background: transparent; color: red", "--ansi: red"),
        ("background: url(https://x.example/a.png)", ""),
        ('background: url("https://x.example/a.png")', ""),
        ("background: image-set('a.png' 1x)", ""),
        ("width: 50%; position: fixed; z-index: 9; margin: -5px", "width: 50%"),
        ("margin: 0 auto", "margin: 0 auto"),
        ("width: 10em; COLOR: Red", "width: 10em; --ansi: Red"),
        ("width: expression(alert(1))", ""),
        ("color: red !important", "--ansi: red"),
        (
            "background: linear-gradient(90deg, #5fba7d 50.0%, transparent 50.0%)",
            "background: linear-gradient(90deg, #5fba7d 50.0%, transparent 50.0%)",
        ),
        ("color: red; color: blue", "--ansi: blue"),
        ("content: 'x'; behavior: none; -moz-binding: none", ""),
        ("color: </style><script>", ""),
    ],
)
def test_of_a_style_the_harmless_declarations_stay(given_style: str, kept: str) -> None:
    assert safe_style(given_style) == kept


def test_behind_a_shadow_root_colours_stay_as_they_are() -> None:
    assert plain_style("color: red; position: fixed") == "color: red"


def test_of_two_styles_the_later_declaration_holds() -> None:
    assert merge_styles("text-align: left; width: 3em", "text-align: right") == "text-align: right; width: 3em"
    assert merge_styles(safe_style("color: red"), "width: 1em") == "--ansi: red; width: 1em"


def test_a_sheet_keeps_its_rules_and_loses_what_it_would_fetch() -> None:
    sheet = """@import url(https://x.example/a.css);
    @font-face { font-family: x; src: url(https://x.example/a.woff) }
    #a { color: red; background: url(https://x.example/a.png) }
    #b > c:hover { content: "\\25B8"; position: absolute; left: -1px; transform: rotate(3deg) }
    #c { position: fixed }
    @media (min-width: 30em) { #a { --x: 1; color: var(--x) } }
    @media (prefers-color-scheme: dark) { #a { color: white } }
    d { } </style><script>"""
    assert safe_sheet(sheet).splitlines() == [
        "#a { color: red }",
        '#b > c:hover { content: "▸"; position: absolute; left: -1px; transform: rotate(3deg) }',
        "@media (min-width: 30em) { #a { --x: 1; color: var(--x) } }",
    ]


def test_rules_are_read_one_by_one() -> None:
    rules = list(rules_of("#a, #b { color: red } @media print { #c { color: blue } } #d { width: 1px }"))
    assert [(selector, text.strip()) for selector, text in rules] == [("#a, #b", "color: red"), ("#d", "width: 1px")]


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="abcu:;rl(){}\"'\\/<>@ #-0!\n", max_size=60))
def test_no_style_survives_that_fetches_or_ends_its_element(text: str) -> None:
    for result in (safe_style(f"color: {text}"), safe_sheet(f"a {{ color: {text} }} {text}")):
        assert "<" not in result
        assert "url(" not in result.lower().replace("\\", "")
    assert safe_style(safe_style(text)) == safe_style(text)
