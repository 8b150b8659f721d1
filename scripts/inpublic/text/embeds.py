"""Pictures inside text: files for what the text carries, markers for what it points at.

What another host would be asked for waits for the reader's click.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import unquote

from msgspec import Struct, field

from inpublic.document import LinkKind
from inpublic.pictures.extents import MEGAPIXELS, bounds, extent_of
from inpublic.text.addressparts import address_parts
from inpublic.text.builder import DocumentBuilder, Origin, is_relative
from inpublic.text.markers import Stash, scrub

CARRIED = ("data:", "attachment:")
"""How addresses begin of what a text brings along."""

COLAB_BADGE = "colab-badge.svg"
"""The picture of the badge that Colab itself puts into a notebook's first cell; pages have a badge anyway."""


class Context(Struct):
    """Carries what the render rules need to know of the piece of Markdown they work on.

    `attachments` maps the name of a cell's attachment to its bytes.
    """

    builder: DocumentBuilder
    origin: Origin
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    stash: Stash = field(default_factory=Stash)

    @property
    def somewhere(self) -> Origin:
        """Say where raw HTML stands, whose lines are not known."""
        return Origin(self.origin.cell)

    def at(self, lines: Sequence[int] | None) -> Origin:
        """Say where a piece stands that begins on the first of `lines`; known for blocks of a text file only."""
        if self.origin.line is None or not lines:
            return self.origin
        return Origin(self.origin.cell, self.origin.line + lines[0])


def image_html(source: str, alt: str, title: str, context: Context, origin: Origin, *, in_link: bool = False) -> str:
    """Make an `<img>`; `title` is its attribute, finished. A picture that the text carries becomes a file."""
    if source.startswith(CARRIED):
        return context.stash.keep(carried_picture(source, alt, context))
    if is_relative(source):
        alt = context.builder.alt_or_name(alt, origin)
        address = context.builder.link(LinkKind.IMAGE, source, origin)
        return context.stash.keep(f'<img {address} alt="{escape(alt)}"{title} loading="lazy" decoding="async">')
    if COLAB_BADGE in source:
        return f'<img src="{escape(source)}" alt="">'  # taken out with all that is around it, see rawhtml.py
    return context.stash.keep(
        remote_picture(source, alt, in_link=in_link, more=title.replace(" title=", " data-title=", 1))
    )


def remote_picture(address: str, alt: str, *, in_link: bool = False, more: str = "") -> str:
    """Stand in for a picture on another host, which is asked for it when the reader wants to see it.

    Without JavaScript the words lead to the picture; inside a link, to where that leads. `more` are attributes,
    finished: its title and size.
    """
    host = address_parts(address).hostname or ""
    words = escape(alt or address.rsplit("/", 1)[-1] or "picture")
    note = f'<span class="ip-remote__host">{escape(host)}</span>'
    inner = f'data-src="{escape(address)}" data-alt="{escape(alt)}"{more}>{words} {note}'
    if in_link:
        return f'<span class="ip-remote" {inner}</span>'
    return f'<a class="ip-remote" href="{escape(address)}" {inner}</a>'


def decode_address(address: str) -> tuple[str, bytes]:
    """Return the MIME type and the content of a `data:` address; no content where it cannot be read."""
    head, _, body = address.removeprefix("data:").partition(",")
    mime, *parameters = head.lower().split(";")
    try:
        return mime, b64decode(unquote(body)) if "base64" in parameters else unquote(body).encode()
    except (binascii.Error, ValueError):
        return mime, b""


def carried_picture(source: str, alt: str, context: Context, size: tuple[int, int] = (0, 0)) -> str:
    """Make a file of a picture in a `data:` address or an attachment; its words where it cannot be read."""
    if source.startswith("attachment:"):
        name = scrub(unquote(source.removeprefix("attachment:")))
        data = context.attachments.get(name)
        what = "is missing from the cell" if data is None else "is not a picture that browsers show"
        words, remedy = f"the attachment «{name}» {what}", "Paste the picture into the cell again and save."
    else:
        name, data = "", decode_address(source)[1]
        words, remedy = "a picture inside the text cannot be read", "Insert the picture again."
    if data and (extent := extent_of(data)).is_over(MEGAPIXELS):
        words = f"a picture in the text claims {extent}, more than {bounds(MEGAPIXELS)}"
        remedy = "Scale it down and insert it again."
    image = context.builder.picture(data, alt, size) if data else None
    if image is None:
        context.builder.fault(words, remedy, context.origin)
    return image or f"<em>{escape(alt or name)}</em>"
