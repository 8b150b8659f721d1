"""Sound, film and documents among the outputs: players that load nothing until they are pressed."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

SUFFIXES: Mapping[str, str] = {
    "audio/wav": ".wav",
    "audio/x-wav": ".wav",
    "audio/wave": ".wav",
    "audio/mpeg": ".mp3",
    "audio/mp3": ".mp3",
    "audio/ogg": ".ogg",
    "audio/flac": ".flac",
    "audio/mp4": ".m4a",
    "audio/aac": ".aac",
    "audio/webm": ".weba",
    "video/mp4": ".mp4",
    "video/x-m4v": ".m4v",
    "video/m4v": ".m4v",
    "video/webm": ".webm",
    "video/ogg": ".ogv",
    "video/quicktime": ".mov",
}
"""Endings of file names by MIME type."""


def media_html(mime: str, address: str, size: int) -> str:
    """Render a player with a link to the file; `address` is a URL or its marker, `size` in bytes."""
    kind = "video" if mime.startswith("video/") else "audio"
    label = "Film" if kind == "video" else "Sound"
    return (
        f'<div class="ip-media"><{kind} controls preload="none" aria-label="{label}" src="{address}"></{kind}>'
        f'<p class="ip-file"><a href="{address}" download>{label} ({_size(size)})</a></p></div>'
    )


def pdf_html(address: str, size: int, words: str) -> str:
    """Render a link to a document; frames of a sandbox cannot show one."""
    label = escape(words or "Document", quote=False)
    return f'<p class="ip-file"><a href="{address}" type="application/pdf">{label} (PDF, {_size(size)})</a></p>'


def _size(size: int) -> str:
    """Write a number of bytes as people do."""
    return f"{size / 1_000_000:.1f} MB" if size >= 999_500 else f"{max(1, round(size / 1000))} kB"
