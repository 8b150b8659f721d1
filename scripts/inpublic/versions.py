"""What decides results besides their sources: our own code, and the packages that are here."""

from __future__ import annotations

import functools
import os
import re
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256


def fingerprint(packages: Iterable[str]) -> bytes:
    """Identify the converter: our own source and the versions of the packages that shape a document.

    A package that is not installed shapes it, too.
    """
    return "\n".join([_own_source(), *(f"{name} {_version(name)}" for name in packages)]).encode()


def _version(name: str) -> str:
    return installed().get(_plain(name), "none")


@functools.cache
def installed() -> Mapping[str, str]:
    """Return the versions of all packages that are here, as the names of their folders say them (PEP 376 and 427).

    To import `importlib.metadata`, which reads what is in those, takes longer than all this.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        with suppress(OSError), os.scandir(folder or ".") as items:
            for match in filter(None, (_INFO.fullmatch(item.name) for item in items)):
                found.setdefault(_plain(match[1]), match[2] or "")
    return found


_INFO = re.compile(r"(.+?)(?:-([^-]+))?(?:-py[0-9.]+)?\.(?:dist|egg)-info")


def _plain(name: str) -> str:
    """Write the name of a package so that all spellings of it are one (PEP 503)."""
    return re.sub("[-_.]+", "-", name).lower()


_SHAPING = (".py", ".j2", ".yml")


@functools.cache  # the code that runs is that of the start, whatever becomes of its files
def _own_source() -> str:
    home = os.path.dirname(__file__)  # noqa: PTH120 - a Path for each of hundreds of files is slow
    own = sorted(f"{here}/{name}" for here, _, names in os.walk(home) for name in names if name.endswith(_SHAPING))
    digest = sha256()
    for name in own:
        with open(name, "rb", buffering=0) as file:  # noqa: PTH123 - the same
            digest.update(file.read())
    return digest.hexdigest()
