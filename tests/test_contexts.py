"""Commands, SQL, settings and addresses say what the word behind them is."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from inpublic.gate.contexts import find_contexts, is_written
from inpublic.gate.detect import HINTS

FAKES = runpy.run_path(str(Path(__file__).with_name("fakes.py")))
HEX, B40 = FAKES["made"](32, FAKES["HEX"]), FAKES["made"](40, FAKES["B64"])
PHRASE = "lava orbit tuna kidney ladder mimic vapor scout wheel ozone gravity panel"


@pytest.mark.parametrize(
    ("text", "kind", "secret"),
    [
        ("curl -s -u ada:tomate2021 https://x.org", "password", "tomate2021"),
        ("sshpass -p 'tomate2021' ssh ada@x", "password", "tomate2021"),
        ("docker login -u ada -p tomate2021", "password", "tomate2021"),
        ("mysql -u root -ptomate2021 shop", "password", "tomate2021"),
        ("unzip -P tomate2021 a.zip", "password", "tomate2021"),
        ("CREATE USER x IDENTIFIED BY 'tomate2021'", "password", "tomate2021"),
        ("WIFI:S:Net;T:WPA;P:tomate2021;;", "password", "tomate2021"),
        ('<input type="password" id="p" value="tomate2021">', "password", "tomate2021"),
        ("<input type='password' value='tomate2021'>", "password", "tomate2021"),
        (f"kaggle config set -n key -v {HEX}", "Kaggle key", HEX),
        (f"'AK{'IA'}{'Q7' * 8}', '{B40}'", "AWS secret key", B40),
        (f"https://mainnet.infura.io/v3/{HEX}", "key or token", HEX),
        (f"MNEMONIC='{PHRASE}'", "words of a wallet", PHRASE),
    ],
)
def test_the_secret_is_found_and_nothing_around_it(text: str, kind: str, secret: str) -> None:
    assert [(match.kind.name, text[match.start : match.end]) for match in find_contexts(text, HINTS.of(text))] == [
        (kind, secret)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "curl -u user:password https://x",
        "curl -u $U:$P x",
        "mysql -u root -p shop",
        "docker run -p 8080:8080 x",
        "IDENTIFIED BY 'password'",
        "https://mainnet.infura.io/v3/YOUR_PROJECT_ID",
        f"mnemonic = '{'abandon ' * 11}about'",
        "seed = 'once upon a time'",
        "SECRET_KEY = 'your-secret-key'",
        '<input type="password" value="password">',
        '<input type="password"><input type="text" value="tomate2021">',
    ],
)
def test_samples_and_variables_are_silent(text: str) -> None:
    assert list(find_contexts(text, HINTS.of(text))) == []


def test_what_people_write_has_lines() -> None:
    assert is_written("x" * 10_000)
    assert is_written("some words\n" * 10_000)
    assert not is_written("x" * 100_000)
