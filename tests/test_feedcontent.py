from __future__ import annotations

import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inpublic.document import Block
from inpublic.feeds.feedcontent import feed_html

URL = "https://ada.example/projects/taxi/"
html_rules = runpy.run_path(str(Path(__file__).with_name("feedrules.py")))["_html"]
FORMULA = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><semantics><mrow><mi>a</mi>'
    '<mo stretchy="false">&lt;</mo><mspace width="1em"></mspace><mfrac linethickness="0"><mn>1</mn><mi>β</mi></mfrac>'
    '<menclose notation="box"><mtable columnalign="left"><mtr><mtd>x</mtd></mtr></mtable></menclose></mrow>'
    '<annotation encoding="application/x-tex">a&lt;\\beta</annotation></semantics></math>'
)


def clean(*html: str) -> str:
    return feed_html([Block(piece) for piece in html], URL)


def test_headings_are_written_at_their_level_between_the_other_blocks() -> None:
    blocks = [Block("<p>a</p>"), Block("Fit <code>x</code>", 3, "fit-x", "Fit x"), Block("<p>b</p>")]
    assert feed_html(blocks, URL) == "<p>a</p>\n<h3>Fit <code>x</code></h3>\n<p>b</p>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<script>alert(1)</script><p>a</p>", "<p>a</p>"),
        ("<style>p{}</style><p style='color:red' onclick='x()'>a</p>", "<p>a</p>"),
        ("<iframe src='https://b.example/'>frame</iframe><p>a</p>", "<p>a</p>"),
        ('<p class="x" id="y" data-z="1">a</p>', "<p>a</p>"),
        ("<form action='/'><label>L</label><button>B</button><select><option>O</select></form>", "L"),
        ('<h2>Title<a class="headerlink" href="#title">¶</a></h2>', "<h2>Title</h2>"),
        ("<svg><title>t</title><text>x</text></svg><p>a</p>", "<p>a</p>"),
        ("<noscript><p>n</p></noscript><p>a</p>", "<p>a</p>"),
        ("<!-- c --><p>a</p>", "<p>a</p>"),
        ("<div><p>open", "<div><p>open</p></div>"),
        ("", ""),
    ],
    ids=[
        "script",
        "style",
        "iframe",
        "class-id",
        "form",
        "headerlink",
        "svg",
        "noscript",
        "comment",
        "unclosed",
        "empty",
    ],
)
def test_what_readers_refuse_is_left_out(html: str, expected: str) -> None:
    assert clean(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="#fit">f</a>', f'<a href="{URL}#fit">f</a>'),
        ('<a href="../b/?x=1&amp;y=2">b</a>', '<a href="https://ada.example/projects/b/?x=1&amp;y=2">b</a>'),
        ('<a href="//b.example/x">b</a>', '<a href="https://b.example/x">b</a>'),
        ('<a href="https://b.example/x">b</a>', '<a href="https://b.example/x">b</a>'),
        ('<a href="javascript:alert(1)">b</a>', "<a>b</a>"),
        ('<a href="data:text/html,x">b</a>', "<a>b</a>"),
        ('<a href="da&#9;ta:text/html,x">b</a>', "<a>b</a>"),
        ('<a href="&#1; Data:text/html,x">b</a>', "<a>b</a>"),
        ('<img src="data:text/html,x" alt="a">', '<img alt="a">'),
        ('<img src="data:image/png;base64,AA==" alt="a">', '<img src="data:image/png;base64,AA==" alt="a">'),
        ('<p title="data: what it is">a</p>', '<p title="data: what it is">a</p>'),
    ],
    ids=[
        "fragment",
        "relative",
        "no-scheme",
        "absolute",
        "script",
        "data-page",
        "tab",
        "control",
        "data-html",
        "data-image",
        "title",
    ],
)
def test_every_address_is_absolute_and_harmless(html: str, expected: str) -> None:
    assert clean(html) == expected


def test_relative_addresses_are_dropped_where_the_page_has_no_address() -> None:
    assert feed_html([Block('<a href="b/">b</a><img src="c.png" alt="c">')], "") == '<a>b</a><img alt="c">'


@pytest.mark.parametrize(
    "html",
    [
        FORMULA,
        "<pre><code>def f(x):\n\treturn x  &lt; 1\n\n\nprint(f)</code></pre>",
        '<img src="https://ada.example/a.png" alt="A &amp; B" width="640" height="480">',
        '<details open=""><summary>More</summary><p>hidden</p></details>',
        '<table><thead><tr><th scope="col">n</th></tr></thead><tbody><tr><td colspan="2">1</td></tr></tbody></table>',
        '<ol start="3"><li>a</li></ol><blockquote>q</blockquote><p>H<sub>2</sub>O <del>x</del> <kbd>k</kbd></p>',
        '<figure><img src="https://ada.example/a.png" alt="a"><figcaption>c</figcaption></figure>',
        '<p lang="ar" dir="rtl">مرحبا</p>',
    ],
    ids=["mathml", "code", "image", "details", "table", "text", "figure", "other-script"],
)
def test_the_work_itself_is_kept_as_it_is(html: str) -> None:
    assert clean(html) == html


