"""JSON as a tree that the reader unfolds."""

from __future__ import annotations

import json
from html import escape
from typing import Any


def json_html(value: Any, *, expanded: bool, root: str = "") -> str:  # Any: JSON
    """Render a value."""
    text = escape(json.dumps(value, ensure_ascii=False, indent=2), quote=False)
    return f'<details class="ip-fold"><summary>JSON</summary><pre class="ip-plain">{text}</pre></details>'
