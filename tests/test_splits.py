"""A key in pieces is found where readers see it whole, and nothing else is put together."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.gate.findings import scan
from inpublic.gate.splits import joined, without_invisible

TOKEN = "gh" + "p_" + "aB3dE6gH9jK2mN5pQ8rS1tU4vW7xY0zA3bC6"
FIRST, SECOND = TOKEN[:20], TOKEN[20:]
WORD = "Wg7mQ2xZr9"


def output(html: str) -> tuple[str, str]:
    shown = {"output_type": "display_data", "data": {"text/html": html}, "metadata": {}}
    return ".ipynb", json.dumps({"cells": [{"cell_type": "code", "source": "", "outputs": [shown]}], "nbformat": 4})


def cell(text: str) -> tuple[str, str]:
    return ".ipynb", json.dumps({"cells": [{"cell_type": "markdown", "source": text}], "nbformat": 4})


def write_up(text: str) -> tuple[str, str]:
    return ".md", text


@pytest.mark.parametrize("place", [output, cell, write_up])
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"{FIRST}<b>{SECOND}</b>", "GitHub token"),
        (f"<span class='a'>{FIRST}</span><span class='b'>{SECOND}</span>", "GitHub token"),
        (f"{FIRST}<wbr>{SECOND}", "GitHub token"),
        (f"{FIRST}<WBR/>{SECOND}", "GitHub token"),
        (f"{FIRST}<!-- a --><i></i>{SECOND}", "GitHub token"),
        (f"{FIRST}&lt;wbr&gt;{SECOND}", "GitHub token"),
        (f"{FIRST}\u00ad{SECOND}", "GitHub token"),
        (f"{FIRST}&shy;{SECOND}", "GitHub token"),
        (f"{FIRST}\u200b{SECOND}", "GitHub token"),
        (f"{FIRST}&#8203;{SECOND}", "GitHub token"),
        (f"{FIRST}&ZeroWidthSpace;{SECOND}", "GitHub token"),
        (f"{FIRST}\u2060\ufeff\u202a\ufe0f{SECOND}", "GitHub token"),
        (f"<dl><dt>Password</dt><dd>{WORD}</dd></dl>", "password"),
        (f"<dl>\n<dt>Password</dt>\n<dd class='a'><code>{WORD}</code></dd>\n</dl>", "password"),
        (f"<DL><DT>password<DD>{WORD}</DL>", "password"),
    ],
)
def test_a_key_in_pieces_is_found_once(place: Callable[[str], tuple[str, str]], text: str, kind: str) -> None:
    suffix, data = place(text)
    assert [(finding.kind, finding.count) for finding in scan(suffix, data.encode())] == [(kind, 1)]


def test_a_key_that_stands_whole_beside_one_in_pieces_is_counted_by_its_lines() -> None:
    text = f"{TOKEN}\n\n{TOKEN}\n\n{FIRST}<b>{SECOND}</b>\n"
    assert [(finding.line, finding.count) for finding in scan(".md", text.encode())] == [(1, 3)]


@pytest.mark.parametrize(
    "text",
    [
        f"<td>{FIRST}</td><td>{SECOND}</td>",
        f"{FIRST}<br>{SECOND}",
        f"{FIRST}</p><p>{SECOND}",
        f"{FIRST} <b>{SECOND}</b>",
        f"{FIRST}\n<b>{SECOND}</b>",
        "if a < b and c > d: pass",
        "x" * 30_000 + f"{FIRST}<b>{SECOND}</b>",
    ],
)
def test_what_readers_see_apart_stays_apart(text: str) -> None:
    assert joined(text) == text


@given(st.text(st.sampled_from("ab1 \n\u200b\u00ad<>/=-&;"), max_size=60) | st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_lines_stay_where_they_are(text: str) -> None:
    for html in (text, f"<dl><dt>{text}</dt>\n<dd>{text}</dd></dl>", f"a<b>{text}</b>"):
        assert joined(without_invisible(html)).count("\n") == html.count("\n")
