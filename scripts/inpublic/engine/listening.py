"""Shows MkDocs' own messages as lines, the way its command would."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from inpublic.telling.printable import printable


class _Lines(logging.Handler):
    """Shows MkDocs' own messages as lines, the way its command would, but for those that were told already."""

    def __init__(self, told: Collection[str]) -> None:
        super().__init__()
        self._told = frozenset(told)

    def emit(self, record: logging.LogRecord) -> None:
        import click

        from inpublic.telling.formats import disarmed

        message = record.getMessage()
        if message not in self._told:
            lines = f"{record.levelname.lower()}: {message}".splitlines()
            click.echo(disarmed("\n  | ".join(map(printable, lines))), err=True)  # a name can start no line


def listen(*, verbose: bool, usual: int = logging.WARNING, told: Collection[str] = ()) -> None:
    """Show MkDocs' own messages from the level `usual` on."""
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.DEBUG if verbose else usual)
    for handler in [handler for handler in logger.handlers if isinstance(handler, _Lines)]:
        logger.removeHandler(handler)
    logger.addHandler(_Lines(told))


@contextmanager
def overheard() -> Iterator[list[str]]:
    """Collect what MkDocs warns of meanwhile, and show nothing of it."""
    heard: list[str] = []
    logger = logging.getLogger("mkdocs")
    before = logger.handlers, logger.level, logger.propagate
    ear = logging.Handler(logging.WARNING)
    ear.emit = lambda record: heard.append(record.getMessage())  # type: ignore[method-assign]  # a handler of one line
    logger.handlers, logger.propagate = [ear], False
    logger.setLevel(logging.WARNING)
    try:
        yield heard
    finally:
        logger.handlers, logger.propagate = before[0], before[2]
        logger.setLevel(before[1])
