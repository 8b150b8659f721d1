"""The detector as a whole: every fake is found, exactly; nothing that only looks like one; no text takes long."""

from __future__ import annotations

import html
import json
import os
import random
import runpy
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.gate.detect import find

FAKES = runpy.run_path(str(Path(__file__).with_name("fakes.py")))
PLANTED: list[Any] = FAKES["planted"]()
HARMLESS: list[str] = FAKES["harmless"]()
MATERIAL = runpy.run_path(str(Path(__file__).with_name("leaks.py")))
IDS = [f"{fake.kind}-{i}" for i, fake in enumerate(PLANTED)]
LEAK_NAMES = [leak[0] for leak in MATERIAL["LEAKS"]]
REAL = os.environ.get("INPUBLIC_NOTEBOOKS", "")
NOTEBOOKS = sorted(Path(REAL).rglob("*.ipynb")) if REAL else []


def _same(text: str) -> str:
    return text


def _in_json(text: str) -> str:
    return json.dumps(text)[1:-1]


def _in_html(text: str) -> str:
    return html.escape(text)


SURROUNDINGS: dict[str, tuple[str, Callable[[str], str], str]] = {
    "a line": ("first line\n", _same, "\nlast line"),
    "JSON": ('{"source": ["x = 1\\n", "', _in_json, '\\n"]}'),
    "JSON within JSON": ('"{\\"a\\": \\"', lambda text: _in_json(_in_json(text)), '\\"}"'),
    "an escaped line": ("'done\\n", _in_json, "\\nnext'"),
    "Python": ('print("', _same, '")'),
    "Python's triple quotes": ("'''", _same, "'''"),
    "a shell": ("!echo ", _same, " | sh"),
    "YAML": ("  - ", _same, "\n"),
    "a Markdown table": ("| a | ", _same, " | b |"),
    "Markdown's backticks": ("see `", _same, "` there"),
    "an HTML table": ("<tr><td>", _in_html, "</td></tr>"),
    "HTML's quotes": ("x=&quot;", _in_html, "&quot;"),
    "a terminal's colours": ("\x1b[38;5;28m", _same, "\x1b[0m"),
}


@pytest.mark.parametrize("fake", PLANTED, ids=IDS)
def test_a_fake_is_found_as_what_it_is_and_nothing_around_it(fake: Any) -> None:
    found = [(match.kind.name, fake.text[match.start : match.end]) for match in find(fake.text)]
    assert found == [(fake.kind, fake.secret)]


@pytest.mark.parametrize("place", SURROUNDINGS)
def test_fakes_are_found_in_all_surroundings(place: str) -> None:
    before, change, after = SURROUNDINGS[place]
    missed = []
    for fake in PLANTED:
        text = before + change(fake.text) + after
        found = [(match.kind.name, text[match.start : match.end]) for match in find(text)]
        if (fake.kind, change(fake.secret)) not in found:
            missed.append(f"{fake.kind}: {text[:150]!r} gave {found}")
    assert not missed, "\n".join(missed)


@pytest.mark.parametrize("text", HARMLESS, ids=range(len(HARMLESS)))
def test_what_only_looks_like_a_secret_is_silent(text: str) -> None:
    assert [(match.kind.name, text[match.start : match.end]) for match in find(text)] == []


@pytest.mark.parametrize("place", SURROUNDINGS)
def test_what_only_looks_like_a_secret_is_silent_in_all_surroundings(place: str) -> None:
    before, change, after = SURROUNDINGS[place]
    texts = [before + change(text) + after for text in HARMLESS]
    assert [(text, text[match.start : match.end]) for text in texts for match in find(text)] == []


@pytest.mark.parametrize(("text", "secrets"), [leak[1:] for leak in MATERIAL["LEAKS"]], ids=LEAK_NAMES)
def test_what_a_learner_leaks_is_found(text: str, secrets: tuple[str, ...]) -> None:
    found = [match for match in find(text) if match.kind.is_secret]
    for secret in secrets:
        start = text.index(secret)
        assert any(match.start <= start and start + len(secret) <= match.end for match in found), secret


@pytest.mark.parametrize(("name", "text"), MATERIAL["HARMLESS"], ids=[name for name, _ in MATERIAL["HARMLESS"]])
def test_what_a_learner_may_write_is_silent(name: str, text: str) -> None:
    assert [(match.kind.name, text[match.start : match.end]) for match in find(text)] == [], name


