"""Passwords and keys without a name are known by the call that they are handed to."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from inpublic.gate.calls import find_calls
from inpublic.gate.detect import HINTS

FAKES = runpy.run_path(str(Path(__file__).with_name("fakes.py")))
HEX, RANDOM, UUID = FAKES["made"](32, FAKES["HEX"]), FAKES["made"](40), FAKES["uuid"]("x")


def _kinds(text: str) -> list[str]:
    return [match.kind.name for match in find_calls(text, HINTS.of(text))]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("server.login('ada', 'tomate2021')", "password"),
        ("server.login(\n    sender,\n    'S3cure!Fox92'\n)", "password"),
        ('server.login(me, "abqz kwre pmxn tvuh")', "password"),
        ("HTTPBasicAuth('ada', 'tomate2021')", "password"),
        ("wlan.connect('MyNet', 'tomate2021')", "password"),
        ("pymysql.connect('localhost', 'ada', 'tomate2021', 'shop')", "password"),
        ("find('password').send_keys('tomate2021')", "password"),
        (f"Client('AC{HEX}', '{HEX}')", "Twilio key"),
        (f"Pinecone('{UUID}')", "Pinecone key"),
        (f"OAuthHandler('{'x' * 20}', '{RANDOM}')", "key or token"),
        (f"OWM('{HEX}')", "key or token"),
        (f"Experiment(&quot;{RANDOM}&quot;)", "key or token"),
    ],
)
def test_a_call_that_takes_a_secret_gives_its_kind(text: str, kind: str) -> None:
    assert _kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "login('alice', 'password1')",
        "login(user, password)",
        "login('alice', getpass())",
        "Experiment('cifar10-resnet50-baseline-v2')",
        "Client('127.0.0.1:8786', 'some-name')",
        "Census('ACS5_2019_county_level_x')",
        "connect('localhost', 5432)",
        f"sha({HEX!r})",
        "send_keys('tomate2021')",
    ],
)
def test_other_calls_and_other_arguments_are_silent(text: str) -> None:
    assert _kinds(text) == []


def test_scripts_in_one_long_line_are_left_out() -> None:
    call = "login('ada', 'tomate2021');"
    assert _kinds(call * 100) == ["password"] * 100
    assert _kinds(call * 1000) == []
    assert len(_kinds(f"{call}\n" * 1000)) == 1000
