"""Raw HTML in text and outputs: made safe, its drawings and frames taken out, its addresses kept for later."""

from __future__ import annotations

import re
from html import escape
from typing import Any
from urllib.parse import unquote

from inpublic.celloutputs.frames import Frame, frame_html, frame_of, keep_page
from inpublic.celloutputs.media import SUFFIXES
from inpublic.document import Figure, LinkKind
from inpublic.pictures.pictures import SUFFIXES as PICTURE_SUFFIXES
from inpublic.text.addressparts import address_parts
from inpublic.text.builder import is_relative
from inpublic.text.embeds import (
    CARRIED,
    COLAB_BADGE,
    Context,
    carried_picture,
    decode_address,
    image_html,
    remote_picture,
)
from inpublic.text.htmldepth import DEEPEST, is_too_deep
from inpublic.text.markers import bare
from inpublic.text.sanitise import sanitise
from inpublic.text.styles import merge_styles

_TAKEN_OUT = ("<svg", "<iframe", "<object", "<embed")
_ICON = 64
"""CSS pixels up to which a drawing without a title is an icon and says nothing."""

_SIDES = {"left": "left", "center": "center", "middle": "center", "right": "right", "justify": "left"}
_FLOATING = frozenset({"img", "table"})
Node = Any
"""A node of selectolax, whose classes are made by a compiled module."""


def clean_html(html: str, context: Context, *, isolated: bool = False) -> str:
    """Make raw HTML fit for the page; `isolated` says that it will stand beside a style sheet of its own."""
    if refused(html, context):
        return ""
    low = html.lower()
    if any(tag in low for tag in _TAKEN_OUT):
        html = _take_out(html, context, drawings=not isolated)
    return bare(context.stash.restore(_localise(sanitise(html, isolated=isolated), context)))


def refused(html: str, context: Context) -> bool:
    """Say that HTML is nested too deeply for any page, if it is; then it must not be parsed."""
    if not is_too_deep(html):
        return False
    message = f"the HTML here is nested more than {DEEPEST} levels deep, and browsers give up at 512"
    context.builder.fault(message, "Close what is opened, or nest it less deeply.", context.origin, is_error=True)
    return True


def _take_out(html: str, context: Context, *, drawings: bool) -> str:
    """Replace drawings and frames, which no sanitiser lets through, by markers for what stands for them."""
    from selectolax.lexbor import LexborHTMLParser

    body = LexborHTMLParser(html).body
    if body is None:
        return html
    for node in body.css("svg") if drawings else ():
        if not _has_parent(node, "svg"):
            node.replace_with(context.stash.keep(drawing_html(node, context)))
    for node in body.css("iframe, object[data], embed[src]"):
        html, place = _frame(node, context), node
        before, parent = node.prev, node.parent
        if before is not None and before.tag == "span" and "Notebook Trusted" in before.text():
            before.decompose()  # what folium says where its map cannot run
        if parent is not None and parent.tag == "p" and not parent.text(strip=True) and len(parent.css("*")) == 2:
            place = parent
        place.replace_with(context.stash.keep(html))
    return body.inner_html or ""


def drawing_html(node: Node, context: Context) -> str:
    """Make a picture of an inline drawing; a small one without a title says nothing."""
    if _shows_nothing(node):
        return ""
    for name, address in _NAMESPACES.items():
        node.attrs[name] = address
    title = node.css_first("title")
    words = node.attributes.get("aria-label") or (title.text(strip=True) if title is not None else "")
    data = (node.html or "").encode()
    width, height = (_pixels(node.attributes.get(name)) for name in ("width", "height"))
    if not words and 0 < max(width, height) <= _ICON:
        address = context.builder.file(data, ".svg", Figure("", "image/svg+xml", width, height))
        return f'<img src="{address}" width="{width or height}" height="{height or width}" alt="">'
    return context.builder.picture(data, words) or ""


def _shows_nothing(node: Node) -> bool:
    """Tell whether a drawing only keeps symbols for others, or shows one that it does not hold itself."""
    uses = [use.attributes.get("href") or use.attributes.get("xlink:href") or "" for use in node.css("use")]
    if any(not re.fullmatch(r"#[\w-]+", use) or node.css_first(f"[id='{use[1:]}']") is None for use in uses):
        return True
    return not uses and node.css_first(_SHAPES) is None


_SHAPES = ":is(path, rect, circle, ellipse, line, polyline, polygon, text, image, foreignObject):not(symbol *, defs *)"
_NAMESPACES = {"xmlns": "http://www.w3.org/2000/svg", "xmlns:xlink": "http://www.w3.org/1999/xlink"}


def _frame(node: Node, context: Context) -> str:
    attributes = node.attributes
    address = (attributes.get("src") or attributes.get("data") or "").strip()
    title, height = attributes.get("title") or "", _pixels(attributes.get("height"))
    page = attributes.get("srcdoc") or unquote(attributes.get("data-html") or "")
    if address.startswith("data:"):
        mime, data = decode_address(address)
        if mime.startswith("image/"):
            return carried_picture(address, title, context)
        page = data.decode("utf-8", "replace") if "html" in mime else ""
    if page:
        return frame_html(keep_page(context.builder, page, height=height, alone=True))
    if address_parts(address).scheme in ("http", "https"):
        return frame_html(frame_of(address, title=title, height=height))
    if address and is_relative(address):
        return _own_frame(address, title, height, context)
    return ""


