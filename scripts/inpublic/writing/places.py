"""The places of our files below docs/: what is in each, and whether it may be touched. Follows no link, ever.

What somebody wrote into a file of ours is kept elsewhere when the file is made anew or is no longer wanted: it must
not stay, since the page of a project that is held back or withdrawn would be published with it. Only the home page
is not about any project; after `home: false` it is its owner's, and what is there stays there.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from enum import Enum
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from inpublic.digests import Digests
from inpublic.pages.addresses import FILES
from inpublic.pages.cards import HOME
from inpublic.website import OutputFile, Recipe
from inpublic.writing.manifest import Made, Owned
from inpublic.writing.safefile import explaining, is_part, write_beside
from inpublic.writing.walking import Found, is_junction


class State(Enum):
    """Says what is in a file's place, or that the file to copy is gone or is not what it was."""

    SAME = "same"
    MISSING = "missing"
    OURS = "ours"
    EDITED = "edited"
    STRANGE = "strange"
    LOST = "lost"


_HANDED_BACK = frozenset({str(HOME)})
"""The places that become their owner's when nothing is wanted there any more."""

WRITTEN = frozenset({State.MISSING, State.OURS, State.EDITED})
"""The states in which a file is due."""


class Plan(Struct, frozen=True):
    """Holds a wanted file, what is in its place, and the digest of what will be there; none: it is not ours.

    Of a file that has yet to be made nothing is known before `Places.make`, which holds its `content`, too.
    """

    file: OutputFile
    state: State
    digest: str = ""
    content: bytes | None = None

    @property
    def place(self) -> str:
        """Return the path below docs/."""
        return str(self.file.path)


