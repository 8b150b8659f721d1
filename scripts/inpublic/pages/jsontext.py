"""JSON for programs, written so that whatever takes the file for a page finds no tag in it."""

from __future__ import annotations

import json

import msgspec


def json_bytes(value: object, *, indent: int = 1) -> bytes:
    """Write a value as JSON in UTF-8, with a line end at its end."""
    return _without_tags(json.dumps(value, ensure_ascii=False, indent=indent).encode())


def long_json_bytes(value: object) -> bytes:
    """Write the same in a quarter of the time; not for numbers with fractions, which msgspec writes in another way."""
    return _without_tags(msgspec.json.format(msgspec.json.encode(value), indent=1))


def _without_tags(written: bytes) -> bytes:
    return written.replace(b"<", b"\\u003c") + b"\n"
