"""Shows a page of ours at the end of one of the learner's: the timeline below the page about its author.

In the tree it is a page like any other, with the name of its host in its metadata: so an engine without our plugin
shows it as a page of its own, and nothing is ever written into the learner's.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from msgspec import Struct

from inpublic.engine.holes import dig
from inpublic.pages.cards import TIMELINE
from inpublic.pages.pagetext import HOST

if TYPE_CHECKING:
    from mkdocs.structure.files import Files

_HEADING = re.compile(r"^#", re.MULTILINE)
_ANCHOR = re.compile(r"\{ #(\S+) \}$", re.MULTILINE)


class Guest(Struct, frozen=True):
    """Holds the `text` of a page of ours without its metadata; `host` is the page that shows it, below docs/.

    `sheet` names the styles that it needs.
    """

    host: str
    text: str
    sheet: str = ""

    @property
    def anchors(self) -> frozenset[str]:
        """Name its headings."""
        return frozenset(_ANCHOR.findall(dig(self.text)[0]))

    def below(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Add it to the text of its host, a level lower; return this with holes, and what belongs there (holes.py)."""
        left, finished = dig(self.text)
        return f"{text.rstrip()}\n\n{_HEADING.sub('##', left)}\n", finished


def take_guest(files: Files, ours: Collection[str]) -> Guest | None:
    """Take the page that another shows out of the files of a site; None where it stays, or where its host is not."""
    from mkdocs.utils.meta import get_data

    file = files.get_file_from_path(str(TIMELINE)) if str(TIMELINE) in ours else None
    if file is None:
        return None
    text, metadata = get_data(file.content_string)
    host = files.get_file_from_path(str(metadata.get(HOST)))
    if host is None or not host.inclusion.is_included():
        return None
    files.remove(file)
    return Guest(host.src_uri, text, str(metadata.get("sheet") or ""))