def test_formulas_are_kept_beside_text_and_a_part_of_one_alone_goes() -> None:
    assert clean("<p>a</p>", FORMULA, "<p>b</p>") == f"<p>a</p>\n{FORMULA}\n<p>b</p>"
    assert clean('<p><mi mathvariant="bold" onclick="x">a</mi></p>') == "<p></p>"


def test_what_looks_like_highlighted_code_in_an_attribute_stays() -> None:
    html = '<img alt="&lt;span class=&quot;k&quot;>if</span>" src="https://b.example/a.png">'
    assert "&lt;span class=&quot;k&quot;" in clean(html)
    assert "if</span>" in clean(html).replace("&lt;", "<").replace("&gt;", ">")


def test_highlighted_code_keeps_its_text_without_the_spans() -> None:
    code = '<code tabindex="0"><span class="k">if</span>  x:\n\ty</code>'
    html = f'<div class="highlight"><pre><span></span>{code}</pre></div>'
    assert clean(html) == "<div><pre><code>if  x:\n\ty</code></pre></div>"


def test_an_interactive_figure_keeps_its_picture_and_invites_to_the_page() -> None:
    picture = '<img src="https://ada.example/f.png" alt="Fares">'
    frame = f'<div class="ip-frame" data-frame="https://ada.example/f.html" data-height="400">{picture}'
    html = clean(f"<p>before</p>{frame}<noscript><p>no</p></noscript></div><p>after</p>")
    link = f'<p><a href="{URL}">Interactive figure: see it on the page</a></p>'
    assert html == f"<p>before</p><div>{picture}</div>{link}<p>after</p>"


def test_an_interactive_figure_without_a_picture_leaves_only_the_invitation() -> None:
    html = clean('<div class="ip-frame" data-frame="f.html" data-height="4"><noscript>n</noscript></div>' * 2)
    assert html == f'<p><a href="{URL}">Interactive figure: see it on the page</a></p>' * 2


def test_ticked_and_open_tasks_stay_apart() -> None:
    html = '<ul><li><input type="checkbox" checked disabled> a</li><li><input type="checkbox" disabled> b</li></ul>'
    assert clean(html) == "<ul><li>☑ a</li><li>☐ b</li></ul>"


def test_control_characters_vanish_but_tabs_and_line_ends_stay() -> None:
    assert clean("<p>a\x00\x08b\tc\nd\ufdd0\uffff</p>") == "<p>ab\tc\nd</p>"


SOUP = [
    *("<p>", "</p>", "<a href='x'>", "</a>", "<a class=headerlink>", "<table>", "<td>", "<pre>", "<form>", "</div>"),
    *("<svg>", "</svg>", "<math>", "<mtext>", "</math>", "<annotation-xml>", "<style>", "</style>", "<script>", "<!--"),
    *("<img src=/x onerror=y>", "<input type=checkbox>", "<div data-frame=x>", "x", "&lt;", "\x00"),
]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(SOUP), max_size=12).map("".join))
@example("<math><mtext><table><style><img src=x onerror=alert(1)>")
def test_no_soup_of_tags_gets_past_the_rules_of_feeds(html: str) -> None:
    # What readers parse again must be clean as well; it need not be the same text, for HTML itself is not so stable:
    # a link inside a table inside a link moves out with every parsing.
    cleaned = clean(html)
    assert list(html_rules(cleaned)) == []
    assert list(html_rules(clean(cleaned))) == []


def test_a_picture_of_another_host_is_a_picture_in_the_feed() -> None:
    html = (
        '<p><a class="ip-remote" href="https://x.example/a.png" data-src="https://x.example/a.png" data-alt="A chart" '
        'data-width="300">A chart <span class="ip-remote__host">x.example</span></a></p>'
    )
    assert clean(html) == '<p><img src="https://x.example/a.png" alt="A chart" width="300"></p>'


def test_what_stands_behind_a_shadow_root_is_plain_content_in_the_feed() -> None:
    html = (
        '<div class="ip-styled"><template shadowrootmode="open"><style>b { color: red }</style><b>model</b>'
        "</template></div>"
    )
    assert clean(html) == "<div><div><b>model</b></div></div>"


def test_a_folded_output_keeps_all_its_lines_in_the_feed() -> None:
    html = (
        '<pre>1</pre><details class="ip-more"><summary><span class="ip-more__open">Show all 2 lines</span>'
        '<span class="ip-more__close">Show less</span></summary><pre>2</pre></details>'
    )
    assert clean(html) == "<pre>1</pre><details><summary>Show all 2 lines</summary><pre>2</pre></details>"


def test_what_is_larger_than_any_feed_is_not_made_to_its_end() -> None:
    read: list[int] = []

    def blocks() -> Iterator[Block]:
        for number in range(100):
            read.append(number)
            yield Block(f"<p>{'x' * 1000}</p>")

    assert feed_html(blocks(), URL, most=5000) == ""
    assert len(read) < 10
    assert len(feed_html(blocks(), URL, most=200_000)) > 100_000
