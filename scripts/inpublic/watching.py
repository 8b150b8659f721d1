"""Watches a learner's files: the system says that something happens, a look at the disk says whether anything changed.

So neither what we write ourselves nor what systems report twice starts a build, and what they do not report, as on
disks of another computer, is found a little later.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

from msgspec import Struct

from inpublic.engine.staging import paths_in
from inpublic.settings.config import Config
from inpublic.settings.sections import FILE, Section
from inpublic.writing.manifest import read_manifest

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent, FileSystemEventHandler
    from watchdog.observers.api import BaseObserver

SETTLED = 0.05
"""Seconds without a change after which what is being saved is whole."""

_PATIENCE = 2.0
"""Seconds to wait at most for files to settle: a file may grow for hours."""
_LOOK = 2.0
"""Seconds after which is looked without having been told; where the system tells nothing, `_LOOK_OFTEN`."""
_LOOK_OFTEN = 0.5
_REST = 20
"""How many times as long as it takes to look is waited before the next look, so that large folders cost little."""
_PASSING = (".swp", ".swx", "~", ".part", ".tmp", ".pyc")
"""Endings of files that editors keep beside those that they save, and others that are not for long."""
_UNSEEN = frozenset({".git", ".ipynb_checkpoints", "__pycache__"})

Sign = tuple[int, int, int, int]
"""What the disk says of a file: bytes, the times of its content and of its entry in nanoseconds, its number."""
Snapshot = dict[str, Sign]
"""What the disk says of each file."""


class Watched(Struct, frozen=True):
    """Names what a site is made from; of the folder `docs` `manifest` says what we write ourselves."""

    files: tuple[Path, ...]
    folders: tuple[Path, ...]
    docs: Path
    manifest: Path

    def ours(self) -> frozenset[str]:
        """Read what is ours below `docs`."""
        return frozenset(read_manifest(self.manifest))

    def look(self, ours: Collection[str]) -> Snapshot:
        """Look at all of them as they are now, but for what is `ours`."""
        found: Snapshot = {}
        for path in (*map(str, self.files), *self._below(ours)):
            if sign := _sign(path):
                found[path] = sign
        return found

    def _below(self, ours: Collection[str]) -> Iterator[str]:
        for folder in self.folders:
            own = ours if folder == self.docs else ()
            yield from (f"{folder}/{path}" for path in paths_in(folder) if path not in own and not _is_passing(path))


def watched(config: Config) -> Watched:
    """Say what the site of these settings is made from: its folders, and what `watch` in mkdocs.yml names."""
    more = [config.root / name for name in _more(config.settings)]
    files = (config.root / FILE, *(path for path in more if path.is_file()))
    folders = (config.projects, config.docs, *(path for path in more if path not in files))
    manifest = config.state / "manifest.json"
    return Watched(tuple(dict.fromkeys(files)), tuple(dict.fromkeys(folders)), config.docs, manifest)


def _more(settings: Section) -> Iterator[str]:
    theme = settings.values.get("theme")
    if isinstance(theme, Section) and (custom := theme.values.get("custom_dir")):
        yield str(custom)
    for name in ("watch", "hooks"):
        value = settings.values.get(name)
        yield from (str(item) for item in (value if isinstance(value, list) else ()))


def _sign(path: Path | str) -> Sign | None:
    try:
        said = os.stat(path)  # noqa: PTH116 - a Path for each of thousands of files is slow
    except OSError:  # gone in this moment
        return None
    return said.st_size, said.st_mtime_ns, said.st_ctime_ns, said.st_ino


def _is_passing(path: str) -> bool:
    *folders, name = path.split("/")
    return name.endswith(_PASSING) or name.startswith((".#", "#")) or not _UNSEEN.isdisjoint(folders)


class Watch:
    """Waits for changes of what `find` names, which is asked anew before each look.

    `say` is told once, in words, when the system cannot report changes. Without `native` that is not even tried.
    """

    def __init__(self, find: Callable[[], Watched], say: Callable[[str], object], *, native: bool = True) -> None:
        self._find = find
        self._say = say
        self._woken = Event()
        self._observer = self._observed() if native else None
        self._followed: set[Path] = set()
        self._ours: tuple[Sign | None, frozenset[str]] = (None, frozenset())
        self._cost = 0.0
        self._last = self._look()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until something has changed since it was last seen, and has settled; False when the time is over.

        `timeout` is in seconds. What changes from now on, while a build reads it, ends the next wait at once.
        """
        end = None if timeout is None else monotonic() + timeout
        is_told = self._is_told(0)
        while end is None or monotonic() < end:
            now = self._look()
            if now != self._last:
                self._last = self._settled(now, is_told=is_told)
                return True
            is_told = self._is_told(self._pause(end))
        return False

    def _is_told(self, seconds: float) -> bool:
        """Wait for the system to report something."""
        is_told = self._woken.wait(seconds)
        self._woken.clear()
        return is_told

    def stop(self) -> None:
        """Let the system report no more."""
        if self._observer:
            self._observer.stop()

    def _pause(self, end: float | None) -> float:
        """Return the seconds until the next look."""
        pause = max(_LOOK if self._observer else _LOOK_OFTEN, self._cost * _REST)
        return pause if end is None else max(0.0, min(pause, end - monotonic()))

    def _look(self) -> Snapshot:
        start = monotonic()
        found = self._find()
        self._follow(found)
        sign = _sign(found.manifest)
        if sign != self._ours[0]:  # it has thousands of lines
            self._ours = (sign, found.ours())
        seen = found.look(self._ours[1])
        self._cost = monotonic() - start
        return seen

    def _settled(self, now: Snapshot, *, is_told: bool) -> Snapshot:
        """Look until nothing changes any more; a system that told of a change tells of the next one, too."""
        end = monotonic() + _PATIENCE
        while monotonic() < end:
            if not self._is_told(SETTLED) and is_told:
                break
            before, now = now, self._look()
            if now == before:
                break
        return now

    def _observed(self) -> BaseObserver | None:
        from watchdog.observers import Observer

        warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")  # it wonders about itself
        observer = Observer()
        observer.daemon = True
        try:
            observer.start()
        except OSError as error:
            self._give_up(error)
            return None
        return observer

    def _follow(self, found: Watched) -> None:
        """Have the system report what happens in folders that are new; of a file it is its folder's: editors rename."""
        wanted = dict.fromkeys(found.folders, True) | {path.parent: False for path in found.files}
        for path, is_recursive in wanted.items():
            if self._observer is None or path in self._followed or not path.is_dir():
                continue
            try:
                self._observer.schedule(_ear(self._woken), str(path), recursive=is_recursive, event_filter=_news())
            except OSError as error:
                self._observer.stop()
                self._observer = None
                self._give_up(error)
            else:
                self._followed.add(path)

    def _give_up(self, error: OSError) -> None:
        reason = error.strerror or str(error)
        self._say(f"The system does not report changes here ({reason}), so they are looked for twice a second.")


def _ear(woken: Event) -> FileSystemEventHandler:
    from watchdog.events import FileSystemEventHandler

    ear = FileSystemEventHandler()
    ear.on_any_event = lambda event: woken.set()  # type: ignore[method-assign]  # noqa: ARG005 - its name
    return ear


def _news() -> list[type[FileSystemEvent]]:
    """Name what the system is to report: of thousands of folders that a build reads it would report each, twice."""
    from watchdog import events

    files = (events.FileCreatedEvent, events.FileModifiedEvent, events.FileMovedEvent, events.FileDeletedEvent)
    return [*files, events.FileClosedEvent, events.DirCreatedEvent, events.DirMovedEvent, events.DirDeletedEvent]
