"""What is too large to be read, in words: pure, so that every reader of files can say it alike."""

from __future__ import annotations

from pathlib import PurePosixPath

from inpublic.document import Fault
from inpublic.settings.parts import Limits

MEGABYTE = 1_000_000
RECORD_KILOBYTES = 1000
"""Size of a project.yml from which on it is not opened: nobody writes one that long, and YAML reads slowly."""

_SETTINGS = "extra.inpublic.limits"


def source_fault(path: PurePosixPath, size: int, limits: Limits) -> Fault | None:
    """Say that a notebook or write-up of `size` bytes is too large to be read, and how to make it smaller."""
    if size <= limits.notebook_megabytes * MEGABYTE:
        return None
    is_notebook = path.suffix.lower() == ".ipynb"
    kind, remedy = ("notebook", _CLEAR) if is_notebook else ("write-up", _SPLIT)
    message = f"this {kind} is {megabytes(size)}, over the limit of {limits.notebook_megabytes} MB"
    return Fault(message, f"{remedy}, or allow more: {setting('notebook_megabytes', size)}.", is_error=True)


_CLEAR = "Clear the outputs that nobody needs, save figures with fewer dots (dpi=100)"
_SPLIT = "Put its pictures and data into files of their own beside it"


def record_fault(size: int) -> tuple[str, str] | None:
    """Say, as a message and a hint, that a project.yml of `size` bytes is too large to be opened."""
    if size <= RECORD_KILOBYTES * 1000:
        return None
    message = f"this record is {megabytes(size)}, over the limit of {RECORD_KILOBYTES // 1000} MB"
    return message, "Move the text itself into a README.md beside it."


def megabytes(size: int) -> str:
    """Write a number of bytes in megabytes of a million, to a tenth where that says something."""
    return f"{size / MEGABYTE:,.1f} MB" if size < 100 * MEGABYTE else f"{round(size / MEGABYTE):,} MB"


def setting(name: str, size: int) -> str:
    """Write the line of mkdocs.yml that allows `size` bytes."""
    return f"`{_SETTINGS}.{name}: {-(-size // MEGABYTE)}` in mkdocs.yml"
