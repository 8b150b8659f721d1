"""TeX to MathML Core, so that formulas need no script and read well in feeds and screen readers."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any
from xml.etree import ElementTree

from inpublic.maths.equations import PREFIX, Equations
from inpublic.maths.texdepth import LONGEST, is_too_deep
from inpublic.maths.texdialect import rewrite

_TABLE_LEVEL = re.compile(r'(<mtable\b[^>]*?) scriptlevel="0"')
"""Says nothing new outside scripts, and HTML checkers know it on `<mstyle>` only."""


_STYLE = ("displaystyle", "scriptlevel")
_PLAIN = frozenset(
    {"mfrac", "mrow", "msub", "msup", "msubsup", "munder", "mover", "munderover", "msqrt", "mroot", "mo"}
)
_STYLED = re.compile(rf"<(?:{'|'.join(sorted(_PLAIN))})\b[^>]*\b(?:displaystyle|scriptlevel)=")
_NAMED = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;)[a-zA-Z]+;")
"""Characters that HTML has names for and XML has not."""

_WIDE = 24
"""Elements of a formula from which on it may be wider than a phone."""

_LARGE = r"\displaystyle"
_COMMANDS = ("href", "style", "class")
"""Attributes by which TeX could lead a reader elsewhere or cover the page; `\\color` and its like have others."""


class Typesetter:
    """Typesets the formulas of one document, which share their equation numbers and macros."""

    def __init__(self) -> None:
        from math_core import LatexToMathML

        self.equations = Equations()
        # Any: the class is known by a compiled module's stub only.
        self._math_core: Any = LatexToMathML(
            allow_unreliable_rendering=True, global_group=True, fancy_error=False, id_prefix=PREFIX
        )

    def typeset(self, tex: str, *, display: bool, place: tuple[int | None, int | None] = (None, None)) -> str | None:
        """Turn one formula into MathML; None when no converter takes it.

        `place` is its cell and line. References to equations stay markers until the document is complete.
        """
        if len(tex) > LONGEST:
            return None
        source = tex.strip() + " " * tex.rstrip().endswith("\\")
        reference = self.equations.alone(source.removeprefix(_LARGE), place)
        if reference is not None:
            return reference
        large = source.startswith(_LARGE) and not display
        source = self.equations.hide(source.removeprefix(_LARGE).lstrip(), place)
        mathml = self._mathml(rewrite(source, display=display), display=display or large)
        if mathml is None:
            return None
        self.equations.note(mathml)
        if large:
            mathml = mathml.replace('<math display="block"', '<math displaystyle="true"', 1)
        if display:
            return f'<div class="ip-math">{mathml}</div>'
        return f'<span class="ip-wide">{mathml}</span>' if _is_wide(mathml) else mathml

    def _mathml(self, tex: str, *, display: bool) -> str | None:
        if is_too_deep(tex):
            return None
        return self._by_math_core(tex, display=display) or _by_latex2mathml(tex, display=display)

    def _by_math_core(self, tex: str, *, display: bool) -> str | None:
        from math_core import LatexError

        try:
            mathml = str(self._math_core.convert_with_global_state(tex, displaystyle=display))
        except LatexError:
            return None
        return _with_styles(_TABLE_LEVEL.sub(r"\1", mathml))


def _is_wide(mathml: str) -> bool:
    """Tell whether an inline formula may be wider than a phone."""
    return "<mtable" in mathml or mathml.count("<m") > _WIDE


def _with_styles(mathml: str) -> str:
    """Write the style of a fraction as an element around it, where HTML checkers expect it."""
    if not _STYLED.search(mathml):
        return mathml
    try:
        root = ElementTree.fromstring(_NAMED.sub(lambda name: unescape(name[0]), mathml))  # noqa: S314 - our converter's
    except ElementTree.ParseError:
        return mathml
    for parent in list(root.iter()):
        for index, child in enumerate(list(parent)):
            own = {name: child.attrib.pop(name) for name in _STYLE if name in child.attrib and child.tag in _PLAIN}
            if own:
                style = ElementTree.Element("mstyle", own)
                style.tail, child.tail = child.tail, None
                parent[index] = style
                style.append(child)
    return ElementTree.tostring(root, "unicode", short_empty_elements=False)


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
    mathml = mathml.replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "")
    try:
        root = ElementTree.fromstring(mathml)  # noqa: S314 - made by a converter, no document from outside
    except ElementTree.ParseError:
        return None
    return (_without_commands(root) or mathml) if _is_sound(root, mathml) else None


def _without_commands(root: ElementTree.Element) -> str:
    r"""Take out what `\href`, `\style` and `\class` say to the page, not the formula; empty when they say nothing."""
    given = [(node, name) for node in root.iter() for name in _COMMANDS if name in node.attrib]
    for node, name in given:
        del node.attrib[name]
    return ElementTree.tostring(root, "unicode") if given else ""


def _is_sound(root: ElementTree.Element, mathml: str) -> bool:
    """Distrust a converter that passes on commands that it does not know, and text without escaping it."""
    names = {element.tag for element in root.iter()}
    attributes = {name for element in root.iter() for name in element.attrib}
    return (
        all(name.startswith("m") for name in names)
        and not any(name.startswith("on") for name in attributes)
        and ">\\" not in mathml
    )
