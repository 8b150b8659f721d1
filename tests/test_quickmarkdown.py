"""Markdown as another parser reads it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.stock.plainmarkdown import markdown_inventory
from inpublic.stock.quickmarkdown import quick_inventories


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\nSome **bold** text with [a link](https://a.example/b_c).\nAnd another line.",
        "* a\n* b\n  1. c\n\n> quoted\n",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "- [x] done\n- [ ] open\n\n~~gone~~ and https://a.example/b?c=d&e=f, a@b.example.",
        "So $a_1$ and\n\n$$\nx = \\alpha\n$$\n\nend, for $5 and 6.",
        "![words](a.png) <img src='b.png'> <b>raw</b>\n\n<div>\n\n*in*\n\n</div>",
        "```python\nx = {1: 2}\n```\n\n    y = 3\n",
        "A note[^1].\n\n[^1]: which *says* more",
        '[a]\n\n[a]: https://a.example "title"',
    ],
    ids=["prose", "lists", "table", "github", "formulas", "html", "code", "footnote", "reference"],
)
def test_another_parser_reads_usual_markdown_alike(text: str) -> None:
    (found,), exact = quick_inventories([text]), markdown_inventory(text)
    assert found is not None
    assert (found.lines, dict(found.counts)) == (exact.lines, dict(exact.counts))


def test_each_of_several_texts_has_its_own_inventory() -> None:
    assert [
        found.lines if found is not None else None for found in quick_inventories(["a\n\n<p>b", "<div>c", "", "d"])
    ] == [
        ("a", "b"),
        ("c",),
        (),
        ("d",),
    ]


@given(
    st.lists(st.sampled_from("# * - > ` | [ ] ( ) ! < > $ ~ \\ : ^ { } \n a \t".split(" ")) | st.just(" "), max_size=60)
)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(signs: list[str]) -> None:
    assert len(quick_inventories(["".join(signs)])) == 1


def test_where_there_is_no_other_parser_ours_alone_reads() -> None:
    hidden = "import sys; sys.modules['comrak'] = None"
    code = f"{hidden}; from inpublic.stock.holdings import writeup_holdings as taken; print(taken(b'a')[0].quickly)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "None\n"
