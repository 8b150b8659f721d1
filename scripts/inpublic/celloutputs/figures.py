"""Pictures among the outputs, with their captions and the words for those who cannot see them."""

from __future__ import annotations

from inpublic.celloutputs.bundle import Bundle, Place, decoded
from inpublic.text.markdown import markdown_html


def picture_html(bundle: Bundle, mime: str, place: Place) -> str | None:
    """Render a stored picture as a figure; None, and a fault, when it cannot be read."""
    text = bundle.text(mime)
    data = text.encode() if mime == "image/svg+xml" else decoded(text)
    said = bundle.option(mime, "alt")
    alt = place.display.alt or (said if isinstance(said, str) else "") or place.display.caption
    image = place.builder.picture(data, alt, bundle.size(mime))
    if image is None:
        place.builder.fault(
            f"the stored {mime} cannot be read", "run the cell again and save the notebook", place.origin
        )
        return None
    caption = markdown_html(place.builder, place.display.caption, place.origin, inline=True)
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure class="ip-figure">{image}{words}</figure>'
