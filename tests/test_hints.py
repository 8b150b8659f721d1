"""The search for anchors only spares work: what is found is the same as if every finder looked at every text."""

from __future__ import annotations

import runpy
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.gate import assignments, calls, contexts, credentials, personal, tokens
from inpublic.gate.detect import find, find_each
from inpublic.gate.hints import CUTS, Hints, anchors, flat
from inpublic.gate.kinds import Match
from inpublic.gate.named import find_named
from inpublic.gate.wrappings import Place

FAKES = runpy.run_path(str(Path(__file__).with_name("fakes.py")))
PLANTED: list[Any] = FAKES["planted"]()
TEXTS = [fake.text for fake in PLANTED] + FAKES["harmless"]()
ALL = [
    *credentials.find_credentials.__defaults__,  # type: ignore[misc]
    *(module.ANCHORS for module in (tokens, contexts, calls, assignments, personal)),
]
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
        st.sampled_from([anchor for held in ALL for anchor in sorted(held)]),
    ),
    max_size=8,
).map("".join)


def spans(matches: Any) -> list[tuple[str, int, int]]:
    return [(match.kind.name, match.start, match.end) for match in matches]


def everything(text: str) -> list[Match]:
    """Find all that the finders yield when each takes all its anchors to be there, overlaps included."""
    finders = (
        credentials.find_credentials,
        tokens.find_tokens,
        contexts.find_contexts,
        calls.find_calls,
        find_named,
        personal.find_personal,
    )
    return [match for finder in finders for match in finder(text)]


@given(texts=st.lists(PIECES, min_size=1, max_size=6))
@settings(max_examples=300, deadline=None)
def test_a_text_holds_the_same_whatever_comes_before_it_in_its_file(texts: list[str]) -> None:
    together = [spans(matches) for _, matches in find_each([Place(text, "source") for text in texts])]
    assert together == [spans(find(text)) for text in texts]


@given(text=PIECES)
@settings(max_examples=300, deadline=None)
def test_no_find_is_missed_that_a_finder_would_make(text: str) -> None:
    found = spans(find(text))
    assert {*found} <= {*spans(everything(text))}
    for _, start, end in spans(everything(text)):
        assert any(start < other_end and other_start < end for _, other_start, other_end in found)


@pytest.mark.parametrize("before", [20, 300_000, 3_000_000], ids=str)
def test_what_was_seen_in_the_texts_before_hides_nothing(before: int) -> None:
    """What stands alone in its line or run is no news any more, but is found wherever it comes again."""
    lines = "".join(f"line {number}: {'ab' * (number % 30)}\n" for number in range(before // 40))
    secret = FAKES["fakes"]()["GitHub token"][0]
    texts = [lines, f"a\n{secret}\n", lines, f"b\n{secret}\n", f"{lines}password = 'Hg7%kd92'\n{lines}"]
    found = [[match.kind.name for match in matches] for _, matches in find_each([Place(text, "") for text in texts])]
    assert found == [[], ["GitHub token"], [], ["GitHub token"], ["password"]]


@pytest.mark.parametrize("held", ALL, ids=lambda held: min(held))
def test_no_anchor_holds_what_texts_are_cut_at(held: frozenset[str]) -> None:
    assert not [anchor for anchor in held if {*anchor} & {*CUTS}]


def test_an_anchor_is_known_in_its_own_letters_a_word_in_any() -> None:
    hints = Hints(anchors(["sig="], ["token"], ["hf_"]))
    texts = ["sig=1", "SIG=1", "a TOKEN", "to\u212aen", "hf_0123456789abcdef", "hf_0123", "HF_0123456789abcdef"]
    hints.take(texts)
    assert [{*hints.of(text)} for text in texts] == [{"sig="}, set(), {"token"}, {"token"}, {"hf_"}, {"hf_"}, set()]


def test_without_a_long_run_there_is_no_token() -> None:
    hints = Hints(anchors([], [], ["hf_"]))
    hints.take(["hf_0123"])
    assert not hints.of("hf_0123")


@given(st.text())
def test_flat_text_is_as_long_as_the_text(text: str) -> None:
    assert len(flat(text)) == len(text)
    assert flat(text).isascii()
    assert all(one == two for one, two in zip(text.lower(), flat(text), strict=False) if text.isascii())


def test_words_that_come_again_are_looked_for_once() -> None:
    hints = Hints(anchors(["curl "], [], []))
    seen = []
    for text in ["curl", "a curl", "curl it"]:
        hints.take([text])
        seen.append(bool(hints.of("curl it")))
    assert seen == [False, False, True]
    assert all(one <= two for one, two in pairwise(seen))
