"""Vector pictures from strangers, made safe and well-formed: only what draws stays, and it draws the same.

A picture is seen as a file of its own, where browsers run nothing in it; but readers can open that file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from inpublic.pictures.svgbounds import is_overgrown, is_too_deep, pixels, unfolds_too_far
from inpublic.pictures.svgimages import carried_without_notes
from inpublic.pictures.svgstyle import is_local, safe_css_declarations, safe_css_sheet
from inpublic.text.markers import scrub

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
_XHTML = "http://www.w3.org/1999/xhtml"
_XML = "http://www.w3.org/XML/1998/namespace"

# Names are kept as lines of words, which read better than sets of quoted ones.
_DRAWING = (
    "a animate animateMotion animateTransform circle clipPath defs desc ellipse feBlend feColorMatrix "
    "feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight "
    "feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode "
    "feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence filter font font-face "
    "font-face-name foreignObject g glyph hkern image line linearGradient marker mask missing-glyph mpath path "
    "pattern polygon polyline radialGradient rect set stop style svg switch symbol text textPath title tref tspan "
    "use view vkern"
)
_TEXT = (
    "a b blockquote br caption code dd div dl dt em h1 h2 h3 h4 h5 h6 hr i kbd li mark ol p pre q s samp small "
    "span strong sub sup table tbody td tfoot th thead tr u ul var"
)
_CAMEL = (
    "attributeName attributeType baseFrequency baseProfile calcMode clipPathUnits diffuseConstant edgeMode "
    "filterUnits glyphRef gradientTransform gradientUnits kernelMatrix kernelUnitLength keyPoints keySplines "
    "keyTimes lengthAdjust limitingConeAngle markerHeight markerUnits markerWidth maskContentUnits maskUnits "
    "numOctaves pathLength patternContentUnits patternTransform patternUnits pointsAtX pointsAtY pointsAtZ "
    "preserveAlpha preserveAspectRatio primitiveUnits refX refY repeatCount repeatDur requiredExtensions "
    "requiredFeatures specularConstant specularExponent spreadMethod startOffset stdDeviation stitchTiles "
    "surfaceScale systemLanguage tableValues targetX targetY textLength viewBox viewTarget xChannelSelector "
    "yChannelSelector zoomAndPan"
)
_LOADING = frozenset("action background data formaction ping poster src srcdoc srcset".split())
"""Attributes that mean nothing in a drawing, or ask somebody for something."""

_ELEMENTS = {name.lower(): name for name in _DRAWING.split()}
_ATTRIBUTES = {name.lower(): name for name in _CAMEL.split()}
_WORDS = frozenset(_TEXT.split())
_ANIMATIONS = frozenset({"animate", "animateMotion", "animateTransform", "set"})
_PAINTED = frozenset({"image", "feImage"})
_CARRIED = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif|bmp|svg\+xml)[;,]")
_LEADS = ("http://", "https://", "mailto:", "#")

_LONGEST_TEXT = 10_000_000
"""Bytes of one text or attribute that the parser reads."""
_LARGEST = 65_535
"""CSS pixels of a side: what is larger leaves the page of its readers without an end."""
_INVISIBLE = 8
"""CSS pixels below which the box of a drawing without a size says nothing about how large it is."""

Element = Any
"""An element of lxml, whose classes are made by a compiled module."""


class Drawing(Struct, frozen=True):
    """Holds a cleaned SVG document and its natural size in CSS pixels, 0 where it has none."""

    content: bytes
    width: int = 0
    height: int = 0


def clean_svg(data: bytes) -> bytes | None:
    """Return the drawing as an SVG document that runs nothing and asks nobody; None when there is none."""
    drawing = read_svg(data)
    return drawing.content if drawing else None


def read_svg(data: bytes) -> Drawing | None:
    """Clean a drawing, also one in the looser form that HTML allows, and complete its size.

    None when there is none, or none that a browser should be asked to draw.
    """
    from lxml import etree

    root = _parsed(data)
    if root is None or is_overgrown(root):
        return None
    clean = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG, "xlink": XLINK})
    _fill(clean, root, "svg")
    width, height = _complete(clean)
    if max(width, height) > _LARGEST or unfolds_too_far(clean):
        return None
    etree.cleanup_namespaces(clean)
    return Drawing(etree.tostring(clean, encoding="utf-8"), round(width), round(height))


def _parsed(data: bytes) -> Element | None:
    """Return the outermost `svg` element; what is no XML, or declares entities of its own, is read as HTML."""
    from lxml import etree

    try:
        data.decode()
        encoding = "utf-8"  # notebooks store text: a declaration in it speaks of a file that once was
    except UnicodeDecodeError:
        encoding = None
    try:
        if b"<!ENTITY" not in data:
            root = etree.fromstring(data.lstrip(), _xml_parser(encoding, recover=False))
            if _name_of(root) == (SVG, "svg"):
                return root
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT and len(data) > _LONGEST_TEXT:
            return None
    except (ValueError, LookupError):
        pass
    return None if is_too_deep(data) else _parsed_as_html(data)


def _parsed_as_html(data: bytes) -> Element | None:
    from lxml import etree
    from selectolax.lexbor import LexborHTMLParser

    node = LexborHTMLParser(data.decode("utf-8", "replace")).css_first("svg")
    if node is None:
        return None
    for lost in node.css("script, style *, foreignObject style, img, input, link, meta, source, wbr, embed, iframe"):
        lost.decompose()
    for line in node.css("br, hr"):
        line.replace_with(LexborHTMLParser(f"<x-{line.tag}></x-{line.tag}>").css(f"x-{line.tag}")[0])
    html = scrub(node.html or "").replace("&nbsp;", "\u00a0")
    text = f'<svg xmlns="{SVG}" xmlns:xlink="{XLINK}" xmlns:svg="{SVG}">{html}</svg>'
    root = etree.fromstring(text.encode(), _xml_parser("utf-8", recover=True))
    return root[0] if root is not None and len(root) else None


def _xml_parser(encoding: str | None, *, recover: bool) -> Any:  # Any: as above
    from lxml import etree

    return etree.XMLParser(
        encoding=encoding,
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _name_of(element: Element) -> tuple[str, str]:
    """Return namespace and local name; prefixes that nobody declared are part of the name."""
    if not isinstance(element.tag, str):
        return "", ""
    namespace, _, name = element.tag.rpartition("}")
    return namespace.removeprefix("{"), name


def _fill(clean: Element, source: Element, name: str) -> None:
    """Copy what is allowed of an element: its attributes, its text and its children."""
    for key, value in _attributes(source, name):
        clean.set(key, scrub(value))
    if name == "style":
        clean.text = _joined(safe_css_sheet("".join(source.itertext())))
        return
    clean.text = _joined(source.text)
    last = None
    for child in source:
        kept = _child(clean, child, name)
        if kept is not None:
            last = kept
        elif last is not None:
            last.tail = _joined(last.tail, child.tail)
        else:
            clean.text = _joined(clean.text, child.tail)


def _joined(*texts: str | None) -> str | None:
    """Put text together, without what recovering from errors may have let through."""
    return scrub("".join(filter(None, texts))) or None


def _child(clean: Element, child: Element, parent: str) -> Element | None:
    from lxml import etree

    namespace, name = _name_of(child)
    in_words = parent == "foreignObject" or etree.QName(clean).namespace == _XHTML
    known = _words_name(name) if in_words and name.lower() != "svg" else _drawing_name(namespace, name)
    if not known or (known in _ANIMATIONS and _animates_links(child)):
        return None
    kept = (
        etree.SubElement(clean, f"{{{_XHTML}}}{known}", nsmap={None: _XHTML})
        if in_words and known != "svg"
        else etree.SubElement(clean, f"{{{SVG}}}{known}", nsmap={None: SVG})
    )
    _fill(kept, child, known)
    kept.tail = _joined(child.tail)
    return kept


def _words_name(name: str) -> str:
    plain = name.lower().removeprefix("x-")
    return plain if plain in _WORDS else ""


def _drawing_name(namespace: str, name: str) -> str:
    return _ELEMENTS.get(name.lower(), "") if namespace in ("", SVG) else ""


def _animates_links(element: Element) -> bool:
    target = (element.get("attributeName") or element.get("attributename") or "").strip().lower()
    return target.startswith("on") or target.endswith("href")


def _attributes(element: Element, name: str) -> Iterator[tuple[str, str]]:
    """Yield what is kept of an element's attributes, by the names that drawings have for them."""
    for key, value in element.attrib.items():
        namespace, _, local = key.removeprefix("{").rpartition("}")
        low = local.lower()
        if namespace == _XML and low in ("lang", "space"):
            yield key, value
        elif namespace in ("", XLINK) and low.removeprefix("xlink:") == "href":
            if address := _reference(name, value):
                yield (f"{{{XLINK}}}href" if namespace or ":" in low else "href"), address
        elif not namespace and _is_harmless(low) and (text := _stated(low, value)):
            yield _ATTRIBUTES.get(low, local), text


