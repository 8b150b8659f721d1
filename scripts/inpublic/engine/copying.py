"""Copies the files of a site that are no pages while MkDocs reads those that are."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.structure.files import File


class Copying:
    """Copies files to their places, from now on, in another thread: most of the time is the system's.

    A second one would wait for the first, since most files go into one folder.
    """

    def __init__(self, files: Iterable[File]) -> None:
        self._pool = ThreadPoolExecutor(1)
        self._begun: dict[str, Future[None]] = {file.src_uri: self._pool.submit(file.copy_file) for file in files}

    def finish(self) -> frozenset[str]:
        """Wait for the end and name what is copied; what failed is left to MkDocs, which will say why."""
        self._pool.shutdown()
        return frozenset(name for name, copied in self._begun.items() if copied.exception() is None)

    def stop(self) -> None:
        """Copy no more: nothing is written to the site once this returns."""
        self._pool.shutdown(cancel_futures=True)
