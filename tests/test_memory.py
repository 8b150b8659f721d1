"""Python looks for unused objects when it is worth its time."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from inpublic.memory import keeping


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.mark.parametrize("error", [None, ValueError])
def test_what_is_kept_is_never_looked_through(error: type[Exception] | None) -> None:
    before = gc.get_freeze_count()

    @keeping()
    def prepare() -> bool:
        if error:
            raise error
        return gc.isenabled()

    if error:
        with pytest.raises(error):
            prepare()
    else:
        assert not prepare()
    assert gc.isenabled()
    assert gc.get_freeze_count() > before
