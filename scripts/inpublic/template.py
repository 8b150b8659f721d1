"""Text for pages and feeds: the one place that sets up Jinja, with escaping on."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


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
    )
