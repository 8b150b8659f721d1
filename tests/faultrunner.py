"""Runs `inpublic` in forked processes and lets something go wrong at a chosen moment; driven by test_faults.py.

Each line of standard input is a request in JSON, each line of standard output the answer to one. The moments are
Python's audit events: whatever opens, makes, renames or removes something passes there before it happens.
"""

from __future__ import annotations

import atexit
import errno
import json
import os
import resource
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any

CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate"}
NEED_ROOM = {"os.mkdir", "open"}


class Faults:
    """Counts the changes below a folder, and breaks the run as the request says."""

    def __init__(self, request: dict[str, Any]) -> None:
        self.request, self.root, self.count, self.reads = request, request["root"], 0, 0

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            self.opened(*arguments)
        elif event in CHANGES and self.is_inside(arguments[0]):
            self.changing(event)

    def opened(self, path: object, mode: object, flags: int) -> None:
        if not self.is_inside(path):
            return
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            if not os.fsdecode(path).endswith("lock"):  # type: ignore[arg-type] - checked by is_inside
                self.changing("open")
        elif os.fsdecode(path) == self.request.get("swap"):  # type: ignore[arg-type] - as above
            self.reads += 1
            if self.reads == self.request["at"]:
                self.swap(Path(os.fsdecode(path)))  # type: ignore[arg-type] - as above

    def is_inside(self, path: object) -> bool:
        return isinstance(path, (str, bytes, os.PathLike)) and os.fsdecode(path).startswith(self.root)

    def changing(self, event: str) -> None:
        self.count += 1
        at, fault = self.request.get("at", 0), self.request.get("fault")
        if fault == "kill" and self.count == at:
            os.kill(os.getpid(), signal.SIGKILL)
        elif fault == "full" and self.count >= at and event in NEED_ROOM:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        elif fault == "sleep" and self.count == at:
            time.sleep(self.request["seconds"])

    def swap(self, path: Path) -> None:
        """Replace or remove a file in the moment before it is read, as an editor or `git checkout` may."""
        path.unlink(missing_ok=True)
        if self.request["content"] is not None:
            Path(f"{path}~").write_text(self.request["content"], "utf-8")
            Path(f"{path}~").rename(path)


def run(request: dict[str, Any]) -> dict[str, Any]:
    """Run one command in a process of its own; what it says fits into a pipe."""
    start, (source, sink) = time.monotonic(), os.pipe()
    child = os.fork()
    if not child:
        for number, name in ((1, "stdout"), (2, "stderr")):
            os.dup2(sink, number)
            setattr(sys, name, os.fdopen(number, "w", encoding="utf-8"))
        work(request)
    os.close(sink)
    if request.get("fault") == "kill after":
        time.sleep(request["seconds"])
        os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    seconds = time.monotonic() - start
    with open(source, encoding="utf-8", errors="replace") as said:  # noqa: PTH123 - a pipe has no path
        return {"code": code, "said": said.read(), "seconds": seconds}


def work(request: dict[str, Any]) -> None:
    """Run the command and end the process, whatever happens."""
    code: object = 99
    faults = Faults(request)
    try:
        if request.get("largest"):
            resource.setrlimit(resource.RLIMIT_FSIZE, (request["largest"], request["largest"]))
        if request.get("fault") or request.get("swap") or request.get("count"):
            sys.addaudithook(faults)
        code = command(request["arguments"])
    except BaseException:
        traceback.print_exc()
    finally:
        if request.get("count"):
            sys.stdout.write(f"changes: {faults.count}")
        sys.stdout.flush()
        sys.stderr.flush()
        atexit._run_exitfuncs()
        os._exit(code if isinstance(code, int) else 99)


def command(arguments: list[str]) -> object:
    from inpublic.cli import main

    try:
        main(arguments, prog_name="inpublic")
    except SystemExit as end:
        return end.code or 0
    return 0


def main() -> None:
    """Load everything that a build needs, by one that nobody looks at; then answer requests."""
    silent = os.open(os.devnull, os.O_WRONLY)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(silent, 1)
    command(["build", "--root", sys.argv[1]])
    for line in sys.stdin:
        answers.write(f"{json.dumps(run(json.loads(line)))}\n")
        answers.flush()


if __name__ == "__main__":
    main()
