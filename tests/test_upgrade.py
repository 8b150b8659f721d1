"""Notebooks of the third format become the same as with nbformat, or are left to it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.notebooks.upgrade import by_nbformat, of_third, upgraded

ODD = st.one_of(st.none(), st.booleans(), st.integers(-2, 7), st.just({}), st.just([]), st.just([1]), st.just("["))
LINES = st.one_of(st.sampled_from(["", "a", "a\nb", "{}", "[1]"]), st.lists(st.sampled_from(["", "a", "b\n", "c\r"])))


def rarely_odd(usual: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.integers(0, 60).flatmap(lambda number: ODD if number == 7 else usual)


TEXT = rarely_odd(LINES)
NAMES = ("text", "html", "svg", "png", "jpeg", "latex", "json", "javascript", "text/plain", "text/html", "image/png")


def item(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Make what has its parts as a rule, any of which may be odd now and then."""
    parts = st.fixed_dictionaries(
        {name: one if isinstance(one, st.SearchStrategy) else st.just(one) for name, one in required.items()},
        optional=optional,
    )
    return rarely_odd(parts)


METADATA = item({}, {"a": ODD, "text": ODD, "png": ODD, "collapsed": ODD})
COUNT = st.one_of(st.none(), st.integers(0, 3))
OUTPUT = item(
    {"output_type": st.sampled_from(["pyout", "display_data", "pyerr", "stream", "pyout", "odd"])},
    {
        **dict.fromkeys(NAMES, TEXT),
        **dict.fromkeys(("prompt_number", "execution_count"), COUNT),
        "metadata": METADATA,
        "stream": TEXT,
        "name": TEXT,
        "traceback": TEXT,
    },
)
CODE = item(
    {"cell_type": "code", "outputs": st.lists(OUTPUT, max_size=3)},
    {"input": TEXT, "source": TEXT, "language": TEXT, "collapsed": ODD, "prompt_number": COUNT, "metadata": METADATA},
)
WORDS = item(
    {"cell_type": st.sampled_from(["markdown", "heading", "raw", "html", "odd"])},
    {"source": TEXT, "rendered": TEXT, "level": st.integers(0, 6), "metadata": METADATA},
)
SHEET = item({"cells": st.lists(st.one_of(CODE, WORDS), max_size=3)}, {"metadata": METADATA})
NOTEBOOKS = item(
    {"nbformat": st.sampled_from([3, 3, 3, 3.0, "3"]), "worksheets": st.lists(SHEET, max_size=2), "metadata": METADATA},
    {"nbformat_minor": COUNT, "orig_nbformat": COUNT},
).filter(lambda raw: isinstance(raw, dict))


def bare(notebook: Any) -> str:
    """Leave out the names that nbformat makes up for cells; the order of the forms of an output counts."""
    for cell in notebook["cells"]:
        cell.pop("id", None)
        cell["outputs"] = [{"data": None, **output} for output in cell.get("outputs", ())]
        for output in cell["outputs"]:
            output["data"] = [*output["data"].items()] if isinstance(output["data"], dict) else output["data"]
    return json.dumps(notebook, sort_keys=True)


@given(NOTEBOOKS)
@settings(max_examples=300, deadline=None)
def test_a_notebook_of_the_third_format_becomes_what_nbformat_makes_of_it(raw: dict[str, Any]) -> None:
    before = json.dumps(raw)
    try:
        ours = of_third(raw)
    except (AttributeError, KeyError, TypeError, ValueError):
        return
    assert json.dumps(raw) == before
    assert bare(ours) == bare(by_nbformat(raw))


@pytest.mark.parametrize("sheets", [None, [{}], [{"cells": [{}]}], [{"cells": [{"cell_type": "code"}]}]], ids=repr)
def test_of_what_is_odd_nbformat_says_what_is_wrong(sheets: Any) -> None:
    raw = {"nbformat": 3, "metadata": {}, "worksheets": sheets}
    messages = []
    for upgrade in (upgraded, by_nbformat):
        with pytest.raises(Exception, match=r".") as error:
            upgrade(raw)
        messages.append(repr(error.value))
    assert messages[0] == messages[1]
