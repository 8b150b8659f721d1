"""HTML from strangers, made safe: an allow-list of what learners use in notebooks and write-ups."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from inpublic.text.addressparts import as_browsers_read
from inpublic.text.styles import plain_style, safe_style

if TYPE_CHECKING:
    import nh3

# Names are kept as lines of words, which read better than sets of quoted ones.
TAGS = frozenset(
    (
        "a abbr audio b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn "
        "div dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark meter ol "
        "p picture pre progress q rp rt ruby s samp section small source span strike strong sub summary sup "
        "table tbody td tfoot th thead time tr tt u ul var video wbr"
    ).split()
)
"""Elements that stay; of every other element only the text stays, of scripts and styles nothing."""

MATHML = frozenset(
    (
        "annotation maction math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom "
        "mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder "
        "munderover none semantics"
    ).split()
)
"""Elements of formulas that were stored as MathML."""

MATH_ATTRIBUTES = frozenset(
    (
        "accent accentunder actiontype columnalign columnlines columnspacing columnspan depth display "
        "displaystyle encoding fence form height largeop linebreak linethickness lspace mathbackground "
        "mathcolor mathsize mathvariant maxsize minsize movablelimits notation rowalign rowlines rowspacing "
        "rowspan rspace scriptlevel separator stretchy symmetric voffset width xmlns"
    ).split()
)

_SVG = frozenset(
    (
        "circle clipPath defs desc ellipse g line linearGradient marker mask path pattern polygon polyline "
        "radialGradient rect stop svg symbol text textPath title tspan use"
    ).split()
)
"""Elements of drawings that stay only where HTML stands beside its own style sheet; elsewhere they are pictures."""

_SVG_ATTRIBUTES = frozenset(
    (
        "aria-label class clip-path cx cy d dominant-baseline dx dy fill fill-opacity fill-rule font-family font-size "
        "font-weight gradientTransform gradientUnits height href id marker-end marker-start mask offset opacity "
        "orient patternUnits points preserveAspectRatio r refX refY role rx ry spreadMethod stop-color stop-opacity "
        "stroke stroke-dasharray stroke-linecap stroke-linejoin stroke-opacity stroke-width style text-anchor "
        "textLength transform viewBox width x x1 x2 xlink:href y y1 y2"
    ).split()
)
_ATTRIBUTES = {
    "*": "align class data-at dir id lang style title",
    "a": "href name",
    "audio": "controls loop muted src",
    "blockquote": "cite",
    "col": "span",
    "colgroup": "span",
    "details": "open",
    "font": "color face size",
    "img": "alt height src width",
    "input": "aria-label checked disabled type",
    "label": "for",
    "li": "value",
    "meter": "high low max min optimum value",
    "ol": "reversed start type",
    "progress": "max value",
    "source": "src type",
    "td": "colspan headers rowspan",
    "th": "colspan headers rowspan scope",
    "time": "datetime",
    "video": "controls height loop muted src width",
}
_ENTIRELY = frozenset("script style iframe object embed template noscript title svg select textarea".split())
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "data", "attachment"})
_MODERN = {
    "big": ("span", ' style="font-size: larger"'),
    "center": ("div", ' class="ip-center"'),
    "font": ("span", ""),
    "strike": ("s", ""),
    "tt": ("code", ""),
}
_OBSOLETE = re.compile(r"<(/?)(big|center|font|strike|tt)\b([^>]*)>")
"""Elements that HTML has given up, in the clean HTML that nh3 writes, and what stands for them now."""

_FONT_COLOUR = re.compile(r'\bcolor="([#\w]+)"')
_CLASSES_OF_THE_SITE = ("md-", "ip-")


def sanitise(html: str, *, isolated: bool = False) -> str:
    """Keep only allowed elements and attributes, closed properly; addresses stay as they are.

    Colours are adapted to the site's schemes unless the HTML will stand `isolated`, beside its own style sheet.
    """
    return _OBSOLETE.sub(_modern, _cleaner(isolated).clean(html))


def _modern(tag: re.Match[str]) -> str:
    name, more = _MODERN[tag[2]]
    colour = _FONT_COLOUR.search(tag[3]) if tag[2] == "font" else None
    if colour:
        more = f' style="{safe_style(f"color: {colour[1]}")}"'
    return f"<{tag[1]}{name}{'' if tag[1] else more}>"


def _attribute(element: str, name: str, value: str) -> str | None:
    if name in ("width", "height") and element in ("img", "video"):
        return _size(value.strip())
    keep = _FILTERS.get(name)
    return keep(value) if keep else value


def _classes(value: str) -> str | None:
    return " ".join(word for word in value.split() if not word.startswith(_CLASSES_OF_THE_SITE)) or None


def _place(value: str) -> str | None:
    """Keep the name of a place in the page, unless it is one of the theme's, which begin with two underscores."""
    return None if value.startswith("__") or not value.strip() or any(map(str.isspace, value)) else value


