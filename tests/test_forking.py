"""What processes are copied from keeps memory for the next notebook, and leaves this one as it is."""

from __future__ import annotations

import os
import resource
import subprocess
import sys

import pytest

from inpublic.forking import CAN_COPY

pytestmark = pytest.mark.skipif(not CAN_COPY, reason="processes are copied on Linux only")
PAGES = 10_000_000 // resource.getpagesize()

PROGRAM = """
import resource
from inpublic.executors import processes
from inpublic.forking import start_ahead

def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

def need():
    before = faults()
    for _ in range(10):
        bytes(10_000_000).count(b"x")
    return faults() - before

if __name__ == "__main__":
    start_ahead(1)  # a copy of this process, which has these functions
    with processes(1) as executor:
        executor.submit(need).result()
        print(executor.submit(need).result())
"""


@pytest.mark.parametrize(
    ("own", "is_kept"),
    [({}, True), ({"MALLOC_MMAP_THRESHOLD_": "1000", "MALLOC_TRIM_THRESHOLD_": "1000"}, False)],
    ids=["unsaid", "said"],
)
def test_memory_is_kept_unless_another_number_is_said(own: dict[str, str], is_kept: bool) -> None:
    words = [sys.executable, "-c", PROGRAM]
    told = subprocess.run(words, env={**os.environ, **own}, capture_output=True, text=True, check=True)
    assert (int(told.stdout) < PAGES) is is_kept
