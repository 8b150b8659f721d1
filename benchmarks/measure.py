"""Runs one command and says what it cost: seconds on the wall and of processors, and memory.

Memory is that of the whole family of processes at its highest: what each has for itself, added up, and what they share
once (Linux; looked at every 200 ms, as a look takes milliseconds). Elsewhere, and for what lives shorter, it is that
of the largest single process.
"""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter

_PATH = re.compile(r"(?<![\w.])/(?:[\w.@+-]+/)+")
_EVERY = 0.2
"""Seconds between two looks at the memory."""
_PROC = Path("/proc")
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
_ADOPT = 36
"""PR_SET_CHILD_SUBREAPER of prctl(2)."""
_MAXRSS = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the system counts the memory of a process that has ended."""


class FailedError(Exception):
    """Tells that a command that was to be measured did not do its work."""

    @property
    def brief(self) -> str:
        """Return the first and the last line, which for a traceback is what happened; without paths of the machine."""
        lines = str(self).splitlines()
        return " ".join(_PATH.sub("…/", line.strip()) for line in dict.fromkeys((lines[0], lines[-1])))


@dataclass(frozen=True, slots=True)
class Cost:
    """Holds what one command cost: seconds, processor seconds of all its processes, and bytes of memory.

    `memory` is of all its processes together, `largest` of the largest one.
    """

    seconds: float
    processor: float
    memory: int
    largest: int
    code: int
    output: str


def run(command: Sequence[str], folder: Path, *, environ: Mapping[str, str] | None = None) -> Cost:
    """Run a command in a folder to its end, whatever its exit code, and measure it; what it prints is kept.

    Python may keep the bytecode that it compiles, as it does for everybody who has not told it otherwise.
    """
    environ = {name: value for name, value in (environ or os.environ).items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = set(_adopted())
    with TemporaryFile() as printed:
        start = perf_counter()
        process = subprocess.Popen(  # noqa: S603 - the tools that are compared
            command, cwd=folder, env=environ, stdin=subprocess.DEVNULL, stdout=printed, stderr=subprocess.STDOUT
        )
        watch = _Watch(process.pid)
        try:
            watch.start()
            _, status, usage = os.wait4(process.pid, 0)
            seconds = perf_counter() - start
        except BaseException:
            process.kill()
            raise
        finally:
            watch.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        output = printed.read().decode("utf-8", "replace")
    largest = usage.ru_maxrss * _MAXRSS
    left = [os.wait4(pid, 0)[2] for pid in set(_adopted()) - before]
    processor = sum(one.ru_utime + one.ru_stime for one in (usage, *left))
    return Cost(seconds, processor, max(watch.peak, largest), largest, process.returncode, output)


def run_well(command: Sequence[str], folder: Path, *, fine: Sequence[int] = (0,)) -> Cost:
    """Run and measure a command; raises FailedError with its last lines if its exit code is not `fine`."""
    cost = run(command, folder)
    if cost.code not in fine:
        last = "\n".join(cost.output.strip().splitlines()[-12:])
        raise FailedError(f"`{Path(command[0]).name} {' '.join(command[1:])}` ended with {cost.code}:\n{last}")
    return cost


def _adopted() -> list[int]:
    """List the children of this process, to which from now on those belong that outlive their parent (Linux)."""
    if not sys.platform.startswith("linux"):
        return []
    ctypes.CDLL(None).prctl(_ADOPT, 1)
    return list(_children(os.getpid()))


class _Watch(threading.Thread):
    """Looks at the memory of a process and all that it has started, until it is told to stop."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._end = threading.Event()
        self.peak = 0

    def run(self) -> None:
        while not self._end.wait(_EVERY):
            self.peak = max(self.peak, memory_of(self._pid))

    def stop(self) -> None:
        self._end.set()
        self.join()


def memory_of(pid: int) -> int:
    """Return the bytes of memory of a process and all that it has started; 0 where the system does not say.

    What several share is divided between them (proc(5), «Pss»): of a copied process that is all it has not changed.
    """
    return sum(map(_share, _family(pid)))


def _share(pid: int) -> int:
    try:
        said = (_PROC / str(pid) / "smaps_rollup").read_text("ascii")
    except (OSError, UnicodeDecodeError):  # it has ended
        return 0
    found = _PSS.search(said)
    return int(found[1]) * 1024 if found else 0


def _family(pid: int) -> Iterator[int]:
    yield pid
    for child in _children(pid):
        yield from _family(child)


def _children(pid: int) -> Iterator[int]:
    for children in (_PROC / str(pid) / "task").glob("*/children"):
        try:
            found = children.read_text("ascii").split()
        except OSError:
            continue
        yield from map(int, found)


def folder_size(folder: Path) -> tuple[int, int]:
    """Return how many bytes and how many files are in a folder."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return sum(sizes), len(sizes)
