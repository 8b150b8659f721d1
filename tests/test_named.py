"""Keys without a form of their own are known by their names."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from inpublic.gate.detect import HINTS
from inpublic.gate.named import find_named

FAKES = runpy.run_path(str(Path(__file__).with_name("fakes.py")))
HEX, RANDOM = FAKES["made"](32, FAKES["HEX"]), FAKES["made"](32)


def _kinds(text: str) -> list[str]:
    return [match.kind.name for match in find_named(text, HINTS.of(text))]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"TWILIO_AUTH_TOKEN='{HEX}'", "Twilio key"),
        (f"client = AzureOpenAI(api_key='{HEX}')", "Azure AI key"),
        (f"Mistral(api_key='{RANDOM}')", "Mistral key"),
        (f"tmdb_api_key = '{HEX}'", "key or token"),
        ("db_password = 'S3cure!Fox92'", "password"),
        ("gmail_app_password = 'abqz kwre pmxn tvuh'", "password"),
    ],
)
def test_a_service_that_is_named_gives_the_kind(text: str, kind: str) -> None:
    assert _kinds(text) == [kind]


@pytest.mark.parametrize(
    "name",
    [
        "api_key",
        "apiKey",
        "API-KEY",
        "client_secret",
        "access_token",
        "refresh_token",
        "SECRET_KEY",
        "hubToken",
        "SERVICE_KEY",
        "secret",
    ],
)
def test_telling_names_make_a_random_value_a_key(name: str) -> None:
    assert _kinds(f"{name} = '{RANDOM}'") == ["key or token"]


@pytest.mark.parametrize(
    "name",
    [
        "cache_key",
        "public_key",
        "primary_key",
        "pad_token",
        "nextPageToken",
        "csrf_token",
        "tokens",
        "token_ids",
    ],
)
def test_other_names_do_not(name: str) -> None:
    assert _kinds(f"{name} = '{RANDOM}'") == []


@pytest.mark.parametrize(
    "value",
    ["/home/ada/A1b2/C3d4", "https://x.org/A1b2C3d4", "~/S3cure!Fox", "data:A1b2C3d4E5f6G7h8", "a_variable_1_of_2"],
)
@pytest.mark.parametrize("name", ["api_key", "password"])
def test_paths_addresses_and_words_are_no_keys(name: str, value: str) -> None:
    assert _kinds(f"{name} = '{value}'") == []


def test_a_basic_header_holds_a_name_and_a_password() -> None:
    assert _kinds("Authorization: Basic " + FAKES["b64"](b"ada:S3cure-Fox92")) == ["key or token"]
    assert _kinds("Authorization: Basic " + FAKES["b64"](b"nothing like it")) == []


def test_a_key_without_a_surname_has_to_be_long_and_mixed() -> None:
    assert _kinds(f"key = '{RANDOM}'") == ["key or token"]
    assert _kinds(f"'key': '{HEX}'") == []
    assert _kinds("key = 'EuropeanUnionGDPperCapita2019'") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("connect(user='ada', password='tomate2021')", ["password"]),
        ("password = 'tomate2021'", ["simple password"]),
        ('{"pwd": "Katze1"}', ["simple password"]),
        ("password = 'tomate'", []),
        ("password = 'test123'", []),
        ("password = 'Passwort2024'", []),
        ("password = 'hunter2'", []),
        ("password = 'your_password_1'", []),
        ("password = 'user_1_name'", []),
        ("password = '{pw2024}'", []),
        ("password = '3f2a91c07b5e'", []),
        ("password = tomate2021", []),
        ("password == 'tomate2021'", []),
        ("check_password('tomate2021')", []),
        ("wifi_password = 'tomate2021'", ["password"]),
        ("# smtp\npassword = 'xecoaoxmoftzikwt'", ["password"]),
        ("password = 'xecoaoxmoftzikwt'", []),
        ("%env DB_PASSWORD=tomate2021", ["password"]),
        ("password: T0DVYeH60XMV", ["password"]),
        ("password: userPassword2", []),
        ("check_password('S3cure!Fox92')", []),
    ],
)
def test_a_simple_password_counts_where_something_is_opened(text: str, expected: list[str]) -> None:
    assert _kinds(text) == expected
