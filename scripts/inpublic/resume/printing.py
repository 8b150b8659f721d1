"""The Resume page as a PDF: printed by a Chrome or Chromium that is installed, without running anything in it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urljoin

from inpublic.errors import InpublicError

VARIABLE = "CHROME_PATH"
"""Names the browser to take, where there are several or none is on the search path."""

_NAMES = ("google-chrome", "google-chrome-stable", "chrome", "chromium", "chromium-browser", "microsoft-edge", "msedge")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pdf-header-footer",
)
_PATIENCE = 120
"""Seconds that a browser may take."""
_LETTER = frozenset({"US", "CA", "MX", "PH", "CL", "CO", "VE"})
"""Countries that do not print on A4."""


def find_browser(
    environ: Mapping[str, str],
    which: Callable[[str], str | None] = shutil.which,
    is_file: Callable[[str], bool] = lambda name: Path(name).is_file(),
) -> str:
    """Find a browser that can print; raises InpublicError where there is none."""
    named = environ.get(VARIABLE, "")
    found = which(named) if named else next(filter(None, (*map(which, _NAMES), *filter(is_file, _PLACES))), None)
    if found:
        return found
    what = f"{VARIABLE} is «{named}», which is no program" if named else "there is no Chrome or Chromium to print with"
    hint = f"Install one, name the one that you have in {VARIABLE}, or build without `--pdf`."
    raise InpublicError(f"the resume cannot be made a PDF: {what}", hint)


def printable_page(html: str, folder: Path, url: str, country: str = "") -> str:
    """Prepare a page for the printer: nothing in it runs, and its links lead to the site at `url`, not to files.

    `folder` is where its style sheets and pictures are relative to, `url` the page's own address; without one links
    between pages are text. `country` (ISO 3166-1) decides the size of the paper.
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    for node in tree.css("script, noscript, meta[http-equiv], link[rel~=alternate], link[rel~=canonical]"):
        node.decompose()
    for link in tree.css("a[href]"):
        target = urljoin(url, link.attributes.get("href") or "")
        if "://" in target or target.startswith(("mailto:", "tel:")):
            link.attrs["href"] = target
        else:
            del link.attrs["href"]
    paper = "letter" if country.upper() in _LETTER else "A4"
    base = escape(f"{folder.resolve().as_uri()}/")
    head = f'<head><base href="{base}"><style>@page {{ size: {paper}; }}</style>'
    return (tree.html or "").replace("<head>", head, 1)


def print_pdf(html: str, browser: str, *, is_root: bool = False) -> bytes:
    """Let a browser print a page; raises InpublicError when it does not.

    Chrome's sandbox does not start for root, who is alone in containers.
    """
    with TemporaryDirectory(prefix="inpublic-") as name:
        folder = Path(name)
        page, made = folder / "resume.html", folder / "resume.pdf"
        page.write_text(html, "utf-8")
        rights = ("--no-sandbox",) if is_root else ()
        profile = f"--user-data-dir={folder / 'profile'}"
        command = [browser, *_FLAGS, *rights, profile, f"--print-to-pdf={made}", page.as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603 - named by its user
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _failure(browser, str(error)) from error
        if not made.is_file():
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise _failure(browser, said[-1] if said else f"it ended with code {done.returncode}")
        return made.read_bytes()


def _failure(browser: str, said: str) -> InpublicError:
    hint = f"Try another browser by naming it in {VARIABLE}, or build without `--pdf`."
    return InpublicError(f"{Path(browser).name} did not print the resume: {said[:300]}", hint)
