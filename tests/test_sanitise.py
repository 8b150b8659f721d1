"""What stays of HTML from strangers, and what none of its tricks brings onto the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from inpublic.text.builder import DocumentBuilder, Origin
from inpublic.text.embeds import Context
from inpublic.text.rawhtml import clean_html
from inpublic.text.sanitise import plain_text

LINES = (Path(__file__).parent / "tricks.txt").read_text("utf-8").splitlines()
TRICKS = dict(line.split(": ", 1) for line in LINES) | {
    "script address on two lines": "<a href='java\nscript:evil()'>x</a><a href='java\tscript:evil()'>x</a>",
    "markers": "<img data-at='\ue000x\ue001'><b data-at='/etc/passwd' \ufdd0l0\ufdd1>x</b>",
}
"""By its name HTML that has got past some sanitiser once; one to a line of the file, name and HTML."""

FORBIDDEN = (
    "script, style, iframe, object, embed, base, meta, link, form, button, template, svg, textarea, select, noscript"
)
MARKER = re.compile("\ufdd0l\\d+\ufdd1")
"""What stands for an address until the whole site is known."""

ALLOWED_ATTRIBUTES = frozenset(
    (
        "href src alt title class id style width height loading decoding data-frame data-label data-height data-hosts "
        "data-src data-alt data-title data-width data-link data-at cite type for colspan rowspan controls muted loop "
        "preload datetime actiontype aria-label"
    ).split()
)


def cleaned(html: str) -> str:
    return clean_html(html, Context(DocumentBuilder(), Origin()))


@pytest.mark.parametrize("html", TRICKS.values(), ids=TRICKS)
@pytest.mark.parametrize(
    "shape", ["{}", "<p>{}", "<table><tr><td>{}</table>", "<b><i>{}</b></i>", "<svg><g>{}", "<math><mi>{}"]
)
def test_no_trick_brings_anything_onto_the_page_that_runs_loads_or_covers(html: str, shape: str) -> None:
    once = cleaned(shape.replace("{}", html))
    for text in (once, LexborHTMLParser(f"<body>{once}").body.inner_html or ""):  # what a browser makes of it, too
        tree = LexborHTMLParser(f"<body>{text}")
        for own in tree.css(".ip-frame > noscript"):
            own.decompose()
        assert [node.tag for node in tree.body.css(FORBIDDEN)] == []
        for node in tree.body.css("*"):
            for name, value in node.attributes.items():
                assert name in ALLOWED_ATTRIBUTES or MARKER.fullmatch(name), f"{name} in {text}"
                plain = "".join((value or "").split()).lower()
                assert not plain.startswith(("javascript:", "vbscript:", "data:", "file:", "blob:", "filesystem:"))
                assert not plain.startswith("__")
                assert name != "style" or not any(word in plain for word in ("position", "url(", "inset", "expression"))
                assert name != "src" or "evil.example" not in plain
                assert name != "class" or not plain.startswith("md-")


@pytest.mark.parametrize("html", TRICKS.values(), ids=TRICKS)
def test_cleaning_what_is_clean_changes_nothing(html: str) -> None:
    from inpublic.text.sanitise import sanitise

    once = sanitise(html)
    assert sanitise(once) == once


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<details open=""><summary>More</summary><p>Text</p></details>', None),
        ("H<sub>2</sub>O and x<sup>2</sup>, <kbd>Ctrl</kbd>, <mark>this</mark>", None),
        ("<abbr title='Root mean square'>RMS</abbr>", '<abbr title="Root mean square">RMS</abbr>'),
        ("<dl><dt>a</dt><dd>b</dd></dl>", None),
        ("<figure><figcaption>Words</figcaption></figure>", None),
        ('<table><tbody><tr><th colspan="2" scope="col">a</th><td rowspan="2">b</td></tr></tbody></table>', None),
        ("<center>x</center>", '<div class="ip-center">x</div>'),
        ('<td align="right">x</td>', "x"),
        ('<font color="red">x</font>', '<span style="--ansi: red">x</span>'),
        ('<ol start="3" type="a"><li value="5">x</li></ol>', None),
        ('<a href="https://x.example/" target="_blank">x</a>', '<a href="https://x.example/">x</a>'),
        ('<p id="there">y</p>', None),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", None),
    ],
)
def test_what_learners_use_stays(html: str, kept: str | None) -> None:
    expected = html if kept is None else kept
    assert cleaned(html) == expected


def test_a_player_waits_for_the_reader() -> None:
    html = cleaned('<iframe src="https://www.youtube.com/embed/abc" title="Talk" height="300"></iframe>')
    tree = LexborHTMLParser(html)
    assert not tree.css("iframe")
    frame = tree.css_first(".ip-frame")
    assert frame is not None
    assert frame.attributes["data-frame"] == "https://www.youtube-nocookie.com/embed/abc"


@given(st.text(st.characters(codec="utf-8", exclude_characters="<&", exclude_categories=["Cc", "Cs"]) | st.just("\n")))
def test_text_without_signs_of_html_is_reduced_as_by_the_cleaner(text: str) -> None:
    assert plain_text(text) == plain_text(f"{text}<b></b>")
