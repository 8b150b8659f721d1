"""Spares Python-Markdown the finished HTML of the pages that we wrote: it meets a hole for each piece.

Its parser for raw HTML takes most of the time of a build, only to hand on what it read unchanged.
"""

from __future__ import annotations

import re

_HOLE = re.compile(r'<div data-inpublic="([0-9]+)"></div>')


def dig(text: str) -> tuple[str, tuple[str, ...]]:
    """Take each piece of finished HTML out of a page of the tree (see pagetext.py): return what is left, and them.

    `text` is without front matter. Headings stay, since the table of contents and the anchors are made of them.
    """
    finished: list[str] = []
    left: list[str] = []
    for piece in text.strip("\n").split("\n\n"):
        if piece.startswith("<"):
            left.append(f'<div data-inpublic="{len(finished)}"></div>')
            finished.append(piece)
        else:
            left.append(piece)
    return "\n\n".join(left), tuple(finished)


def fill(html: str, finished: tuple[str, ...]) -> str:
    """Put the pieces back into the page that was made of what was left."""
    return _HOLE.sub(lambda match: finished[int(match[1])], html)
