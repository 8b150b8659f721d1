"""Live figures: what is a library, whom a figure will ask, and how its page is made."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from inpublic.celloutputs.frames import Frame, frame_html, frame_of, is_library, keep_library, keep_page, only_prepares
from inpublic.document import Document
from inpublic.text.builder import DocumentBuilder

BIG = "x" * 60_000


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<script>require.config({})</script>", True),
        ("<script>IPython.notebook.kernel.execute('1')</script>", True),
        (f"<script>{BIG} document.write(1)</script>", True),
        ("<style>b { color: red }</style><script>1</script>", True),
        ("<script>document.write('<b>x</b>')</script>", False),
        ("<div id='a'></div><script>draw('a')</script>", False),
        ("<script>1</script><p>words</p>", False),
        ("<canvas></canvas><script>1</script>", False),
    ],
)
def test_what_shows_nothing_by_itself_is_a_library(html: str, expected: bool) -> None:
    assert is_library(html, LexborHTMLParser(html)) is expected


def test_a_script_that_draws_into_the_page_is_none() -> None:
    assert only_prepares("window.x = 1")
    assert not only_prepares("document.body.append('x')")


def files_of(builder: DocumentBuilder) -> tuple[Document, dict[str, bytes]]:
    made = builder.build()
    return made.document, made.files


def test_a_large_script_is_a_file_that_two_figures_share() -> None:
    builder = DocumentBuilder()
    keep_library(builder, f"<script>/* plotly */ {BIG}</script>")
    for number in (1, 2):
        keep_page(builder, f'<div id="p{number}"></div><script>Plotly.newPlot("p{number}")</script>')
    _, files = files_of(builder)
    scripts = [name for name in files if name.endswith(".js")]
    pages = [data.decode() for name, data in files.items() if name.endswith(".html")]
    assert len(scripts) == 1
    assert len(pages) == 2
    assert all(f'<script src="{scripts[0]}"></script>' in page and BIG not in page for page in pages)


def test_a_figure_gets_only_the_libraries_that_it_mentions() -> None:
    builder = DocumentBuilder()
    keep_library(builder, "<script src='https://cdn.example/bokeh.js'></script>")
    frame = keep_page(builder, '<div id="p"></div><script>Plotly.newPlot("p")</script>')
    assert frame.hosts == ()
    assert keep_page(builder, '<div id="b"></div><script>Bokeh.embed("b")</script>').hosts == ("cdn.example",)


def test_the_loader_is_there_only_when_it_is_asked_for() -> None:
    builder = DocumentBuilder()
    keep_page(builder, '<div id="a"></div><script>draw()</script>')
    keep_page(builder, '<div id="b"></div><script>require(["x"], draw)</script>')
    _, files = files_of(builder)
    pages = sorted((data.decode() for data in files.values()), key=len)
    assert "AMD" not in pages[0]
    assert "AMD" in pages[1]


def test_a_whole_page_stays_one_and_keeps_its_doctype_first() -> None:
    builder = DocumentBuilder()
    keep_library(builder, "<script>window.a = 1</script>")
    keep_page(builder, "<!DOCTYPE html><html><head><title>t</title></head><body>map</body></html>")
    _, files = files_of(builder)
    (page,) = (data.decode() for data in files.values())
    assert page.startswith("<!DOCTYPE html><meta")
    assert page.index("Content-Security-Policy") < page.index("<html><head>")
    assert page.lower().count("<!doctype") == page.count("<html") == 1
    assert page.index("window.a") < page.index("<title>t<")


@pytest.mark.parametrize(
    "source",
    [
        "<script>evil()</script><html><head></head><body></body></html>",
        "<!doctype html><script>evil()</script><head></head>",
        "<html onload=evil()><head x='>'><script>evil()</script></head>",
        "<header><script>evil()</script></header>",
        "<!--><script>evil()</script><head>",
    ],
)
def test_nothing_of_a_figure_comes_before_its_policy_and_the_check_that_it_is_framed(source: str) -> None:
    builder = DocumentBuilder()
    keep_page(builder, source)
    _, files = files_of(builder)
    (page,) = (data.decode() for data in files.values())
    policy, check, body = (page.index(word) for word in ("Content-Security-Policy", "self.origin", "evil"))
    assert policy < check < body


def test_a_header_is_no_head() -> None:
    builder = DocumentBuilder()
    keep_page(builder, "<header>Words</header><script>draw()</script>")
    _, files = files_of(builder)
    (page,) = (data.decode() for data in files.values())
    assert page.index("</head>") < page.index("<header>")


def test_youtube_is_asked_in_the_way_that_sets_no_cookies() -> None:
    frame = frame_of("https://www.youtube.com/embed/abc?rel=0", title="A talk")
    assert 'data-frame="https://www.youtube-nocookie.com/embed/abc?rel=0"' in frame.attribute
    assert frame.hosts == ("www.youtube-nocookie.com",)


def test_words_of_authors_cannot_leave_their_attribute() -> None:
    html = frame_html(Frame('data-frame="a.html"', 'figure «"><script>alert(1)</script>»', ('"x',)))
    tree = LexborHTMLParser(html)
    assert not tree.css("script")
    assert tree.css_first(".ip-frame").attributes["data-hosts"] == '"x'
