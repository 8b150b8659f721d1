"""Reads the lines of a cell that speak to a publishing tool and takes them off its code.

Known are the `#|` options of Quarto, MyST and nbdev and the comments of fastpages and nbdev 1. All of them
are told in Quarto's words; what they mean for the page is display.py's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from msgspec import Struct, field

from inpublic.document import Fault
from inpublic.records.yamltext import Items, MisreadError, Scalar, Value, read_mapping

Option: TypeAlias = "str | tuple[str, ...]"
Options: TypeAlias = "Mapping[str, Option]"

_MARK = r"(?:#|//|--|%%|%)"
_OPTION_LINE = re.compile(rf"\s*{_MARK}\s*\| ?(.*)")
_HIDDEN_LINE = re.compile(rf"{_MARK}\|\s*hide_line\s*$")
_PASSED_OVER = re.compile(rf"\s*({_MARK}.*)?$")
"""Lines that directives may stand below: empty ones, comments, and the magic of the whole cell."""

_KEY = re.compile(r"([A-Za-z][\w.-]*)\s*:(?!//)(.*)")
_COMMENT = re.compile(r"#(\s?)([A-Za-z][\w-]*)(?:\s+([\w.]+))?\s*")

_WORDS: Mapping[str, tuple[str, str] | None] = MappingProxyType(
    {
        "hide": ("include", "false"),
        "hide_input": ("echo", "false"),
        "hide_output": ("output", "false"),
        "collapse": ("code-fold", "true"),
        "collapse_hide": ("code-fold", "true"),
        "collapse_input": ("code-fold", "true"),
        "collapse_show": ("code-fold", "show"),
        "collapse_output": ("output-fold", "true"),
        # nbdev publishes exported code as reference, which is not here: the code stays, folded.
        "export": ("code-fold", "true"),
        "exporti": ("code-fold", "true"),
        "default_exp": ("code-fold", "true"),
        **dict.fromkeys(
            "exports exec_doc notest skip slow cuda nbflags skip_showdoc default_cls_lvl hide_line".split()
        ),
    }
)
"""Words of nbdev and fastpages, and the option that says the same; those without one are not about the page."""

_ALONE = frozenset(name for name in _WORDS if name.startswith(("hide", "collapse", "export"))) - {"hide_line"}
_WITH_VALUE = frozenset({"default_exp", "default_cls_lvl"})
_OPENED = MappingProxyType({"collapse_input": "collapse_show", "collapse_output": "exports"})
"""What may be said with «open», and the word that means as much."""

_PLAIN_ENGLISH = frozenset({"collapse", "export", "exports"})
"""Words that head many a piece of code as «# Export»: with a space they count in lower case only."""

_YES_OR_NO = frozenset({"true", "false"})
CHOICES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "echo": _YES_OR_NO | {"fenced"},
        "output": _YES_OR_NO | {"asis"},
        "include": _YES_OR_NO,
        "warning": _YES_OR_NO,
        "code-fold": _YES_OR_NO | {"show"},
    }
)
"""Options that are one of a few words; echo and the others can also be set for a whole notebook."""

_WORD_OPTIONS = frozenset(
    {*CHOICES, "eval", "error", "message", "code-summary", "fig-cap", "fig-alt", "tbl-cap", "label"}
)
_TRUE = frozenset({"true", "yes", "on"})


class Directives(Struct, frozen=True):
    """Separates the directive lines of a cell from its code.

    `options` have Quarto's names; switches are «true» or «false» however they were spelt, lists are tuples.
    `words` are those of `filter_stream`, `lines` the directive lines as they stand in the cell.
    """

    code: str
    options: Options = field(default_factory=dict)
    words: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_directives(source: str) -> Directives:
    """Take the directive lines off the top of a cell, and the lines that end with `#|hide_line` out of it."""
    lines = source.split("\n")
    top = _Top()
    count = next((number for number, line in enumerate(lines) if not top.takes(line)), len(lines))
    code = "\n".join([*top.passed, *(line for line in lines[count:] if not _HIDDEN_LINE.search(line))])
    options, faults = read_options("\n".join(top.yaml))
    return Directives(
        code=code.lstrip("\n") if top.lines else code,
        options={**top.options, **options},
        words=tuple(top.words),
        lines=tuple(top.lines),
        faults=faults,
    )


