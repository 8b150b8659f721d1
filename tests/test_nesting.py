"""How deep JSON may be nested."""

from __future__ import annotations

from typing import Any

import pytest

from inpublic.notebooks.nesting import MOST_LEVELS, is_too_deep


def nested(levels: int, *, mapping: bool) -> Any:
    value: Any = 0
    for _ in range(levels):
        value = {"a": value} if mapping else [value]
    return value


@pytest.mark.parametrize("mapping", [False, True], ids=["lists", "mappings"])
@pytest.mark.parametrize(
    ("levels", "expected"), [(0, False), (1, False), (MOST_LEVELS, False), (MOST_LEVELS + 1, True), (100_000, True)]
)
def test_only_more_levels_than_the_most_are_too_deep(levels: int, mapping: bool, expected: bool) -> None:
    assert is_too_deep(nested(levels, mapping=mapping)) is expected


def test_what_is_wide_is_not_deep() -> None:
    assert not is_too_deep([[1], {"a": [2]}] * 1000)
