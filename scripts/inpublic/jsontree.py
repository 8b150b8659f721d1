"""JSON as a tree that the reader unfolds; without JavaScript, and without losing a value."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

_NODES = 2_000
"""Values up to which a tree is drawn; larger data is shown as its text."""

_DEPTH = 30
_OPEN_LEVELS = 2
Json = Any
"""A value as json.loads makes it."""


def json_html(value: Json, *, expanded: bool, root: str = "") -> str:
    """Draw a value as nested lists, folded unless `expanded`; `root` is what to call it."""
    name = root or "JSON"
    if sum(1 for _ in _values(value, _DEPTH)) > _NODES or _is_deep(value, _DEPTH):
        text = escape(json.dumps(value, ensure_ascii=False, indent=2), quote=False)
        return _fold(name, f'<pre class="ip-plain">{text}</pre>', is_open=False)
    if not isinstance(value, dict | list) or not value:
        return f'<div class="ip-json">{_leaf(value)}</div>'
    inner = _items(value, _OPEN_LEVELS - 1 if expanded else 0)
    return f'<div class="ip-json">{_node(name, value, inner, is_open=expanded)}</div>'


def _values(value: Json, depth: int) -> Iterator[Json]:
    yield value
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children if depth else ():
        yield from _values(child, depth - 1)


def _is_deep(value: Json, depth: int) -> bool:
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return not depth or any(_is_deep(child, depth - 1) for child in children)


def _items(value: Json, open_levels: int) -> str:
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    return "".join(f"<li>{_item(str(name), child, open_levels)}</li>" for name, child in pairs)


def _item(name: str, value: Json, open_levels: int) -> str:
    if isinstance(value, dict | list) and value:
        return _node(name, value, _items(value, open_levels - 1), is_open=open_levels > 0)
    return f'<span class="ip-json__key">{escape(name, quote=False)}</span>: {_leaf(value)}'


def _node(name: str, value: Json, items: str, *, is_open: bool) -> str:
    kind = "{…}" if isinstance(value, dict) else "[…]"
    count = f"{len(value):,} item{'s' if len(value) > 1 else ''}"
    label = (
        f'<span class="ip-json__key">{escape(name, quote=False)}</span> <span class="ip-count">{kind} {count}</span>'
    )
    return f"<details{' open' if is_open else ''}><summary>{label}</summary><ul>{items}</ul></details>"


def _leaf(value: Json) -> str:
    kind = "s2" if isinstance(value, str) else "kc" if value is None or isinstance(value, bool) else "mi"
    text = escape(json.dumps(value, ensure_ascii=False), quote=False)
    return f'<span class="{kind}">{text}</span>'


def _fold(name: str, inner: str, *, is_open: bool) -> str:
    return (
        f'<details class="ip-fold"{" open" if is_open else ""}><summary>{escape(name, quote=False)}</summary>'
        f"{inner}</details>"
    )
