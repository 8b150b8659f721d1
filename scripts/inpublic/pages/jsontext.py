"""JSON for programs, written so that whatever takes the file for a page finds no tag in it."""

from __future__ import annotations

import json


def json_bytes(value: object, *, indent: int = 1) -> bytes:
    """Write a value as JSON in UTF-8, with a line end at its end."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return (text.replace("<", "\\u003c") + "\n").encode()
