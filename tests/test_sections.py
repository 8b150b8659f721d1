"""A page is divided for the search at its headings, and what it excludes is not read."""

from __future__ import annotations

import pytest

from inpublic.engine.sections import sections

PAGES = {
    "prose before any heading": ("<p>Hello <b>you</b></p>", [("", "", "Hello you")]),
    "sections by headings": (
        '<h1 id="a">A <code>x</code><a class="headerlink" href="#a">¶</a></h1><p>one</p><h2 id="b">B</h2><p>two</p>',
        [("", "A x", "one"), ("b", "B", "two")],
    ),
    "a heading without a name": ("<h2>Plain</h2><p>text</p>", [("", "", "Plain\ntext")]),
    "blocks are lines, marks are not": (
        "<ul><li>one <em>and</em></li><li>two<br>three</li></ul>",
        [("", "", "one and\ntwo\nthree")],
    ),
    "escaped once": ("<p>a &lt; b &amp; c</p>", [("", "", "a &lt; b &amp; c")]),
    "code": ("<pre><code>for x in y:\n    pass</code></pre>", [("", "", "for x in y:\npass")]),
    "coloured code": (
        '<pre><span></span><code><span class="k">if</span> <span>x &lt; <span>y</span></span>\n</code></pre><p>b</p>',
        [("", "", "if x &lt; y\nb")],
    ),
    "code with more than colours": ("<p><code>a<script>no</script><br>b</code> c</p>", [("", "", "a\nb c")]),
    "excluded code": (
        "<p>a <code data-search-exclude>no</code> <code>b<span data-search-exclude>no</span></code></p>",
        [("", "", "a b")],
    ),
    "scripts and styles": ("<p>a</p><script>no</script><style>no</style>", [("", "", "a")]),
    "excluded with all in it": (
        "<p>a</p><section data-search-exclude><div><p>no</p></div><p>no</p></section><p>b</p>",
        [("", "", "a\nb")],
    ),
    "an excluded heading takes its section along": (
        '<h2 id="a" data-search-exclude>A</h2><p>no</p><h2 id="b">B</h2><p>b</p>',
        [("b", "B", "b")],
    ),
    "words before the page's own heading": ('<p>x</p><h1 id="a">A</h1><p>one</p>', [("", "", "x"), ("a", "A", "one")]),
    "a second heading of the page": ('<h1 id="a">A</h1><h1 id="b">B</h1>', [("", "A", ""), ("b", "B", "")]),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("html", "expected"), PAGES.values(), ids=PAGES.keys())
def test_a_page_is_divided_at_its_headings(html: str, expected: list[tuple[str, str, str]]) -> None:
    found = [(section.id, "".join(section.title), "".join(section.text)) for section in sections(html)]
    assert found == expected
