"""Opens the Chromium of this system for a measurement."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.measure import FailedError

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
          "--disable-component-update", "--disable-sync")  # fmt: skip
"""Keeps the browser from work of its own, and from asking anybody for anything."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open Chromium; raises FailedError when it or playwright is not here."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        raise FailedError("there is no Chromium here (on Debian: `apt-get install chromium`)")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise FailedError("playwright is missing: `pip install 'inpublic[bench]'` installs it") from error
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:  # Chromium refuses its sandbox to root
        browser = playwright.chromium.launch(
            executable_path=path, args=[*_QUIET, *(["--no-sandbox"] if is_root else [])]
        )
        try:
            yield browser
        finally:
            browser.close()
