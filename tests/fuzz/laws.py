"""What holds of everything that is made, whatever it was made from; and how many examples a test tries."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec
from hypothesis import HealthCheck, Phase, settings
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from inpublic.convert import _convert
from inpublic.document import Converted, Document
from inpublic.stock.sourcelosses import document_losses
from inpublic.text.markers import fill

EXAMPLES = int(os.environ.get("INPUBLIC_FUZZ", "25"))

FORBIDDEN = frozenset("script iframe object embed base meta link form applet frame frameset portal noembed".split())
ADDRESSES = frozenset("href src action formaction xlink:href data poster background cite longdesc ping srcset".split())
FETCHED = frozenset("src srcset poster background data".split())
"""Attributes whose address a browser asks for by itself."""

SCHEMES = frozenset({"", "http", "https", "mailto", "tel", "data", "attachment"})
Node = Any
"""A node of selectolax, whose classes are made by a compiled module."""


def fuzzing(share: float = 1.0) -> settings:
    """Try so many examples, `share` of the number that was asked for; how long one may take says conftest.py."""
    return settings(
        max_examples=max(5, round(EXAMPLES * share)),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    )


def converted(suffix: str, data: bytes) -> Converted:
    """Convert without the guard that turns exceptions into faults, and see that all laws hold."""
    found = _convert(suffix, data)
    losses = document_losses(suffix, data, found.document)
    document = found.document
    for fault in (*document.faults, *losses):
        (fault.message + fault.hint).encode()  # whoever shows them makes them printable
    assert_lawful(document)
    for name, content in found.files.items():
        if name.endswith(".svg"):
            assert_harmless_svg(content)
    return found


def assert_lawful(document: Document) -> None:
    kept = msgspec.msgpack.decode(msgspec.msgpack.encode(document), type=Document)
    assert replace(kept, blocks=tuple(kept.blocks)) == document
    for text in (document.title, document.summary, document.title_html):
        assert_clean(text)
    anchors = [block.anchor for block in document.blocks if block.level]
    assert len(anchors) == len(set(anchors)), anchors
    assert all(anchors)
    for block in document.blocks:
        assert_clean(block.text)
        assert_harmless(block.html, document)


def assert_clean(text: str) -> None:
    """See that XML and HTML may hold the text; markers stand between two noncharacters."""
    text.encode()
    odd = [c for c in text if c not in "\t\n\ufdd0\ufdd1" and unicodedata.category(c) == "Cc"]
    assert not odd, odd
    assert not any("\ufdd0" <= c <= "\ufdef" or c in "\ufffe\uffff" for c in text if c not in "\ufdd0\ufdd1")


def assert_harmless(html: str, document: Document | None = None) -> None:
    """See that nothing in finished HTML runs, takes over the page, or asks another host by itself."""
    assert_clean(html)
    if document is not None:
        html = fill(html, "l", lambda number: f'data-link="{document.links[number].kind.value}"')
        html = fill(html, "f", lambda number: f"files/{document.figures[number].name}")
        assert "\ufdd0" not in html
        assert "\ufdd1" not in html
    for node in nodes(html):
        assert node.tag not in FORBIDDEN, html
        for name, value in node.attributes.items():
            assert not name.lower().startswith("on"), html
            if name.lower() in ADDRESSES:
                assert_harmless_address(node, name.lower(), value or "", html)


def assert_harmless_address(node: Node, name: str, value: str, html: str) -> None:
    tag = node.tag
    plain = "".join(c for c in value if c > " ")
    scheme = plain.partition(":")[0].lower() if ":" in plain.split("/")[0].split("?")[0].split("#")[0] else ""
    assert scheme in SCHEMES, html
    if scheme == "data":
        assert tag in {"img", "source", "audio", "video", "a", "image"}, html
        assert tag != "a" or not plain[5:].lower().startswith(("text/html", "image/svg")), html
    if (name in FETCHED or tag in {"image", "use"}) and not waits(node):
        assert scheme not in {"http", "https"}, html
        assert not plain.startswith(("//", "/\\", "\\\\", "\\/")), html


def waits(node: Node) -> bool:
    """Tell whether a film or sound is loaded only when somebody plays it."""
    player = node.parent if node.tag == "source" else node
    return (
        player.tag in {"audio", "video"}
        and player.attributes.get("preload") == "none"
        and "autoplay" not in player.attributes
    )


def nodes(html: str) -> Iterator[Node]:
    """Yield all elements, also those behind a declarative shadow root, which the parser keeps to itself."""
    tree = LexborHTMLParser(f"<!doctype html><body>{html}")
    if tree.body is None:
        return
    for node in tree.body.css("*"):
        yield node
        if node.tag == "template":
            yield from nodes((node.html or "").partition(">")[2].rpartition("</template")[0])


def assert_harmless_svg(content: bytes) -> None:
    from lxml import etree

    if not content:
        return
    for element in etree.fromstring(content).iter():
        if not isinstance(element.tag, str):
            assert not isinstance(element, etree._ProcessingInstruction), content
            continue
        name = etree.QName(element).localname.lower()
        assert name not in {"script", "iframe", "embed", "object", "handler"}, content
        for key, value in element.attrib.items():
            local = etree.QName(key).localname.lower()
            assert not local.startswith("on"), content
            if local in ("href", "src"):
                scheme = urlsplit("".join(c for c in str(value) if c > " ")).scheme.lower()
                assert scheme in {"", "data"} or (name == "a" and scheme in SCHEMES), content
