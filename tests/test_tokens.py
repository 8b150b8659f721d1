"""Tokens are known by their form."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from inpublic.gate.detect import HINTS
from inpublic.gate.tokens import find_tokens, word_start

FAKES = runpy.run_path(str(Path(__file__).with_name("fakes.py")))
TOKEN = FAKES["fakes"]()["GitHub token"][0]


def _tokens(text: str) -> list[str]:
    return [text[match.start : match.end] for match in find_tokens(text, HINTS.of(text))]


@pytest.mark.parametrize(
    "before", ["", " ", "\n", "'", "=", "\\n", "\\u0022", "%3D", "\x1b[31m", "密钥", "(", "/", "."]
)
def test_a_token_begins_after_anything_but_a_letter(before: str) -> None:
    text = before + TOKEN
    assert _tokens(text) == [TOKEN]


@pytest.mark.parametrize("before", ["a", "7", "_", "-", "ug"])
def test_what_goes_on_from_a_word_is_no_token(before: str) -> None:
    assert not _tokens(before + TOKEN)


def test_a_token_that_is_too_long_or_too_short_is_none() -> None:
    hexadecimal = FAKES["fakes"]()["E2B key"][0]
    assert _tokens(hexadecimal)
    assert not _tokens(hexadecimal + "0")
    assert not _tokens(hexadecimal[:-1])


@pytest.mark.parametrize(
    ("text", "word"), [("x = abc", "abc"), ("'\\nabc", "abc"), ("\x1b[0;31mabc", "abc"), ("abc", "abc")]
)
def test_a_word_begins_after_a_sign_or_an_escape(text: str, word: str) -> None:
    assert text[word_start(text, len(text) - 1) :] == word
