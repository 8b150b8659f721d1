"""Named blocks are found where they are meant, and nothing else is taken for one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.document import Document
from inpublic.text.builder import DocumentBuilder, Origin
from inpublic.text.markdown import add_markdown, markdown_html
from inpublic.text.sanitise import plain_text


def html_of(text: str) -> str:
    return markdown_html(DocumentBuilder(), text, Origin(line=1))


def document_of(text: str) -> Document:
    builder = DocumentBuilder()
    add_markdown(builder, text, Origin(line=1))
    return builder.build().document


BOXES = [
    "> [!NOTE]\n> Body",
    "> [!note]\n>\n> Body",
    '!!! note "Title"\n    Body',
    "!!! note\n\n    Body",
    "!!! note inline end\n    Body",
    "!!!note\n    Body",
    "??? note\n    Body",
    '???+ note "Title"\n    Body',
    ":::{note}\nBody\n:::",
    ":::{note} Title\nBody\n:::",
    ":::{note}\n:class: wide\nBody\n:::",
    "::: note\nBody\n:::",
    "::: note Title\nBody\n:::",
    "::: {.callout-note}\nBody\n:::",
    '::: {.callout-note title="Title" icon=false}\nBody\n:::',
    "::: {.callout-note}\n## Title\nBody\n:::",
    "```{note}\nBody\n```",
    "~~~{note}\nBody\n~~~",
    "```{note}\nBody",
    "```{note} Body\n```",
    "````{note}\n```{tip}\nBody\n```\n````",
    "::::{note}\n:::{tip}\nBody\n:::\n::::",
    ":::{note}\n````\n```\n:::\n````\n\nBody\n:::",
    "```{admonition} Title\n---\nclass: note\n---\nBody\n```",
    "> Note: Body",
    "> Note:\n> Body",
    "text\n!!! note\n    Body\ntext",
]


@pytest.mark.parametrize("before", ["", "* item\n\n", "> "], ids=["alone", "in a list", "in a quote"])
@pytest.mark.parametrize("text", BOXES)
def test_this_is_a_box_with_its_body(text: str, before: str) -> None:
    indent = {"": "", "> ": "> "}.get(before, "  ")
    start = before if before != "> " else ""
    html = html_of(start + "\n".join(indent + line for line in text.split("\n")))
    assert '<div class="admonition note">' in html or '<details class="note"' in html
    assert "<p>Body</p>" in html
    assert "!!!" not in html


@pytest.mark.parametrize(
    "text",
    [
        "!!! Attention please read\n    this",
        "!!! note",
        "!!! note\nnot set in",
        "    !!! note\n        code",
        "Wow!!!",
        "What??? Really",
        "a ::: b",
        ":::",
        "::: text in prose :::",
        "::: text in prose\nmore\n:::",
        "::: {note\nx\n:::",
        "::: {.callout-note}\nnever closed",
        "```\n:::{note}\n:::\n```",
        "`{note}` x",
        "> Note that",
        "> A quote.\n> Note: in its second line",
        "> # Note: a heading",
        "> Note:",
        "> Notes: x",
    ],
)
def test_this_is_no_box_and_stays_as_it_is(text: str) -> None:
    html = html_of(text)
    assert "admonition" not in html
    assert "<details" not in html
    said = plain_text(html).replace(" ", "")
    assert all(word.strip("`>#") in said for word in text.split() if "note" not in word.lower())


def test_footnotes_and_references_inside_are_those_of_the_text() -> None:
    html = html_of('!!! tip "[Out][r]"\n    [In][r] and[^1]\n\n[^1]: Words\n\n[r]: https://example.org/')
    assert html.count('<a href="https://example.org/">') == 2
    assert html.count('id="fn1"') == 1


def test_faults_inside_name_their_line() -> None:
    document = document_of("# T\n\n```{note}\n:class: tip\n\ntext\n\n$\\nothing{$\n```\n")
    assert [fault.line for fault in document.faults] == [8]


def test_the_title_of_a_box_is_not_in_the_outline_and_headings_of_other_blocks_are() -> None:
    document = document_of("# T\n\n::: {.callout-tip}\n## Box\n:::\n\n::: {.panel-tabset}\n## One\ntext\n:::\n")
    assert [block.text for block in document.blocks if block.level] == ["One"]
    assert ":::" not in "".join(block.html for block in document.blocks)


def test_colons_that_close_in_another_cell_vanish() -> None:
    builder = DocumentBuilder()
    add_markdown(builder, 'Text\n\n::: {.callout-note collapse="true"}\n##### Example\nwhich gives', Origin(cell=1))
    add_markdown(builder, ":::\n\nmore", Origin(cell=2))
    html = "".join(block.html for block in builder.build().document.blocks)
    assert '<details class="note"><summary>Example</summary>\n<p>which gives</p>\n</details>' in html
    assert "<p>more</p>" in html
    assert ":::" not in html


@pytest.mark.parametrize("address", ["javascript:alert(1)", "vbscript:x", "//example.org/x.png"])
def test_a_picture_that_no_page_may_show_is_its_address(address: str) -> None:
    html = html_of(f"```{{figure}} {address}\nCaption\n```")
    assert f"<code>{address}</code>" in html
    assert "href" not in html
    assert "src" not in html


@pytest.mark.parametrize("line", [":::{note}", "::: {.x}", "!!! note", "```{note}", "> Note: x"])
def test_many_marks_are_read_in_good_time(line: str) -> None:
    begin = time.perf_counter()
    html_of("\n".join([line] * 1500 + [":::"]))
    assert time.perf_counter() - begin < 10


PIECES = st.sampled_from(
    """\
:::
::::
:::{note} one
::: {.callout-tip}
::: two
::: two of
!!! note
!!! danger zone
??? tip "three"
=== "eleven"
    four
        four
five
```{warning}
```{tab-item} twelve
```{unknown} thirteen
````{code-block} python
```
````
> Note: six
> youtube: https://fourteen.example
* seven
  :::{figure} fifteen.png
  :::
> [!TIP]
> eight

(label)=
## nine {#x}
{kbd}`ten`
:class: tip""".split("\n")
)
NUMBERS = "one three four five six seven eight nine ten eleven twelve thirteen fourteen".split()


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=14))
def test_no_words_are_lost_however_marks_are_nested(lines: list[str]) -> None:
    text = "\n".join(lines)
    document = document_of(text)
    html = document.title_html + " ".join(block.html for block in document.blocks)
    shown = plain_text(html)
    # Only the options of a directive and the argument of a picture are not shown; no number stands there.
    assert all(word in shown for word in NUMBERS if word in text)
