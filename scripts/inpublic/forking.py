"""What processes are copied from: one that has imported the converter. Imports as little as can be (see entry)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.context import BaseContext

from inpublic.interrupts import left_alone

CAN_COPY = sys.platform.startswith("linux")
"""Windows has no fork, and libraries of macOS do not outlive one."""

PRELOADED = (
    "inpublic.seldom",
    "inpublic.entry",
    "inpublic.notebooks.notebook",
    "inpublic.text.writeup",
    "inpublic.stock.losses",
    "inpublic.gate.findings",
    "mdit_py_plugins.gfm",
    "nh3",
    "PIL.Image",
    "selectolax.lexbor",
    "tinycss2",
    "inpublic.warm",
)
"""What converting a notebook imports, early or late: imported once where processes can be copied."""


_KEPT = {"MALLOC_MMAP_THRESHOLD_": f"{1 << 25}", "MALLOC_TRIM_THRESHOLD_": f"{1 << 25}"}
"""Tells the C library to keep up to 32 MB that are not used. It would give each large block back, ask for the next one,
and the system would fill that with zeros: 5 % of converting 40 real notebooks, 14 % of one of 50 MB."""


def start_copying() -> None:
    """Start what processes are copied from, unless it runs: neither listens to Ctrl+C, of which this process tells."""
    from multiprocessing import forkserver, resource_tracker

    process_context()
    resource_tracker.ensure_running()  # when it starts, this process listens again
    with left_alone(), _said(_KEPT):
        forkserver.ensure_running()


@contextmanager
def _said(settings: Mapping[str, str]) -> Iterator[None]:
    """Say something to what is started meanwhile, unless somebody has said otherwise."""
    new = {name: value for name, value in settings.items() if name not in os.environ}
    os.environ.update(new)
    try:
        yield
    finally:
        for name in new:
            del os.environ[name]


def process_context() -> BaseContext:
    """Copy processes from one that has imported everything, where that is safe; elsewhere each imports for itself.

    With 40 real notebooks and two cores that took 0.85 of the time, the best of six runs against the best.
    """
    if not CAN_COPY:
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([*PRELOADED])
    return context
