"""Counts the time that functions take, from outside: they are wrapped by name when their modules have been imported.

A stage's time is its own: while another stage runs inside it, only that one's clock goes. So they add up to the whole.
Run as a script it is `inpublic` with its time counted: `counters.py RESULT.json build …`.
"""

from __future__ import annotations

import builtins
import importlib
import inspect
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from pathlib import Path
from time import perf_counter
from typing import Any

IMPORTS = "other imports"
ENGINE_IMPORT = "engine import"


class Counter:
    """Keeps the seconds and the calls of each stage; time outside of all stages is counted for none."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self.seconds: dict[str, float] = {}
        self.calls: dict[str, int] = {}
        self._running: list[str] = []
        self._since = clock()

    def enter(self, stage: str, *, is_call: bool = True) -> None:
        """Stop the clock of the stage that runs, and start that of another inside it."""
        self._tick()
        self._running.append(stage)
        self.calls[stage] = self.calls.get(stage, 0) + is_call

    def leave(self) -> None:
        """Stop the clock of the stage that runs, and let that around it go on."""
        self._tick()
        self._running.pop()

    def _tick(self) -> None:
        now = self._clock()
        if self._running:
            stage = self._running[-1]
            self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._since
        self._since = now

    def wrap(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        """Return a function that does the same and has its time counted; a generator's, while it makes a value."""
        if inspect.isgeneratorfunction(function):

            @wraps(function)
            def generate(*args: Any, **kwargs: Any) -> Iterator[Any]:
                values, is_first = function(*args, **kwargs), True
                while True:
                    self.enter(stage, is_call=is_first)
                    is_first = False
                    try:
                        value = next(values)
                    except StopIteration:
                        return
                    finally:
                        self.leave()
                    yield value

            return generate

        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            self.enter(stage)
            try:
                return function(*args, **kwargs)
            finally:
                self.leave()

        return call


class Wrapper:
    """Wraps the functions of all stages as soon as their modules are there, and counts the imports themselves."""

    def __init__(self, counter: Counter, stages: Mapping[str, tuple[str, ...]], engine: frozenset[str]) -> None:
        self._counter, self._engine = counter, engine
        self._pending = {place: stage for stage, places in stages.items() for place in places}
        self._importing = False

    @property
    def missing(self) -> list[str]:
        """Name the functions that were never found, though their modules were imported."""
        return sorted(place for place in self._pending if place.partition(":")[0] in sys.modules)

    def install(self) -> None:
        """From now on count imports, and wrap what they bring."""
        builtins.__import__ = self._counted(builtins.__import__)
        importlib.import_module = self._counted(importlib.import_module)

    def _counted(self, importer: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(importer)
        def load(name: str, *args: Any, **kwargs: Any) -> Any:
            if self._importing or _is_there(name, *args):
                return importer(name, *args, **kwargs)
            self._importing = True
            self._counter.enter(ENGINE_IMPORT if name.partition(".")[0] in self._engine else IMPORTS)
            try:
                return importer(name, *args, **kwargs)
            finally:
                self._counter.leave()
                self._importing = False
                self.wrap_pending()

        return load

    def wrap_pending(self) -> None:
        """Wrap what has been imported meanwhile, wherever a module of ours or of the engine has a name for it."""
        for place, stage in list(self._pending.items()):
            module, _, path = place.partition(":")
            if module not in sys.modules:
                continue
            owner_name, _, name = path.rpartition(".")
            owner = getattr(sys.modules[module], owner_name, None) if owner_name else sys.modules[module]
            function = vars(owner).get(name) if owner is not None else None
            if not inspect.isfunction(function):
                continue
            wrapped = self._counter.wrap(function, stage)
            del self._pending[place]
            setattr(owner, name, wrapped)
            if not owner_name:
                self._replace(function, wrapped)

    def _replace(self, function: object, wrapped: object) -> None:
        for module_name, module in list(sys.modules.items()):
            if module_name.partition(".")[0] not in {"inpublic", *self._engine}:
                continue
            for name, value in list(vars(module).items()):
                if value is function:
                    setattr(module, name, wrapped)


def _is_there(name: str, *args: Any) -> bool:
    """Tell whether an import has nothing to do; `args` are what the statement hands over: …, names, level."""
    names, level = args[2:4] if len(args) > 3 else ((), 0)
    module = sys.modules.get(name)
    return level > 0 or (module is not None and all(hasattr(module, word) for word in names or () if word != "*"))


def count_run(result: Path, arguments: list[str]) -> None:
    """Run `inpublic` with these arguments, and write what its stages took into `result`."""
    from benchmarks.stages import ENGINE, STAGES

    counter = Counter()
    wrapper = Wrapper(counter, STAGES, ENGINE)
    wrapper.install()
    start = perf_counter()
    sys.argv = ["inpublic", *arguments]
    try:
        importlib.import_module("inpublic.cli").main()
    finally:
        whole = perf_counter() - start
        found = {"whole": whole, "seconds": counter.seconds, "calls": counter.calls, "missing": wrapper.missing}
        result.write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).parent.parent)  # not benchmarks/ itself, whose modules have common names
    count_run(Path(sys.argv[1]), sys.argv[2:])