def _web_address(value: str) -> str | None:
    return value if value.startswith(("https://", "http://")) else None


def _size(value: str) -> str | None:
    if value.endswith("%"):
        return value
    number = value.removesuffix("px").strip()
    return number if number.isascii() and number.isdigit() else None


_FILTERS: Mapping[str, Callable[[str], str | None]] = {
    "class": _classes,
    "id": _place,
    "name": _place,
    "for": _place,
    "href": as_browsers_read,
    "src": as_browsers_read,
    "cite": _web_address,
    "style": lambda value: safe_style(value) or None,
}
"""What is kept of an attribute's value, by its name."""


def _isolated_attribute(element: str, name: str, value: str) -> str | None:
    if name == "style":
        return plain_style(value) or None
    if element in _SVG and name != "class":
        return value if _stays_in_drawing(name, value) else None
    return _attribute(element, name, value)


def _stays_in_drawing(name: str, value: str) -> bool:
    """Tell whether an attribute of a drawing refers to nothing but its own parts."""
    own = value.strip()
    return own.startswith("#") if name.endswith("href") else "url(" not in own or own.startswith("url(#")


@lru_cache(maxsize=2)
def _cleaner(isolated: bool) -> nh3.Cleaner:  # noqa: FBT001 - the cache's key
    import nh3

    attributes = {element: set(names.split()) for element, names in _ATTRIBUTES.items()}
    attributes |= {element: set(MATH_ATTRIBUTES) for element in MATHML}
    if isolated:
        attributes |= {element: set(_SVG_ATTRIBUTES) for element in _SVG}
    return nh3.Cleaner(
        tags=set(TAGS | MATHML | _SVG if isolated else TAGS | MATHML),
        clean_content_tags=set(_ENTIRELY - _SVG if isolated else _ENTIRELY),
        attributes=attributes,
        attribute_filter=_guarded(_isolated_attribute if isolated else _attribute),
        url_schemes=set(_SCHEMES),
        link_rel=None,
    )


def _guarded(keep: Callable[[str, str, str], str | None]) -> Callable[[str, str, str], str | None]:
    """Take out what a filter stumbles over: nh3 would print the error and keep the attribute as it is."""

    def kept(element: str, name: str, value: str) -> str | None:
        try:
            return keep(element, name, value)
        except Exception:  # a bug, or brackets deeper than a parser of styles goes
            return None

    return kept


@lru_cache(maxsize=1)
def _text_only() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(tags=set(), clean_content_tags={"script", "style"})


def plain_text(html: str) -> str:
    """Reduce HTML to its text, entities resolved and white space collapsed."""
    from html import unescape

    if "<" not in html and "&" not in html:
        return " ".join(html.split())
    spaced = html.replace("<", " <") if "<p" in html or "<li" in html or "<br" in html else html
    return " ".join(unescape(_text_only().clean(spaced)).split())
