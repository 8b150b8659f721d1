"""TeX to MathML Core, so that formulas need no script and read well in feeds and screen readers."""

from __future__ import annotations

import re
from html import escape
from typing import Any

_TABLE_LEVEL = re.compile(r'(<mtable\b[^>]*?) scriptlevel="0"')
"""Says nothing new outside scripts, and HTML checkers know it on `<mstyle>` only."""


class Typesetter:
    """Typesets the formulas of one document, which share their equation numbers and macros."""

    def __init__(self) -> None:
        from math_core import LatexToMathML

        # Any: the class is known by a compiled module's stub only.
        self._math_core: Any = LatexToMathML(allow_unreliable_rendering=True, global_group=True, fancy_error=False)

    def typeset(self, tex: str, *, display: bool) -> str | None:
        """Turn one formula into MathML; None when no converter takes it."""
        source = tex.strip()
        mathml = self._by_math_core(source, display=display) or _by_latex2mathml(source, display=display)
        if mathml is None:
            return None
        return f'<div class="ip-math">{mathml}</div>' if display else mathml

    def _by_math_core(self, tex: str, *, display: bool) -> str | None:
        from math_core import LatexError

        try:
            mathml = str(self._math_core.convert_with_global_state(tex, displaystyle=display))
        except LatexError:
            return None
        return _TABLE_LEVEL.sub(r"\1", mathml)


def tex_html(tex: str, *, display: bool) -> str:
    """Show a formula that could not be converted as the TeX that its author wrote."""
    code = f'<code class="ip-tex">{escape(tex.strip(), quote=False)}</code>'
    return f"<p>{code}</p>" if display else code


def _by_latex2mathml(tex: str, *, display: bool) -> str | None:
    from latex2mathml.converter import convert

    try:
        mathml: str = convert(tex, display="block" if display else "inline")
    except Exception:  # it raises whatever its parser stumbles over; the formula is then shown as TeX
        return None
    if ">\\" in mathml:  # it passes commands on that it does not know
        return None
    return mathml.replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "")
