"""Stored widgets as a static snapshot of what the author saw."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any


def widget_states(metadata: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:  # Any: JSON
    """Return the stored models by id."""
    return {}


def widget_html(
    view: Mapping[str, Any],  # Any: JSON
    states: Mapping[str, Mapping[str, Any]],
    render_outputs: Callable[[Sequence[Mapping[str, Any]]], str],
    picture: Callable[[bytes, str], str | None],
    clean: Callable[[str], str],
) -> str:
    """Render a widget; empty when nothing is known of it."""
    return ""
