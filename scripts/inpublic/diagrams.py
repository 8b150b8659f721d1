"""Mermaid diagrams, drawn while the site is built: the page holds a picture, no script."""

from __future__ import annotations

_OPTIONS = '{"svg":{"pipeline":"resvg-safe"}}'
"""Text as text, since a picture shows no HTML inside a drawing."""


class DiagramFault(Exception):  # noqa: N818 - not an error of ours but a fault in what was read
    """Says why a diagram could not be drawn, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def draw_mermaid(source: str) -> bytes:
    """Draw a diagram as SVG; raises DiagramFault when it cannot be drawn."""
    try:
        import merman
    except ImportError:
        raise DiagramFault(
            "the diagram is shown as its source, since nothing is installed that draws it",
            "pip install 'inpublic[mermaid]', or add the extra to your workflow",
        ) from None
    try:
        return str(merman.Merman().render_svg(source, _OPTIONS)).encode()
    except merman.MermanError as error:
        reason = str(getattr(error, "message", "") or error).split("\n")[0][:160]
        raise DiagramFault(
            f"the diagram cannot be drawn and is shown as its source: {reason}", "try it at mermaid.live and mend it"
        ) from None
