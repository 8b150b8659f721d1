"""Rules that are tried only at the signs that they begin with."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from inpublic.text import firstsigns, markdown

FAST, SLOW = markdown._parser.__wrapped__(), markdown._parser.__wrapped__()
for _ruler in (SLOW.block.ruler, SLOW.inline.ruler):
    del _ruler.getRules  # that of markdown-it again

SIGNS = (
    "# |###### |> |* |- |+ |1. |2) |    |  | |\n|\n\n|```|~~~|`|``|*|**|_|__|~~|[|]|(|)|[a](b)|![a](b)|[a]: b|[^1]"
    "|[^1]: n|<b>|</b>|<div>|<!-- c -->|<!-- c --->|http://a.example/b|www.a.example|a@b.example|<http://a.example>"
    "|---|===|***|&amp;|word|w|é|1|[ ] |!|:|\t|\\|$|$$|\\\\(|\\\\)|\\begin{a}\n|\\end{a}|\\eqref{a}"
    "|{ref}`a`|(a)=|{#a}|\xa0"
    '|!!! note\n    a|::: {.note}\n|:::|```{note}\n|??? tip "t"\n|=== "t"\n    |[!NOTE]\n|Note: '
).split("|")
TABLES = ["| a | b |\n", "|---|---|\n", "|"]


def tokens(parser: MarkdownIt, text: str) -> list[dict[str, Any]]:
    return [token.as_dict() for token in parser.parse(text, {})]


@given(st.lists(st.sampled_from([*SIGNS, *TABLES]) | st.text(max_size=3), max_size=14).map("".join))
@settings(max_examples=500, deadline=None)
def test_any_text_is_read_as_where_all_rules_are_tried(text: str) -> None:
    assert tokens(FAST, text) == tokens(SLOW, text)


def test_all_rules_that_are_named_are_in_use() -> None:
    assert firstsigns._BLOCKS.keys() <= set(SLOW.block.ruler.get_active_rules())
    assert firstsigns._WORDS.keys() <= set(SLOW.inline.ruler.get_active_rules())
