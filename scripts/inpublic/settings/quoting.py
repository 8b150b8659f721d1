"""Values of the settings as messages may show them: what looks like a secret is masked, whoever reads the log."""

from __future__ import annotations

import json

from inpublic.gate.masks import mask


def shown(key: str, value: object) -> str:
    """Write a value for a message; its `key` helps to tell what is a secret."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=lambda _: "…")
    name = f"{key}: "
    return masked(name + text).removeprefix(name)


def masked(text: str) -> str:
    """Write a text with the middle of each secret in it left out."""
    from inpublic.gate.detect import find  # all the rules of the gate, for messages only

    for match in reversed([match for match in find(text) if match.kind.is_secret]):
        text = text[: match.start] + mask(text[match.start : match.end]) + text[match.end :]
    return text