def read_options(text: str) -> tuple[Options, tuple[Fault, ...]]:
    """Read options from YAML; of YAML that cannot be read every line counts that is one by itself."""
    try:
        return options_of((key.text, value) for key, value in read_mapping(text).pairs)
    except MisreadError as error:
        lines = text.split("\n")
        line = lines[min(error.line, len(lines)) - 1].strip()
        fault = Fault(f"the option «{line[:60]}» {error.message}", error.hint)
        options, faults = options_of(_lenient(lines))
        return options, (fault, *faults)


def options_of(pairs: Iterable[tuple[str, Value]]) -> tuple[Options, tuple[Fault, ...]]:
    """Turn values that were read into options; a word that is not among the choices is told, not taken."""
    options: dict[str, Option] = {}
    faults = []
    for name, value in pairs:
        option = _option(value)
        if name in CHOICES and option is not None and option not in CHOICES[name]:
            faults.append(_not_a_choice(name, option))
        elif option is not None:
            options[name] = option
    return options, tuple(faults)


class _Top(Struct):
    """Sorts the lines at the top of one cell, the only mutable thing here; `indent` is that of the YAML."""

    passed: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    yaml: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    options: dict[str, Option] = field(default_factory=dict)
    indent: int = 0
    follows: bool = False

    def takes(self, line: str) -> bool:
        """Take in a line that is a directive or may stand before one; say no at the first line of code."""
        match = _OPTION_LINE.fullmatch(line)
        self.follows = self._option(match[1].rstrip()) if match else self._comment(line)
        if self.follows:
            self.lines.append(line)
            return True
        self.passed.extend([line] if _PASSED_OVER.match(line) else [])
        return bool(_PASSED_OVER.match(line))

    def _option(self, written: str) -> bool:
        if not (self.yaml and self.follows):
            self.indent = len(written) - len(written.lstrip())
        text = written[self.indent :] if not written[: self.indent].strip() else written
        key = _KEY.fullmatch(text)
        if key:
            self.yaml.append(f"{key[1]}: {key[2].strip()}".rstrip())
            return True
        return self._word(text) or self._more(text)

    def _word(self, text: str) -> bool:
        word, _, rest = text.partition(" ")
        if word == "filter_stream":
            self.words.extend(rest.split())
        elif _name(word) in _WORDS:
            self._say(_name(word))
        elif word in _WORD_OPTIONS and rest.strip():
            self.yaml.append(f"{word}: {rest.strip()}")
        else:
            return False
        return True

    def _more(self, text: str) -> bool:
        """Add to the value above; a line that follows none is the author's own and stays in the code."""
        if self.yaml and self.follows:
            self.yaml.append(text)
            return True
        return not text

    def _comment(self, line: str) -> bool:
        match = _COMMENT.fullmatch(line.strip())
        if match is None:
            return False
        space, written, value = match.groups()
        name = _name(written.lower())
        if space and name in _PLAIN_ENGLISH and not written.islower():
            return False
        if value == "open" and name in _OPENED:
            self._say(_OPENED[name])
            return True
        if name in _WITH_VALUE if value else name in _ALONE or name.startswith("all_"):
            self._say(name)
            return True
        return False

    def _say(self, name: str) -> None:
        meaning = _WORDS.get(name)
        if meaning:
            self.options[meaning[0]] = meaning[1]


def _name(word: str) -> str:
    return word.replace("-", "_")


def _option(value: Value) -> Option | None:
    """Return a value as text, or a list of texts; mappings are no options of ours."""
    if isinstance(value, Scalar):
        if value.type == "bool":
            return "true" if value.text.lower() in _TRUE else "false"
        return "" if value.type == "null" else value.text.strip()
    if isinstance(value, Items):
        return tuple(text for item in value.items if isinstance(text := _option(item), str))
    return None


def _lenient(lines: Sequence[str]) -> Iterator[tuple[str, Value]]:
    for line in lines:
        key = _KEY.fullmatch(line)
        if key is None:
            continue
        text = key[2].strip().strip("\"'")
        is_switch = text.lower() in {*_TRUE, "false", "no", "off"}
        yield key[1], Scalar(text, "bool" if is_switch else "str")


def _not_a_choice(name: str, option: Option) -> Fault:
    said = option if isinstance(option, str) else ", ".join(option)
    choices = sorted(CHOICES[name], key=lambda choice: (choice not in _YES_OR_NO, choice != "true"))
    return Fault(f"the option {name} is «{said[:60]}»", f"Write one of: {', '.join(choices)}.")
