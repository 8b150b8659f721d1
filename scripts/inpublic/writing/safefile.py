"""Writes files so that nobody ever sees half of one, and says in words why that was not possible."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from inpublic.errors import InpublicError

_PART = re.compile(r"\.inpublic-[0-9a-f]{16}\.part", re.ASCII)
"""What a file is called until it is whole; narrow enough that nobody else's file is ever taken for one."""

_REASONS = {
    errno.ENOSPC: ("the disk is full", "Make room and build again."),
    errno.EDQUOT: ("your share of the disk is used up", "Make room and build again."),
    errno.EFBIG: ("the file is larger than this system allows", "Make it smaller, or raise the limit (`ulimit -f`)."),
    errno.EACCES: ("there is no permission", "Make yourself its owner; an earlier run with `sudo` may have taken it."),
    errno.EPERM: ("there is no permission", "Make yourself its owner; an earlier run with `sudo` may have taken it."),
    errno.EROFS: ("the disk can only be read", "Work in a folder that you can write to."),
    errno.ENAMETOOLONG: (
        "the name is too long for this disk",
        "Give it a shorter one, or work in a folder nearer to /.",
    ),
    errno.ENOTDIR: ("a file is where a folder should be", "Move it away."),
    errno.EISDIR: ("a folder is where a file should be", "Move it away."),
    errno.EIO: ("the disk has a fault", "Save your work elsewhere and have the disk checked."),
}


def write_beside(path: Path | str, content: bytes, *, durable: bool = False) -> None:
    """Write a file beside its place, then rename it into it; raises OSError and leaves nothing behind then.

    Only a `durable` file is sure to be on the disk when the power fails: asking that of every file would cost a site
    of a thousand pages seconds, and what is not whole is noticed by its digest and made again.
    """
    # Texts, and the functions that take them: a Path for each of hundreds of files is slow.
    part = os.path.join(os.path.dirname(path), f".inpublic-{token_hex(8)}.part")  # noqa: PTH118, PTH120
    try:
        with _created(part) as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(part, path)  # noqa: PTH105
    except BaseException:
        with suppress(OSError):
            os.unlink(part)  # noqa: PTH108
        raise


def _created(part: str) -> BinaryIO:
    """Open a new file; its folder is there as a rule."""
    try:
        return open(part, "xb")  # noqa: PTH123
    except FileNotFoundError:
        Path(part).parent.mkdir(parents=True, exist_ok=True)
        return open(part, "xb")  # noqa: PTH123


def is_part(name: str) -> bool:
    """Tell whether a file is none yet, or never became one: what a killed run left half-written."""
    return name.startswith(".") and bool(_PART.fullmatch(name))


def remove_parts(folder: Path | str) -> None:
    """Remove what killed runs left half-written straight in a folder."""
    with suppress(OSError), os.scandir(folder) as found:
        for entry in found:
            if is_part(entry.name):
                Path(entry.path).unlink(missing_ok=True)


def explained(error: OSError, path: Path | str, *, doing: str = "write") -> InpublicError:
    """Turn what the system says into words: the file, the reason, the remedy, and that nothing is lost."""
    reason, remedy = _REASONS.get(error.errno or 0, (error.strerror or str(error), "Mend that and build again."))
    return InpublicError(
        f"cannot {doing} {path}: {reason}", f"{remedy} Nothing is lost: what was there before is still whole."
    )


@contextmanager
def explaining(path: Path | str) -> Iterator[None]:
    """Raise what the system says while something is written to `path` in words."""
    try:
        yield
    except OSError as error:
        raise explained(error, path) from error
