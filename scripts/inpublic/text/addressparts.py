"""Addresses in texts, which may be anything."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

_AROUND = "".join(map(chr, range(33)))
_WITHIN = str.maketrans("", "", "\t\n\r")


def address_parts(address: str) -> SplitResult:
    """Split an address; one that nobody could open, such as `https://[`, has no parts."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def as_browsers_read(address: str) -> str:
    """Return an address without what browsers pass over: controls around it, tabs and line ends within it.

    Source: the basic URL parser of the URL standard.
    """
    return address.strip(_AROUND).translate(_WITHIN)
