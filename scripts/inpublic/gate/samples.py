"""Tells secrets from what only stands in their place: placeholders, words, hashes and code."""

from __future__ import annotations

import math
import re
from collections import Counter

_STAND_IN = re.compile(
    r"x{4}|[*•●]{3}|\.{3}|…|example|placeholder|redacted|change.?me|dummy|insert|deadbeef|<|>|(?-i:^\$|\$[({A-Z_])|\{|%\(|%s"
    r"|(?:^|[^a-z])(?:your|my)(?:[^a-z]|(?:api|key|token|secret|pass|own))|your[-_]|_here\b|-here\b",
    re.IGNORECASE,
)
_RUNS = re.compile(r"0?1234567890?a?b?c?d?e?f?|0?987654321|abcdefgh?[a-z]*|qwerty[a-z]*", re.IGNORECASE)
_DOCUMENTED = (  # parts of keys that manuals print for everybody: Stripe, jwt.io, PyJWT, RFC 6749 (three); a UUID
    "4eC39HqLyjWDarjtT1zdp7dc",
    "IxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9l",
    "eyJzb21lIjoicGF5bG9hZCJ9",
    "2YotnFZFEjr1zCsicMWpAA",
    "tGzv3JOkF0XG5Qx2TlKWIA",
    "czZCaGRSa3F0MzpnWDFmQmF0M2JW",
    "123e4567-e89b",
)
_WEAK = re.compile(
    r"pass|pwd|secret|test|demo|user|admin|root|login|guest|sample|default|welcome|qwerty|letmein|token|12345|^\$\d|:\d*\$|sha\d",
    re.IGNORECASE,
)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ADDRESS = re.compile(r"0x[0-9A-Fa-f]{40}")
_HEX = re.compile(r"(?:0x)?(?:[0-9a-f]+|[0-9A-F]+)")
_CHANGES = re.compile(r"[a-z](?=[A-Z0-9])|[A-Z](?=[0-9])|[0-9](?=[A-Za-z])")


def is_sample(value: str) -> bool:
    """Tell whether a value in the form of a key stands in a manual or a template rather than opens anything."""
    if len(set(value[-16:])) < 4 or _STAND_IN.search(value) or any(sample in value for sample in _DOCUMENTED):
        return True
    rest, runs = _RUNS.subn("", value)
    return runs > 0 and len(rest) < 12


def is_mask(value: str) -> bool:
    """Tell whether the value has been struck out already."""
    return set(value) <= set("xX*.•●…")


def is_random(value: str) -> bool:
    """Tell whether a machine made the value up: letters and digits in no order, at least 16, and nothing well known.

    Not so UUIDs and the addresses of Ethereum: everybody may see them. Names and versions
    (`text-embedding-3-small`, `2024-01-31`) have few changes between letters and digits.
    """
    if len(value) < 16 or is_sample(value) or _UUID.fullmatch(value) or _ADDRESS.fullmatch(value):
        return False
    share = 0.15 if len(value) >= 30 and value.isalnum() else 0.2
    return len(_CHANGES.findall(value)) >= share * len(value) and entropy(value) >= 3


def is_hash(value: str) -> bool:
    """Tell whether the value could as well be a checksum or a commit: nothing but hexadecimal digits."""
    return _HEX.fullmatch(value) is not None


def is_password(value: str) -> bool:
    """Tell whether a value is a password that somebody thought out, rather than the one of an example."""
    if not 8 <= len(value) <= 64 or is_sample(value) or _WEAK.search(value):
        return False
    forms = sum(bool(re.search(form, value)) for form in (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9]"))
    return forms >= 3 and bool(re.search(r"\d", value)) and len(_CHANGES.findall(value)) >= 2


def is_plain_password(value: str) -> bool:
    """Tell whether a value could be a simple password, of any letters with digits, where one is to be expected."""
    is_told = is_sample(value) or _WEAK.search(value) or (len(value) >= 32 and is_hash(value))
    return 8 <= len(value) <= 64 and not is_told and any(letter.isdigit() for letter in value)


def is_simple_password(value: str) -> bool:
    """Tell whether a value could be the password of somebody who takes simple ones: a word with a year.

    Not so a word alone, which beginners' games guess at, what only stands for a password (`password1`, `test123`), and
    what code and templates hold (`user_1_name`, `{pw1}`, `#/pw1`).
    """
    if not _SHORTEST <= len(value) <= 64 or is_sample(value) or is_hash(value) or value.isupper():
        return False
    if _CODE.search(value) or not any(letter.isdigit() for letter in value):
        return False
    return sum(letter.isalnum() for letter in _EVERYBODYS.sub("", value)) >= _SHORTEST


_SHORTEST = 6
_CODE = re.compile(r"[{}\[\]()<>%/\\?:]|\A[a-z\d]+_[a-z\d_]+\Z")
_EVERYBODYS = re.compile(rf"passw[o0]r[dt]|{_WEAK.pattern}|hunter2|geheim|\A(?:foo|bar|baz|abc|xyz)+", re.IGNORECASE)
"""What passwords of examples are made of."""


def is_made_up(value: str) -> bool:
    """Tell whether letters and digits change more often than in the names of variables, in a short value too."""
    return len(_CHANGES.findall(value)) >= 0.25 * len(value)


def entropy(value: str) -> float:
    """Measure the bits per character (Shannon): about 2 for repeated words, 4 and more for random keys."""
    return -sum(n / len(value) * math.log2(n / len(value)) for n in Counter(value).values())
