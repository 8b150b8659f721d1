"""Text as a terminal would show it: colours, and lines that a progress bar wrote over."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from markupsafe import escape

from inpublic.text.markers import scrub

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")

_ANY_COLOUR = re.compile(r"\x1b\[.*?[@-~]")
_AFTER_RESET = re.compile(r"(?<=\x1b\[0m)|(?<=\x1b\[m)")
"""Where a text can be divided, which the filter goes through in a time that grows with the square of its length."""

# A colour without a ground, or a ground without a colour: the style sheet sees to it that the text can be read.
_COLOUR = re.compile(r'style="(color|background-color): (rgb\([0-9,]+\))"')
_NAMES = {"color": "--ansi", "background-color": "--ansi-ground"}


def terminal_html(text: str) -> str:
    """Turn a stream or traceback into HTML: ANSI colours as classes, overwritten text left out."""
    coloured = _ESCAPES.sub(lambda match: match[0] if match[1] == "m" else "", text)
    written = _last_written(coloured)
    html = "".join(map(_coloured, _AFTER_RESET.split(written)))
    return scrub(_COLOUR.sub(lambda match: f'style="{_NAMES[match[1]]}: {match[2]}"', html))


def _coloured(text: str) -> str:
    """Write a text in its colours; without any if one of them does not say which it is: the filter cannot read that."""
    if "\x1b" not in text:
        return str(escape(text))
    try:
        return str(_ansi2html()(text))
    except IndexError:
        return str(escape(_ANY_COLOUR.sub("", text)))


@cache
def _ansi2html() -> Callable[[str], str]:
    """Load nbconvert's filter by itself: with all of nbconvert comes what runs notebooks, 0.4 s for each process."""
    package = find_spec("nbconvert")
    place = Path((package and package.origin) or "").with_name("filters") / "ansi.py"
    spec = spec_from_file_location("nbconvert.filters.ansi", place)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"nbconvert has no {place}")
    module: Any = module_from_spec(spec)  # Any: nbconvert has no types
    spec.loader.exec_module(module)
    return module.ansi2html  # type: ignore[no-any-return]


def terminal_text(text: str) -> str:
    """Reduce a stream or traceback to the characters that stay on the screen, without their colours."""
    return scrub(_ESCAPES.sub("", _last_written(text)))


def _last_written(text: str) -> str:
    """Keep of each line what stands after its last carriage return and before any backspace took it away."""
    text = text.replace("\r\n", "\n")
    if "\r" not in text and "\b" not in text:
        return text
    return "\n".join(map(_overwritten, text.split("\n")))


def _overwritten(line: str) -> str:
    line = _without_backspaces(line)
    parts = [part for part in line.split("\r") if part]
    return parts[-1] if parts else ""


def _without_backspaces(line: str) -> str:
    if "\b" not in line:
        return line
    kept: list[str] = []
    for character in line:
        if character != "\b":
            kept.append(character)
        elif kept:
            kept.pop()
    return "".join(kept)
