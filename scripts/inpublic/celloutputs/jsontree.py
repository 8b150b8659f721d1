"""JSON as a tree that the reader unfolds; without JavaScript, and without losing a value."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from itertools import islice
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from inpublic.text.markers import scrub

_NODES = 2_000
"""Values that a tree draws at the most; the rest is shown as its text."""

_DEPTH = 30
"""Levels that a tree draws at the most; what lies deeper is shown as its text."""

_OPEN_LEVELS = 2
Json = Any
"""A value as json.loads makes it."""


class _Level(Struct, frozen=True):
    """Says how much may still be drawn: values in the whole tree, levels that stand open, levels in all."""

    budget: Iterator[int]
    opened: int
    depth: int = _DEPTH


def json_html(value: Json, *, expanded: bool, root: str = "") -> str:
    """Draw a value as nested lists, folded unless `expanded`; `root` is what to call it."""
    if isinstance(value, dict | list) and value:
        level = _Level(iter(range(_NODES)), _OPEN_LEVELS if expanded else 0)
        return f'<div class="ip-json">{_node(root or "JSON", value, level)}</div>'
    return f'<div class="ip-json">{_named(root, value) if root else _leaf(value)}</div>'


def _node(name: str, value: Json, level: _Level) -> str:
    kind = "{…}" if isinstance(value, dict) else "[…]"
    count = f"{len(value):,} item{'s' if len(value) > 1 else ''}"
    label = f'{_key(name)} <span class="ip-count">{kind} {count}</span>'
    below = replace(level, opened=level.opened - 1, depth=level.depth - 1)
    return f"<details{' open' if level.opened > 0 else ''}><summary>{label}</summary>{_inner(value, below)}</details>"


def _inner(value: Json, level: _Level) -> str:
    """Draw what a container holds: neighbours before their children, and in the end what is too much as text."""
    pairs = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    shown = sum(1 for _ in islice(level.budget, len(pairs))) if level.depth > 0 else 0
    if not shown:
        return _text(value)
    items = "".join(f"<li>{_item(str(name), child, level)}</li>" for name, child in pairs[:shown])
    return f"<ul>{items}</ul>{_rest(value, pairs[shown:])}"


def _item(name: str, value: Json, level: _Level) -> str:
    return _node(name, value, level) if isinstance(value, dict | list) and value else _named(name, value)


def _named(name: str, value: Json) -> str:
    return f"{_key(name)}: {_leaf(value)}"


def _key(name: str) -> str:
    return f'<span class="ip-json__key">{_escaped(name)}</span>'


def _leaf(value: Json) -> str:
    kind = "s2" if isinstance(value, str) else "kc" if value is None or isinstance(value, bool) else "mi"
    return f'<span class="{kind}">{_escaped(json.dumps(value, ensure_ascii=False))}</span>'


def _rest(value: Json, pairs: list[tuple[Any, Json]]) -> str:
    if not pairs:
        return ""
    rest = dict(pairs) if isinstance(value, dict) else [child for _, child in pairs]
    return f'<details class="ip-fold"><summary>{len(pairs):,} more, as text</summary>{_text(rest)}</details>'


def _text(value: Json) -> str:
    return f'<pre class="ip-plain">{_escaped(json.dumps(value, ensure_ascii=False, indent=2))}</pre>'


def _escaped(text: str) -> str:
    return escape(scrub(text), quote=False)
