"""Placeholders, words and checksums are told from what a machine made up."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inpublic.gate.samples import entropy, is_hash, is_mask, is_password, is_random, is_sample

FAKES = runpy.run_path(str(Path(__file__).with_name("fakes.py")))


@pytest.mark.parametrize(
    "value",
    [
        "YOUR_API_KEY_HERE",
        "<token>",
        "sk-...",
        "xxxxxxxxxxxxxxxx",
        "${API_KEY}",
        "$API_KEY",
        "{{ secrets.KEY }}",
        "0123456789abcdef",
        "1234567890abcdef" * 2,
        "my-api-key-00112233",
        "REDACTED",
        "0" * 32,
        "********",
        "changeme",
    ],
)
def test_what_stands_in_the_place_of_a_key_is_a_sample(value: str) -> None:
    assert is_sample(value)
    assert not is_random(value)


@pytest.mark.parametrize("letters", ["ALNUM", "HEX", "LOWER", "URL", "B64"])
@pytest.mark.parametrize("seed", range(20))
def test_what_a_machine_made_up_is_random(letters: str, seed: int) -> None:
    value = FAKES["made"](32, FAKES[letters], str(seed))
    assert is_random(value)
    assert not is_sample(value)


@pytest.mark.parametrize(
    "value",
    [
        "text-embedding-3-small-v2",
        "2024-01-31T10:20:30",
        "meta-llama/Llama-3.2-1B-Instruct",
        "a-long-name-of-words",
        "some_variable_2_of_mine",
        "AutoTokenizerForCausalLM",
        "123e4567-e89b-12d3-a456-426614174000",
        "short1A2b",
    ],
)
def test_names_dates_versions_and_uuids_are_not_random(value: str) -> None:
    assert not is_random(value)


@pytest.mark.parametrize(("value", "expected"), [("da39a3ee" * 5, True), ("0xDEADBEEF", True), ("g1f2", False)])
def test_a_hash_is_nothing_but_hexadecimal_digits(value: str, *, expected: bool) -> None:
    assert is_hash(value) is expected


@pytest.mark.parametrize("value", ["S3cure!Fox92", "kT9$wqLm2", "Blue7-River8"])
def test_a_password_mixes_letters_digits_and_signs(value: str) -> None:
    assert is_password(value)


@pytest.mark.parametrize(
    "value", ["hunter2", "password123", "Passw0rd!", "changeme", "correct horse", "Winter2024", ""]
)
def test_words_and_passwords_of_examples_are_none(value: str) -> None:
    assert not is_password(value)


@pytest.mark.parametrize(("value", "expected"), [("****", True), ("xxxx", True), ("•••", True), ("x1", False)])
def test_a_mask_hides_what_was_there(value: str, *, expected: bool) -> None:
    assert is_mask(value) is expected


@given(st.text(min_size=1, max_size=100))
def test_entropy_is_no_more_than_the_letters_allow(value: str) -> None:
    assert 0 <= entropy(value) <= len(value).bit_length()
    assert entropy(value * 2) == pytest.approx(entropy(value))
