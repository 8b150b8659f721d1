"""What processes are copied from: one that has imported the converter. Imports as little as can be (see entry)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.context import BaseContext

from inpublic.interrupts import left_alone

CAN_COPY = sys.platform.startswith("linux")
"""Windows has no fork, and libraries of macOS do not outlive one."""

PRELOADED = (
    "inpublic.seldom",
    "concurrent.futures.process",
    "multiprocessing.popen_forkserver",
    "multiprocessing.synchronize",
    "pkgutil",
    "inpublic.entry",
    "inpublic.notebooks.notebook",
    "inpublic.text.writeup",
    "inpublic.stock.sourcelosses",
    "inpublic.gate.findings",
    "lxml.etree",
    "mdit_py_plugins.gfm",
    "nh3",
    "PIL.WebPImagePlugin",
    "selectolax.lexbor",
    "tinycss2",
    "inpublic.warm",
)
"""What converting a notebook imports, early or late, and what hands notebooks over: once where processes are copied."""


_KEPT = {"MALLOC_MMAP_THRESHOLD_": "16000000", "MALLOC_TRIM_THRESHOLD_": "32000000"}
"""Bytes that the C library keeps to use them again, where it would give them back to the system: to get them anew, page
by page, took 3 % of the time of 40 real notebooks. Each process needs 10 MB more.
"""


def start_copying() -> None:
    """Start what processes are copied from, unless it runs: neither listens to Ctrl+C, of which this process tells."""
    from multiprocessing import forkserver, resource_tracker

    process_context()
    resource_tracker.ensure_running()  # when it starts, this process listens again
    with left_alone(), _memory_kept():
        forkserver.ensure_running()


@contextmanager
def _memory_kept() -> Iterator[None]:
    """Say to what is started meanwhile how much to keep, unless that is said already."""
    said = {name: value for name, value in _KEPT.items() if name not in os.environ}
    os.environ.update(said)
    try:
        yield
    finally:
        for name in said:
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
