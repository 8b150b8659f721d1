"""Text as a terminal would show it: colours, and lines that a progress bar wrote over."""

from __future__ import annotations

import re

from inpublic.celloutputs.ansi import ansi_html
from inpublic.text.markers import scrub

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")


# A colour without a ground, or a ground without a colour: the style sheet sees to it that the text can be read.
_COLOUR = re.compile(r'style="(color|background-color): (rgb\([0-9,]+\))"')
_NAMES = {"color": "--ansi", "background-color": "--ansi-ground"}


def terminal_html(text: str) -> str:
    """Turn a stream or traceback into HTML: ANSI colours as classes, overwritten text left out."""
    coloured = _ESCAPES.sub(lambda match: match[0] if match[1] == "m" else "", text)
    html = ansi_html(_last_written(coloured))
    return scrub(_COLOUR.sub(lambda match: f'style="{_NAMES[match[1]]}: {match[2]}"', html))


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
