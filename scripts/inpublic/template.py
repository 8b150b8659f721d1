"""Text for pages and feeds: the one place that sets up Jinja, with escaping on."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment

COMPILED = Path(__file__).parent / "templates" / "__pycache__"
"""Where those of packages are kept compiled, as Python does with modules: it takes longer than to fill them in."""


_ON_EVERY_PAGE = ("macros.html.j2", "results_macros.html.j2", "project_head.html.j2", "project_foot.html.j2")


def prepare() -> None:
    """Compile what the page of each project is made with, so that it need not be done later."""
    for name in _ON_EVERY_PAGE:
        _environment().get_template(name)


def render(template: str, /, **values: object) -> str:
    """Fill in a template of templates/; every value is escaped unless it is Markup."""
    return _environment().get_template(template).render(**values)


def render_block(template: str, /, **values: object) -> str:
    """Fill in a template that holds no code; no line is empty, and none at the ends."""
    return "\n".join(filter(None, render(template, **values).split("\n")))


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("inpublic", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=compiled(),
        auto_reload=False,  # else it would look at the file at every call
    )


def compiled() -> BytecodeCache | None:
    """Return what keeps templates of packages, where Python may keep what it compiles and we may write.

    Jinja sees what changed.
    """
    from jinja2 import FileSystemBytecodeCache

    if sys.dont_write_bytecode:
        return None
    with suppress(OSError):
        COMPILED.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(COMPILED)) if os.access(COMPILED, os.W_OK) else None
