"""Small marks of other dialects: understood where they are meant, as Jupyter shows them elsewhere."""

from __future__ import annotations

import pytest

from inpublic.document import Document
from inpublic.text.builder import DocumentBuilder, Origin
from inpublic.text.markdown import add_markdown, markdown_html
from inpublic.text.textdialects import role_html


def document_of(text: str) -> Document:
    builder = DocumentBuilder()
    add_markdown(builder, text, Origin(line=1))
    return builder.build().document


def html_of(text: str) -> str:
    return markdown_html(DocumentBuilder(), text, Origin(line=1))


@pytest.mark.parametrize(
    ("name", "content", "html"),
    [
        ("kbd", "Ctrl", "<kbd>Ctrl</kbd>"),
        ("subscript", "2", "<sub>2</sub>"),
        ("emphasis", "so", "<em>so</em>"),
        ("file", "a.txt", "<code>a.txt</code>"),
        ("abbr", "HTML (Hyper <Text>)", '<abbr title="Hyper &lt;Text&gt;">HTML</abbr>'),
        ("abbr", "HTML <x>", "HTML &lt;x&gt;"),
        ("ref", "words <target>", "<a #target>words</a>"),
        ("ref", "target", "<a #target>Its words</a>"),
        ("ref", "other", "<a #other>other</a>"),
        ("ref", "x <javascript:alert(1)>", "x"),
        ("numref", "Figure %s <fig-a>", "<a #fig-a>Figure fig-a</a>"),
        ("doc", "words <./other.md>", "<a ./other.md>words</a>"),
        ("doc", "words <other>", "words"),
        ("download", "data.csv", "<a data.csv>data.csv</a>"),
        ("download", "x <//example.org/a.csv>", "x"),
        ("term", "loss", "loss"),
        ("class", "~a.B", "<code>a.B</code>"),
    ],
)
def test_a_role_is_rendered(name: str, content: str, html: str) -> None:
    assert role_html(name, content, {"target": "Its words"}, str) == html


@pytest.mark.parametrize("text", ["{cite}`x`", "f{x}`y`", "{}`x`", "{glue:text}`x:.2f`", "\\{kbd}`x`"])
def test_an_unknown_role_stays_as_it_is(text: str) -> None:
    code = text.split("`")[1]
    assert html_of(text) == f"<p>{text.split('`')[0].lstrip(chr(92))}<code>{code}</code></p>\n"


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("## Results {#sec-results .unnumbered}", ("Results", "sec-results")),
        ("## Results {.unnumbered .unlisted}", ("Results", "results")),
        ("## Results {-}", ("Results", "results")),
        ('## Results {#r width="1 em"}', ("Results", "r")),
        ("## `code` {#c}", ("<code>code</code>", "c")),
        ("Results {#r}\n---", ("Results", "r")),
        ("(label)=\n## Results", ("Results", "label")),
        ("(label)=\n\n## Results {#own}", ("Results", "own")),
        ("## Set {1, 2}", ("Set {1, 2}", "set-1-2")),
        ("## Set {a=1}", ("Set {a=1}", "set-a1")),
        ("## f{x}", ("f{x}", "fx")),
    ],
)
def test_a_heading_keeps_the_name_that_its_author_gave_it(heading: str, shown: tuple[str, str]) -> None:
    document = document_of(f"# T\n\n{heading}")
    assert [(block.html, block.anchor) for block in document.blocks if block.level] == [shown]


def test_a_title_with_a_label_stands_once() -> None:
    document = document_of("(top)=\n## Title\n\ntext")
    assert document.title == "Title"
    assert not any(block.level for block in document.blocks)


@pytest.mark.parametrize("text", ["(1)=", "(x)=3", "f(x)=", "(__search)=", "    (code)="])
def test_this_is_no_target(text: str) -> None:
    assert "<span id" not in html_of(text)


def test_a_reference_without_words_says_what_it_leads_to() -> None:
    html = html_of("(a)=\n## The *method*\n\n[](#a), [](a), {ref}`a`, [](#elsewhere)")
    assert html.count(">The method</a>") == 3
    assert ">elsewhere</a>" in html


def test_an_equation_is_referred_to_by_its_number() -> None:
    document = document_of("```{math}\n:label: e\nx = 1\n```\n\nSee {eq}`e`.")
    assert '<a href="#eq-e">(1)</a>' in document.blocks[0].html


@pytest.mark.parametrize(
    ("quote", "start"),
    [
        ("> Tip: **bold** first", '<div class="admonition tip">\n<p class="admonition-title">Tip</p>\n<p><strong>bold'),
        ("> Important: x", '<div class="admonition tip">\n<p class="admonition-title">Important</p>\n<p>x</p>'),
        ("> youtube: https://youtu.be/x", '<p>YouTube: <a href="https://youtu.be/x">https://youtu.be/x</a></p>'),
        ("> youtube: words", "<blockquote>"),
        ("> youtube: https://youtu.be/x\n>\n> more", "<blockquote>"),
    ],
)
def test_a_quote_of_fastpages(quote: str, start: str) -> None:
    assert html_of(quote).startswith(start)
