"""What stops a run, in words and as an exit code: said by us, by the system, or by a bug."""

from __future__ import annotations

import errno
import traceback
from pathlib import Path

from inpublic import __version__
from inpublic.errors import InpublicError

PROBLEMS = 1
"""The exit code where something has to be mended."""
BUG = 70
"""The exit code of a bug of ours, by the name of EX_SOFTWARE in sysexits.h."""
INTERRUPTED = 130
"""The exit code after Ctrl+C, as shells have it: 128 and the signal's number."""

_OURS = Path(__file__).parent.parent
_MENDED_BY_USER = {
    errno.ENOSPC: "Make room on the disk, then run it again.",
    errno.EDQUOT: "Make room in your share of the disk, then run it again.",
    errno.EACCES: "Give yourself the right to read and write there.",
    errno.EPERM: "Give yourself the right to read and write there.",
    errno.EROFS: "This place cannot be written to: copy the site's folder to one that can.",
    errno.ENAMETOOLONG: "Give the file or its folder a shorter name.",
    errno.EMFILE: "Too many files are open at once: close other programs, or try `--jobs 1`.",
    errno.ENFILE: "Too many files are open at once: close other programs, or try `--jobs 1`.",
    errno.EIO: "The disk reports a fault: copy your work to another one first.",
    errno.ENOTDIR: "A file is where a folder should be: move it away.",
    errno.EISDIR: "A folder is where a file should be: move it away.",
}
_MEMORY_HINT = "Close other programs, or try `--jobs 1`; clear the outputs of the largest notebooks."


def explain(error: Exception) -> tuple[InpublicError, int]:
    """Say in words what stopped the run, and give the exit code; what nobody foresaw is a bug of ours."""
    from concurrent.futures import BrokenExecutor

    if isinstance(error, InpublicError):
        return error, PROBLEMS
    if isinstance(error, OSError) and error.errno in _MENDED_BY_USER:
        place = f"{error.filename}: " if error.filename else ""
        return InpublicError(f"{place}{error.strerror}", _MENDED_BY_USER[error.errno]), PROBLEMS
    if isinstance(error, MemoryError):
        return InpublicError("there is not enough memory", _MEMORY_HINT), PROBLEMS
    if isinstance(error, BrokenExecutor):
        return InpublicError("the system stopped a process of ours, most likely for want of memory", _MEMORY_HINT), 1
    return _bug(error), BUG


def _bug(error: Exception) -> InpublicError:
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(_OURS)
    ]
    place = f" in {Path(frames[-1].filename).relative_to(_OURS).as_posix()}:{frames[-1].lineno}" if frames else ""
    return InpublicError(
        f"this is a bug of inpublic {__version__}: {type(error).__name__}{place}: {str(error)[:300]}",
        "Your files are as they were. Please report it, with this line; --verbose shows the whole traceback.",
    )