class Places:
    """Looks at the places below `docs`, and writes and removes what is ours there.

    `kept` is the folder for what somebody wrote into a file of ours, `there` is what was found below `docs` last.
    Raises InpublicError when the disk refuses.
    """

    def __init__(
        self, docs: Path, ours: Owned, *, kept: Path, digests: Digests, made: Made, there: Sequence[Found] = ()
    ) -> None:
        self._docs, self._ours, self._kept, self._digests, self._made = docs, ours, kept, digests, made
        self._there, self._plain = there, {file.path for file in there if not file.is_linked}
        self._start = f"{docs}/"  # a Path for each of thousands of files is slow
        self._folders: set[str] = set()  # those that were looked at and are no links

    def clear(self, places: Iterable[str]) -> None:
        """Remove what a killed run left half-written beside any of the places."""
        folders = {place.rpartition("/")[0] for place in places}
        for file in self._there:
            folder, _, name = file.path.rpartition("/")
            if is_part(name) and folder in folders and not file.is_linked:
                Path(f"{self._start}{file.path}").unlink(missing_ok=True)

    def plan(self, file: OutputFile) -> Plan:
        """Find out what is to be done about a wanted file, without making it."""
        with explaining(f"{self._docs.name}/{file.path}"):
            digest = self._digest_of(file)
            if digest is None:
                return Plan(file, State.LOST)
            state = self._last_state(str(file.path), digest)
            plan = Plan(file, state, "" if state is State.STRANGE else digest)
        return self.make(plan) if state is State.STRANGE and not digest else plan

    def make(self, plan: Plan, content: bytes | None = None) -> Plan:
        """Make a file that has yet to be made, unless its `content` is; its place may have the very same already."""
        if not isinstance(plan.file.content, Recipe) or plan.state is State.SAME:
            return plan
        content = plan.file.read() if content is None else content
        digest = _digest(content)
        with explaining(f"{self._docs.name}/{plan.place}"):
            state = self._state(plan.place, digest)
        return Plan(plan.file, state, "" if state is State.STRANGE else digest, content)

    def carry_out(self, plan: Plan) -> State:
        """Write the file if it is due; return the state that was found, LOST if its content has changed since.

        The place is looked at again, for somebody may have written there since it was planned.
        """
        if plan.state not in WRITTEN:
            return plan.state
        content = _unchanged(plan) if plan.content is None else plan.content
        if content is None:
            return State.LOST
        with explaining(f"{self._docs.name}/{plan.place}"):
            self._folders.difference_update(_above(plan.place))
            state = self._state(plan.place, plan.digest)
            if state is State.EDITED:
                self._keep(plan.place)
            if state in WRITTEN:
                name = f"{self._start}{plan.place}"
                write_beside(name, content)
                self._digests.wrote(name, plan.digest)
        return state

    def remove(self, place: str) -> State:
        """Remove one of our files, and the folders that it leaves empty; return what was there.

        One that is handed back to whoever wrote into it stays, and is STRANGE from then on.
        """
        with explaining(f"{self._docs.name}/{place}"):
            state = self._state(place)
            if state is State.EDITED and place in _HANDED_BACK:
                return State.STRANGE
            if state is State.EDITED:
                self._keep(place)
            if state is not State.STRANGE:
                (self._docs / place).unlink(missing_ok=True)
                self._remove_folders(place)
        return state

    def _digest_of(self, file: OutputFile) -> str | None:
        """Return the digest of what is wanted, empty if it has to be made first; None where it cannot be had."""
        if isinstance(file.content, Recipe):
            key, digest = self._made.get(str(file.path), ("", ""))
            return digest if key == file.content.key else ""
        if isinstance(file.content, bytes):
            return _digest(file.content)
        try:
            digest = self._digests.once(file.content)
        except OSError:
            return None
        return digest if digest.startswith(promised(file)) else None

    def _last_state(self, place: str, wanted: str) -> State:
        """Say what is in a place without looking again, where that is what is wanted: then nothing is done there."""
        is_same = place in self._plain and wanted and self._digests.last(f"{self._start}{place}") == wanted
        return State.SAME if is_same else self._state(place, wanted)

    def _state(self, place: str, wanted: str = "") -> State:
        if not self._is_open(place):
            return State.STRANGE
        known = self._ours.get(place)
        try:
            found = self._digests.of(f"{self._start}{place}")
        except FileNotFoundError:
            return State.MISSING
        except PermissionError:
            return State.STRANGE if known is None else State.OURS
        if found == wanted:
            return State.SAME
        if known is None:
            return State.STRANGE
        return State.OURS if not known or found in known else State.EDITED

    def _is_open(self, place: str) -> bool:
        """Tell whether nothing but folders leads to a place, and nothing or a file is in it: no links."""
        for folder in _above(place):
            if folder in self._folders:
                continue
            mode = _mode(f"{self._start}{folder}")
            if mode is None:
                return True
            if not stat.S_ISDIR(mode):
                return False
            self._folders.add(folder)
        mode = _mode(f"{self._start}{place}")
        return mode is None or stat.S_ISREG(mode)

    def _keep(self, place: str) -> None:
        content = (self._docs / place).read_bytes()
        write_beside(self._kept / _digest(content)[:12] / place, content)

    def _remove_folders(self, place: str) -> None:
        with suppress(OSError):
            for folder in reversed(list(_above(place))):
                (self._docs / folder).rmdir()
                self._folders.discard(folder)


def _unchanged(plan: Plan) -> bytes | None:
    """Read what is to be written; None where it cannot be read, or is not what it was when that was planned."""
    try:
        content = plan.file.read()
    except OSError:
        return None
    return content if _digest(content) == plan.digest else None


def promised(file: OutputFile) -> str:
    """Return what the digest of a file to copy begins with: its name says it, or what was looked at before."""
    return file.path.name.partition(".")[0] if file.path.parent == FILES else file.digest


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _above(place: str) -> Iterator[str]:
    """Yield the folders that lead to a place, the uppermost first."""
    end = place.find("/")
    while end != -1:
        yield place[:end]
        end = place.find("/", end + 1)


def _mode(path: str) -> int | None:
    """Return what a path is, without following a link; None where there is nothing."""
    try:
        found = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return stat.S_IFLNK if is_junction(found) else found.st_mode
