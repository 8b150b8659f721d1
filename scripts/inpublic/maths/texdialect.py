"""TeX as authors write it for MathJax, rewritten to what the typesetter knows; the meaning stays."""

from __future__ import annotations

import re

_NEWLINE_AFTER_BACKSLASH = re.compile(r"(?<!\\)((?:\\\\)*)\\(?=\s*\n)")
_CR = re.compile(r"\\cr(?![a-zA-Z])")
_DROPPED = re.compile(
    r"\\(?:require|vspace\*?|vskip|allowbreak|noindent)\s*\{[^{}]*\}|\\(?:allowbreak|noindent)(?![a-zA-Z])"
)
_WORDS = re.compile(r"\\(?:mbox|hbox|textnormal)(?=\s*\{)")
_ENSURE = re.compile(r"\\ensuremath\s*(?=\{)")
_EQNARRAY = re.compile(r"\\begin\{eqnarray(\*?)\}(.*?)\\end\{eqnarray\*?\}", re.DOTALL)
_ALIGNAT = re.compile(r"\\(begin|end)\{(?:x?x?alignat|flalign)(\*?)\}(?:\{\d+\})?")
_SUBEQUATIONS = re.compile(r"\\(?:begin|end)\{subequations\}")
_TEXT = re.compile(r"\\text(?:rm|bf|it|normal)?\s*\{")
_TAG = re.compile(r"\\tag\s*\*?\s*\{")
_LABEL = re.compile(r"\\label\s*\{[^{}]*\}")
_DOLLAR = re.compile(r"(?<!\\)\$")
_BRACE = re.compile(r"\\.|[{}]")
_NUMBERED = re.compile(r"\\begin\{(?:equation|align|gather|multline|eqnarray|alignat|flalign)\}")


def rewrite(tex: str, *, display: bool) -> str:
    """Replace what MathJax understands and the typesetter does not by what means the same.

    An equation between dollars that has a tag becomes a numbered one; a label without a number is taken out,
    as nothing could be said when it is referred to.
    """
    tex = _NEWLINE_AFTER_BACKSLASH.sub(r"\1 ", tex)
    tex = _DROPPED.sub(" ", _SUBEQUATIONS.sub("", tex))
    tex = _CR.sub(r"\\\\", _WORDS.sub(r"\\text", _ENSURE.sub("", tex)))
    tex = _ALIGNAT.sub(r"\\\1{align\2}", _EQNARRAY.sub(_aligned, tex))
    if "$" in tex:
        tex = _without_dollars(tex)
    if _NUMBERED.search(tex):
        return tex
    if display and _TAG.search(tex):
        return rf"\begin{{equation}}{tex}\end{{equation}}" if r"\begin{equation" not in tex else tex
    return _LABEL.sub("", tex)


def _aligned(match: re.Match[str]) -> str:
    """Write `a &=& b`, the three columns of eqnarray, as the two of align."""
    rows = match[2].split(r"\\")
    narrow = all(row.count("&") <= 2 for row in rows)
    body = r"\\".join(_one_mark(row) if narrow else row for row in rows)
    return rf"\begin{{align{match[1]}}}{body}\end{{align{match[1]}}}"


def _one_mark(row: str) -> str:
    before, mark, after = row.partition("&")
    return f"{before}{mark}{after.replace('&', '', 1)}"


def _without_dollars(tex: str) -> str:
    r"""Write `\text{for $x$}` as `\text{for }x`, since the typesetter knows no formula inside words."""
    done, start = "", 0
    while (match := _TEXT.search(tex, start)) and "$" in tex[start:]:
        end = _closing(tex, match.end())
        parts = _DOLLAR.split(tex[match.end() : end])
        if end < 0 or len(parts) % 2 == 0:
            return done + tex[start:]
        done += tex[start : match.start()]
        opening = match[0]
        done += "".join(
            part if number % 2 else f"{opening}{part}}}" if part else "" for number, part in enumerate(parts)
        )
        start = end + 1
    return done + (_DOLLAR.sub(" ", tex[start:]) if match is None else tex[start:])


def _closing(tex: str, start: int) -> int:
    """Find the brace that closes the group which was open before `start`; -1 when there is none."""
    depth = 1
    for match in _BRACE.finditer(tex, start):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if not depth:
            return match.start()
    return -1
