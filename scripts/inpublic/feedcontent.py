"""A page's finished HTML made fit for feed readers, which know neither our styles and scripts nor our addresses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from inpublic.document import Block
from inpublic.markers import scrub
from inpublic.template import render

if TYPE_CHECKING:
    import nh3
    from selectolax.lexbor import LexborNode

# Names are kept as lines of words, which read better than sets of quoted ones.
_HTML = (
    "a abbr audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption "
    "figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p picture pre q rp rt ruby s samp section small source strong "
    "sub summary sup table tbody td tfoot th thead time tr u ul var video wbr"
)
_MATHML = (
    "annotation maction math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot "
    "mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics"
)
_ATTRIBUTES = {
    "*": "dir lang title",
    "a": "href",
    "audio": "controls src",
    "blockquote": "cite",
    "col": "span",
    "colgroup": "span",
    "details": "open",
    "img": "alt height src width",
    "li": "value",
    "ol": "reversed start type",
    "q": "cite",
    "source": "src type",
    "td": "colspan rowspan",
    "th": "colspan rowspan scope",
    "time": "datetime",
    "video": "controls height poster src width",
}
_MATH_ATTRIBUTES = (
    "accent accentunder actiontype columnalign columnlines columnspacing columnspan depth display displaystyle "
    "encoding fence form height largeop linebreak linethickness lspace mathbackground mathcolor mathsize mathvariant "
    "maxsize minsize movablelimits notation rowalign rowlines rowspacing rowspan rspace scriptlevel separator "
    "stretchy symmetric voffset width xmlns"
)
# Of these not even the text makes sense without what they are; of any other element the text stays.
_ENTIRELY = "button iframe noscript object script select style svg template textarea title"
_ADDRESSES = frozenset({"cite", "href", "poster", "src"})
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "data"})
# What must be changed rather than dropped, and how it is told cheaply that a block has none of it.
_TELLTALES = ("data-frame", "<input", "headerlink")


def feed_html(blocks: Iterable[Block], url: str) -> str:
    """Join blocks to clean HTML for a feed; `url` is the page's, to which relative addresses and frames refer.

    What stays is on an allow-list: no script, style, frame, form, class or id, and no relative address
    (they are warned about by the W3C's feed validator and removed by readers anyway).
    """
    cleaner = _cleaner(url)
    cleaned = (cleaner.clean(_adapted(scrub(_html(block)), url)).strip() for block in blocks)
    return "\n".join(html for html in cleaned if html)


def _html(block: Block) -> str:
    return f"<h{block.level}>{block.html}</h{block.level}>" if block.level and block.html else block.html


def _adapted(html: str, url: str) -> str:
    """Replace what would leave a gap or a stray character when it is dropped."""
    if not any(telltale in html for telltale in _TELLTALES):
        return html
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    for link in tree.css("a.headerlink"):
        link.decompose()
    for box in tree.css("input[type=checkbox]"):
        box.replace_with("☑" if "checked" in box.attributes else "☐")
    for frame in tree.css("[data-frame]"):
        frame.insert_after(_invitation(url))
        if frame.css_first("img") is None:
            frame.decompose()
    return (tree.body and tree.body.inner_html) or ""


def _invitation(url: str) -> LexborNode:
    from selectolax.lexbor import LexborHTMLParser

    paragraph = LexborHTMLParser(render("feed_frame.html.j2", url=url)).css_first("p")
    assert paragraph is not None  # noqa: S101 - the template is our own
    return paragraph


def _cleaner(url: str) -> nh3.Cleaner:
    import nh3

    attributes = _ATTRIBUTES | dict.fromkeys(_MATHML.split(), _MATH_ATTRIBUTES)
    return nh3.Cleaner(
        tags=set(f"{_HTML} {_MATHML}".split()),
        clean_content_tags=set(_ENTIRELY.split()),
        attributes={element: set(names.split()) for element, names in attributes.items()},
        attribute_filter=_without_embedded_pages,
        url_schemes=set(_SCHEMES),
        url_relative=("rewrite_with_base", url) if url else "deny",
        link_rel=None,
    )


def _without_embedded_pages(element: str, name: str, value: str) -> str | None:
    """Allow embedded data as pictures and sound, never as a page to go to."""
    if name not in _ADDRESSES or not value.lstrip().lower().startswith("data:"):
        return value
    kind = value.lstrip()[5:].lower()
    return value if element != "a" and kind.startswith(("image/", "audio/", "video/")) else None
