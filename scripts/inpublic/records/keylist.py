"""Records written as a list of keys at the top of a notebook.

Two dialects: fastpages and nbdev have a heading, a summary as a quotation, and the list; Pelican has the list alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence, Set
from types import MappingProxyType

from msgspec import Struct


class KeyList(Struct, frozen=True):
    """Holds the record of a cell as YAML, the line of the cell its first key is on, and the cell without the list.

    The body has as many lines as the cell had, so that problems in it are found where they are.
    """

    yaml: str
    line: int
    body: str


_TOP = re.compile(
    r"""\s*
    (?P<title>\#[ \t]+\S[^\n]*\n\s*)?
    (?P<summary>(?:>[^\n]*\n)+\s*)?
    (?P<keys>(?:[-*][ \t]+[A-Za-z][\w -]*:[^\n]*(?:\n|\Z))+)
    (?P<rest>\Z|[ \t]*\n.*)""",
    re.VERBOSE | re.DOTALL,
)
_MARKS = MappingProxyType({"title": "# \t", "summary": "> \t"})
_SHOWN = frozenset({"text", "code_inline", "softbreak"})
_PLAIN_VALUE = re.compile(r"""[\w/.](?:(?!:(\s|$)|\s\#).)*|\[[^\[\]:]*\]|"[^"\\]*"|'[^']*'|""")


def read_key_list(cell: str) -> KeyList | None:
    """Read the list of keys that a Markdown cell starts with; None for a list that is meant for readers.

    That is the case unless every key is known and, beside a heading, one of them is only for a tool, or, alone,
    the list names a title and is the whole cell.
    """
    top = _TOP.fullmatch(cell)
    if top is None:
        return None
    from inpublic.records.spellings import field_name, is_known

    pairs = [_pair(line) for line in top["keys"].rstrip("\n").split("\n")]
    keys = [key for key, _ in pairs]
    if not all(is_known(key) for key in keys) or not _is_meant(top, keys):
        return None
    said = [f"{key.lower()}: {_yaml(value)}" for key, value in pairs]
    yaml = "\n".join([*said, *_derived(top, {field_name(key) for key in keys})])
    return KeyList(yaml, 1 + cell.count("\n", 0, top.start("keys")), _body(cell, top))


def _pair(line: str) -> tuple[str, str]:
    key, _, value = line[1:].partition(":")
    return key.strip(), value.strip()


def _is_meant(top: re.Match[str], keys: Sequence[str]) -> bool:
    """Tell a record from a list for readers, who know nothing of badges and permalinks."""
    from inpublic.records.parsers import normalise
    from inpublic.records.spellings import DIALECT

    names = {normalise(key) for key in keys}
    if top["title"]:
        return bool(names & DIALECT or top["summary"]) and all(key == key.lower() for key in keys)
    return not top["summary"] and "title" in names and not top["rest"].strip()


def _derived(top: re.Match[str], said: Set[str | None]) -> Iterator[str]:
    """Yield title and summary as YAML, unless the list has them."""
    for name, marks in _MARKS.items():
        if top[name] and name not in said:
            yield f"{name}: {json.dumps(_plain(_unquoted(top[name], marks)), ensure_ascii=False)}"


def _body(cell: str, top: re.Match[str]) -> str:
    """Keep heading and summary, the latter as an ordinary paragraph, and blank out the list."""
    head = cell[: top.start("keys")]
    for name, marks in _MARKS.items():
        if top[name]:
            start = "# " if name == "title" else ""
            head = head.replace(top[name].rstrip(), start + _unquoted(top[name], marks), 1)
    return head + "\n" * top["keys"].count("\n") + top["rest"]


def _unquoted(text: str, marks: str) -> str:
    """Take the marks off the start of each line, and the quotation marks off the whole."""
    whole = "\n".join(line.lstrip(marks).rstrip() for line in text.strip().split("\n"))
    is_quoted = len(whole) > 1 and whole[0] == whole[-1] == '"' and whole.count('"') == 2
    return whole[1:-1] if is_quoted else whole


def _yaml(value: str) -> str:
    """Write a value as YAML: as it is where that is YAML beyond doubt, else in quotes."""
    return value if _PLAIN_VALUE.fullmatch(value) else json.dumps(value, ensure_ascii=False)


def _plain(text: str) -> str:
    """Return the text of a line of Markdown without its markup."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").parseInline(text)[0].children or []
    shown = (" " if token.type == "softbreak" else token.content for token in tokens if token.type in _SHOWN)
    return "".join(shown).strip()
