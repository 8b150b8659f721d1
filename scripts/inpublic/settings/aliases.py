"""What YAML grows to when its aliases are followed: a few lines of them can fill all memory, or take for ever."""

from __future__ import annotations

import yaml
from msgspec import Struct, field

MOST = 10_000
"""Values that settings may have with all aliases written out."""

DEEPEST = 100
"""Levels of lists and sections in each other; what reads them calls itself for each."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class GrowthError(ValueError):
    """Says what makes some YAML too large or too deep, how to mend it, and on which line."""

    def __init__(self, message: str, hint: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.line = line


class _Sizes(Struct):
    """Counts the values in what is open and behind each anchor, with aliases written out."""

    open: list[tuple[str | None, int]] = field(default_factory=lambda: [(None, 0)])
    anchored: dict[str, int] = field(default_factory=dict)

    def add(self, size: int) -> int:
        """Add to the innermost collection; returns how many values it has then."""
        anchor, before = self.open[-1]
        self.open[-1] = anchor, before + size
        return before + size

    def close(self) -> int:
        """End the innermost collection; returns how many values the one around it has then."""
        anchor, size = self.open.pop()
        if anchor:
            self.anchored[anchor] = size + 1
        return self.add(size + 1)


def refuse_growth(text: str) -> None:
    """Raise GrowthError for YAML that grows beyond all measure; it is neither composed nor judged otherwise here."""
    sizes = _Sizes()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            _follow(event, sizes)
    except (yaml.YAMLError, UnicodeError):
        return  # whoever reads it will say so


def _follow(event: yaml.Event, sizes: _Sizes) -> None:
    line = int(event.start_mark.line) + 1 if event.start_mark else 1
    size = 0
    if isinstance(event, yaml.CollectionStartEvent):
        sizes.open.append((event.anchor, 0))
    elif isinstance(event, yaml.CollectionEndEvent):
        size = sizes.close()
    elif isinstance(event, yaml.AliasEvent):
        size = sizes.add(sizes.anchored.get(str(event.anchor), 1))  # that nothing has the name tells who reads it
    elif isinstance(event, yaml.ScalarEvent):
        size = sizes.add(1)
        if event.anchor:
            sizes.anchored[event.anchor] = 1
    if len(sizes.open) > DEEPEST:
        raise GrowthError(f"it is nested more than {DEEPEST} deep", "Make it flatter.", line)
    if size >= MOST:
        name = f"the alias «*{event.anchor}»" if isinstance(event, yaml.AliasEvent) else "its aliases"
        message = f"it grows to more than {MOST:,} values with {name} written out"
        raise GrowthError(message, "Use fewer aliases in each other: write the values out.", line)
