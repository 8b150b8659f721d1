"""Finds what is given to a name such as API_KEY or password: in code, JSON, YAML, shells, headers, tables and prose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from inpublic.gate.columns import below, is_heading
from inpublic.gate.hints import Held
from inpublic.gate.tokens import word_start

WORDS = (
    *("key", "token", "secret", "pass", "pwd", "kennwort", "contraseña", "senha"),
    *("appid", "api_hash", "authorization", "bearer"),
)
ANCHORS = frozenset(WORDS)
_MOST_HEADINGS = 100
"""How many headings of a text's tables are looked below."""
_QUOTE = r"""(?:\\{0,4}["'`]|&quot;|&\#0?39;|&\#x27;|&\#34;)"""
_GAP = r"(?:[ \t\r\n]|<[^<>\n]{0,100}>|&lt;[^<>&\n]{0,100}&gt;){0,8}+"
_LINK = re.compile(
    rf"""(?P<rest>(?i:(?:w(?:or)?[dt]|phrase)?
        (?:_?\d{{1,2}}|_(?:value|string|str|prod|production|dev|primary|secondary|new|old))?))
    (?![A-Za-z0-9_-])(?P<closed>{_QUOTE}|\*\*|)[\])]?(?P<gap>{_GAP})
    (?P<sign>:\s?(?:str|SecretStr|Optional\[str\]|String)\s?=|=>?(?![=~])|:=?(?!:)|<<?-|&lt;-|%3[dD]|,[^()\n]{{0,80}}?\bdefault\s?=|,|\||\(
        |(?:\w{{1,15}}[ ]){{0,5}}?(?:is|was|ist|war|lautet|est|es):?(?=\s)|){_GAP}
    (?:(?:SecretStr|Secret|str)?\(\s{{0,40}})?(?:\*\*\s?)?""",
    re.VERBOSE,
)
_SCHEME = r"(?P<scheme>(?:Bearer|Basic|[Tt]oken|Bot|Key|Api-Key)[ ]{1,3})?"
_CHARACTER = r"""[^\s"'`<>&,;\\(){}\[\]|=]"""
_QUOTED = re.compile(
    rf"""[fbruFBRU]?(?P<quote>{_QUOTE})(?:(?:""|'')\s{{0,8}})?{_SCHEME}
    (?P<value>[a-z]{{4}}(?:[ ][a-z]{{4}}){{3}}|(?:(?!{_QUOTE})[^\s"'`\\=]){{6,400}}+={{0,2}})(?=\s{{0,4}}{_QUOTE})""",
    re.VERBOSE,
)
_BARE = re.compile(rf"{_SCHEME}(?P<value>{_CHARACTER}{{8,400}}+={{0,2}})(?![(\[{{=])")
_PIECE = r"""[fbr]?["'][^\s"'\\={}]{2,200}={0,2}["']"""
_PIECES = re.compile(rf"(?P<value>{_PIECE}(?:\s{{0,80}}\+?\s{{0,80}}{_PIECE}){{1,9}})")
_BETWEEN = re.compile(r"""["']\s*\+?\s*[fbr]?["']""")
_CODE = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
_MAY_BE_ONE = re.compile(r"[\d ]|.{40}|[a-z]{16}\Z|.{16,}=\Z")
_SHELL = frozenset(("env", "set_env", "export", "-e", "--env", "$env:"))
_MORE = re.compile(r"(?:api|access|secret|private|auth|subscription|license|consumer) \Z", re.IGNORECASE)


class Assignment(Struct, frozen=True):
    """Says that `text[start:end]`, the value, is given to a name.

    `before` is the rest of the line up to the name, in which a service may be named, `near` what stands before
    it; all are in small letters. `sign` is what joins them: "=", also for what means the same; ",", "(", "|", a space;
    "row" and "column" of a table; "shell" where a value cannot be a variable.
    """

    name: str
    before: str
    near: str
    value: str
    start: int
    end: int
    sign: str = "column"
    quoted: bool = False
    scheme: str = ""


def find_assignments(text: str, held: Held) -> Iterator[Assignment]:
    """Yield what is given to names that end in a telling word; it may still be a placeholder or a variable."""
    headings = 0
    for word in [word for word in WORDS if word in held]:
        for place in held[word]:
            link = _LINK.match(text, place + len(word))
            found = _assignment(text, place, link) if link else None
            if found:
                yield found
            elif link and headings < _MOST_HEADINGS and link["sign"] in ("", "|"):
                start, end = _name_start(text, place), link.end("rest")
                if is_heading(text, start, end):
                    headings += 1
                    yield from _cells(text, start, end)


