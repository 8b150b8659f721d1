"""What the stored outputs of a cell hold: the richest form of each, printed text as a terminal leaves it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import Any

from inpublic.celloutputs.bundle import PICTURES as PICTURE_TYPES
from inpublic.celloutputs.bundle import Output, script_html, text_of
from inpublic.celloutputs.frames import is_library
from inpublic.celloutputs.libraries import LIVE_DATA
from inpublic.celloutputs.mimebundle import RENDERERS
from inpublic.stock.inventory import (
    FORMULAS,
    FRAMES,
    PICTURES,
    RECORDINGS,
    Inventory,
    html_inventory,
    text_inventory,
    total,
)
from inpublic.stock.plainmarkdown import COLAB, markdown_inventory
from inpublic.text.markers import scrub

Json = Any
"""What JSON may hold: notebooks follow their format more or less."""

_TABLE = "table.dataframe td, table[id^='T_'] td"
_UNTRUSTED = "Make this Notebook Trusted to load map: File -> Trust Notebook"
"""What folium's maps say where they cannot run; on a page they can."""

_LOADER = "Loading BokehJS"
_NO_CODE = "script[type*='json'], script[type*='template']"
_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_MOVES = re.compile(r"\x1b\[[0-9;]*[A-HJf]")
_WORD = re.compile(r"\w[\w ,.;-]*")
_ENOUGH = 200
_PLAIN = "text/plain"
_SILENT = ("application/vnd.google.colaboratory", "application/papermill", "application/vnd.jupyter.widget-state")


def outputs_inventory(outputs: Sequence[Output]) -> Inventory:
    """Take stock of the outputs of a cell; of those that are updated it is not known what they were before."""
    return total(_inventories(outputs))


def _inventories(outputs: Sequence[Output]) -> Iterator[Inventory]:
    still = [output for output in _drawn(outputs) if "display_id" not in _mapping(output.get("transient"))]
    for (kind, _), group in groupby(still, key=lambda output: (output.get("output_type"), output.get("name"))):
        if kind == "stream":
            yield _printed("".join(text_of(output.get("text")) for output in group))
        elif kind == "error":
            yield from map(_traceback, group)
        else:
            yield from (_bundle(_mapping(output.get("data"))) for output in group)


def _drawn(outputs: Sequence[Output]) -> Sequence[Output]:
    """Join scripts with the HTML before them, which they may draw into; a loader's notes go as it does."""
    joined: list[Output] = []
    for output in outputs:
        html = text_of(_mapping(joined[-1].get("data")).get("text/html")) if joined else ""
        script = _mapping(output.get("data")).get("application/javascript")
        if script is None or not html:
            joined.append(output)
        elif _LOADER in html:
            joined.pop()
        else:
            joined[-1] = {"data": {"text/html": html + script_html(text_of(script))}}
    return joined


def _traceback(output: Output) -> Inventory:
    lines = output.get("traceback")
    text = "\n".join(map(text_of, lines)) if isinstance(lines, list) else ""
    return _printed(text) if text.strip() else text_inventory(text_of(output.get("evalue")))


def _printed(text: str) -> Inventory:
    """Take stock of what a program printed, of each line what was written last; nothing where it jumped about."""
    if "\x1b" in text and _MOVES.search(text):
        return Inventory()
    bare = (_ESCAPE.sub("", text) if "\x1b" in text else text).replace("\r\n", "\n")
    if "\r" not in bare and "\b" not in bare:
        return text_inventory(scrub(bare))
    lines = bare.split("\n")
    last = (next((part for part in reversed(line.split("\r")) if part), "") for line in lines if "\b" not in line)
    return text_inventory(scrub("\n".join(last)))


def _bundle(data: Mapping[str, Json]) -> Inventory:
    """Take stock of the richest form that an output has; plain text is the last that is shown."""
    rich = [mime for mime in RENDERERS if mime != _PLAIN]
    for mime in (*rich, *sorted(data.keys() - RENDERERS.keys()), _PLAIN):
        found = _form(mime, data[mime]) if mime in data else None
        if found is not None:
            return found
    return Inventory()


def _form(mime: str, value: Json) -> Inventory | None:
    """Take stock of one form; empty where nothing can be said of how it is shown, None where it shows nothing."""
    if mime in _FORMS:
        text = text_of(value)
        return _FORMS[mime](text if mime == _PLAIN else scrub(text)) if text.strip() else None
    if mime in PICTURE_TYPES:
        return Inventory(counts={PICTURES: 1})
    if mime in LIVE_DATA:
        return Inventory(counts={FRAMES: 1})
    if mime.startswith(("audio/", "video/")):
        return Inventory(counts={RECORDINGS: 1})
    is_silent = mime not in RENDERERS and (not mime.endswith("+json") or mime.startswith(_SILENT))
    return None if is_silent else Inventory()


def _html(source: str) -> Inventory:
    from selectolax.lexbor import LexborHTMLParser

    if "<script" in source.lower():
        tree = LexborHTMLParser(source)
        has_code = len(tree.css("script")) > len(tree.css(_NO_CODE))
        if has_code and not tree.css_first(_TABLE):
            # What is a library is told here: to parse its millions of characters once more takes long.
            return Inventory(scripted=() if is_library(source, tree) else (source,))
    return html_inventory(source.replace(_UNTRUSTED, ""), without=COLAB)


def _json(text: str) -> Inventory | None:
    """List the names and words of JSON that are written alike however it is shown; of much of it, the first."""
    try:
        return Inventory(tuple(islice(_words(json.loads(text)), _ENOUGH)))
    except (ValueError, RecursionError):
        return None


def _words(value: Json) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (word for pair in value.items() for part in pair for word in _words(part))
    elif isinstance(value, list):
        yield from (word for part in value for word in _words(part))
    elif isinstance(value, str) and _WORD.fullmatch(value):
        yield value


def _mathml(text: str) -> Inventory | None:
    found = html_inventory(text)
    return found if FORMULAS in found.counts else None


def _script(source: str) -> Inventory:
    """Expect a figure of a script that draws into its output; of others it depends on what they do."""
    return Inventory(counts={FRAMES: 1}) if "element" in source else Inventory(scripted=(script_html(source),))


_FORMS: Mapping[str, Callable[[str], Inventory | None]] = {
    "text/html": _html,
    "text/markdown": markdown_inventory,
    "text/latex": lambda _: Inventory(counts={FORMULAS: 1}),
    "application/mathml+xml": _mathml,
    "application/javascript": _script,
    "application/json": _json,
    "application/geo+json": _json,
    _PLAIN: _printed,
}


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}
