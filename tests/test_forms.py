"""Colab's forms: title, text and fields, and what of the cell is left as code."""

from __future__ import annotations

import pytest

from inpublic.notebooks.forms import Form, Param, read_form


def form(code: str, **metadata: object) -> Form:
    found = read_form(code, metadata)
    assert found is not None
    return found


def test_title_and_text_are_taken_out_and_fields_stay_in_the_code() -> None:
    found = form('#@title Run it {display-mode: "both"}\n#@markdown Choose **one**.\nx = 1 #@param {type:"integer"}\nx')
    assert found == Form(
        'x = 1 #@param {type:"integer"}\nx', "Run it", "Choose **one**.", (Param("x", "1", "integer"),)
    )


@pytest.mark.parametrize(
    ("code", "metadata", "folded"),
    [
        ('#@title A { display-mode: "form" }\nx', {}, True),
        ('# @title A { run: "auto", display-mode: "form" }\nx', {}, True),
        ("#@title A\nx", {"cellView": "form"}, True),
        ("x", {"cellView": "form"}, True),
        ("#@title A\nx", {}, False),
        ('#@title A { display-mode: "form" }\nx', {"cellView": "both"}, False),
    ],
    ids=["mode", "spaced", "view", "view-only", "double", "view-wins"],
)
def test_a_form_stands_for_its_code_where_the_author_said_so(
    code: str, metadata: dict[str, object], folded: bool
) -> None:
    found = form(code, **metadata)
    assert found.is_folded is folded
    assert found.code == "x"


def test_a_folded_form_lists_its_fields_where_they_stand() -> None:
    fields = 'name = "a#b" #@param ["a#b", "c"]\nrate = .5 # @param {type:"number"}'
    code = f"#@title T\n#@markdown Data:\n{fields}\n#@markdown ---\n#@markdown Done"
    assert form(code, cellView="form").text == 'Data:\n\n- `name`: `"a#b"`\n- `rate`: `.5`\n\n---\nDone'
    assert [param.kind for param in form(code).params] == ["choice", "number"]


def test_a_value_with_backticks_stays_one_piece_of_code() -> None:
    assert form('x = "``" #@param', cellView="form").text == '- `x`: ``` "``" ```'


def test_a_rule_after_text_makes_it_no_heading() -> None:
    assert form("#@markdown Text\n#@markdown ---").text == "Text\n\n---"


@pytest.mark.parametrize("code", ["x = 1", "# a title", "mail = 'a@title'", "#@titled\nx", "# x @param"])
def test_other_cells_have_no_form(code: str) -> None:
    assert read_form(code, {}) is None


def test_a_field_in_a_deep_line_of_spaces_is_read_fast() -> None:
    assert read_form("a = " + " " * 100_000 + "@param", {}) is None