def _assignment(text: str, place: int, link: re.Match[str]) -> Assignment | None:
    found = _value(text, link.end())
    if found is None:
        return None
    start = _name_start(text, place)
    name, before = _small(text[start : link.end("rest")]), _before(text, start)
    sign = _sign(name, before, link, found)
    if not sign:
        return None
    scheme = (found.groupdict().get("scheme") or "").strip()
    value, end = _cleaned(found)
    near = _small(text[max(0, start - 300) : start])
    return Assignment(name, before, near, value, found.start("value"), end, sign, _is_quoted(found), scheme)


def _cells(text: str, start: int, end: int) -> Iterator[Assignment]:
    name, before = _small(text[start:end]), _before(text, start)
    for first, last in below(text, start, end):
        yield Assignment(name, before, "", text[first:last], first, last)


def _before(text: str, start: int) -> str:
    return _small(text[max(0, start - 60) : start].rpartition("\n")[2])


def _small(text: str) -> str:
    return text.replace("\u0130", "I").lower()  # the one letter that grows when it is made small


def _name_start(text: str, place: int) -> int:
    """Find where a name begins, which may be of two words: API key."""
    start = word_start(text, place)
    more = _MORE.search(text, max(0, start - 14), start)
    return more.start() if more else start


def _value(text: str, place: int) -> re.Match[str] | None:
    """Read the value at `place`, unless it is a variable, or a word in which a secret would have a digit."""
    found = _PIECES.match(text, place) or _QUOTED.match(text, place)
    if found is None:
        found = _BARE.match(text, place)
        if found and (_CODE.fullmatch(found["value"]) or text[found.end() : found.end() + 1] == "$"):
            return None
    return found if found and _MAY_BE_ONE.search(found["value"]) else None


def _is_quoted(found: re.Match[str]) -> bool:
    return found.re is not _BARE


def _cleaned(found: re.Match[str]) -> tuple[str, int]:
    """Join a value that is put together from pieces, or take the end of a sentence away; say where it ends."""
    value, end = found["value"], found.end("value")
    if found.re is _PIECES:
        return _BETWEEN.sub("", value.lstrip("fbr"))[1:-1], end
    bare = value if found.re is _QUOTED else value.rstrip("*.")
    return bare, end - len(value) + len(bare)


def _sign(name: str, before: str, link: re.Match[str], value: re.Match[str]) -> str:
    """Tell what joins name and value, nothing if they do not belong together; a comma only does between quotes."""
    if _is_in_shell(name, before):
        return "shell"
    sign, gap, quoted = link["sign"], link[0][link.end("closed") - link.start() :], _is_quoted(value)
    if not sign:
        return _space(name, before, gap, value) if gap else ""
    is_joined = {",": quoted and bool(link["closed"]), "(": quoted, "|": bool(link["gap"])}
    if sign in is_joined:
        return sign if is_joined[sign] else ""
    return "="


def _space(name: str, before: str, gap: str, value: re.Match[str]) -> str:
    """Tell what it means that there is nothing but space between a name and a value: a row of a table, or prose."""
    is_header = name == "bearer" or name.endswith("authtoken")
    if is_header or "/t" in gap or _is_record(before, gap, value):
        return "row"
    return " " if _is_quoted(value) or " " in name else ""


def _is_in_shell(name: str, before: str) -> bool:
    """Tell whether a name is an option, a variable of the environment, or a setting that a command or .netrc makes."""
    if name.startswith("--") or before[-1:] not in (" ", ":"):
        return name.startswith("--")
    words = [word.lstrip("!%\"'") for word in before.split()]
    return words[-1:] != [] and (
        words[-1] in _SHELL
        or {"git", "config"} <= {*words}
        or {"configure", "set"} <= {*words}
        or "machine" in words[:-2]
    )


def _is_record(before: str, gap: str, value: re.Match[str]) -> bool:
    """Tell whether name and value are all that a line says, in two columns, as pandas prints a record."""
    is_alone = not before and value.string[value.end() : value.end() + 1] in ("", "\n")
    return is_alone and len(gap) > 1 and not gap.strip(" ")
