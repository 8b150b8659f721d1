"""Pictures and links inside text: files for what the text carries, markers for what it points at."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import unquote

from inpublic.builder import DocumentBuilder, Origin, is_relative
from inpublic.document import LinkKind
from inpublic.markers import Stash

COLAB_BADGE = "colab-badge.svg"
"""The picture of the badge that Colab itself puts into a notebook's first cell; pages have a badge anyway."""


@dataclass(slots=True)
class Context:
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


def image_html(source: str, alt: str, title: str, context: Context, origin: Origin) -> str:
    """Make an `<img>`; `title` is its attribute, finished. A picture that the text carries becomes a file."""
    if source.startswith("attachment:"):
        return _attached(unquote(source.removeprefix("attachment:")), alt, context)
    if source.startswith("data:"):
        return context.stash.keep(_inline_picture(source, alt, context))
    if is_relative(source):
        address = context.builder.link(LinkKind.IMAGE, source, origin)
        return context.stash.keep(f'<img {address} alt="{escape(alt)}"{title} loading="lazy" decoding="async">')
    return f'<img src="{escape(source)}" alt="{escape(alt)}"{title} loading="lazy" referrerpolicy="no-referrer">'


def _attached(name: str, alt: str, context: Context) -> str:
    data = context.attachments.get(name)
    image = context.builder.picture(data, alt) if data is not None else None
    if image is None:
        what = "is missing from the cell" if data is None else "is not a picture that browsers show"
        context.builder.fault(
            f"the attachment «{name}» {what}", "paste the picture into the cell again and save", context.origin
        )
        return context.stash.keep(f"<em>{escape(alt or name)}</em>")
    return context.stash.keep(image)


def _inline_picture(source: str, alt: str, context: Context) -> str:
    head, _, body = source.partition(",")
    try:
        data = b64decode(unquote(body)) if head.endswith(";base64") else unquote(body).encode()
    except (binascii.Error, ValueError):
        data = b""
    image = context.builder.picture(data, alt)
    if image is None:
        context.builder.fault("a picture inside the text cannot be read", "insert the picture again", context.origin)
    return image or f"<em>{escape(alt)}</em>"


def localise(html: str, context: Context) -> str:
    """Take the addresses out of sanitised raw HTML: relative ones become markers, pictures in the text files."""
    if "src=" not in html and "href=" not in html:
        return html
    from selectolax.lexbor import LexborHTMLParser

    body = LexborHTMLParser(html).body
    if body is None:
        return html
    for badge in body.css(f'img[src*="{COLAB_BADGE}"]'):
        _remove_badge(badge)
    for link in body.css("a[href]:empty:not([id]):not([name])"):
        link.decompose()  # a logo drawn by a style sheet that is not here: nothing to see, nothing to hear
    for node in body.css("[src], a[href]"):
        _localise_node(node, context)
    return body.inner_html or ""


def _remove_badge(node: Any) -> None:  # Any: as below
    """Take out a badge that Colab put into a notebook, with its link and the paragraph that held nothing else."""
    parent = node.parent
    node.decompose()
    while (
        parent is not None and parent.tag in ("a", "p", "td") and not parent.text(strip=True) and not parent.css("img")
    ):
        parent, empty = parent.parent, parent
        empty.decompose()


def _localise_node(node: Any, context: Context) -> None:  # Any: the class is made by a compiled module
    name = "href" if node.tag == "a" else "src"
    address = node.attributes.get(name) or ""
    if node.tag == "img" and not _keep_image(node, address, context):
        return
    if address.startswith("data:"):
        node.attrs[name] = "".join(address.split())
    if not is_relative(address) or not address:
        return
    kind = {"a": LinkKind.PAGE, "img": LinkKind.IMAGE}.get(node.tag, LinkKind.MEDIA)
    sized = "width" in node.attributes or "height" in node.attributes
    del node.attrs[name]
    node.attrs["data-at"] = context.builder.link(kind, address, context.somewhere, sized=sized)


def _keep_image(node: Any, address: str, context: Context) -> bool:
    """Complete an `<img>` of raw HTML; False when it was taken out or replaced."""
    alt = node.attributes.get("alt") or ""
    if address.startswith(("data:", "attachment:")):
        node.replace_with(image_html(address, alt, "", context, context.somewhere))
        return False
    node.attrs["alt"] = alt
    node.attrs["loading"] = "lazy"
    if not is_relative(address):
        node.attrs["referrerpolicy"] = "no-referrer"
    return True
