"""Keeps regular expressions compiled beside our modules, as Python keeps its bytecode.

Each process compiles some six hundred as it imports our modules and those of packages, which takes a tenth of a second.
What they are compiled to is private to the standard library: it is kept for one version of Python alone, which refuses
what it could not run (`_sre.compile` in CPython), and where anything is not as expected each is compiled as ever.

Imports as little as can be: whatever is imported later profits.
"""

from __future__ import annotations

import marshal
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, TypeAlias

_WORTH = 8
"""New expressions from which on they are kept: a few are made of sets, and so are others in each process."""
_MOST = 5_000
"""Expressions to keep: a build needs a thousand, the lexers of other languages some hundreds each."""

_Key: TypeAlias = "tuple[str | bytes, int]"
"""An expression as it is written, and its flags."""
_Code: TypeAlias = "tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]"
"""What Python makes it of: all flags, the code, the number of groups, their numbers and their names.

The code is made a list of numbers when it is needed, which most of what is kept is not in one process.
"""


def take_kept() -> None:
    """Let this process take what is kept, unless Python is to keep no bytecode either; a copied one begins anew."""
    cached = __spec__.cached if __spec__ else None
    if sys.dont_write_bytecode or not cached:
        return
    with suppress(ImportError, AttributeError):
        from re import _compiler  # type: ignore[attr-defined]  # private, see above

        if isinstance(_compiler.compile, _Kept):
            _compiler.compile.begin()
        else:
            _compiler.compile = _Kept(_compiler, f"{cached}.kept")


def keep_compiled() -> None:
    """Keep what this process has compiled for those to come."""
    with suppress(ImportError, AttributeError):
        from re import _compiler  # type: ignore[attr-defined]  # private, see above

        if isinstance(_compiler.compile, _Kept):
            _compiler.compile.keep()


class _Kept:
    """Stands in the place of the standard library's compiler of regular expressions."""

    def __init__(self, compiler: Any, place: str) -> None:  # Any: a private module
        self._compile = compiler.compile
        self._parse, self._code, self._sre = compiler._parser.parse, compiler._code, compiler._sre
        self._unlike = compiler.SRE_FLAG_DEBUG | compiler.SRE_FLAG_LOCALE
        self._kind = (1, sys.version, self._sre.MAGIC, self._sre.CODESIZE)
        self._place = place
        self._known = self._read()
        self._new: dict[_Key, _Code] = {}

    def __call__(self, pattern: Any, flags: int = 0) -> Any:  # Any: what `re` hands on and gets back
        """Return the compiled form, from what is kept if it is there."""
        if type(pattern) not in (str, bytes) or flags & self._unlike:
            return self._compile(pattern, flags)
        key = (pattern, flags)
        try:
            code = self._known.get(key) or self._new.get(key)
            if code is None:
                code = self._new[key] = self._made(pattern, flags)
            all_flags, numbers, *groups = code
            return self._sre.compile(pattern, all_flags, memoryview(numbers).cast("I").tolist(), *groups)
        except (AttributeError, TypeError, ValueError, RuntimeError):  # another Python than this was written for
            return self._compile(pattern, flags)

    def _made(self, pattern: str | bytes, flags: int) -> _Code:
        from array import array

        parts = self._parse(pattern, flags)
        state = parts.state
        names: list[str | None] = [None] * state.groups
        for name, number in state.groupdict.items():
            names[number] = name
        code = array("I", self._code(parts, flags)).tobytes()
        return flags | state.flags, code, state.groups - 1, state.groupdict, tuple(names)

    def begin(self) -> None:
        """Leave it to the process that this one was copied from to keep what that one has compiled."""
        self._known, self._new = {**self._known, **self._new}, {}

    def keep(self) -> None:
        """Add what is new to what is kept by now; nothing is said where that cannot be written."""
        if len(self._new) < _WORTH:
            return
        from inpublic.writing.safefile import write_beside

        known = {**self._read(), **self._new}
        with suppress(OSError):
            write_beside(self._place, marshal.dumps((self._kind, known if len(known) <= _MOST else self._new)))
            self._known, self._new = known, {}

    def _read(self) -> Mapping[_Key, _Code]:
        try:
            with open(self._place, "rb") as file:  # noqa: PTH123 - pathlib is imported later
                kind, known = marshal.loads(file.read())  # noqa: S302 - like bytecode
        except (OSError, EOFError, ValueError, TypeError):
            return {}
        return known if kind == self._kind else {}
