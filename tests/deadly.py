"""Converters that end their process, to be imported by name wherever a test has them run."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from inpublic.document import Converted, Document


def titled(suffix: str, data: bytes) -> Converted:
    """Make a document whose title is the first word of a source."""
    return Converted(Document(title=data.split()[0].decode() + suffix, blocks=()))


def deadly(suffix: str, data: bytes) -> Converted:
    """End the process on sources that say so: each time or, where they name a file, only until that is there."""
    match data.split()[:2]:
        case [b"fault"]:
            os.abort()
        case [b"killed"]:
            os.kill(os.getpid(), signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        case [b"once", mark] if not (file := Path(os.fsdecode(mark))).exists():
            file.touch()
            os._exit(1)
    return titled(suffix, data)


def stumbling(suffix: str, data: bytes) -> Converted:
    """Raise on sources that say so: each time or, where they name a file, only until that is there."""
    match data.split()[:2]:
        case [b"fault"]:
            raise TypeError("a fault of the converter")
        case [b"once", mark] if not (file := Path(os.fsdecode(mark))).exists():
            file.touch()
            raise TypeError("a result that is lost")
    return titled(suffix, data)


def signed(suffix: str, data: bytes) -> Converted:
    """Take a moment, and make a document whose title is the number of the process that made it."""
    time.sleep(0.1)
    return Converted(Document(title=str(os.getpid()), blocks=()))
