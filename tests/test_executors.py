"""Processes are started where they pay, and nowhere else."""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence

import pytest

from inpublic.executors import PRELOADED, gathered, processes
from inpublic.workers import Workers

MEGABYTE = 1_000_000


@pytest.mark.parametrize(
    ("workers", "sizes", "apart", "jobs"),
    [
        pytest.param(Workers(4), [], False, 0, id="nothing to do"),
        pytest.param(Workers(4), [100, 200], False, 0, id="little to do"),
        pytest.param(Workers(4), [9 * MEGABYTE], False, 0, id="one source"),
        pytest.param(Workers(1), [9 * MEGABYTE] * 9, False, 0, id="one at a time"),
        pytest.param(Workers(4), [9 * MEGABYTE] * 9, False, 4, id="much to do"),
        pytest.param(Workers(4), [9 * MEGABYTE] * 3, False, 3, id="more processes than sources"),
        pytest.param(Workers(1), [100], True, 1, id="not here"),
        pytest.param(Workers(4, cluster="tcp://127.0.0.1:1"), [], False, 0, id="nothing for a cluster to do"),
    ],
)
def test_processes_are_started_where_they_pay(workers: Workers, sizes: Sequence[int], apart: bool, jobs: int) -> None:
    with gathered(workers, sizes, bytes, apart=apart) as crew:
        assert (crew.jobs if crew else 0) == jobs


def test_what_is_run_in_processes_is_not_run_here() -> None:
    with processes(2) as executor:
        assert executor.submit(os.getpid).result() != os.getpid()


@pytest.mark.parametrize("name", PRELOADED)
def test_what_is_imported_ahead_is_there(name: str) -> None:
    importlib.import_module(name)