def _own_frame(address: str, title: str, height: int, context: Context) -> str:
    """Show a picture of the learner's as such, and a page of theirs in a frame."""
    if address_parts(address).path.lower().endswith((".html", ".htm")):
        attribute = context.builder.link(LinkKind.FRAME, address, context.somewhere)
        return frame_html(Frame(attribute, f"figure «{title}»" if title else "interactive figure", height=height))
    if address_parts(address).path.lower().endswith(tuple(PICTURE_SUFFIXES.values())):
        return image_html(address, title, "", context, context.somewhere)
    link = context.builder.link(LinkKind.PAGE, address, context.somewhere)
    return f"<a {link}>{escape(title or address.rsplit('/', 1)[-1])}</a>"


def _localise(html: str, context: Context) -> str:
    """Take the addresses out of sanitised HTML: relative ones become markers, what it carries becomes files."""
    if not any(name in html for name in ("src=", "href=", "align=", "name=")):
        return html
    from selectolax.lexbor import LexborHTMLParser

    body = LexborHTMLParser(html).body
    if body is None:
        return html
    for badge in body.css(f'img[src*="{COLAB_BADGE}"]'):
        _remove_badge(badge)
    for link in body.css("a[href]:empty:not([id]):not([name])"):
        link.decompose()  # a logo drawn by a style sheet that is not here: nothing to see, nothing to hear
    for node in body.css("a[name]"):
        _name(node)
    for node in body.css("[align]"):
        _align(node)
    for node in body.css("[src], a[href]"):
        _localise_node(node, context)
    return body.inner_html or ""


def _remove_badge(badge: Node) -> None:
    """Take out a badge that Colab put into a notebook, with its link and the paragraph that held nothing else."""
    parent = badge.parent
    badge.decompose()
    while (
        parent is not None and parent.tag in ("a", "p", "td") and not parent.text(strip=True) and not parent.css("img")
    ):
        parent, empty = parent.parent, parent
        empty.decompose()


def _name(node: Node) -> None:
    """Say in today's words what a place to link to was called."""
    name = node.attributes.get("name") or ""
    del node.attrs["name"]
    if name and not node.attributes.get("id") and not any(map(str.isspace, name)):
        node.attrs["id"] = name


def _align(node: Node) -> None:
    """Say in today's words what the attribute `align` said; cells of formulas have one of their own."""
    side = _SIDES.get((node.attributes.get("align") or "").lower())
    del node.attrs["align"]
    if side is None:
        return
    if node.tag not in _FLOATING:
        _add_style(node, f"text-align: {side}")
    else:
        _add_style(node, f"float: {side}" if side != "center" else "margin: 0 auto")


def _add_style(node: Node, style: str) -> None:
    node.attrs["style"] = merge_styles(node.attributes.get("style") or "", style)


def _localise_node(node: Node, context: Context) -> None:
    name = "href" if node.tag == "a" else "src"
    address = (node.attributes.get(name) or "").strip()
    if node.tag == "img" and not _keep_image(node, address, context):
        return
    if address.startswith("data:"):
        _keep_media(node, address, context)
        return
    if not address or not is_relative(address):
        if node.tag in ("audio", "video", "source"):
            node.attrs[name] = re.sub(r"^http://", "https://", address)  # other hosts are asked over https only
            (node if node.tag != "source" else node.parent).attrs["preload"] = "none"
        return
    kind = {"a": LinkKind.PAGE, "img": LinkKind.IMAGE}.get(node.tag, LinkKind.MEDIA)
    sized = any(node.attributes.get(side) for side in ("width", "height", "style"))
    del node.attrs[name]
    node.attrs["data-at"] = context.builder.link(kind, address, context.somewhere, sized=sized)


def _keep_media(node: Node, address: str, context: Context) -> None:
    """Make a file of sound or film that the HTML carries; anything else that it carries is dropped."""
    mime, data = decode_address("".join(address.split()))
    suffix = SUFFIXES.get(mime)
    name = "href" if node.tag == "a" else "src"
    if suffix is None or not data:
        del node.attrs[name]
        return
    node.attrs[name] = context.builder.file(data, suffix, Figure("", mime))


def _keep_image(node: Node, address: str, context: Context) -> bool:
    """Complete an `<img>` of raw HTML; False when it was taken out or replaced."""
    alt = node.attributes.get("alt") or ""
    if address.startswith(CARRIED):
        node.replace_with(context.stash.keep(_carried(node, address, alt, context)))
        return False
    if not is_relative(address):
        size = "".join(
            f' data-{side}="{escape(value)}"'
            for side in ("width", "height", "title")
            if (value := node.attributes.get(side))
        )
        node.replace_with(context.stash.keep(remote_picture(address, alt, in_link=_has_parent(node, "a"), more=size)))
        return False
    node.attrs["alt"] = alt if "alt" in node.attributes else context.builder.alt_or_name("", context.somewhere)
    node.attrs["loading"] = "lazy"
    for side in ("width", "height"):
        if (node.attributes.get(side) or "").endswith("%"):
            _add_style(node, f"{side}: {node.attributes[side]}")
            del node.attrs[side]
    return True


def _carried(node: Node, address: str, alt: str, context: Context) -> str:
    """Make a file of a picture that the HTML carries, as large as its author wanted it."""
    sides = [node.attributes.get(side) or "" for side in ("width", "height")]
    image = carried_picture(address, alt, context, (_pixels(sides[0]), _pixels(sides[1])))
    said = node.attributes.get("style") or ""
    style = merge_styles(said, f"width: {sides[0]}" if sides[0].endswith("%") else "")
    return f'<span class="ip-sized" style="{escape(style)}">{image}</span>' if style else image


def _has_parent(node: Node, tag: str) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag == tag:
            return True
        parent = parent.parent
    return False


def _pixels(text: str | None) -> int:
    number = (text or "").strip().removesuffix("px").strip()
    return int(float(number)) if number.replace(".", "", 1).isdigit() and len(number) < 8 else 0
