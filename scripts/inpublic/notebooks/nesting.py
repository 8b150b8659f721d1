"""How deep JSON is nested: what walks over it, here and in libraries, calls itself once a level."""

from __future__ import annotations

MOST_LEVELS = 100
"""Levels from which on JSON is refused, or shown as its text; Python allows about 1,000 calls in one another."""


def is_too_deep(value: object) -> bool:
    """Tell whether lists and mappings lie more than MOST_LEVELS deep in one another, without going down by calls."""
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(MOST_LEVELS):
        level = [
            child
            for one in level
            for child in (one.values() if isinstance(one, dict) else one)
            if isinstance(child, (dict, list))
        ]
        if not level:
            return False
    return bool(level)
