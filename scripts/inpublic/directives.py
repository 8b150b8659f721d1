"""What a cell says about its own display: tags of Jupyter Book, `#|` lines of Quarto and nbdev."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_DIRECTIVE = re.compile(r"^\s*(?:#|//|--)\|\s?(.*)$")
_OPTION = re.compile(r"([\w-]+)\s*:\s*(.*)")

REMOVE_CELL = frozenset({"remove-cell", "remove_cell"})
REMOVE_INPUT = frozenset({"remove-input", "remove_input"})
REMOVE_OUTPUT = frozenset({"remove-output", "remove_output"})
"""Tags whose cells, sources or outputs leave the page, in both spellings of Jupyter Book."""

_HIDE_INPUT = frozenset({"hide-input", "hide_input", "hide-cell", "hide_cell"})
_HIDE_OUTPUT = frozenset({"hide-output", "hide_output", "hide-cell", "hide_cell"})


@dataclass(frozen=True, slots=True)
class Display:
    """Says what of a code cell is shown, what is folded, and the words for its figures."""

    shows_input: bool = True
    shows_output: bool = True
    folds_input: bool = False
    folds_output: bool = False
    caption: str = ""
    alt: str = ""
    scrolls: bool | None = None


@dataclass(frozen=True, slots=True)
class Directives:
    """Separates the directive lines of a cell from its code; `options` by name, bare words with «true»."""

    code: str
    options: Mapping[str, str] = field(default_factory=dict)


def read_directives(source: str) -> Directives:
    """Take the directive lines off the top of a cell."""
    lines = source.split("\n")
    options: dict[str, str] = {}
    count = 0
    for line in lines:
        match = _DIRECTIVE.match(line)
        if match is None:
            break
        count += 1
        options.update(_option(match[1].strip()))
    return Directives("\n".join(lines[count:]).lstrip("\n") if count else source, options)


def display_of(tags: Iterable[str], options: Mapping[str, str], metadata: Mapping[str, object]) -> Display:
    """Combine tags, directives and JupyterLab's own folding into one answer."""
    tagged = frozenset(tags)
    hidden = options.get("include") == "false" or "hide" in options
    jupyter = metadata.get("jupyter")
    folded = jupyter if isinstance(jupyter, Mapping) else {}
    return Display(
        shows_input=not (hidden or options.get("echo") == "false" or tagged & REMOVE_INPUT or "hide_input" in options),
        shows_output=not (hidden or options.get("output") == "false" or tagged & REMOVE_OUTPUT),
        folds_input=bool(tagged & _HIDE_INPUT or options.get("code-fold") == "true" or folded.get("source_hidden")),
        folds_output=bool(tagged & _HIDE_OUTPUT or folded.get("outputs_hidden") or metadata.get("collapsed") is True),
        caption=options.get("fig-cap", ""),
        alt=options.get("fig-alt", ""),
    )


def _option(text: str) -> dict[str, str]:
    match = _OPTION.fullmatch(text)
    if match:
        value = match[2].strip()
        quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
        return {match[1]: value[1:-1] if quoted else value}
    word = text.split(" ", 1)[0]
    return {word: "true"} if word else {}
