"""Mermaid diagrams, drawn while the site is built: the page holds a picture, no script."""

from __future__ import annotations

import re

_OPTIONS = '{"svg":{"pipeline":"resvg-safe"},"site_config":{"theme":"default","look":"classic"}}'
"""Text as text, since a picture shows no HTML inside a drawing; otherwise as GitHub and JupyterLab draw it."""

_CUT = 'style="overflow:hidden;'
"""How labels are written, each a box as wide as its text in the fonts that the package reckons with."""

_SAID = re.compile(r"^[^\S\n]*(accTitle|accDescr)\s*(?::\s*([^\n]+)|\{([^}]+)\})", re.MULTILINE)


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
            "Install it with `pip install 'inpublic[mermaid]'`, or add that extra to your workflow.",
        ) from None
    try:
        drawing = str(merman.Merman().render_svg(source, _OPTIONS))
    except merman.MermanError as error:
        reason = str(getattr(error, "message", "") or error).split("\n")[0][:160]
        raise DiagramFault(
            f"the diagram cannot be drawn and is shown as its source: {reason}", "Try it at mermaid.live and mend it."
        ) from None
    return drawing.replace(_CUT, _CUT.replace("hidden", "visible")).encode()  # the reader's fonts may be wider


def described(source: str) -> str:
    """Return what a diagram's author says that it shows, for those who cannot see it; empty where nothing is said."""
    said = {match[1]: " ".join((match[2] or match[3]).split()) for match in _SAID.finditer(source)}
    return said.get("accDescr") or said.get("accTitle") or ""
