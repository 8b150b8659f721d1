"""What blocks with a name are called and hold, in the words of MyST, Quarto, Pandoc and Material."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct, field

from inpublic.notebooks.languages import is_known
from inpublic.text.admonitions import KINDS, VERSIONS, title_of

FOLDED = frozenset({"dropdown", "toggle", "collapse", "details"})
"""Boxes that are folded by themselves."""

TITLED = frozenset({"aside", "card", "grid-item-card", "margin", "sidebar", "tab-item", "table", "topic"})
"""Blocks whose argument is their title."""

UNTITLED = frozenset({"div", "grid", "grid-item", "tab-set"})
"""Blocks that only arrange what they hold; an argument says how."""

QUOTED = frozenset({"epigraph", "highlights", "pull-quote"})
CODE = frozenset({"code", "code-block", "code-cell", "sourcecode"})
_CAPTIONED = CODE | {"mermaid"}
LEAVES = CODE | {"image", "math", "mermaid"}
"""Blocks whose content is no Markdown."""

_CONTAINERS = KINDS.keys() | FOLDED | TITLED | UNTITLED | QUOTED | {"figure"}
_OPTION_LINE = re.compile(r"\s*:([\w-]+):(?:\s+(.*))?\s*")
_ATTRIBUTE = re.compile(
    r"""(?P<key>(?<![\w-])[\w-]+)=(?P<value>"[^"]*"|'[^']*'|\S+)|\.(?P<class>[\w-]+)|#(?P<place>[\w:.-]+)"""
)
_NAMED = re.compile(r"\{([\w:+-]+)\}\s*(.*)")
_TITLE = re.compile(r"\s{0,3}#{1,6}\s+(.*?)\s*(?:\{([#.][^{}]*)\})?\s*")


class Directive(Struct, frozen=True):
    """Holds what the head of a block says; `head` is how many of the lines inside belong to it.

    The name is empty when only the marks around the block vanish. A title of None means none at all.
    """

    name: str
    argument: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    head: int = 0
    title: str | None = None

    @property
    def is_box(self) -> bool:
        """Tell whether it is an admonition or folds its content."""
        return self.name in KINDS or self.name in FOLDED

    @property
    def kind(self) -> str:
        """Return Material's class for a box: that of its class, else of its name."""
        names = (*self.options.get("class", "").lower().split(), self.name)
        return next((KINDS[name] for name in names if name in KINDS), "note")

    @property
    def place(self) -> str:
        """Return what links call the block; empty for none, or for one that the site's theme may have."""
        name = self.options.get("name") or self.options.get("label") or ""
        return "" if name.startswith("__") or any(map(str.isspace, name)) else name

    @property
    def folds(self) -> bool:
        """Tell whether a box can be folded."""
        return self.name in FOLDED or "dropdown" in self.options.get("class", "").split() or "collapse" in self.options

    @property
    def is_open(self) -> bool:
        """Tell whether a box that can be folded shows its content at first."""
        said = self.options.get("open", "false").lower()
        return said in ("", "true") or self.options.get("collapse") == "false"


def read_myst(name: str, argument: str, content: str) -> Directive | None:
    """Read a directive of MyST from its name, what stands beside it, and the text inside; None for an unknown one."""
    if name not in _CONTAINERS and name not in LEAVES:
        return None
    options, head = read_options(content)
    return Directive(name, argument, options, head, _title(name, argument, options))


def read_div(attributes: str, content: str) -> Directive:
    """Read Pandoc's attributes of a block; the first heading of Quarto's callouts is their title."""
    options, classes = _attributes(attributes)
    kind = next((name.removeprefix("callout-") for name in classes if name.startswith("callout-")), "")
    if not kind:
        return Directive("", "", options)
    kind = kind if kind in KINDS else "note"
    lines = content.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    heading = None if "title" in options else _TITLE.fullmatch(lines[first])
    if heading is None:
        return Directive(kind, "", options, 0, options.get("title") or title_of(kind))
    return Directive(kind, "", _attributes(heading[2] or "")[0] | options, first + 1, heading[1] or title_of(kind))


def read_word(word: str, argument: str) -> Directive | None:
    """Read a block that is called by a word without braces; more words are the title of a box, else it is prose."""
    if word in KINDS or word in FOLDED:
        words = argument.removeprefix("[").removesuffix("]") if argument.startswith("[") else argument
        return Directive(word, words, {}, 0, words or title_of(word))
    return None if argument else Directive("")


def read_mark(mark: str, name: str, title: str | None) -> Directive:
    """Read a box of Material; a name that is no kind of box is its title, `title` is what its author quoted."""
    known = name.lower() in KINDS
    words = title_of(name) if title is None else title or None
    options = {"class": name} | ({"open": "true"} if mark == "???+" else {})
    if mark == "!!!":
        return Directive(name.lower() if known else "note", "", {}, 0, words)
    return Directive("details", "", options, 0, words or title_of(name))


def read_options(content: str) -> tuple[dict[str, str], int]:
    """Read the options at the top of a directive, `:key: value` lines or a block between dashes, and count lines."""
    lines = content.split("\n")
    options: dict[str, str] = {}
    stripped = [line.strip() for line in lines]
    if stripped[0] == "---" and "---" in stripped[1:]:
        last = stripped.index("---", 1)
        pairs = (line.partition(":") for line in lines[1:last])
        return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}, last + 1
    for number, line in enumerate(lines):
        match = _OPTION_LINE.fullmatch(line)
        if match is None:
            return options, number
        options[match[1]] = (match[2] or "").strip()
    return options, len(lines)


def fence_language(info: str) -> str:
    """Find the language in what stands beside a fence, as GitHub, Pandoc, Quarto and R Markdown write it."""
    words = re.findall(r"[^\s,{}]+", info)
    if not info.startswith("{"):
        return words[0] if words else ""
    named = [word for word in words if word.startswith(".")]
    named = named or [word for word in words if not word.startswith("#") and "=" not in word[1:]]
    return named[0].strip(".=") if named else ""


def fence_text(info: str, content: str) -> str:
    """Return what a fence shows: of a directive that nobody knows here also its head, where that says something."""
    match = _NAMED.fullmatch(info.strip())
    body = content.rstrip("\n")
    if match is None or is_known(match[1]) or not (match[2] or not body.strip()):
        return body
    return f"{info.strip()}\n{body}".rstrip("\n")


def _attributes(text: str) -> tuple[dict[str, str], list[str]]:
    """Read Pandoc's attributes: those with a value, among them the name of the place, and the classes."""
    found = list(_ATTRIBUTE.finditer(text))
    options = {one["key"]: one["value"].strip("\"'") for one in found if one["key"]}
    options |= {"name": one["place"] for one in found if one["place"]}  # noqa: B035 - the last name counts
    return options, [one["class"] for one in found if one["class"]]


def _title(name: str, argument: str, options: Mapping[str, str]) -> str | None:
    if name in VERSIONS:
        return f"{VERSIONS[name]} {argument}".strip()
    if name in FOLDED or name in KINDS:
        return argument or _name_of_box(name, options)
    words = argument if name in TITLED else options.get("caption") if name in _CAPTIONED else ""
    return words or None


def _name_of_box(name: str, options: Mapping[str, str]) -> str:
    if name in KINDS:
        return title_of(name)
    return title_of(next((word for word in options.get("class", "").lower().split() if word in KINDS), "more"))
