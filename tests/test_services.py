"""The table of forms is sound."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from inpublic.gate.services import FORMS

FAKES = runpy.run_path(str(Path(__file__).with_name("fakes.py")))
ROWS = [(kind.name, anchor, pattern) for kind, forms in FORMS for anchor, pattern in forms]


@pytest.mark.parametrize(("name", "anchor", "pattern"), ROWS, ids=[f"{name}-{anchor}" for name, anchor, _ in ROWS])
def test_a_form_holds_as_many_letters_as_it_must_and_no_more_than_it_may(name: str, anchor: str, pattern: str) -> None:
    assert not re.search(r"[*+](?![^\[]*\])|\{\d+,\}", pattern.replace(r"\+", "")), "every repetition has an end"
    assert re.match(pattern, anchor) is None, "what all tokens begin with is no token"


def test_every_kind_of_token_has_a_fake_and_no_two_have_one_name() -> None:
    names = [kind.name for kind, _ in FORMS]
    assert len(set(names)) == len(names)
    assert set(names) <= FAKES["fakes"]().keys()
