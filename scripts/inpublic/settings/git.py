"""What git knows: where the sources are published, and when each file was first and last committed.

Every question has an answer without git, outside a repository or in one that git refuses to read: nothing known.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath

from msgspec import Struct, field
from msgspec.structs import replace

from inpublic.settings.repository import Repository, parse_remote

_QUICK = 10  # seconds
_HISTORY = 120
# Set by git while it runs a hook; they would make git look at another folder than the one that is asked about.
_HOOK_VARIABLES = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"})


class Span(Struct, frozen=True):
    """Holds when a file was first and last committed, as its authors' clocks and time zones said."""

    first: datetime
    last: datetime


class Dates(Struct, frozen=True):
    """Holds the dates of all committed files, by their path from the site's folder.

    `shallow` says that the history is cut off, so that the first dates are wrong; `refusal` is what git said when
    it did not answer (no repository, another owner's folder), empty when it did.
    """

    files: Mapping[PurePosixPath, Span] = field(default_factory=dict)
    shallow: bool = False
    refusal: str = ""


def read_repository(root: Path, environ: Mapping[str, str], repo_url: str = "") -> Repository | None:
    """Find the repository that `root` is published from: `repo_url`, else the Actions environment, else a remote."""
    found = parse_remote(repo_url) or parse_remote(_actions_url(environ)) or parse_remote(_remote(root))
    if found is None:
        return None
    branch = _event_branch(environ) or _origin_branch(root) or _ask(root, "symbolic-ref", "--short", "-q", "HEAD")
    folder = PurePosixPath(_ask(root, "rev-parse", "--show-prefix"))
    return replace(found, branch=branch or "main", folder=folder)


def _actions_url(environ: Mapping[str, str]) -> str:
    name = environ.get("GITHUB_REPOSITORY", "")
    return f"{environ.get('GITHUB_SERVER_URL') or 'https://github.com'}/{name}" if name else ""


def _remote(root: Path) -> str:
    names = _ask(root, "remote").split()
    name = "origin" if "origin" in names else names[0] if len(names) == 1 else ""
    return _ask(root, "remote", "get-url", name) if name else ""


def _event_branch(environ: Mapping[str, str]) -> str:
    try:
        event = json.loads(Path(environ["GITHUB_EVENT_PATH"]).read_bytes())
        branch = event["repository"]["default_branch"]
    except (KeyError, TypeError, ValueError, OSError):
        return ""
    return branch if isinstance(branch, str) else ""


def _origin_branch(root: Path) -> str:
    return _ask(root, "symbolic-ref", "--short", "-q", "refs/remotes/origin/HEAD").removeprefix("origin/")


def read_dates(root: Path) -> Dates:
    """Read the first and last commit of every file below `root` in one run of git; a renamed file keeps its first."""
    shallow = _ask(root, "rev-parse", "--is-shallow-repository") == "true"
    try:
        # --relative rather than a path: a notebook that was moved into the site's folder stays the same notebook.
        log = run_git(
            root,
            *("-c", "log.showSignature=false", "log", "-z", "--no-color", "--format=%x01%aI"),
            *("--name-status", "--relative", "-c", "-M", "-l100"),
            timeout=_HISTORY,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return Dates(shallow=shallow, refusal=_refusal(error))
    return Dates(_spans(log.split(b"\0")), shallow)


def _spans(tokens: list[bytes]) -> dict[PurePosixPath, Span]:
    """Read git's answer, newest commit first; following a rename back, an old name stands for the new one."""
    spans: dict[PurePosixPath, Span] = {}
    current: dict[bytes, bytes] = {}
    for moment, status, paths in _changes(tokens):
        name = current.get(paths[-1], paths[-1])
        if len(paths) > 1:
            current[paths[0]] = name
        if status == b"D":
            continue
        path = PurePosixPath(os.fsdecode(name))
        span = spans.get(path, Span(moment, moment))
        spans[path] = Span(min(span.first, moment), max(span.last, moment))
    return spans


def _changes(tokens: list[bytes]) -> Iterator[tuple[datetime, bytes, list[bytes]]]:
    """Yield the commit's time, the status letters and the paths: two of them for a rename (`R087`), else one."""
    moment: datetime | None = None
    position = 0
    while position < len(tokens):
        token = tokens[position].lstrip(b"\n")
        position += 1
        if token.startswith(b"\x01"):
            moment = _moment(token[1:])
        elif token:
            count = 2 if token[1:].isdigit() else 1
            if moment is not None:
                yield moment, token, tokens[position : position + count]
            position += count


def _moment(text: bytes) -> datetime | None:
    try:
        return datetime.fromisoformat(text.decode("ascii"))
    except ValueError:  # git stores any number as a date; some are beyond year 9999
        return None


def start_repository(folder: Path) -> bool:
    """Make `folder` a git repository with the branch `main`, unless it is inside of one or git is missing."""
    if _ask(folder, "rev-parse", "--is-inside-work-tree") == "true":
        return False
    try:
        run_git(folder, "init", "--quiet", "--initial-branch=main", timeout=_QUICK)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _ask(root: Path, *arguments: str) -> str:
    """Return git's answer as one line, empty when there is none."""
    try:
        return os.fsdecode(run_git(root, *arguments, timeout=_QUICK)).rstrip("\n")
    except (OSError, subprocess.SubprocessError):
        return ""


def run_git(root: Path, *arguments: str, timeout: int = _HISTORY, given: bytes = b"") -> bytes:
    """Return git's answer to `given` on its standard input; raises OSError or SubprocessError when it has none."""
    environ = {key: value for key, value in os.environ.items() if key not in _HOOK_VARIABLES}
    return subprocess.run(  # noqa: S603 (no shell; the arguments are ours)
        ["git", *arguments],  # noqa: S607 (the git of the user's PATH is meant)
        cwd=root,
        env=environ,
        check=True,
        capture_output=True,
        input=given,
        timeout=timeout,
    ).stdout


def _refusal(error: OSError | subprocess.SubprocessError) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        lines = error.stderr.decode("utf-8", "replace").strip().splitlines()
        return lines[0] if lines else f"git ended with exit code {error.returncode}"
    return "git is not installed" if isinstance(error, FileNotFoundError) else str(error)
