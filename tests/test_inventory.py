"""What a piece of HTML holds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.stock import inventory
from inpublic.stock.inventory import Inventory, html_inventories, html_inventory, squeezed, text_inventory, total


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>one\ntwo</p><p>three</p>", ("one", "two", "three")),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", ("a", "b")),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", ("12", "3")),
        ("<pre><span>x</span> = <span>1</span>\n\n<span>y</span></pre>", ("x = 1", "y")),
        ("<p>a &lt; b &amp; <b>c</b></p>", ("a < b & c",)),
        ("<script>x</script><style>p {}</style><noscript>n</noscript><p>seen</p>", ("seen",)),
        ("<p>so <math><mi>x</mi></math>, then</p>", ("so , then",)),
        ('<details class="ip-fold"><summary>Show code</summary><pre>code</pre></details>', ("code",)),
        ("<details><summary>Mine</summary>text</details>", ("Mine", "text")),
        ("<p>note<sup class='footnote-ref'><a>[1]</a></sup></p>", ("note",)),
        ('<div><template shadowrootmode="open"><style>p {}</style><p>styled</p></template></div>', ("styled",)),
        ("<!-- not this -->just text", ("just text",)),
        ("plain &eacute;", ("plain é",)),
        ("", ()),
    ],
    ids=[
        "paragraphs",
        "nested-list",
        "table",
        "code",
        "entities",
        "unseen",
        "formula",
        "our-fold",
        "own-details",
        "footnote",
        "shadow",
        "comment",
        "no-tags",
        "nothing",
    ],
)
def test_the_lines_are_those_that_a_reader_sees(html: str, lines: tuple[str, ...]) -> None:
    assert html_inventory(html).lines == lines


@pytest.mark.parametrize(
    ("html", "counts"),
    [
        ("<h1>a</h1><h3>b</h3><h2></h2>", {"headings": 2}),
        ("<ol><li>a</li><li></li></ol>", {"list items": 2}),
        ("<table><tr><td>1</td></tr><tr><td><img></td></tr><tr></tr></table>", {"table rows": 2, "pictures": 1}),
        ("<p><img src='a.png'></p><svg><svg></svg></svg>", {"pictures": 2}),
        ('<a class="ip-remote" href="https://a.example/b.png">b</a>', {"pictures": 1}),
        ('<math></math><code class="ip-tex">x</code>', {"formulas": 2}),
        ('<iframe src="https://a.example/"></iframe><iframe></iframe>', {"live figures": 1}),
        ('<div class="ip-frame" data-frame="f.html"><img src="f.png"></div>', {"live figures": 1, "pictures": 1}),
        ("<audio></audio><video></video>", {"recordings": 2}),
        ("<p>nothing</p>", {}),
    ],
    ids=["headings", "items", "rows", "pictures", "remote", "formulas", "iframes", "frame", "recordings", "none"],
)
def test_things_are_counted_by_kind(html: str, counts: dict[str, int]) -> None:
    assert dict(html_inventory(html).counts) == counts


def test_only_the_element_asked_for_is_looked_at_without_what_is_not_wanted() -> None:
    page = "<nav>menu</nav><article><p>text</p><div class='foot'>foot</div></article>"
    assert html_inventory(page, within="article", without=".foot").lines == ("text",)


def test_a_page_without_that_element_is_looked_at_as_a_whole() -> None:
    assert html_inventory("<main>text</main>", within="article").lines == ("text",)


def test_squeezed_text_knows_neither_spaces_nor_spellings_of_one_letter() -> None:
    assert squeezed("Cafe\u0301 \t au\u00a0lait\n") == squeezed("Caf\u00e9aulait")


def test_a_total_adds_lines_in_order_and_counts() -> None:
    one, two = html_inventory("<li>a</li>"), html_inventory("<li>b</li><img>")
    assert total([one, two]) == Inventory(("a", "b"), {"list items": 2, "pictures": 1})


def test_a_total_reads_the_rest_as_it_is_where_one_part_can_be_read_otherwise() -> None:
    one, two = Inventory(("!!! a",), otherwise=lambda: Inventory(("a",))), Inventory(("b",))
    otherwise = total([one, two]).otherwise
    assert otherwise is not None
    assert otherwise() == Inventory(("a", "b"))


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1), max_size=8))
@settings(max_examples=80, deadline=None)
def test_text_is_the_same_as_lines_and_as_code_on_a_page(lines: list[str]) -> None:
    from html import escape

    text = "\n".join(lines)
    assert html_inventory(f"<pre>\n{escape(text)}</pre>").lines == text_inventory(text).lines


TABLE = "<table>\n<tr class='head'><th>k</th><th>v</th></tr>\n{}</table><p>after</p>"
PLAIN_ROW = "<tr><th>{0}</th>\n  <td>value {0}</td></tr>\n"
ROWS = "".join(PLAIN_ROW.format(number) for number in range(200))


def test_in_long_tables_all_rows_are_counted_and_their_lines_stay_in_order() -> None:
    found = html_inventory(TABLE.format(f"{ROWS}<tr><td>a <b>bold</b> one</td></tr>{ROWS}"))
    assert found.counts == {"table rows": 402}
    assert found.lines[:4] == ("kv", "0", "value 0", "1")
    assert found.lines[401] == "a bold one"
    assert found.lines[-2:] == ("value 199", "after")


CELLS = st.text(st.sampled_from("ab 1\n\f\t\u00e9"), max_size=4)
WHOLE_ROWS = st.lists(CELLS, min_size=1, max_size=3).map(
    lambda cells: f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
)
AMONG = st.sampled_from(
    [
        "<tr></tr>",
        "<tr><td><b>x</b></td></tr>",
        "<tr><td>a &lt; b</td></tr>",
        "</tbody><tbody>",
        "\n",
        "<TR><TD>x</TD></TR>",
    ]
)
AROUND = st.sampled_from(
    [
        ("<table>", "</table>"),
        ("<div>", "</div>"),
        ("<pre>", "</pre>"),
        ("<!--", "-->"),
        ("<table><tr><td><table>", "</table></td></tr></table>"),
        ("<script>", "</script>"),
        ("<svg>", "</svg>"),
        ("<ul><li>a", "</ul>b"),
    ]
)


@given(rows=st.lists(WHOLE_ROWS | AMONG, min_size=1, max_size=12), around=AROUND)
@settings(max_examples=200, deadline=None)
def test_of_long_tables_the_same_is_told_as_by_parsing_them(rows: list[str], around: tuple[str, str]) -> None:
    html = f"<p>x</p>{around[0]}{''.join(rows)}{'<tr><td>n</td></tr>' * 60}{around[1]}<p>y</p>"
    assert html_inventory(html) == inventory._parsed(html, "", "")


PIECES = st.lists(
    st.lists(
        st.sampled_from(
            [
                *("<p>", "</p>", "<b>", "</b>", "<div>", "</div>", "<h2>", "</h2>", "<ul>", "<li>", "</li>", "</ul>"),
                *("<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<caption>", "<select>", "</select>"),
                *(
                    "<!--",
                    "-->",
                    "<script>",
                    "</script>",
                    "<svg>",
                    "</svg>",
                    "<math>",
                    "</math>",
                    "<textarea>",
                    "<xmp>",
                ),
                *('<template shadowrootmode="open">', "<template>", "</template>", "<iframe>x</iframe>", "<a>", "</a>"),
                *('<span class="n">', '<span class="kc">', '<span class="ip-tex">', "</span>", "<form>", "</body>"),
                *("</html>", "<ip-piece>", "</ip-piece>", "<img>", "<pre>\n", "</pre>", "\n", "\f", "&lt;", "w", "x y"),
            ]
        ),
        max_size=8,
    ).map("".join),
    max_size=5,
)


@given(PIECES)
@settings(max_examples=300, deadline=None)
def test_of_pieces_read_together_the_same_is_told_as_of_each_alone(pieces: list[str]) -> None:
    assert html_inventories(pieces) == [html_inventory(piece) for piece in pieces]


def test_pieces_of_which_each_is_whole_are_read_with_one_parser() -> None:
    pieces = ["<p>a</p>", '<div><template shadowrootmode="open"><p>b</p></template></div>', "<ul><li>c</ul>"]
    assert inventory._together(pieces, "") == [html_inventory(piece) for piece in pieces]


@pytest.mark.parametrize(
    "piece", ["<div>", "<p>a", "<!--", "<table><tr>", "<table>", "<b><p>", "<ip-piece></ip-piece>"]
)
def test_pieces_of_which_one_may_go_on_in_the_next_are_read_one_by_one(piece: str) -> None:
    assert inventory._together([piece, "<p>b</p>"], "") is None


@pytest.mark.parametrize("around", ["{}", "<pre>{}</pre>", "<p>a {} b</p>", "<table><tr><td>{}</td></tr></table>"])
def test_a_coloured_word_is_a_word(around: str) -> None:
    assert html_inventory(around.format('<span class="n">w</span>')) == html_inventory(around.format("w"))


@given(
    st.lists(
        st.sampled_from(["<b>", "</b>", "<p>", "</p>", "<table><tr><td>", "</table>", "<li>", "<a>", "</a>", "w", "\n"])
        | st.sampled_from(["x", "x y", " ", "", "&lt;"]).map('<span class="n">{}</span>'.format),
        max_size=8,
    ).map("".join)
)
@settings(max_examples=300, deadline=None)
def test_coloured_words_are_told_as_those_in_any_other_element(html: str) -> None:
    found, other = html_inventory(html), html_inventory(html.replace('class="n"', 'class="other"'))
    assert (list(map(squeezed, found.lines)), found.counts) == (list(map(squeezed, other.lines)), other.counts)
