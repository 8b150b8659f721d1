"""Python as notebooks write it, made plain: what IPython adds to the language is taken out and noted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_WRAPPERS = frozenset({"time", "timeit", "prun", "memit", "lprun", "mprun", "debug"})
"""Magics that are followed by Python, to be measured."""

_TEXTS = frozenset({"html", "HTML", "latex", "markdown", "svg", "SVG", "javascript", "js", "cython", "mermaid"})
"""Magics whose cells are no Python and no language that we look into."""

_WRITERS = frozenset({"%%writefile", "%%file"})
_CELL_MAGIC = re.compile(r"\s*%%(\w+)(.*)")
_MAGIC = re.compile(
    r"""(?P<indent>\s*+)(?P<target>[\w.,\[\]"' ]+?=\s*+)?
    (?:%(?P<name>[A-Za-z_]\w*)(?P<rest>(?:\s.*)?)|(?P<shell>!.*)|(?P<help>\?{1,2}\s*%{0,2}[\w.*]+))$""",
    re.VERBOSE,
)
_ASKED = re.compile(r"(\s*)%{0,2}[\w.*]+(\[[^\]]*\])?\?{1,2};?\s*$")
_OPTIONS = re.compile(r"^(?:\s*-\w(?:\s*\d+|\s+[\w.]+(?=\s+-))?)*\s*")
_TOKENS = re.compile(
    r"""(?P<string>\"{3}(?:\\.|.)*?(?:\"{3}|\Z)|'{3}(?:\\.|.)*?(?:'{3}|\Z)
        |\"(?:\\.|[^"\\\n])*\"?|'(?:\\.|[^'\\\n])*'?)
    |(?P<comment>\#[^\n]*)|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<more>\\\n)|(?P<line>\n)""",
    re.VERBOSE | re.DOTALL,
)


class Magic(Struct, frozen=True):
    """Holds a line magic: its name without the sign, and what follows it."""

    name: str
    text: str


class PlainCode(Struct, frozen=True):
    """Holds a cell as plain Python, line for line, and the line magics that were in it."""

    code: str
    magics: tuple[Magic, ...] = ()


def has_magic(source: str) -> bool:
    """Tell whether a cell may hold anything that is not plain Python."""
    return any(sign in source for sign in "%!?")


def written_module(source: str) -> str:
    """Name the module of a cell that is written to a file, `%%writefile helpers.py`; empty for any other."""
    magic, _, words = source.strip().partition("\n")[0].partition(" ")
    file = words.strip().rpartition("/")[2].rpartition(" ")[2]
    return file.removesuffix(".py") if magic in _WRITERS and file.endswith(".py") else ""


def plain_python(source: str) -> PlainCode:
    """Write a cell as plain Python: measured code stays, other magics, shell lines and questions become `None`.

    Of a cell whose own magic says that it is no Python nothing stays. Strings and lines within brackets are left alone.
    """
    lines, magics = source.split("\n"), []
    first = _CELL_MAGIC.match(source.lstrip("\n"))
    if first and first[1] in _TEXTS:
        return PlainCode("")
    for start, end in _statements(source):
        text = "\n".join(lines[start:end])
        code, magic = _plain("" if first and _CELL_MAGIC.match(text) else text)
        lines[start:end] = [code, *[""] * (end - start - 1)] if code != text else lines[start:end]
        magics += [magic] if magic else []
    return PlainCode("\n".join(lines), tuple(magics))


def is_special(line: str) -> bool:
    """Tell whether a line on which a statement starts is not Python."""
    return bool(_CELL_MAGIC.match(line) or _MAGIC.match(line) or _ASKED.match(line))


def _plain(text: str) -> tuple[str, Magic | None]:
    joined = text.replace("\\\n", " ")
    match = _MAGIC.match(joined)
    if match and match["name"] in _WRAPPERS:
        return f"{match['indent']}{match['target'] or ''}{_OPTIONS.sub('', match['rest'])}".rstrip() or "None", None
    if match:
        magic = Magic(match["name"], match["rest"].strip()) if match["name"] else None
        return f"{match['indent']}{match['target'] or ''}None", magic
    asked = _ASKED.match(joined)
    return (f"{asked[1]}None", None) if asked else (text, None)


def _statements(source: str) -> Iterator[tuple[int, int]]:
    """Yield the lines, from 0 and to the one behind, of what may be special: never those inside strings or brackets."""
    position = number = 0
    while position < len(source):
        line_end = _line_end(source, position)
        if is_special(source[position:line_end].replace("\\\n", " ")):
            end = line_end
            yield number, number + 1 + source.count("\n", position, end)
        else:
            end = _statement_end(source, position)
        number += 1 + source.count("\n", position, end)
        position = end + 1


def _line_end(source: str, start: int) -> int:
    """Find the end of a line, which a backslash carries on: shells read it so, too."""
    end = source.find("\n", start)
    while end > 0 and source[end - 1] == "\\":
        end = source.find("\n", end + 1)
    return len(source) if end < 0 else end


def _statement_end(source: str, start: int) -> int:
    depth = 0
    for token in _TOKENS.finditer(source, start):
        depth = max(0, depth + (token.lastgroup == "open") - (token.lastgroup == "close"))
        if token.lastgroup == "line" and not depth:
            return token.start()
    return len(source)
