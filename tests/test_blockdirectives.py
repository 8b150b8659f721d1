"""Named blocks and small marks of other dialects: understood where they are meant, left alone elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.admonitions import Admonition, admonition_html
from inpublic.blockdirectives import read_directive
from inpublic.builder import DocumentBuilder, Origin
from inpublic.markdown import add_markdown, markdown_html
from inpublic.sanitise import plain_text
from inpublic.textdialects import role_html


def html_of(text: str) -> str:
    return markdown_html(DocumentBuilder(), text, Origin(cell=1))


@pytest.mark.parametrize(
    "text",
    [
        '!!! note "Title"\n    Body',
        "!!! note\n\n    Body",
        "??? note\n    Body",
        ":::{note}\nBody\n:::",
        ":::{note} Title\nBody\n:::",
        "::: note\nBody\n:::",
        "::: {.callout-note}\nBody\n:::",
        '::: {.callout-note title="Title" icon=false}\nBody\n:::',
        "```{note}\nBody\n```",
        "````{note}\n```{tip}\nBody\n```\n````",
        "```{admonition} Title\n---\nclass: note\n---\nBody\n```",
        "> [!NOTE]\n> Body",
        "> Note: Body",
        "* item\n\n  !!! note\n      Body",
        "> :::{note}\n> Body\n> :::",
    ],
)
def test_this_is_a_box_with_its_body(text: str) -> None:
    html = html_of(text)
    assert '<div class="admonition note">' in html or '<details class="note">' in html
    assert "<p>Body</p>" in html
    assert ":::" not in html
    assert "!!!" not in html


@pytest.mark.parametrize(
    "text",
    ["!!! Attention please", "Wow!!!", "a ::: b", ":::", "> Note that", "```text\n:::{note}\n```", "::: {note\nx\n:::"],
)
def test_this_is_no_box(text: str) -> None:
    assert "admonition" not in html_of(text)


def test_the_colons_of_other_blocks_vanish_and_their_headings_are_in_the_outline() -> None:
    builder = DocumentBuilder()
    add_markdown(builder, "# T\n\n::: {.panel-tabset}\n## One\ntext\n:::\n", Origin(line=1))
    document = builder.build().document
    assert [block.text for block in document.blocks if block.level] == ["One"]
    assert ":::" not in "".join(block.html for block in document.blocks)


def test_an_unknown_directive_stays_code() -> None:
    assert "<code>kept</code>" in html_of("```{bibliography} x\nkept\n```")


def test_a_heading_keeps_the_name_that_its_author_gave_it() -> None:
    builder = DocumentBuilder()
    add_markdown(builder, "# T\n\n## Results {#sec-results .unnumbered}\n\n## Set {1, 2}", Origin(line=1))
    headings = [(block.html, block.anchor) for block in builder.build().document.blocks if block.level]
    assert headings == [("Results", "sec-results"), ("Set {1, 2}", "set-1-2")]


def test_options_stand_on_lines_or_between_dashes() -> None:
    one = read_directive("{figure} a.png", ":alt: words\n:name: fig-a\n\nCaption")
    two = read_directive("{figure} a.png", "---\nalt: words\nname: fig-a\n---\n\nCaption")
    assert one is not None
    assert one == two
    assert (one.argument, one.options, one.body.strip()) == ("a.png", {"alt": "words", "name": "fig-a"}, "Caption")


@pytest.mark.parametrize(
    ("name", "content", "html"),
    [
        ("kbd", "Ctrl", "<kbd>Ctrl</kbd>"),
        ("ref", "words <target>", '<a href="#target">words</a>'),
        ("ref", "target", '<a href="#target">target</a>'),
        ("term", "loss", "loss"),
        ("py:class", "~a.B", "<code>a.B</code>"),
        ("unknown", "<b>", "<code>&lt;b&gt;</code>"),
    ],
)
def test_a_role_is_rendered(name: str, content: str, html: str) -> None:
    assert role_html(name, content) == html


def test_a_box_may_fold_and_may_have_no_title() -> None:
    assert admonition_html(Admonition("tip", ""), "x\n") == '<div class="admonition tip">\nx\n</div>\n'
    opened = admonition_html(Admonition("danger", "T", folds=True, is_open=True), "x\n")
    assert opened.startswith('<details class="danger" open><summary>T</summary>')


PIECES = st.sampled_from(
    """\
:::
::::
:::{note} one
::: {.callout-tip}
::: two
!!! note
??? tip "three"
    four
five
```{warning}
```
> Note: six
* seven

(eight)=
## nine {#x}
{kbd}`ten`
:class: tip""".split("\n")
)
NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "nine", "ten"]


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=12))
def test_no_words_are_lost_however_marks_are_nested(lines: list[str]) -> None:
    text = "\n".join(lines)
    builder = DocumentBuilder()
    add_markdown(builder, text, Origin(line=1))
    document = builder.build().document
    shown = plain_text(document.title_html + " ".join(block.html for block in document.blocks))
    unnamed = text.replace("::: two", "")  # the name of a block that is no box is not shown
    assert all(word in shown for word in NUMBERS if word in unnamed)
