"""Pictures among the outputs, with their captions and the words for those who cannot see them."""

from __future__ import annotations

from inpublic.celloutputs.bundle import Bundle, Place, decoded
from inpublic.pictures.extents import MEGAPIXELS, bounds, extent_of
from inpublic.pictures.picturefiles import is_whole
from inpublic.text.markdown import markdown_html


def picture_html(bundle: Bundle, mime: str, place: Place) -> str | None:
    """Render a stored picture as a figure; None, and a fault, when it cannot be read."""
    text = bundle.text(mime)
    data = text.encode() if mime == "image/svg+xml" else decoded(text)
    said = bundle.option(mime, "alt")
    alt = place.display.alt or (said if isinstance(said, str) else "") or place.display.caption
    image = place.builder.picture(data, alt, bundle.size(mime))
    if image is None:
        place.builder.fault(*_refusal(data, mime), place.origin)
        return None
    if not is_whole(data):
        place.builder.fault(f"the stored {mime} is cut off before its end", _AGAIN, place.origin)
    caption = markdown_html(place.builder, place.display.caption, place.origin, inline=True)
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure class="ip-figure">{image}{words}</figure>'


_AGAIN = "Run the cell again and save the notebook."
_SMALLER = "Draw it with fewer dots (dpi=100, a smaller figsize) and run the cell again."


def _refusal(data: bytes, mime: str) -> tuple[str, str]:
    """Say, as a message and a hint, why a stored picture is not shown."""
    extent = extent_of(data)
    if extent.is_over(MEGAPIXELS):
        return f"the stored {mime} claims {extent}, more than {bounds(MEGAPIXELS)}", _SMALLER
    return f"the stored {mime} cannot be read", _AGAIN
