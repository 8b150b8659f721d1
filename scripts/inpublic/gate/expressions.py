"""Regular expressions that are compiled when they are first needed: of the gate's many most files need none."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct


class Expression(Struct, frozen=True):
    """Holds a regular expression as it is written, with its flags."""

    pattern: str
    flags: int = 0

    def __call__(self) -> re.Pattern[str]:
        """Return it compiled, the same each time."""
        return _compiled(self.pattern, self.flags)


@cache
def _compiled(pattern: str, flags: int) -> re.Pattern[str]:
    return re.compile(pattern, flags)
