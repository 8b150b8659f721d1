"""Markdown without our additions."""

from __future__ import annotations

import pytest

from inpublic.stock.plainmarkdown import line_of, markdown_inventory


def test_formulas_are_counted_and_their_letters_are_not_text() -> None:
    found = markdown_inventory("So $a_1$ and\n\n$$\nx = \\alpha\n$$\n\nend, for $5 and $6.")
    assert found.lines == ("So  and", "end, for $5 and $6.")
    assert found.counts == {"formulas": 2}


def test_the_badge_that_colab_puts_in_is_no_picture() -> None:
    badge = '<a href="https://colab.research.google.com/x"><img src="https://x.example/colab-badge.svg"></a>'
    assert not markdown_inventory(badge).counts


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            '!!! note "Take care"\n    Some **bold** words\n\n    - an item\n\nafter',
            ("Take care", "Some bold words", "an item", "after"),
        ),
        ("??? tip\n    folded *words*\n", ("folded words",)),
        (":::{warning} Hot\n:class: red\n*Do* not touch\n:::\n", ("Hot", "Do not touch")),
        ("::: {.callout-note}\nfrom *Quarto*\n:::\n", ("from Quarto",)),
        ("```{note} Mind\n:name: x\n*this*\n```\n", ("Mind", "this")),
        ("# Title {#there}\n\n(here)=\ntext", ("Title", "text")),
        ("as \\eqref{a} says", ("as", "says")),
        ("Term\n: what *it* is", ("Term", "what it is")),
    ],
    ids=["admonition", "folded", "colons", "quarto", "fence", "names", "reference", "definition"],
)
def test_text_with_marks_of_other_dialects_is_also_read_without_them(text: str, lines: tuple[str, ...]) -> None:
    found = markdown_inventory(text)
    assert found.otherwise is not None
    assert found.otherwise().lines == lines


def test_formulas_and_pictures_in_such_marks_are_what_they_say() -> None:
    found = markdown_inventory("```{math}\nx^2\n```\n\n```{figure} a.png\nThe words\n```\n")
    assert found.otherwise is not None
    assert found.otherwise().counts == {"formulas": 1, "pictures": 1}


def test_ordinary_text_is_read_once() -> None:
    assert markdown_inventory("# A\n\n* b\n\n```python\nx = [1, 2]\n```").otherwise is None


def test_the_line_of_a_text_is_that_of_its_block() -> None:
    text = "# A\n\none\n\n* two\n* **three**\n"
    assert [line_of(text, words) for words in ("one", "three", "four")] == [3, 5, None]
