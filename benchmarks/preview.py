"""Measures `inpublic serve`: the time from saving a notebook to its refreshed page in the browser."""

from __future__ import annotations

import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from time import monotonic, perf_counter, sleep
from typing import IO
from urllib.parse import urlsplit

import yaml

from benchmarks.browser import chromium
from benchmarks.measure import FailedError
from benchmarks.sites import build, copied, middle_notebook, save_sentence
from benchmarks.tools import found

_LONGEST = 120
"""Seconds to wait for a page."""
_SHOWN = "sentence => document.body && document.body.textContent.includes(sentence)"
_OFTEN = 20
"""Milliseconds between two looks at the page: those for an element are up to 500 apart."""
_QUIET = 1.5
"""Seconds between a refreshed page and the next save, in which the server settles."""


def refresh_times(site: Path, rounds: int, say: Callable[[str], None]) -> list[float]:
    """Return the seconds from saving to the page that shows what was saved, round by round."""
    with copied(site) as root:
        notebook = middle_notebook(root)
        address = _page_of(root, notebook)
        with _serving(root) as base, chromium() as browser:
            page = browser.new_page()
            page.goto(base + address, timeout=_LONGEST * 1000)
            times = []
            for number in range(1, rounds + 1):
                sleep(_QUIET)
                sentence = f"Saved in round {number}, seen in round {number}."
                start = perf_counter()
                save_sentence(notebook, sentence)
                page.wait_for_function(_SHOWN, arg=sentence, polling=_OFTEN, timeout=_LONGEST * 1000)
                times.append(perf_counter() - start)
                say(f"round {number}: {times[-1]:.2f} s ({notebook.name})")
            return times


def _page_of(root: Path, notebook: Path) -> str:
    """Find the page of a notebook by a sentence that only this one has."""
    sentence = "This is the page that is looked for."
    save_sentence(notebook, sentence)
    build(root)
    for path in sorted((root / "site" / "projects").rglob("index.html")):
        if path.parent.name != "projects" and sentence in path.read_text("utf-8"):
            return path.parent.relative_to(root / "site").as_posix() + "/"
    raise FailedError(f"{notebook.name} has no page: `inpublic check` says why")


@contextmanager
def _serving(root: Path) -> Iterator[str]:
    """Start the preview on a free port, give its address once it answers, and end it by its number."""
    port = _free_port()
    with TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 - the command that is measured
            found(("inpublic", "serve", "--address", f"127.0.0.1:{port}")),
            cwd=root, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait(process, port, said)
            yield f"http://127.0.0.1:{port}/{_mount(root)}"
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, said: IO[bytes]) -> None:
    end = monotonic() + _LONGEST
    while monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.1)
    said.seek(0)
    last = said.read().decode("utf-8", "replace").strip()[-1000:]
    raise FailedError(f"the preview does not answer; it said:\n{last}")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _mount(root: Path) -> str:
    """Return the part of the site's address that stands before its pages, which the preview has, too."""
    text = (root / "mkdocs.yml").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.startswith("site_url:") and "!ENV" not in line]
    address = yaml.safe_load(lines[0])["site_url"] if lines else ""
    path = urlsplit(address or "").path.strip("/")
    return f"{path}/" if path else ""
