"""Whatever stops a run is said in words, with what to do."""

from __future__ import annotations

import errno
import os
from concurrent.futures import BrokenExecutor

import pytest

from inpublic.errors import InpublicError
from inpublic.records.slug import slugify
from inpublic.telling.mishaps import BUG, explain


@pytest.mark.parametrize(
    ("error", "message", "hint"),
    [
        pytest.param(
            OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "site/x"),
            "site/x: No space left",
            "Make room",
            id="disk full",
        ),
        pytest.param(
            PermissionError(errno.EACCES, "Permission denied", "docs"), "docs: Perm", "the right", id="rights"
        ),
        pytest.param(OSError(errno.EROFS, "Read-only file system"), "Read-only file", "copy the site", id="read only"),
        pytest.param(MemoryError(), "not enough memory", "--jobs 1", id="memory"),
        pytest.param(BrokenExecutor("x"), "stopped a process", "--jobs 1", id="a process was killed"),
        pytest.param(InpublicError("no mkdocs.yml", "make one"), "no mkdocs.yml", "make one", id="said by us"),
    ],
)
def test_what_the_user_can_mend_exits_with_1(error: Exception, message: str, hint: str) -> None:
    explained, code = explain(error)
    assert code == 1
    assert message in explained.message
    assert hint in explained.hint


def test_a_bug_says_where_it_is_and_asks_for_a_report() -> None:
    try:
        slugify(None)  # type: ignore[arg-type]  # a bug, made on purpose
    except (TypeError, AttributeError) as error:
        explained, code = explain(error)
    assert code == BUG == 70
    assert "this is a bug of inpublic" in explained.message
    assert "records/slug.py:" in explained.message
    assert "report it" in explained.hint


def test_a_bug_outside_our_modules_is_told_without_a_place() -> None:
    explained, code = explain(KeyError("x" * 1000))
    assert code == BUG
    assert " in " not in explained.message
    assert len(explained.message) < 400
