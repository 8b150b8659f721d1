"""Where the command begins: a first build needs processes for the converter, whose imports take longest of all.

So what they are copied from is started before anything else is imported. What else the command needs is found out
by `cli`, which starts it, too, wherever this one does not see that it is needed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from inpublic.memory import collect_hardly
from inpublic.patterns import keep_compiled, take_kept

_FIRST = frozenset({"--strict", "--pdf", "--verbose"})
"""What may stand behind `inpublic build` without that anything about processes or folders is said."""

_INTERRUPTED = 130
"""What shells take for the end by Ctrl+C."""


def main() -> None:
    """Run the command; Ctrl+C ends it without a word while it is still imported, too."""
    try:
        _run()
    except KeyboardInterrupt:
        os._exit(_INTERRUPTED)


def _run() -> None:
    collect_hardly()
    take_kept()
    if is_first_build(sys.argv[1:]):
        from inpublic.forking import start_ahead

        start_ahead(os.cpu_count() or 1)
    from inpublic.cli import main as run

    try:
        run(prog_name="inpublic")
    except SystemExit as end:
        _end(end.code)
        raise


def is_first_build(words: Sequence[str]) -> bool:
    """Tell whether the command is to build a whole site here, with nothing known of an earlier run."""
    return (
        sys.platform.startswith("linux")
        and (os.cpu_count() or 1) > 1
        and words[:1] == ["build"]
        and _FIRST.issuperset(words[1:])
        and os.path.isdir("projects")  # noqa: PTH112 - pathlib is imported later
        and not os.path.exists(".inpublic/digests")  # noqa: PTH110
    )


def _end(code: object) -> None:
    """End at once if nothing is left to be done: to free all objects one by one takes Python a tenth of a second."""
    import atexit
    import threading

    if not isinstance(code, int) or threading.active_count() > 1:
        return
    atexit._run_exitfuncs()
    keep_compiled()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # nobody reads it any more, of which Python knows what to make
        return
    os._exit(code)
