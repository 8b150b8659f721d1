"""Addresses in texts, which may be anything."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit


def address_parts(address: str) -> SplitResult:
    """Split an address; one that nobody could open, such as `https://[`, has no parts."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")
