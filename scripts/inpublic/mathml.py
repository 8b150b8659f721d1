"""TeX to MathML Core, so that formulas need no script and read well in feeds and screen readers."""

from __future__ import annotations

import re
from html import escape
from typing import Any
from xml.etree import ElementTree

_TABLE_LEVEL = re.compile(r'(<mtable\b[^>]*?) scriptlevel="0"')
"""Says nothing new outside scripts, and HTML checkers know it on `<mstyle>` only."""


_LARGE = r"\displaystyle"
_NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"


class Typesetter:
    """Typesets the formulas of one document, which share their equation numbers and macros."""

    def __init__(self) -> None:
        from math_core import LatexToMathML

        # Any: the class is known by a compiled module's stub only.
        self._math_core: Any = LatexToMathML(allow_unreliable_rendering=True, global_group=True, fancy_error=False)

    def typeset(self, tex: str, *, display: bool) -> str | None:
        """Turn one formula into MathML; None when no converter takes it."""
        source = tex.strip()
        large = source.startswith(_LARGE) and not display
        source = source.removeprefix(_LARGE).strip()
        mathml = self._by_math_core(source, display=display or large) or _by_latex2mathml(
            source, display=display or large
        )
        if mathml is None:
            return None
        if large:
            mathml = mathml.replace('<math display="block"', '<math displaystyle="true"', 1)
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
    return mathml.replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "") if _is_sound(mathml) else None


def _is_sound(mathml: str) -> bool:
    """Distrust a converter that passes on commands that it does not know, and text without escaping it."""
    try:
        root = ElementTree.fromstring(mathml)  # noqa: S314 - made by a converter, no document from outside
    except ElementTree.ParseError:
        return False
    names = {element.tag.removeprefix(_NAMESPACE) for element in root.iter()}
    attributes = {name for element in root.iter() for name in element.attrib}
    return (
        all(name.startswith("m") for name in names)
        and not any(name.startswith("on") for name in attributes)
        and ">\\" not in mathml
    )
