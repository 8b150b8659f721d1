"""Spares Python-Markdown the finished HTML of the pages that we wrote: it meets a hole for each piece.

Its parser for raw HTML takes most of the time of a build, only to hand on what it read unchanged.
"""

from __future__ import annotations

import re
from itertools import groupby

_HOLE = re.compile(r'<div data-inpublic="([0-9]+)"></div>')


def dig(text: str) -> tuple[str, tuple[str, ...]]:
    """Take the finished HTML out of a page of the tree (see pagetext.py): return what is left, and it.

    `text` is without front matter. Headings stay, since the table of contents and the anchors are made of them; what
    stands between two of them is one piece, which Python-Markdown would leave as it is, empty lines and all.
    """
    finished: list[str] = []
    left: list[str] = []
    for is_html, pieces in groupby(text.strip("\n").split("\n\n"), lambda piece: piece.startswith("<")):
        if is_html:
            left.append(f'<div data-inpublic="{len(finished)}"></div>')
            finished.append("\n\n".join(pieces))
        else:
            left.extend(pieces)
    return "\n\n".join(left), tuple(finished)


def fill(html: str, finished: tuple[str, ...]) -> str:
    """Put the pieces back into the page that was made of what was left."""
    return _HOLE.sub(lambda match: finished[int(match[1])], html)
