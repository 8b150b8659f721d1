"""Formulas are found where Jupyter and GitHub find them; prices are not formulas."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.text.builder import DocumentBuilder, Origin
from inpublic.text.markdown import add_markdown, markdown_html


def html_of(text: str) -> str:
    return markdown_html(DocumentBuilder(), text, Origin(cell=1))


@pytest.mark.parametrize(
    "text",
    [
        "$x$",
        "$ x $",
        "$ y = wx + b $",
        "$x_i $ with a space",
        "a$^2$ and more",
        "$10^{-3}$",
        "$\\text{loss} < 3$",
        "($x$)",
        "$$x$$",
        "$$\nx\n$$",
        "$$\n\nx = 1\n\n$$",
        "* item $x$",
        "> quote $x$",
        "| a |\n|---|\n| $x$ |",
        r"\\(x\\)",
        r"\\[x\\]",
        "$`x_1`$",
        "```math\nx\n```",
        r"\begin{align} x &= y \end{align}",
        "text\n\\begin{equation*}\nx\n\\end{equation*}",
        r"$\$5 + x$",
    ],
)
def test_this_is_one_formula(text: str) -> None:
    assert html_of(text).count("<math") == 1


@pytest.mark.parametrize(
    "text",
    [
        "costs $5 and $10",
        "from $20,000 to $30,000",
        "US$ 5 or $ 6",
        "a $5 bill and the $x variable",
        "$10; that costs US$ 5",
        'set "$HOME" and "$PATH"',
        r"\$x\$",
        "`$x$`",
        "``` \n$x$\n```",
        "it costs 5$ or 6$",
        "$5",
        "$",
        "$$",
    ],
)
def test_this_is_no_formula(text: str) -> None:
    html = html_of(text)
    assert "<math" not in html
    assert html.count("$") == text.count("$")


PRICE = st.from_regex(r"(US)?\$[0-9]{1,3}(,[0-9]{3})?(\.[0-9]{2})?", fullmatch=True)
WORDS = st.sampled_from(["costs", "and", "or even", "to", "for a coffee,", "(instead of", "per month."])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(WORDS, PRICE), min_size=1, max_size=6))
def test_prices_in_prose_never_become_formulas(parts: list[tuple[str, str]]) -> None:
    assert "<math" not in html_of(" ".join(f"{word} {price}" for word, price in parts))


def document_of(*cells: str) -> tuple[str, tuple[str, ...]]:
    builder = DocumentBuilder()
    for number, text in enumerate(cells, 1):
        builder.enter(number)
        add_markdown(builder, text, Origin(cell=number))
    document = builder.build().document
    html = "\n".join(block.html for block in document.blocks)
    return html, tuple(f"{fault.cell}: {fault.message}" for fault in document.faults)


def test_references_know_the_numbers_of_later_cells() -> None:
    html, faults = document_of(
        r"See \eqref{b}, $\ref{a}$ and $x < \eqref{b}$.",
        r"\begin{align} x &= 1 \label{a} \\ y &= 2 \nonumber \end{align}",
        "$$\n\\begin{equation} z \\label{b} \\end{equation}\n$$",
        r"$$q \tag{Q}$$",
    )
    assert '<a href="#eq-b">(2)</a>, <a href="#eq-a">1</a>' in html
    assert "<mtext>(2)</mtext></math>" in html
    assert 'id="eq-a"' in html
    assert "(Q)" in html
    assert faults == ()


def test_a_reference_to_nothing_is_reported_with_its_cell() -> None:
    html, faults = document_of("text", r"See \eqref{gone}.")
    assert "See (???)." in html
    assert faults == (r"2: «\eqref{gone}» refers to an equation that is not here",)


def test_a_heading_may_refer_to_an_equation() -> None:
    builder = DocumentBuilder()
    add_markdown(builder, "# T\n\n## On \\eqref{a}\n\n\\begin{equation} x \\label{a} \\end{equation}", Origin(line=1))
    heading = next(block for block in builder.build().document.blocks if block.level)
    assert heading.text == "On (1)"
