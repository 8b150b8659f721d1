"""A page's finished HTML made fit for feed readers, which know neither our styles and scripts nor our addresses."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from functools import cache, partial
from typing import TYPE_CHECKING

from inpublic.document import Block
from inpublic.template import render
from inpublic.text.addressparts import as_browsers_read
from inpublic.text.markers import scrub
from inpublic.text.sanitise import MATH_ATTRIBUTES, MATHML

if TYPE_CHECKING:
    import nh3
    from selectolax.lexbor import LexborNode

FIGURE = "Interactive figure: see it on the page"

# Names are kept as lines of words, which read better than sets of quoted ones.
_HTML = (
    "a abbr audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption "
    "figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p picture pre q rp rt ruby s samp section small source strong "
    "sub summary sup table tbody td tfoot th thead time tr u ul var video wbr"
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
# Of these not even the text makes sense without what they are; of any other element the text stays.
_ENTIRELY = "button iframe noscript object script select style svg template textarea title"
_ADDRESSES = frozenset({"cite", "href", "poster", "src"})
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "data"})
_COLOURED = re.compile(r'<span class="[\w -]*">([^<]*)</span>')
"""A piece of highlighted code. No quotation mark stands in an attribute as it is, so this is none's value."""
# What must be changed rather than dropped, and how it is told cheaply that a block has none of it.
_TELLTALES = ("data-frame", "<input", "headerlink", "ip-remote", "ip-more", "<template")


def feed_html(blocks: Iterable[Block], url: str, figure: str = FIGURE, *, most: int = sys.maxsize) -> str:
    """Join blocks to clean HTML for a feed; `url` is the page's, to which relative addresses and frames refer.

    `figure` invites to a live figure on the page.

    What stays is on an allow-list: no script, style, frame, form, class or id, and no relative address
    (they are warned about by the W3C's feed validator and removed by readers anyway). What has more than `most`
    characters comes back empty, and is not made to its end.
    """
    cleaner, kept = cache(partial(_cleaner, url)), list[str]()
    for block in blocks:
        html = _adapted(scrub(_html(block)), url, figure)
        html = "".join(_COLOURED.split(html))  # else half of all time goes there; `sub` takes three times as long
        html = cleaner(has_maths="<math" in html).clean(html).strip()
        kept += [html] if html else []
        most -= len(html)
        if most < 0:
            return ""
    return "\n".join(kept)


def _html(block: Block) -> str:
    return f"<h{block.level}>{block.html}</h{block.level}>" if block.level and block.html else block.html


def _adapted(html: str, url: str, figure: str) -> str:
    """Replace what would leave a gap or a stray character when it is dropped."""
    if not any(telltale in html for telltale in _TELLTALES):
        return html
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html.replace('<template shadowrootmode="open">', "<div>").replace("</template>", "</div>"))
    for node in tree.css("a.headerlink, .ip-more__close"):
        node.decompose()
    for remote in tree.css(".ip-remote"):
        remote.replace_with(_picture(remote))
    for box in tree.css("input[type=checkbox]"):
        box.replace_with("☑" if "checked" in box.attributes else "☐")
    for frame in tree.css("[data-frame]"):
        frame.insert_after(_invitation(url, figure))
        if frame.css_first("img") is None:
            frame.decompose()
    return (tree.body and tree.body.inner_html) or ""


def _picture(remote: LexborNode) -> LexborNode:
    """Show a picture of another host at once: a feed reader asks its own server for it, or its reader."""
    said = remote.attributes
    image = _node("<img>", "img")
    for name in ("src", "alt", "title", "width", "height"):
        if said.get(f"data-{name}") is not None:
            image.attrs[name] = said[f"data-{name}"]
    return image


def _invitation(url: str, figure: str) -> LexborNode:
    return _node(render("feed_frame.html.j2", url=url, text=figure), "p")


def _node(html: str, tag: str) -> LexborNode:
    from selectolax.lexbor import LexborHTMLParser

    node = LexborHTMLParser(html).css_first(tag)
    assert node is not None  # noqa: S101 - the HTML is our own
    return node


def _cleaner(url: str, *, has_maths: bool) -> nh3.Cleaner:
    """Make what cleans the blocks of one page; to tell it of all attributes of formulas takes seven times as long."""
    import nh3

    attributes = {element: set(names.split()) for element, names in _ATTRIBUTES.items()}
    attributes |= {element: set(MATH_ATTRIBUTES) for element in MATHML} if has_maths else {}
    return nh3.Cleaner(
        tags=set(_HTML.split()) | MATHML,
        clean_content_tags=set(_ENTIRELY.split()),
        attributes=attributes,
        attribute_filter=_without_embedded_pages,
        url_schemes=set(_SCHEMES),
        url_relative=("rewrite_with_base", url) if url else "deny",
        link_rel=None,
    )


def _without_embedded_pages(element: str, name: str, value: str) -> str | None:
    """Allow embedded data as pictures and sound, never as a page to go to."""
    address = as_browsers_read(value).lower()
    if name not in _ADDRESSES or not address.startswith("data:"):
        return value
    kind = address.removeprefix("data:")
    return value if element != "a" and kind.startswith(("image/", "audio/", "video/")) else None
