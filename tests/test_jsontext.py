"""JSON for programs is written alike by both of its writers."""

from __future__ import annotations

from inpublic.pages.jsontext import json_bytes, long_json_bytes


def test_long_json_is_written_as_any_other() -> None:
    characters = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x30000))))
    value = {"a": characters, "<b>": [], "c": {}, "d": [1, 10**15, -1, True, None], "e": [{"f": ["g"]}, {}, []]}
    assert long_json_bytes(value) == json_bytes(value)
    assert b"<" not in long_json_bytes(value)
