"""Directive lines in every dialect: read, taken off, and never mistaken for an ordinary comment."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.notebooks.directives import Directives, read_directives


def options(source: str) -> dict[str, object]:
    return dict(read_directives(source).options)


@pytest.mark.parametrize(
    ("source", "expected", "code"),
    [
        ('#| echo: false\n#| fig-cap: "A: b"\n\nx = 1', {"echo": "false", "fig-cap": "A: b"}, "x = 1"),
        ("//| echo: False\nint x;", {"echo": "false"}, "int x;"),
        ("--| output: no\nSELECT 1", {"output": "false"}, "SELECT 1"),
        ("%%| label: fig-x\ngraph", {"label": "fig-x"}, "graph"),
        ("# | echo: true\nx", {"echo": "true"}, "x"),
        ("#| fig-cap: >\n#|   Two: lines\n#|   of text\nx", {"fig-cap": "Two: lines of text"}, "x"),
        (
            "#| fig-cap: |\n#|   One\n#|\n#|   more: b\n#| echo: false\nx",
            {"fig-cap": "One\n\nmore: b", "echo": "false"},
            "x",
        ),
        ('#| fig-cap: "Long\n#| and longer"\nx', {"fig-cap": "Long and longer"}, "x"),
        ("#| fig-cap:\n#|   - A\n#|   - B\nx", {"fig-cap": ("A", "B")}, "x"),
        ("#| fig-alt: [A, B]\nx", {"fig-alt": ("A", "B")}, "x"),
        ("#|   echo: false\n#|   label: fig-a\nx", {"echo": "false", "label": "fig-a"}, "x"),
        ("#| classes: {a: b}\nx", {}, "x"),
        ("#| label:zen\nimport this", {"label": "zen"}, "import this"),
        ("%%time\n#| echo: false\nx", {"echo": "false"}, "%%time\nx"),
        ("# Load\n\n#| echo: false\nx", {"echo": "false"}, "# Load\n\nx"),
    ],
    ids=[
        *("quarto", "c", "sql", "mermaid", "black", "folded", "literal", "quoted", "list", "brackets"),
        *("indented", "mapping", "no-space", "magic", "comment"),
    ],
)
def test_quarto_options_are_read_as_yaml_and_taken_off(source: str, expected: dict[str, object], code: str) -> None:
    found = read_directives(source)
    assert (found.options, found.code, found.faults) == (expected, code, ())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("#|hide", {"include": "false"}),
        ("#| hide", {"include": "false"}),
        ("#|export", {"code-fold": "true"}),
        ("#|export some.module", {"code-fold": "true"}),
        ("#|exporti", {"code-fold": "true"}),
        ("#|exports", {}),
        ("#|default_exp core", {"code-fold": "true"}),
        ("#|echo false", {"echo": "false"}),
        ("#|echo: false", {"echo": "false"}),
        ("#|output:false", {"output": "false"}),
        ("#|code-fold show", {"code-fold": "show"}),
        ("#|hide_input", {"echo": "false"}),
        ("#|hide_output", {"output": "false"}),
        ("#|notest", {}),
        ("#|exec_doc", {}),
        ("#|eval: false", {"eval": "false"}),
        ("#|slow", {}),
    ],
)
def test_words_of_nbdev_are_read_and_taken_off(line: str, expected: dict[str, object]) -> None:
    found = read_directives(f"{line}\nx")
    assert (found.options, found.code) == (expected, "x")


def test_lines_that_end_with_hide_line_go_wherever_they_are() -> None:
    assert read_directives("def f():\n    a = 1\n    b = 2 #|hide_line\n    return a").code == (
        "def f():\n    a = 1\n    return a"
    )


def test_the_words_of_a_stream_filter_are_kept() -> None:
    assert read_directives("#|filter_stream FutureWarning MultiIndex\nx").words == ("FutureWarning", "MultiIndex")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("#hide", {"include": "false"}),
        ("# hide", {"include": "false"}),
        ("#HIDE", {"include": "false"}),
        ("#hide_input", {"echo": "false"}),
        ("# hide_output", {"output": "false"}),
        ("#collapse", {"code-fold": "true"}),
        ("#collapse-hide", {"code-fold": "true"}),
        ("#collapse_hide", {"code-fold": "true"}),
        ("# collapse-show", {"code-fold": "show"}),
        ("#collapse_input open", {"code-fold": "show"}),
        ("#collapse-output", {"output-fold": "true"}),
        ("#export", {"code-fold": "true"}),
        ("# export", {"code-fold": "true"}),
        ("#exports", {}),
        ("#default_exp core", {"code-fold": "true"}),
        ("#all_slow", {}),
    ],
)
def test_comments_of_fastpages_are_read_and_taken_off(line: str, expected: dict[str, object]) -> None:
    found = read_directives(f"{line}\nx")
    assert (found.options, found.code) == (expected, "x")


@pytest.mark.parametrize(
    "source",
    [
        "# hide the axis\nplot()",
        "# Export\ndf.to_csv('x')",
        "# export results\nx",
        "#hideous\nx",
        "# collapse the levels\nx",
        "x = 1\n#hide",
        "x = 1 #hide",
        "x = 1\n#| echo: false",
        "#| Name | Age |\nx",
        "# | x\n1",
        "#|----|\nx",
        "# see https://x.org/a|b\nx",
        "x = a #| b",
        "s = '''\n#|hide\n'''",
        "default_exp",
    ],
)
def test_ordinary_comments_stay(source: str) -> None:
    assert read_directives(source) == Directives(source)


def test_broken_yaml_is_told_with_its_line_and_the_rest_is_read() -> None:
    found = read_directives("#| fig-cap: Loss: train and test\n#| echo: no\nx")
    assert found.options == {"fig-cap": "Loss: train and test", "echo": "false"}
    assert found.code == "x"
    (fault,) = found.faults
    assert "«fig-cap: Loss: train and test»" in fault.message
    assert fault.hint == "Put the value in quotes: it has a colon in it."


def test_a_word_that_is_no_choice_is_told_and_not_taken() -> None:
    found = read_directives("#| echo: maybe\n#| code-fold: [a]\nx")
    assert found.options == {}
    assert [(fault.message, fault.hint) for fault in found.faults] == [
        ("the option echo is «maybe»", "Write one of: true, false, fenced."),
        ("the option code-fold is «a»", "Write one of: true, false, show."),
    ]


@given(
    st.lists(
        st.sampled_from(["#| a: b", "#|hide", "#| - x", "#|  y", "x = 1", "# c", "", "#hide", "%%t", "#| [", "#|"])
    )
)
@settings(max_examples=100, deadline=None)
def test_only_directive_lines_leave_and_the_rest_keeps_its_order(lines: list[str]) -> None:
    found = read_directives("\n".join(lines))
    left = iter(lines)
    assert all(line in left for line in found.code.split("\n") if line)
    assert len([line for line in found.code.split("\n") if line]) + len(found.lines) == len(list(filter(None, lines)))


@given(st.text(alphabet="#|:-% \n\"'[]{}>&*!ab", max_size=60))
@settings(max_examples=100, deadline=None)
def test_no_text_makes_the_reading_fail(source: str) -> None:
    read_directives(source)
