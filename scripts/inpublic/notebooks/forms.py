"""Colab's forms: the comments `#@title`, `#@markdown` and `#@param`, which Colab shows beside or over the code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

_TITLE = re.compile(r"\s*#\s*@title\b[ \t]*(.*)")
_MARKDOWN = re.compile(r"\s*#\s*@markdown\b ?(.*)")
_PARAM = re.compile(r"#\s*@param\b")
_SETTINGS = re.compile(r"\{[^{}]*\}\s*$")
_MODE = re.compile(r"""display-mode["']?\s*:\s*["'](form|both|code)["']""")
_TYPE = re.compile(r"""type["']?\s*:\s*["'](\w+)["']""")
_RULE = re.compile(r"\s*(-{2,}|={2,})\s*")


class Param(Struct, frozen=True):
    """Holds a field of a form: `value` as the code has it, `kind` as Colab names it, «choice» for a list."""

    name: str
    value: str
    kind: str = ""


class Form(Struct, frozen=True):
    """Holds what Colab shows of a cell besides its code.

    `text` is the author's Markdown, with a list of the fields where the form stands in place of the code
    (`is_folded`); `code` is what is left without the lines of the form.
    """

    code: str
    title: str = ""
    text: str = ""
    params: tuple[Param, ...] = ()
    is_folded: bool = False


def read_form(code: str, metadata: Mapping[str, object]) -> Form | None:
    """Read the form of a cell; None when it has none. `#@param` comments stay in the code."""
    lines = code.split("\n")
    kept = [line for line in lines if not (_TITLE.fullmatch(line) or _MARKDOWN.fullmatch(line))]
    params = tuple(filter(None, map(_param, kept)))
    is_view = metadata.get("cellView") == "form"
    if len(kept) == len(lines) and not params and not is_view:
        return None
    said = next((match[1] for line in lines if (match := _TITLE.fullmatch(line))), "")
    is_folded = is_view or ("cellView" not in metadata and _is_folded(said))
    return Form(
        code="\n".join(kept).lstrip("\n") if len(kept) < len(lines) else code,
        title=_SETTINGS.sub("", said).strip(),
        text="\n".join(_text(lines, with_params=is_folded)).strip(),
        params=params,
        is_folded=is_folded,
    )


def _is_folded(title: str) -> bool:
    mode = _MODE.search(title)
    return mode is not None and mode[1] == "form"


def _param(line: str) -> Param | None:
    mark = _PARAM.search(line)
    name, equals, value = line[: mark.start()].partition("=") if mark else ("", "", "")
    if mark is None or not equals or not name.strip().isidentifier():
        return None
    said = line[mark.end() :].strip()
    kind = _TYPE.search(said)
    return Param(name.strip(), value.strip(), kind[1] if kind else "choice" if said.startswith("[") else "")


def _text(lines: Iterable[str], *, with_params: bool) -> Iterable[str]:
    """Write the form as Markdown: what stands together in the code stays together."""
    before = ""
    for line in lines:
        markdown, param = _MARKDOWN.fullmatch(line), _param(line) if with_params else None
        kind = "markdown" if markdown else "param" if param else ""
        # A rule under a line of text would make that line a heading.
        if kind != before or (markdown and _RULE.fullmatch(markdown[1])):
            yield ""
        before = kind
        if markdown:
            yield markdown[1]
        elif param:
            yield f"- {_code(param.name)}: {_code(param.value)}"


def _code(text: str) -> str:
    """Write text as a code span of Markdown, whatever is in it."""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence} {text} {fence}" if "`" in text else f"`{text}`"
