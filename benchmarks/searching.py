"""Measures the search of a built site on a slow connection: from the first key to results, and its bytes.

The page itself takes the times: of the first key, of the first result, and of the last change of the results, after
which nothing more is fetched.

Chromium slows every request as its developer tools do (CDP): each waits for the latency, and all share the rate. That
holds for what the search's worker asks for, too (seen in Chromium 156). Connecting costs nothing extra there, and the
server speaks HTTP/1.1, unlike GitHub's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import TYPE_CHECKING

from benchmarks.browser import chromium
from benchmarks.measure import FailedError
from benchmarks.report import table
from benchmarks.sending import Sent, sending

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FIELDS = "input[data-md-component=search-query], [role=search] input, input[type=search], input[type=text]"
"""Where a word is typed: the search of Material, that of Zensical, or any other."""
RESULTS = (
    ".md-search-result__item a, [data-md-component=search-result] li a, .pagefind-ui__result a, [role=search] li a"
)
_KEYS = 60
"""Milliseconds from one key to the next, as people type who know the word."""
_LONGEST = 60_000
_QUIET = 4_000
"""Milliseconds without a change after which the results are complete."""
_PARTS = ("search", "lunr", "pagefind")
"""What the paths have in them that are fetched for the search already with the page."""
_WATCH = """
  addEventListener("keydown", () => { window.firstKey ??= performance.now(); }, true);
  new MutationObserver(() => {
    const found = window.firstKey && document.querySelector(RESULTS);
    const text = found ? [...document.querySelectorAll(RESULTS)].slice(0, 10).map((one) => one.textContent).join() : "";
    if (!text || text === window.lastText) return;
    window.lastText = text;
    window.lastResult = performance.now();
    window.firstResult ??= window.lastResult;
  }).observe(document, { childList: true, subtree: true, characterData: true });
"""
"""Notes the times in the page; only the first ten results count, as no more are seen."""
_TIMES = "[(window.firstResult - window.firstKey) / 1000, (window.lastResult - window.firstKey) / 1000]"
PAUSES = (0.0, 3.0)
"""Seconds from the loaded page to the first key: somebody who came to search, and somebody who looks first."""


@dataclass(frozen=True, slots=True)
class Connection:
    """Describes a connection: milliseconds there and back, megabits a second down and up."""

    latency: int
    down: float
    up: float


CONNECTIONS: Mapping[str, Connection] = {
    "slow 4G (150 ms, 1.6 Mbit/s: Lighthouse)": Connection(150, 1.6, 0.75),
    "regular 4G (170 ms, 9 Mbit/s)": Connection(170, 9.0, 9.0),
    "not slowed": Connection(0, 0, 0),
}


@dataclass(frozen=True, slots=True)
class Found:
    """Holds the medians of searches: seconds to the first result and to all, and what was fetched for them."""

    connection: str
    pause: float
    seconds: float
    complete: float
    loaded: float
    bytes: int
    fetched: Sequence[tuple[str, int]]
    result: str


def search_times(site: Path, word: str, rounds: int, say: Callable[[str], None]) -> list[Found]:
    """Search a built site for a word on each connection, in turns, with nothing kept from one time to the next."""
    folder = site / "site" if (site / "site" / "index.html").is_file() else site
    if not (folder / "index.html").is_file():
        raise FailedError(f"{site.name} is no built site: run `inpublic build` first")
    cases = [(name, pause) for name in CONNECTIONS for pause in PAUSES]
    runs: dict[tuple[str, float], list[Found]] = {case: [] for case in cases}
    with sending(folder) as (address, sent), chromium() as browser:
        for number in range(1, rounds + 1):
            for name, pause in cases:
                found = _search(browser, address, sent, word, name, pause=pause)
                runs[name, pause].append(found)
                times = f"{found.seconds:.2f} s, complete {found.complete:.2f} s"
                say(f"round {number}: {name}, {pause:g} s after loading: {times}")
    return [_middle(several) for several in runs.values()]


def _search(browser: Browser, address: str, sent: Sent, word: str, name: str, *, pause: float) -> Found:
    from playwright.sync_api import TimeoutError as TooLateError

    context = browser.new_context(viewport={"width": 1280, "height": 800})
    try:
        page = context.new_page()
        page.add_init_script(_WATCH.replace("RESULTS", repr(RESULTS)))
        _slow(page, CONNECTIONS[name])
        sent.answers.clear()
        start = perf_counter()
        page.goto(address, wait_until="load", timeout=_LONGEST)
        loaded = perf_counter() - start
        sleep(pause)
        before = len(sent.answers)
        page.locator(FIELDS).first.click(timeout=_LONGEST)
        page.keyboard.type(word, delay=_KEYS)
        result = page.locator(RESULTS).first
        result.wait_for(state="visible", timeout=_LONGEST)
        _settle(page)
        first, last = page.evaluate(_TIMES)
        text = " ".join((result.text_content() or "").split())[:80]
        fetched = [answer for index, answer in enumerate(sent.answers) if index >= before or _is_searched(answer[0])]
    except TooLateError as error:
        raise FailedError(f"there is no result for «{word}» within {_LONGEST // 1000} s ({name})") from error
    finally:
        context.close()
    return Found(name, pause, first, last, loaded, sum(size for _, size in fetched), fetched, text)


def _settle(page: Page) -> None:
    """Wait until the results have been the same for a while."""
    while page.evaluate("performance.now() - window.lastResult") < _QUIET:
        page.wait_for_timeout(100)


def _is_searched(path: str) -> bool:
    return any(part in path for part in _PARTS)


def _slow(page: Page, connection: Connection) -> None:
    if not connection.down:
        return
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    bytes_a_second = {"downloadThroughput": connection.down * 125_000, "uploadThroughput": connection.up * 125_000}
    session.send(
        "Network.emulateNetworkConditions", {"offline": False, "latency": connection.latency, **bytes_a_second}
    )


def _middle(runs: Sequence[Found]) -> Found:
    last = runs[-1]
    seconds, complete = median(run.seconds for run in runs), median(run.complete for run in runs)
    loaded = median(run.loaded for run in runs)
    return Found(last.connection, last.pause, seconds, complete, loaded, last.bytes, last.fetched, last.result)


def in_words(found: Sequence[Found]) -> str:
    """Print what was found as a table, and what was fetched for it."""
    head = ("connection", "typed after s", "first result s", "all results s", "page loaded s", "KB for the search")
    lines = [
        [one.connection, f"{one.pause:g}", *(f"{value:.2f}" for value in _times(one)), f"{one.bytes / 1000:.0f}"]
        for one in found
    ]
    files = [[path, f"{size / 1000:.1f}"] for path, size in found[0].fetched]
    first = f"the first result is «{found[0].result}»"
    return "\n\n".join((table(head, lines), table(("fetched, packed", "KB"), files), first))


def _times(one: Found) -> tuple[float, float, float]:
    return one.seconds, one.complete, one.loaded
