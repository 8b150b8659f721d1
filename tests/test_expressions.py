"""An expression is compiled once, and only when it is needed."""

from __future__ import annotations

import re

import pytest

from inpublic.gate.expressions import Expression


def test_an_expression_is_compiled_once_with_its_flags() -> None:
    words = Expression("[a-z]+", re.IGNORECASE)
    assert words().fullmatch("Key")
    assert words() is Expression("[a-z]+", re.IGNORECASE)()
    assert not Expression("[a-z]+")().fullmatch("Key")


def test_what_cannot_be_compiled_says_so_only_when_it_is_used() -> None:
    broken = Expression("(")
    with pytest.raises(re.error):
        broken()
