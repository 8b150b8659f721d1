"""Writes the Markdown files of the tree: front matter, headings that stay headings, and finished HTML.

Both site engines hand a page to Python-Markdown, whose preprocessors look at every line before it knows
what is HTML; so nothing in a finished block may look like a fence, and no tab may be expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from inpublic.document import Block
from inpublic.text.markers import without_forbidden

if TYPE_CHECKING:
    import yaml

HOST = "below"
"""The key in the metadata of a page of ours that names the learner's below which our plugin shows it."""

_ESCAPES = ("\\U", "\\N")
"""How libyaml writes characters beyond the first plane, such as emoji, and the line end of mainframes."""

_TAG = re.compile(r"(<[^>]*>)")
_ENTITY = re.compile(r"(&(?:#[0-9]+|#x[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);)")
_SPECIAL = re.compile(r"[!-/:-@\[-`{-~]")
_FENCE = re.compile(r"^([ ]*)(```|~~~)", re.MULTILINE)
_BLANK = re.compile(r"(?m)^[ ]+$")
_EMPTY = re.compile(r"\n(?=\n)")


def front_matter(values: Mapping[str, object]) -> str:
    """Write a page's metadata; empty values are left out."""
    import yaml

    kept = {name: value for name, value in values.items() if value not in ("", None, [], ())}
    quick = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # 15 times as fast, and the same, but for what it escapes
    try:
        written = _dumped(kept, quick)
    except UnicodeEncodeError:  # half a character
        written = _dumped(kept, yaml.SafeDumper)
    if any(escape in written for escape in _ESCAPES):
        written = _dumped(kept, yaml.SafeDumper)
    return f"---\n{written}---\n"


def _dumped(values: Mapping[str, object], dumper: type[yaml.SafeDumper | yaml.CSafeDumper]) -> str:
    import yaml

    return str(yaml.dump(values, Dumper=dumper, allow_unicode=True, sort_keys=False, width=1_000_000))


def heading(block: Block) -> str:
    """Write a heading as Markdown that both engines read alike: only its tags and text, with its anchor."""
    return f"{'#' * block.level} {_literal(block.html)} {{ #{block.anchor} }}"


def html_block(html: str) -> str:
    """Write finished HTML so that Python-Markdown passes it on unchanged: without an empty line, where a piece ends."""
    html = html.strip("\n").replace("\t", "&#9;")
    if "```" in html or "~~~" in html:  # asked first, as below: to search all of a large output takes long
        html = _FENCE.sub(lambda match: f"{match[1]}&#{ord(match[2][0])};{match[2][1:]}", html)
    if " \n" in html or html.endswith(" "):
        html = _BLANK.sub(lambda match: "&#32;" * len(match[0]), html)
    return _EMPTY.sub("&#10;", html) if "\n\n" in html else html


def page(values: Mapping[str, object], blocks: Iterable[Block]) -> bytes:
    """Write a whole page from its metadata and blocks, without the characters that no page may hold."""
    parts = (heading(block) if block.level else html_block(block.html) for block in blocks)
    return without_forbidden(front_matter(values) + "\n" + "\n\n".join(parts) + "\n").encode()


def _literal(html: str) -> str:
    """Write every punctuation mark outside tags as a character reference, so that none of it is Markdown."""
    pieces = _TAG.split(" ".join(html.split()))
    return "".join(piece if piece.startswith("<") else _references(piece) for piece in pieces)


def _references(text: str) -> str:
    pieces = _ENTITY.split(text)
    return "".join(
        piece if number % 2 else _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", piece)
        for number, piece in enumerate(pieces)
    )
