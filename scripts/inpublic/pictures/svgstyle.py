"""Style inside drawings: it stays as it is unless it would load something from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_SUSPECT = re.compile(r"url|image|src|import|expression|binding|behavior|paint|\\", re.IGNORECASE)
"""What any style that loads something has in it; a backslash may hide the rest."""

_LOADING = frozenset("url src image image-set -webkit-image-set cross-fade -webkit-cross-fade expression paint".split())
_OBSOLETE = frozenset({"-moz-binding", "behavior"})
_CARRIED = re.compile(
    r"data:(?:image/(?:png|jpe?g|gif|webp|avif|svg\+xml)|(?:application/(?:x-)?)?font)", re.IGNORECASE
)

Node = Any
"""A node of tinycss2, which carries no types."""


def is_local(value: str) -> bool:
    """Tell whether a value of style, or of an attribute that takes one, refers to nothing outside the drawing."""
    if not _SUSPECT.search(value):
        return True
    import tinycss2

    return _are_local(tinycss2.parse_component_value_list(value))


def safe_css_declarations(text: str) -> str:
    """Return the content of a `style` attribute without the declarations that load something."""
    if not _SUSPECT.search(text):
        return text
    import tinycss2

    nodes = tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True)
    kept = (tinycss2.serialize([node]) for node in nodes if node.type == "declaration" and _stays(node))
    return "".join(kept).removesuffix(";")


def safe_css_sheet(sheet: str) -> str:
    """Return a style sheet without the rules that load something, and without `@import`."""
    if not _SUSPECT.search(sheet):
        return sheet
    import tinycss2

    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    return "\n".join(tinycss2.serialize([rule]) for rule in rules if _rule_stays(rule))


def _stays(declaration: Node) -> bool:
    return declaration.lower_name not in _OBSOLETE and _are_local(declaration.value)


def _rule_stays(rule: Node) -> bool:
    if rule.type not in ("qualified-rule", "at-rule") or getattr(rule, "lower_at_keyword", "") == "import":
        return False
    names = (node.lower_value for node in rule.content or () if node.type == "ident")
    return _are_local([*rule.prelude, *(rule.content or ())]) and not _OBSOLETE.intersection(names)


def _are_local(nodes: Iterable[Node], *, loading: bool = False) -> bool:
    """Look through values at any depth; a string matters only where a function would load it."""
    return all(_is_local(node, loading=loading) for node in nodes)


def _is_local(node: Node, *, loading: bool) -> bool:
    kind = node.type
    if kind == "error":
        return False
    if kind == "url" or (kind == "string" and loading):
        return _stays_inside(node.value)
    if kind == "function":
        return _are_local(node.arguments, loading=loading or node.lower_name in _LOADING)
    return _are_local(node.content) if kind in ("() block", "[] block", "{} block") else True


def _stays_inside(address: str) -> bool:
    address = address.strip()
    return address.startswith("#") or _CARRIED.match(address) is not None
