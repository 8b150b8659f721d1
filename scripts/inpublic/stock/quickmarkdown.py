"""Markdown as comrak reads it, a parser that shares nothing with ours: where both find the same, nothing is lost.

Where they do not, it is not said here who is right: holdings.py reads the text again, as exactly as it can.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from inpublic.stock.inventory import Inventory, html_inventories
from inpublic.stock.plainmarkdown import COLAB

_FORMULA = re.compile(r'<(span|code) data-math-style="(?:inline|display)">[^<]*</\1>')


def quick_inventories(texts: Sequence[str]) -> Sequence[Inventory | None]:
    """Take stock of each of several texts; None where there is no comrak, as on Windows."""
    try:
        render = _renderer()
    except ImportError:
        return [None] * len(texts)
    return html_inventories([_FORMULA.sub("<math></math>", render(text)) for text in texts], without=COLAB)


@lru_cache(maxsize=1)
def _renderer() -> Callable[[str], str]:
    import comrak

    extensions, options = comrak.ExtensionOptions(), comrak.RenderOptions()
    for name in ("autolink", "footnotes", "math_dollars", "strikethrough", "table", "tasklist"):
        setattr(extensions, name, True)
    options.unsafe_ = True  # HTML in a text is a part of it; nobody is shown what is made here
    return lambda text: comrak.render_markdown(text, extension_options=extensions, render_options=options)
