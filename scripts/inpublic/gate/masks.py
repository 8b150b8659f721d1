"""How findings are named and shown without repeating them."""

from __future__ import annotations

from hashlib import sha256


def identifier(kind: str, value: str) -> str:
    """Name a value so that mkdocs.yml can allow it without repeating it; the same wherever it stands."""
    return "f-" + sha256(f"inpublic\0{kind}\0{value}".encode("utf-8", "replace")).hexdigest()[:12]


def mask(secret: str) -> str:
    """Show enough of a secret for its owner to know it, at most 4 characters and the last 2, of a short one less."""
    length = len(secret)
    if length < 20:
        return f"{secret[: length // 5]}…"
    return f"{secret[:4]}…{secret[-2:]}".replace("\n", " ")


def blur(value: str) -> str:
    """Show the beginning of something personal, at most 7 characters and never all."""
    return f"{value[: min(7, len(value) * 3 // 4)]}…".replace("\n", " ")
