"""Pictures that a drawing carries itself, in `data:` addresses: they say no more than what they show, either."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from inpublic.pictures.cleanpictures import without_notes


def carried_without_notes(address: str, clean_drawing: Callable[[bytes], bytes | None]) -> str:
    """Return the address with the picture's notes taken out, as it is where there are none; empty for no picture.

    A drawing inside the drawing is made safe by `clean_drawing`.
    """
    head, _, body = address.strip().partition(",")
    try:
        data = b64decode(unquote_to_bytes(body)) if head.lower().endswith(";base64") else unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        return ""
    is_drawing = "svg" in head.lower()
    clean = clean_drawing(data) if is_drawing else without_notes(data)
    if clean is None:
        return ""
    mime = head.partition(";")[0].strip()
    return address if clean == data else f"{mime};base64,{b64encode(clean).decode()}"
