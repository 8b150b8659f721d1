"""The search for anchors finds the same as one that looks at every place of a text."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.gate import assignments, calls, contexts, credentials, personal, tokens
from inpublic.gate.detect import HINTS, find, find_each
from inpublic.gate.hints import Hints, one_by_one, together
from inpublic.gate.wrappings import Place

FAKES = runpy.run_path(str(Path(__file__).with_name("fakes.py")))
PLANTED: list[Any] = FAKES["planted"]()
MODULES: tuple[Any, ...] = (credentials, tokens, contexts, calls, assignments, personal)
TEXTS = [fake.text for fake in PLANTED] + FAKES["harmless"]()
WORDS = frozenset({*assignments.WORDS, *personal.WORDS})
ANCHORS = frozenset().union(*(module.ANCHORS for module in MODULES))
BETWEEN = [
    "",
    " ",
    "\n",
    "<b>",
    "{",
    "}",
    "'",
    "\\n",
    "\\u0022",
    "%3D",
    "+",
    "/",
    "=",
    ";34m",
    "7",
    "é",
    "\u212a",
    "\u0130",
]
PIECES = st.lists(
    st.one_of(
        st.sampled_from(BETWEEN),
        st.sampled_from(TEXTS),
        st.builds(lambda text, cut: text[: cut % (len(text) + 1)], st.sampled_from(TEXTS), st.integers(0, 400)),
        st.builds(str.upper, st.sampled_from(TEXTS)),
        st.sampled_from(sorted(ANCHORS)),
    ),
    max_size=8,
).map("".join)


def held(text: str, hints: Hints = HINTS) -> dict[str, list[int]]:
    return {anchor: [*places] for anchor, places in hints.of(text).items()}


def held_slowly(text: str) -> dict[str, list[int]]:
    """Find the places of all anchors letter by letter, without any search for bytes."""
    small = "".join(one if len(one := letter.lower()) == 1 else "i" for letter in text)
    sought = {anchor: (small, anchor) if anchor in WORDS else (text, anchor) for anchor in ANCHORS}
    found = {
        name: [at for at in range(len(where)) if where.startswith(one, at)] for name, (where, one) in sought.items()
    }
    return {anchor: places for anchor, places in found.items() if places}


def test_letters_that_grow_are_the_one_that_is_known() -> None:
    """In `held_slowly`, and wherever a place among small letters is taken for one in the text."""
    assert [chr(code) for code in range(0x110000) if len(chr(code).lower()) > 1] == ["\u0130"]


@given(text=st.one_of(PIECES, st.text()))
@settings(max_examples=300, deadline=None)
def test_all_places_of_all_anchors_are_found(text: str) -> None:
    found, slowly = held(text), held_slowly(text)
    assert {anchor: found.get(anchor) for anchor in slowly} == slowly
    assert {*found} <= {*slowly, "contraseña"}  # of whose ñ only a question mark is left


@given(text=PIECES)
@settings(max_examples=300, deadline=None)
def test_a_system_without_the_library_finds_the_same(text: str) -> None:
    letters, anchors = (
        text.encode("ascii", "replace"),
        [anchor.encode("ascii", "replace") for anchor in sorted(ANCHORS)],
    )
    assert sorted(one_by_one(anchors)(letters)) == sorted(together(anchors)(letters))


@given(texts=st.lists(PIECES, min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_a_text_holds_the_same_whatever_comes_before_it_in_its_file(texts: list[str]) -> None:
    together = [[*matches] for _, matches in find_each([Place(text, "source") for text in texts])]
    assert together == [[*find(text)] for text in texts]


def test_places_are_all_found_even_if_they_overlap() -> None:
    assert held("AAAAAAAAAAAAAAAAAAAA")["AAAAAAAAAAAAAAAAAA"] == [0, 1, 2]


@pytest.mark.parametrize("place", range(199_995, 200_003))
def test_nothing_is_cut_where_a_long_text_is(place: int) -> None:
    assert held(f"{' ' * place}ghp_ token{' ' * 300_000}ghp_") == {
        "ghp_": [place, place + 300_010],
        "token": [place + 5],
    }


def test_an_anchor_is_known_in_its_own_letters_a_word_in_any() -> None:
    hints = Hints(["sig="], ["token", "contraseña"])
    assert held("ñ sig= SIG= sig=", hints) == {"sig=": [2, 12]}
    assert held("a TOKEN to\u212aen \u0130token", hints) == {"token": [2, 8, 15]}
    assert held("Contraseña CONTRASEÑA", hints) == {"contraseña": [0, 11]}


@pytest.mark.parametrize("finder", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_nothing_is_looked_for_of_which_no_anchor_is_there(finder: Any) -> None:
    assert not HINTS.of("").keys() & finder.ANCHORS
    assert all(HINTS.of(anchor).keys() & finder.ANCHORS for anchor in finder.ANCHORS)
