"""Where the command begins: a first build needs processes for the converter, whose imports take longest of all.

So what they are copied from is started before anything else is imported. What else the command needs is found out
by `cli`, which starts it, too, wherever this one does not see that it is needed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

_FIRST = frozenset({"--strict", "--pdf", "--verbose"})
"""What may stand behind `inpublic build` without that anything about processes or folders is said."""


def main() -> None:
    """Run the command."""
    if is_first_build(sys.argv[1:]):
        from inpublic.forking import start_copying

        start_copying()
    from inpublic.cli import main as run

    run(prog_name="inpublic")


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
