"""Names of places on a page: what a heading is linked to by, and that no name stands twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from inpublic.document import Block

_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]+")
_ID = re.compile(r'\sid="([^"]+)"')


def anchor_of(text: str) -> str:
    """Make a heading's fragment identifier nearly as GitHub does: lower case, hyphens for spaces, any script.

    Underscores become hyphens too, since both site engines read them as emphasis in an attribute list.
    """
    kept = _NOT_IN_ANCHOR.sub("", unicodedata.normalize("NFC", text).lower()).replace("_", " ")
    return "-".join(kept.split()) or "section"


def places_in(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return all that a fragment can mean, in order: the headings, and what authors named."""
    from selectolax.lexbor import LexborHTMLParser

    found: dict[str, None] = {}
    for block in blocks:
        if block.level:
            found[block.anchor] = None
        if "id=" in block.html or "name=" in block.html:
            body = LexborHTMLParser(block.html).body
            for node in body.css("[id], a[name]") if body else ():
                attributes: Mapping[str, str | None] = node.attributes
                found |= {value: None for name in ("id", "name") if (value := attributes.get(name))}
    return tuple(found)


def without_twins(blocks: Sequence[Block]) -> Iterator[Block]:
    """Take names out of finished HTML that a heading has, or an earlier element: a name may stand once on a page."""
    taken = {block.anchor for block in blocks if block.level}
    for block in blocks:
        names = _ID.findall(block.html) if not block.level and 'id="' in block.html else []
        is_sound = taken.isdisjoint(names) and len(set(names)) == len(names)
        taken.update(names if is_sound else ())
        yield block if is_sound else replace(block, html=_freed(block.html, taken))


def _freed(html: str, taken: set[str]) -> str:
    from selectolax.lexbor import LexborHTMLParser

    body = LexborHTMLParser(html).body
    for node in body.css("[id]") if body else ():
        name = node.attributes.get("id") or ""
        if name in taken:
            del node.attrs["id"]
        taken.add(name)
    return (body and body.inner_html) or ""
