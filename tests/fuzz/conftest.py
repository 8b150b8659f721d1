"""Counts what the fuzz tests really ran, and stops a case that takes too long.

How many examples each test tries is a share of `INPUBLIC_FUZZ`, 25 by default. In CI they are the same in each run, so
that what it says of a commit does not depend on luck; everywhere else each run tries new ones. Nothing that was found
needs luck to be found again: it is in test_seeds.py.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from time import process_time
from typing import Any

import pytest

HERE = Path(__file__).parent
SLOW = 2.0
"""Seconds of processor time that one case may take; the clock on the wall would blame us for a busy machine."""

HUNG = 60
"""Seconds on the wall after which a case is broken off."""

CASES: pytest.StashKey[list[None]] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[CASES] = []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put a counter and a stop-watch around the inside of each test that hypothesis drives."""
    handles = {}
    for item in items:
        test = getattr(item, "obj", None)
        if HERE in item.path.parents and getattr(test, "is_hypothesis_test", False):
            item.add_marker("fuzz")
            handles[id(test.hypothesis)] = test.hypothesis  # type: ignore[union-attr]  # what is_hypothesis_test says
    for handle in handles.values():
        handle.inner_test = watched(handle.inner_test, config.stash[CASES])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Hand on how many cases there were; the report brings it to the process that says so in the end."""
    cases = item.config.stash[CASES]
    cases.clear()
    try:
        return (yield)
    finally:
        if item.get_closest_marker("fuzz"):
            item.user_properties.append(("cases", {item.name: len(cases)}))


def watched(test: Callable[..., None], cases: list[None]) -> Callable[..., None]:
    @wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        cases.append(None)
        begin = process_time()
        with broken_off(HUNG):
            test(*args, **kwargs)
        assert process_time() - begin < SLOW, "this case is too slow"

    return run


@contextmanager
def broken_off(seconds: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TimeoutError(f"this case was still running after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="session", autouse=True)
def _everything_is_loaded() -> None:
    """Import what is heavy before the stop-watch runs."""
    from inpublic.convert import convert_source

    cells = [
        {"cell_type": "markdown", "source": "# A\n$x$ <b>b</b>\n```python\nx\n```", "metadata": {}},
        {"cell_type": "code", "source": "1", "metadata": {}, "outputs": [{"output_type": "stream", "text": "1"}]},
    ]
    import json

    convert_source(".ipynb", json.dumps({"cells": cells}).encode())
