"""Sound, film and documents among the outputs."""

from __future__ import annotations

SUFFIXES: dict[str, str] = {}


def media_html(mime: str, address: str, size: int) -> str:
    """Render sound or film."""
    return ""


def pdf_html(address: str, size: int, words: str) -> str:
    """Render a link to a document."""
    return ""
