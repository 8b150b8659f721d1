"""How a cell is shown: tags, options and metadata of all tools, combined."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inpublic.notebooks.directives import Directives, read_directives
from inpublic.notebooks.display import Defaults, Display, display_of, is_removed, read_defaults


def shown(source: str = "", **metadata: object) -> Display:
    return display_of(read_directives(source), metadata)


def changes(display: Display) -> dict[str, object]:
    plain = Display()
    return {name: value for name in Display.__slots__ if (value := getattr(display, name)) != getattr(plain, name)}


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("remove-input", {"shows_input": False}),
        ("remove-output", {"shows_output": False}),
        ("remove-stdout", {"shows_stdout": False}),
        ("remove-stderr", {"shows_stderr": False}),
        ("hide-input", {"folds_input": True}),
        ("hide-output", {"folds_output": True}),
        (
            "hide-cell",
            {"folds_input": True, "folds_output": True, "folds_together": True},
        ),
        ("scroll-output", {"scrolls": True}),
        ("raises-exception", {"folds_error": True}),
        ("full-width", {}),
        ("margin", {}),
        ("parameters", {}),
    ],
)
def test_tags_of_jupyter_book_count_in_both_spellings(tag: str, expected: dict[str, object]) -> None:
    assert changes(shown(tags=[tag])) == expected
    assert changes(shown(tags=[tag.replace("-", "_")])) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("#| echo: false", {"shows_input": False}),
        ("#| echo: fenced", {"shows_options": True}),
        ("#| output: false", {"shows_output": False}),
        ("#| output: asis", {"stdout_is_markdown": True}),
        ("#| include: false", {"shows_input": False, "shows_output": False}),
        ("#| eval: false", {}),
        ("#| warning: false", {"shows_stderr": False}),
        ("#| error: true", {"folds_error": True}),
        ("#| code-fold: true", {"folds_input": True}),
        ("#| code-fold: false", {}),
        ("#| code-fold: show", {"folds_input": True, "opens_input": True, "input_words": "Code"}),
        ("#| code-fold: true\n#| code-summary: Model", {"folds_input": True, "input_words": "Model"}),
        ("#| fig-cap: A\n#| fig-alt: B", {"caption": "A", "alt": "B"}),
        ("#| fig-cap: [A, B, C]", {"caption": "A", "more_captions": ("B", "C")}),
        ("#| fig-alt: [A, B]", {"alt": "A", "more_alts": ("B",)}),
        (
            "#| fig-cap: Both\n#| fig-subcap: [A, B]",
            {"caption": "A", "more_captions": ("B",), "group_caption": "Both"},
        ),
        ("#| fig-cap: A\n#| fig-subcap: true", {"caption": "A"}),
        ("#| tbl-cap: People", {"table_caption": "People"}),
        ("#| label: tbl-x\n#| caption: People", {"table_caption": "People", "anchor": "tbl-x"}),
        ("#| label: img:mpl\n#| caption: Power", {"caption": "Power", "anchor": "img:mpl"}),
        ("#| lst-cap: Code", {"code_caption": "Code"}),
        ("#| label: fig-a", {"anchor": "fig-a"}),
        ("#| label: setup", {}),
        ("#| label: 'fig-a\" onclick=\"x'", {}),
        ("#| fig-width: 5\n#| layout-ncol: 2\n#| code-line-numbers: true", {}),
        ("#|filter_stream A B", {"dropped_words": ("A", "B")}),
        ("#collapse-output", {"folds_output": True}),
    ],
)
def test_options_say_what_is_shown(source: str, expected: dict[str, object]) -> None:
    assert changes(shown(source)) == expected


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({"jupyter": {"source_hidden": True}}, {"folds_input": True}),
        ({"jupyter": {"outputs_hidden": True}}, {"folds_output": True}),
        ({"collapsed": True}, {"folds_output": True}),
        ({"collapsed": False}, {}),
        ({"scrolled": True}, {"scrolls": True}),
        ({"scrolled": False}, {"scrolls": False}),
        ({"scrolled": "auto"}, {}),
        ({"hide_input": True}, {"folds_input": True}),
        ({"init_cell": True}, {}),
        ({"alt": "A hill"}, {"alt": "A hill"}),
        ({"mystnb": {"figure": {"caption": "C", "name": "fig-x"}}}, {"caption": "C", "anchor": "fig-x"}),
        ({"mystnb": {"image": {"alt": "A"}}}, {"alt": "A"}),
        (
            {"mystnb": {"code_prompt_show": "My {type}"}, "tags": ["hide-input"]},
            {
                "folds_input": True,
                "input_words": "My source",
                "output_words": "My output",
                "cell_words": "My content",
            },
        ),
        ({"mystnb": {"remove_code_source": True}}, {"shows_input": False}),
        ({"jupyter": 3, "mystnb": [], "tags": "hide-input", "scrolled": 2, "alt": 1}, {}),
    ],
)
def test_metadata_of_editors_say_what_is_folded(metadata: dict[str, object], expected: dict[str, object]) -> None:
    assert changes(shown(**metadata)) == expected


@pytest.mark.parametrize(
    ("front_matter", "metadata", "expected"),
    [
        ("execute:\n  echo: false", {}, {"shows_input": False}),
        ("echo: false", {}, {"shows_input": False}),
        ("execute: {warning: false, output: asis}", {}, {"shows_stderr": False, "stdout_is_markdown": True}),
        (
            "format:\n  html:\n    code-fold: show\n    code-summary: 'Code: all'\n    code-tools: true",
            {},
            {"folds_input": True, "opens_input": True, "input_words": "Code: all"},
        ),
        ("code-fold: true", {}, {"folds_input": True}),
        ("format: html\necho: maybe", {}, {}),
        ("title: [", {"hide_input": True}, {"folds_input": True}),
        (
            "",
            {"mystnb": {"code_prompt_show": "See"}},
            dict.fromkeys(["input_words", "output_words", "cell_words"], "See"),
        ),
        ("", {"hide_input": False}, {}),
    ],
    ids=["execute", "top", "two", "html", "fold", "odd", "broken", "mystnb", "off"],
)
def test_a_notebook_speaks_for_all_of_its_cells(
    front_matter: str, metadata: dict[str, object], expected: dict[str, object]
) -> None:
    defaults = read_defaults(front_matter, metadata)
    assert changes(display_of(read_directives("x"), {}, defaults)) == expected


def test_a_cell_overrides_its_notebook() -> None:
    defaults = Defaults({"echo": "false", "code-fold": "true", "warning": "false"})
    source = "#| echo: true\n#| code-fold: false\n#| warning: true\nx"
    assert changes(display_of(read_directives(source), {}, defaults)) == {}
    assert changes(display_of(read_directives("x"), {"hide_input": False}, Defaults({"code-fold": "true"}))) == {}


def test_each_figure_takes_the_next_caption() -> None:
    display = shown("#| fig-cap: [A, B]\n#| fig-alt: [C]")
    second = display.after_figure()
    assert (second.caption, second.alt) == ("B", "")
    assert changes(second.after_figure()) == {}


@pytest.mark.parametrize(
    ("metadata", "removed"),
    [
        ({"tags": ["remove-cell"]}, True),
        ({"tags": ["remove_cell"]}, True),
        ({"nbsphinx": "hidden"}, True),
        ({"tags": ["hide-cell"]}, False),
        ({"nbsphinx": {"orphan": True}, "tags": 3}, False),
    ],
)
def test_cells_of_any_kind_can_be_removed(metadata: dict[str, object], removed: bool) -> None:
    assert is_removed(metadata) is removed


_KEYS = ["alt", "collapsed", "hide_input", "jupyter", "mystnb", "render", "scrolled", "id", "colab", "hidden"]
_VALUES = [True, False, "words", {"source_hidden": True}, {"outputs_hidden": True}, {"scroll_outputs": True}]
_VALUES += [{"image": {"alt": "a"}}, {"figure": {"caption": "a", "name": "fig-a"}}, {"remove_code_source": True}]


@given(metadata=st.dictionaries(st.sampled_from(_KEYS), st.sampled_from(_VALUES), max_size=3))
def test_a_cell_that_says_nothing_is_shown_as_one_that_says_what_nobody_knows(metadata: dict[str, object]) -> None:
    said = Directives("x", {"unknown": "said"})
    assert display_of(Directives("x"), metadata) == display_of(said, metadata)
    assert display_of(Directives("x"), {**metadata, "tags": []}) == display_of(said, {**metadata, "tags": ["unknown"]})
