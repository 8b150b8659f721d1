"""What a pattern says of the beginning of its matches holds for each of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inpublic.notebooks.openings import UNKNOWN, Opening, opening_of, set_of

ATOMS = r"""
    a b K . \. \n \s \S \d \D \w \W [a-f] [^a-f] [^\S\n] [\W_] [é-ü] [^é] ſ K İ é % %% \b ^ $ \Z
    (?=a) (?!a) (?<!\.) (?i:k) (?s:.) (?>a) a*+ [ab]++ (?:(a)?(?(1)b|c)) (?P<one>a)(?P=one)
""".split()


def fits(pattern: str, character: str, flags: int = 0) -> bool:
    return bool(opening_of(pattern, flags).characters & set_of(character))


@pytest.mark.parametrize(
    ("pattern", "begins", "never", "needed"),
    [
        (r"def\b", "d", "e \né", ""),
        (r"(?i)k", "kK\u212a", "a ", ""),
        (r"[^\S\n]+", " \té", "\na", ""),
        (r"\s*(%%)time", " \n%é", "at", "%%"),
        (r"(a|b*)c", "abc", "d", ""),
        (r"(?<!\.)(?=x)[x-z]{2,}$", "xyz", "a.", ""),
        (r"x(?:\?\?|!)=", "x", "?!=", "="),
    ],
    ids=["a word", "in capitals", "a class", "a magic", "a choice", "around it", "signs in a choice"],
)
def test_a_pattern_says_how_its_matches_begin(pattern: str, begins: str, never: str, needed: str) -> None:
    assert [fits(pattern, character) for character in begins + never] == [True] * len(begins) + [False] * len(never)
    assert opening_of(pattern).needed == needed
    assert not fits(pattern, "")  # none of them matches at the end of a text


@pytest.mark.parametrize("pattern", ["a*", r"\b", "(a|)", "", "(?=a)"])
def test_what_may_be_empty_can_match_anywhere(pattern: str) -> None:
    assert fits(pattern, "z")
    assert fits(pattern, "")


def test_the_parser_of_the_standard_library_shows_patterns_as_expected() -> None:
    """If this fails, code is coloured more slowly on this Python: mend openings.py."""
    assert opening_of("a") == Opening(set_of("a"))
    assert opening_of("[^a](?i:b)") != UNKNOWN


def patterns() -> st.SearchStrategy[str]:
    return st.recursive(
        st.sampled_from(ATOMS),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map("".join),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
            st.tuples(inner, st.sampled_from(["*", "+?", "?", "{0}", "{2,}"])).map(
                lambda pair: f"(?:{pair[0]}){pair[1]}"
            ),
        ),
        max_leaves=6,
    )


@given(
    pattern=patterns(),
    text=st.text("abkKsſKiİıéü%. \n_1\x1c", max_size=8),
    flags=st.sampled_from([0, re.MULTILINE, re.IGNORECASE, re.DOTALL, re.ASCII, re.IGNORECASE | re.ASCII]),
)
def test_every_match_begins_as_its_pattern_says(pattern: str, text: str, flags: int) -> None:
    try:
        matcher = re.compile(pattern, flags)
    except re.error:  # two groups of one name, or a quantifier where none may stand
        return
    for place in range(len(text) + 1):
        found = matcher.match(text, place)
        if found:
            assert fits(pattern, text[place : place + 1], flags)
            assert opening_of(pattern, flags).needed in found[0]