def test_all_fakes_in_one_text_are_found_in_their_order() -> None:
    text = "\n\n".join(fake.text for fake in PLANTED)
    assert [match.kind.name for match in find(text)] == [fake.kind for fake in PLANTED]


def test_every_kind_says_what_to_do_and_whether_it_is_a_secret() -> None:
    kinds = {match.kind for fake in PLANTED for match in find(fake.text)}
    warnings = {kind.name for kind in kinds if not kind.is_secret}
    assert warnings == {"home path", "private IP address", "e-mail address", "phone number", "simple password"}
    assert all(kind.remedy.endswith(".") for kind in kinds)
    assert all("history keeps it" in kind.remedy for kind in kinds if kind.is_secret)


@given(st.lists(st.sampled_from([*(fake.text for fake in PLANTED), *HARMLESS, "\n", " ", "key=", "'", "://", "İ"])))
@settings(max_examples=60, deadline=None)
def test_finds_come_in_order_and_do_not_overlap(pieces: list[str]) -> None:
    text = "".join(pieces)
    ends = [0]
    for match in find(text):
        assert ends[-1] <= match.start < match.end <= len(text)
        ends.append(match.end)


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    assert all(text[match.start : match.end] for match in find(text))


def million(letters: str) -> str:
    """Make up a million of these letters, the same in every run."""
    table = (letters * 256)[:256].encode()
    return random.Random(0).randbytes(10**6).translate(table).decode()


LONG = {
    "one letter": "a" * 10**6,
    "one sign": "=" * 10**6,
    "spaces after a name": "key" + " " * 10**6,
    "backslashes": "key" + "\\" * 10**6,
    "beginnings of keys": "sk-" * 300_000,
    "names without end": "key=" * 250_000,
    "names in quotes": 'key="' * 200_000,
    "passwords that are words": "password: " * 100_000,
    "tags after names": "key<b>" * 160_000,
    "tags that never close": "key" + "<" * 10**6,
    "heads of private keys": ("-----BEGIN " + "PRIVATE KEY-----") * 35_000,
    "a private key without end": "-----BEGIN " + "PRIVATE KEY-----\n" + "A" * 10**6,
    "addresses": "://a:" * 200_000,
    "an address without end": "://" + "a:" * 500_000,
    "beginnings of web tokens": "eyJ" * 330_000,
    "small web tokens": "eyJaaaaaaaaaaa." * 66_000,
    "at signs": "a@" * 500_000,
    "dots": "a." * 500_000,
    "numbers with dots": "10." * 330_000,
    "plus signs": "+49 30 " * 140_000,
    "home folders": "/home/" * 160_000,
    "Windows's folders": "C:\\Users\\" * 110_000,
    "middles of Azure secrets": "0Q~" * 330_000,
    "ends of Mailchimp keys": "a-us" * 250_000,
    "middles of Telegram tokens": "1:AA" * 250_000,
    "base64": million(FAKES["B64"]),
    "base64 for addresses": million(FAKES["URL"]),
    "hexadecimal digits": million(FAKES["HEX"]),
    "headings of tables": "  key  key  key  key\n" * 45_000,
    "headings between bars": "| key | token | secret |\n" * 40_000,
    "prose about passwords": "password a b c d e " * 53_000,
    "strings in pieces": "key='ab' 'ab' 'ab' " * 55_000,
    "calls": "login(a, 'abcd abcd abcd abcd " * 33_000,
    "commands": "curl -u a:\n" * 90_000,
    "pairs of keys": ("AK" + "IA" + "A" * 16 + "secret" * 5) * 20_000,
    "digits": million("0123456789"),
}


@pytest.mark.parametrize("name", LONG)
def test_a_million_characters_take_less_than_a_second_or_twice_the_half(name: str) -> None:
    text = LONG[name]
    whole = seconds(text)
    assert whole < 1.0 or whole < 3 * seconds(text[: len(text) // 2]) < 15  # with the square of it: four times


def seconds(text: str) -> float:
    start = time.process_time()
    for _ in find(text):
        pass
    return time.process_time() - start


@pytest.mark.skipif(not NOTEBOOKS, reason="INPUBLIC_NOTEBOOKS names no folder of real notebooks")
def test_real_notebooks_hold_no_secret() -> None:
    rings = []
    for path in NOTEBOOKS:
        text = path.read_text(encoding="utf-8", errors="replace")
        rings += [
            (path.name, match.kind.name, text[match.start :][:12]) for match in find(text) if match.kind.is_secret
        ]
    assert rings == []
