"""Front matter: where a write-up or the first cell of a notebook has a record in it, and what is left without.

Pure text work: the YAML is found and handed on, not read. For lists of keys see keylist.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from inpublic.document import Fault
from inpublic.records.keylist import read_key_list


class FrontMatter(Struct, frozen=True):
    """Splits a text: the YAML of its front matter (empty if there is none) and the rest.

    `line` and `body_line` are the lines, from 1, on which either starts in the original. `faults` are
    about what looks like front matter and is not. Line ends are line feeds in both parts.
    """

    yaml: str
    line: int
    body: str
    body_line: int
    faults: tuple[Fault, ...] = ()


_OPENING = re.compile(r"---[ \t]*")
_CLOSING = re.compile(r"(---|\.\.\.)[ \t]*")
_KEY = re.compile(r"""["']?([^\W\d_][\w .-]{0,60}?)["']?\s*:(\s|$)|([\w-]{1,60}):(?!//)\S""")
_BELONGS = re.compile(r"""["']?[^\W\d_][\w .-]{0,60}?["']?\s*:(\s|$)|- |[\]}]""")
"""A line at the margin that can be YAML: a key, an item, or the end of brackets."""
_LATE_HINT = "Delete the empty lines before it: other tools show it as text."
_TOML = re.compile(r"\s*(#.*|\[.*\]|[\w.-]+\s*=.*)?")


def split_front_matter(text: str) -> FrontMatter:
    """Split Markdown whose first line is `---`, up to the next `---` or `...`, if keys are between them.

    A byte order mark, Windows line ends and empty lines before the first are tolerated, the last with
    a warning. A rule at the top of a text is no front matter.
    """
    lines = _lines(text)
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if lines[start].rstrip() == "+++":
        return FrontMatter("", 1, "\n".join(lines), 1, tuple(_toml_faults(lines, start)))
    if not _OPENING.fullmatch(lines[start]):
        return FrontMatter("", 1, "\n".join(lines), 1)
    end = next((number for number in range(start + 1, len(lines)) if _CLOSING.fullmatch(lines[number])), None)
    block = lines[start + 1 : end]
    if end is None or not _has_keys(block):
        return FrontMatter("", 1, "\n".join(lines), 1, tuple(_rule_faults(block, start, closed=end is not None)))
    late = (Fault("the front matter does not start on the first line", _LATE_HINT, line=start + 1),) if start else ()
    return FrontMatter("\n".join(block), start + 2, "\n".join(lines[end + 1 :]), end + 2, late)


def cell_front_matter(cell_type: str, source: str) -> FrontMatter | None:
    """Split the first raw or Markdown cell of a notebook; None when it is to be shown as it is.

    A raw cell counts only if all of it is front matter. Cells between rules are common: they make no faults.
    """
    if cell_type not in {"raw", "markdown"}:
        return None
    found = split_front_matter(source)
    is_split = found.body_line > 1
    if cell_type == "raw":
        return found if is_split and not found.body.strip() else None
    if is_split:
        return found
    listed = read_key_list(found.body)
    return FrontMatter(listed.yaml, listed.line, listed.body, 1) if listed else None


def _lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _has_keys(block: Sequence[str]) -> bool:
    """Tell keys from prose between two rules: the first is known, or there is nothing else; empty counts too."""
    margin = [line for line in block if line.strip() and not line.startswith((" ", "\t", "#"))]
    first = _KEY.match(margin[0]) if margin else None
    if first is None:
        return not any(block)
    return _is_known(first) or all(_BELONGS.match(line) for line in margin)


def _is_known(key: re.Match[str]) -> bool:
    from inpublic.records.spellings import is_known

    return is_known(key[1] or key[3])


def _rule_faults(block: Sequence[str], start: int, *, closed: bool) -> Iterable[Fault]:
    """Warn where a rule was hardly meant: keys without an end, or one paragraph fenced in."""
    key = _KEY.match(block[0]) if block else None
    if not closed and key and _is_known(key):
        yield Fault("the front matter has no end", "Close it with a line that is only `---`.", line=start + 1)
    if closed and re.match(r"\w|- ", block[0]) and all(line.strip() for line in block):
        hint = "Write «key: value» on each line, or put an empty line after the `---` if a rule is meant."
        yield Fault(f"the text between the --- lines is no record: «{block[0].strip()[:60]}»", hint, line=start + 2)


def _toml_faults(lines: Sequence[str], start: int) -> Iterable[Fault]:
    block = lines[start + 1 :]
    end = next((number for number, line in enumerate(block) if line.rstrip() == "+++"), None)
    if end is not None and all(_TOML.fullmatch(line) for line in block[:end]):
        hint = "Write it as YAML: «key: value» on each line, between two lines of `---`."
        yield Fault("front matter in TOML (+++) is not read", hint, line=start + 1, is_error=True)
