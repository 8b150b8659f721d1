"""Runs a command: hands it its teller, tells whatever stops it, and exits with its code."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path, PurePosixPath
from typing import Concatenate, NoReturn, ParamSpec

import click

from inpublic.memory import keep
from inpublic.telling.mishaps import INTERRUPTED, explain
from inpublic.telling.terminal import Teller, prepare_streams

P = ParamSpec("P")


def told(command: Callable[Concatenate[Teller, P], int]) -> Callable[P, None]:
    """Hand a command its teller and exit with the code that it returns; whatever stops it is told, too.

    A fault of ours is a message as well, and keeps its traceback with --verbose. Ctrl+C ends without a word.
    """

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        prepare_streams()
        root = Path(str(kwargs.get("root", ".")))
        tell = Teller(str(kwargs.pop("form", "human")), root, _folder(root), verbose=bool(kwargs.pop("verbose", False)))
        stopped = None
        try:
            code = command(tell, *args, **kwargs)
        except KeyboardInterrupt:
            _leave()
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if tell.verbose:
                traceback.print_exception(error)
            stopped, code = explain(error)
            tell.tell(stopped.problems)
        tell.end(stopped)
        keep()  # else Python would look through all objects once more before it ends, which frees them anyway
        sys.exit(code)

    return wrapped


def _leave() -> NoReturn:
    """Exit as after Ctrl+C, within a second: Python may wait for ever for processes of ours that it has stopped."""
    threading.excepthook = lambda _: None  # the pool's own thread takes its processes' end for a fault
    for child in multiprocessing.active_children():
        child.terminate()
    last = threading.Timer(1, _end)
    last.daemon = True
    last.start()
    sys.exit(INTERRUPTED)


def _end() -> None:
    """End at once, as when a process was stopped in the middle of a result, for whose rest Python waits."""
    from multiprocessing import util

    # What holds locks of the system gives them back: Python would complain of them.
    util._run_finalizers(0)  # type: ignore[attr-defined]  # the stubs lack it
    os._exit(INTERRUPTED)


def _folder(root: Path) -> PurePosixPath:
    """Return the site's folder within the repository that GitHub checked out; the folder itself elsewhere."""
    workspace = os.environ.get("GITHUB_WORKSPACE", "")
    folder = root.resolve()
    inside = workspace and folder.is_relative_to(Path(workspace).resolve())
    return PurePosixPath(folder.relative_to(Path(workspace).resolve()).as_posix()) if inside else PurePosixPath()
