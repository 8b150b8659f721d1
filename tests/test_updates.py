"""Updates of displays, also across cells, and odd ones that must do no harm."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.notebooks.updates import with_updates


def display(text: str, name: str = "", kind: str = "display_data") -> dict[str, Any]:
    return {"output_type": kind, "data": {"text/plain": text}, "transient": {"display_id": name} if name else {}}


def texts(cells: list[Any]) -> list[list[str]]:
    return [[output["data"]["text/plain"] for output in cell["outputs"]] for cell in with_updates(cells)]


def test_an_update_in_a_later_cell_changes_the_display_and_leaves_nothing_behind() -> None:
    cells = [
        {"outputs": [display("a", "x"), display("b")]},
        {"outputs": [display("c", "x", "update_display_data"), display("d", "x", "update_display_data")]},
    ]
    assert texts(cells) == [["d", "b"], []]


def test_an_update_of_nothing_is_shown() -> None:
    assert texts([{"outputs": [display("a", "y", "update_display_data")]}]) == [["a"]]


def test_without_updates_the_cells_are_the_same_object() -> None:
    cells = [{"outputs": [display("a", "x")]}]
    assert with_updates(cells) is cells


ODD = st.recursive(
    st.none() | st.booleans() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["outputs", "transient", "display_id", "output_type"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(st.lists(ODD, max_size=4))
def test_odd_cells_do_no_harm(cells: list[Any]) -> None:
    assert len(with_updates([*cells, {"outputs": [display("a", "z", "update_display_data")]}])) == len(cells) + 1
