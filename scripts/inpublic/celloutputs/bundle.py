"""What the renderers of outputs share: one output in all its forms, and the place that it belongs to."""

from __future__ import annotations

import binascii
import json
import re
from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from inpublic.notebooks.display import Display
from inpublic.text.builder import DocumentBuilder, Origin
from inpublic.text.embeds import Context

Output = Mapping[str, Any]  # Any: notebooks hold JSON

PICTURES = (
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/avif",
    "image/bmp",
    "image/tiff",
)
"""Pictures that can stand for something live, best first."""


class Place(Struct, frozen=True):
    """Says what an output belongs to: its document, its cell and how that wants to be shown."""

    builder: DocumentBuilder
    origin: Origin
    display: Display = field(default_factory=Display)

    @property
    def context(self) -> Context:
        """Return what raw HTML in this place needs to know."""
        return Context(self.builder, self.origin)


class Bundle(Struct, frozen=True):
    """Holds the forms of one output as they were stored, and what is known about them by MIME type."""

    data: Mapping[str, Any]  # Any: JSON
    metadata: Mapping[str, Any] = field(default_factory=dict)  # Any: JSON

    def text(self, mime: str) -> str:
        """Return one form as text, empty where there is none."""
        return text_of(self.data.get(mime))

    def size(self, mime: str) -> tuple[int, int]:
        """Return the width and height in CSS pixels that the author asked for, 0 where nothing was said."""
        values = [self.option(mime, name) for name in ("width", "height")]
        width, height = (int(value) if isinstance(value, int | float) and 0 < value < 10_000 else 0 for value in values)
        return width, height

    def option(self, mime: str, name: str) -> Any:  # Any: JSON
        """Return what the output's metadata say, of one form or of all; None where they say nothing."""
        own = self.metadata.get(mime)
        found = own.get(name) if isinstance(own, Mapping) else None
        return self.metadata.get(name) if found is None else found


def text_of(value: object) -> str:
    """Join what notebooks store as text or as a list of lines; anything else as JSON."""
    if isinstance(value, str):
        return value
    joined = _joined(value) if isinstance(value, list) else None
    if joined is not None:
        return joined
    return "" if value is None else json.dumps(value, ensure_ascii=False, indent=2)


def _joined(lines: list[Any]) -> str | None:
    try:
        return "".join(lines)
    except TypeError:  # not all of them are text
        return None


def decoded(text: str) -> bytes:
    """Return the bytes that a notebook stores as base64; none where they cannot be read."""
    try:
        return b64decode(text)
    except (binascii.Error, ValueError):
        return b""


def script_html(source: str) -> str:
    """Write a script element; nothing in the source can end it early."""
    return f"<script>{_END.sub(_BACK, source)}</script>"


_END = re.compile("</(?=script)", re.IGNORECASE)
_BACK = r"<\\/"
