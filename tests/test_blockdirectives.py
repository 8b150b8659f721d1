"""What the heads of named blocks say, in the words of each dialect."""

from __future__ import annotations

import pytest

from inpublic.text.blockdirectives import (
    Directive,
    fence_language,
    fence_text,
    read_div,
    read_mark,
    read_myst,
    read_options,
    read_word,
)


def shown(one: Directive | None) -> tuple[str, str | None, bool, bool] | None:
    return one and (one.kind, one.title, one.folds, one.is_open)


@pytest.mark.parametrize(
    ("name", "argument", "content", "expected"),
    [
        ("note", "", "Body", ("note", "Note", False, False)),
        ("warning", "Title", "", ("warning", "Title", False, False)),
        ("note", "", ":class: tip", ("tip", "Note", False, False)),
        ("seealso", "", "", ("info", "See also", False, False)),
        ("error", "", "", ("danger", "Error", False, False)),
        ("admonition", "Own", ":class: dropdown tip", ("tip", "Own", True, False)),
        ("admonition", "Own", "---\nclass: 'warning'\n---", ("warning", "Own", False, False)),
        ("dropdown", "", "", ("note", "More", True, False)),
        ("dropdown", "T", ":open:", ("note", "T", True, True)),
        ("versionadded", "1.0", "", ("info", "New in version 1.0", False, False)),
        ("bibliography", "x", "", None),
    ],
)
def test_a_directive_of_myst(name: str, argument: str, content: str, expected: object) -> None:
    assert shown(read_myst(name, argument, content)) == expected


@pytest.mark.parametrize(
    ("attributes", "content", "expected"),
    [
        (".callout-note", "Body", ("note", "Note", False, False)),
        (".callout-tip", "\n## A *title* {#sec-x}\nBody", ("tip", "A *title*", False, False)),
        ('.callout-warning title="T" icon=false', "## Heading", ("warning", "T", False, False)),
        ('.callout-caution collapse="true"', "", ("warning", "Caution", True, False)),
        (".callout-important collapse=false", "", ("tip", "Important", True, True)),
        (".callout-unheard-of", "", ("note", "Note", False, False)),
    ],
)
def test_a_callout_of_quarto(attributes: str, content: str, expected: object) -> None:
    assert shown(read_div(attributes, content)) == expected


def test_a_callout_is_called_by_its_own_name_or_that_of_its_title() -> None:
    assert read_div("#tip-x .callout-tip", "## T").place == "tip-x"
    assert read_div(".callout-tip", "## T {#sec-x}").place == "sec-x"


@pytest.mark.parametrize(
    ("mark", "name", "title", "expected"),
    [
        ("!!!", "note", None, ("note", "Note", False, False)),
        ("!!!", "tip", "", ("tip", None, False, False)),
        ("!!!", "custom", None, ("note", "Custom", False, False)),
        ("!!!", "custom", "T", ("note", "T", False, False)),
        ("???", "bug", None, ("bug", "Bug", True, False)),
        ("???+", "bug", "", ("bug", "Bug", True, True)),
    ],
)
def test_a_box_of_material(mark: str, name: str, title: str | None, expected: object) -> None:
    assert shown(read_mark(mark, name, title)) == expected


@pytest.mark.parametrize(
    ("word", "argument", "expected"),
    [
        ("note", "", "Note"),
        ("note", "[Own]", "Own"),
        ("details", "Click me", "Click me"),
        ("columns", "", None),
    ],
)
def test_a_block_called_by_a_word(word: str, argument: str, expected: str | None) -> None:
    one = read_word(word, argument)
    assert one is not None
    assert one.title == expected


def test_words_after_colons_are_prose_unless_the_first_is_the_name_of_a_box() -> None:
    assert read_word("text", "in prose") is None


@pytest.mark.parametrize(
    ("content", "options", "lines"),
    [
        (":alt: words\n:name: fig-a\n\nCaption", {"alt": "words", "name": "fig-a"}, 2),
        ("---\nalt: 'words'\nname: fig-a\n---\nCaption", {"alt": "words", "name": "fig-a"}, 4),
        (":open:", {"open": ""}, 1),
        ("Caption\n:alt: words", {}, 0),
        ("---\nnever closed", {}, 0),
        (":smile:text", {}, 0),
        ("", {}, 0),
    ],
    ids=["lines", "dashes", "flag", "not at the top", "open dashes", "no option", "empty"],
)
def test_options_stand_at_the_top(content: str, options: dict[str, str], lines: int) -> None:
    assert read_options(content) == (options, lines)


@pytest.mark.parametrize("name", ["__search", "two words", ""])
def test_a_name_that_the_theme_may_have_or_no_link_can_say_is_none(name: str) -> None:
    assert Directive("note", options={"name": name}).place == ""


@pytest.mark.parametrize(
    ("info", "language"),
    [
        ("", ""),
        ("python", "python"),
        ('py title="x"', "py"),
        ("python {.cell}", "python"),
        ("rust,ignore", "rust"),
        ("c++", "c++"),
        ("{python}", "python"),
        ("{r setup, include=FALSE}", "r"),
        ("{python, echo=FALSE}", "python"),
        ("{.python .numberLines}", "python"),
        ('{#id .python startFrom="10"}', "python"),
        ("{=html}", "html"),
        ("{}", ""),
    ],
)
def test_the_language_of_a_fence(info: str, language: str) -> None:
    assert fence_language(info) == language


@pytest.mark.parametrize(
    ("info", "content", "text"),
    [
        ("python", "x\n", "x"),
        ("{python}", "x\n", "x"),
        ("{bibliography}", ":filter: x\n", ":filter: x"),
        ("{tableofcontents}", "", "{tableofcontents}"),
        ("{include} x.md", "", "{include} x.md"),
        ("{glue:figure} x", "kept\n", "{glue:figure} x\nkept"),
    ],
)
def test_an_unknown_directive_loses_nothing(info: str, content: str, text: str) -> None:
    assert fence_text(info, content) == text