def _is_harmless(name: str) -> bool:
    """Tell whether an attribute can neither run nor load anything, whatever its value is."""
    return ":" not in name and not name.startswith("on") and name not in _LOADING


def _stated(name: str, value: str) -> str:
    """Return a value, without what a style could load; nothing where it would reach out of the drawing."""
    if name == "style":
        return safe_css_declarations(value)
    return value if is_local(value) else ""


def _reference(name: str, value: str) -> str:
    """Return an address that stays inside the drawing, carries a picture itself, or only waits for a click."""
    address = "".join(value.split()).lower()
    if name in _PAINTED and _CARRIED.match(address):
        return carried_without_notes(value, clean_svg)
    return value if address.startswith(_LEADS if name == "a" else "#") else ""


def _complete(root: Element) -> tuple[float, float]:
    """Give the drawing the size or the box that it lacks, so that it scales; return its size."""
    width, height = pixels(root.get("width")), pixels(root.get("height"))
    box = _box(root)
    if box is None:
        if width and height:
            root.set("viewBox", f"0 0 {width:.9g} {height:.9g}")
        return width, height
    if width and height:
        return width, height
    if not (width or height) and max(box) < _INVISIBLE:
        return 0, 0
    scale = width / box[0] or height / box[1] or 1
    for side, length in zip(("width", "height"), box, strict=True):
        if root.get(side) is None:
            root.set(side, f"{length * scale:.9g}")
    return box[0] * scale, box[1] * scale


def _box(root: Element) -> tuple[float, float] | None:
    """Return the sides of the part of the plane that the drawing shows, if it says so."""
    numbers = (root.get("viewBox") or "").replace(",", " ").split()
    width, height = map(pixels, numbers[2:]) if len(numbers) == 4 else (0, 0)
    return (width, height) if width and height else None
