"""TeX for MathJax becomes TeX that the typesetter takes, and means the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.maths.mathml import Typesetter
from inpublic.maths.texdialect import rewrite

LEARNERS = [
    *r"""
\begin{bmatrix}1&2\\3&4\end{bmatrix} §\begin{array}{c|c}a&b\\\hline c&d\end{array}§\begin{cases}a&b\\c&d\end{cases}
§\begin{eqnarray} a &=& b \\ c &=& d \end{eqnarray}§\begin{alignat}{2} a &= b \end{alignat}
§\begin{aligned}a&=b\end{aligned}
§\begin{array}{c} y_1 \\\
y_2 \end{array}§\begin{subequations}\begin{align}a\end{align}\end{subequations}§\begin{split}a&=b\end{split}
§\text{for $|q|<1$ and $x$.}§\mbox{if } x§\ensuremath{x}§\require{cancel}\cancel{x}§a \cr b§x \tag{3}§\label{a}x
§\left\| x \right\|§\left(a\middle|b\right)§\big( \Big[ \Bigg|§\Bigr|_{x=0}§\left. x \right|_0§\lVert x\rVert
§\operatorname*{arg\,max}_x§\underset{\theta}{\operatorname{argmin}}§\argmax
§\stackrel{d}{=}§\overset{a}{b}§\substack{a\\b}
§\underbrace{a+b}_{n}§\xrightarrow{f}§\binom{n}{k}§{n \choose k}§{a \over b}§\dfrac12§\tfrac12§\cfrac{1}{2}§\sqrt[3]{x}
§\color{red}{x}§\textcolor{red}{x}§\boxed{x}§\bm{x}§\boldsymbol{\beta}§{\bf x}
§{\rm d}x§\mathbb{1}§\mathcal{L}§\mathscr{F}
§\newcommand{\E}{\mathbb{E}}\E§\def\R{\mathbb{R}}\R§\widehat{xy}§\widetilde{xy}§\overrightarrow{AB}
§\hspace{1cm}§\phantom{x}
§a \pmod n§\bmod§\ldots\cdots\vdots\ddots§\langle x\rangle§\lfloor x\rfloor§\sum\limits_{i}§\unicode{x263a}§a<b§\%\&\#\_
""".split("§"),
    "a\\quad\\ ",
]


@pytest.mark.parametrize("tex", LEARNERS, ids=lambda tex: " ".join(tex.split())[:30])
def test_what_learners_write_is_typeset(tex: str) -> None:
    assert Typesetter().typeset(tex, display=True) is not None


@pytest.mark.parametrize(
    ("tex", "rewritten"),
    [
        (r"\text{for $x$ and}", r"\text{for }x\text{ and}"),
        (r"\begin{eqnarray*} a &=& b \\ c &<& d \end{eqnarray*}", r"\begin{align*} a &= b \\ c &< d \end{align*}"),
        (r"x \tag{3}", r"\begin{equation}x \tag{3}\end{equation}"),
        (r"x \label{a}", r"x "),
        (r"\begin{equation}x \label{a}\end{equation}", r"\begin{equation}x \label{a}\end{equation}"),
        (r"\text{a {b} $c$}", r"\text{a {b} }c"),
        (r"\text{unclosed $x$", r"\text{unclosed $x$"),
        (r"\text{one $ dollar}", r"\text{one $ dollar}"),
        (r"\text{\$5}", r"\text{\$5}"),
    ],
)
def test_this_is_written_so(tex: str, rewritten: str) -> None:
    assert rewrite(tex, display=True) == rewritten


def test_fractions_of_a_style_stand_in_an_element_that_checkers_know() -> None:
    html = Typesetter().typeset(r"\dfrac{1}{2} + \tfrac{a\ b}{2}", display=True) or ""
    assert "<mfrac>" in html
    assert '<mstyle displaystyle="true">' in html
    assert "<mfrac displaystyle" not in html


def test_a_wide_inline_formula_scrolls_by_itself() -> None:
    html = Typesetter().typeset(r"\begin{matrix} a & b \end{matrix}", display=False) or ""
    assert html.startswith('<span class="ip-wide"><math>')


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="\\text{}$&=x \n%", max_size=40), st.booleans())
def test_no_text_makes_it_fail(tex: str, display: bool) -> None:
    assert isinstance(rewrite(tex, display=display), str)
    Typesetter().typeset(tex, display=display)
