"""What processes are copied from is started with what it should have, and leaves this one as it is."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from inpublic.forking import CAN_COPY

PROGRAM = """
import os
from inpublic.executors import processes

if __name__ == "__main__":
    before = dict(os.environ)
    with processes(1) as executor:
        print(executor.submit(os.getenv, "MALLOC_TRIM_THRESHOLD_").result(), dict(os.environ) == before)
"""


@pytest.mark.skipif(not CAN_COPY, reason="processes are copied on Linux only")
@pytest.mark.parametrize(
    ("own", "theirs"), [({}, "32000000"), ({"MALLOC_TRIM_THRESHOLD_": "1000"}, "1000")], ids=["unsaid", "said"]
)
def test_copied_processes_keep_memory_for_the_next_notebook(own: dict[str, str], theirs: str) -> None:
    environ = {**os.environ, **own}
    told = subprocess.run([sys.executable, "-c", PROGRAM], env=environ, capture_output=True, text=True, check=True)
    assert told.stdout.split() == [theirs, "True"]
