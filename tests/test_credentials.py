"""Key blocks, addresses with passwords and what else is known by its surroundings."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from inpublic.gate.credentials import find_credentials
from inpublic.gate.detect import HINTS

FAKES = runpy.run_path(str(Path(__file__).with_name("fakes.py")))
BLOCK = FAKES["fakes"]()["private key"][0]
LINE = BLOCK.splitlines()[1]


def _found(text: str) -> list[tuple[str, str]]:
    return [(match.kind.name, text[match.start : match.end]) for match in find_credentials(text, HINTS.of(text))]


@pytest.mark.parametrize("end", ["\n", "\\n", "\\\\n", "\r\n", "\n    ", '\\n"\n"', '\\n",\n "', "<br>\n", "\n# "])
def test_a_private_key_is_found_however_its_lines_end(end: str) -> None:
    text = BLOCK.replace("\n", end)
    assert _found(f'key = "{text}"') == [("private key", text)]


def test_a_private_key_that_a_print_cut_off_is_found_as_far_as_it_goes() -> None:
    text = "\n".join(BLOCK.splitlines()[:3])
    assert _found(f"{text}\n[output cut]") == [("private key", text)]


def test_an_encrypted_private_key_is_one_too() -> None:
    text = BLOCK.replace("\n", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0A1B\n\n", 1)
    assert _found(text) == [("private key", text)]


def test_two_private_keys_are_two_finds() -> None:
    assert len(_found(f"{BLOCK}\n{BLOCK}")) == 2


@pytest.mark.parametrize("body", ["", "\n...\n", "\n<your key>\n", "\n" + "A" * 64 + "\n"])
def test_the_lines_around_no_key_are_no_key(body: str) -> None:
    head, *_, tail = BLOCK.splitlines()
    assert not _found(head + body + tail)


@pytest.mark.parametrize("scheme", ["https", "postgresql+psycopg2", "mongodb+srv", "redis", "amqp", "ftp"])
@pytest.mark.parametrize("password", ["S3cure-Fox92", "p%40ss9-kLm", "9999kk"])
def test_the_password_of_an_address_is_found_alone(scheme: str, password: str) -> None:
    assert _found(f"{scheme}://ada:{password}@db.quill.net/x") == [("password in an address", password)]


@pytest.mark.parametrize(
    "password", ["password", "{password}", "$PASS", "<pw>", "****", "%s", "ada", "a:b", "your_pw", "pw"]
)
def test_what_stands_for_a_password_is_none(password: str) -> None:
    assert not _found(f"https://ada:{password}@db.quill.net/x")


def test_a_discord_token_begins_with_a_number_in_base64() -> None:
    token = FAKES["fakes"]()["Discord bot token"][0]
    assert _found(token) == [("Discord bot token", token)]
    assert not _found("M" + "x" * 3 + token[4:])
    assert not _found("M" + token), "25 letters are no base64"
