"""Writes the tree below docs/: only what changed, only what is ours, and takes away what is no longer wanted.

Whoever calls it holds the lock (lock.py). Killed at any moment it leaves whole files, and the next run goes on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from inpublic.digests import Digests
from inpublic.errors import Problem, Severity
from inpublic.telling.printable import printable
from inpublic.website import OutputFile, Recipe
from inpublic.writing.leftovers import stray_files
from inpublic.writing.making import batches
from inpublic.writing.manifest import Owned, read_made, read_manifest, write_manifest
from inpublic.writing.places import WRITTEN, Places, Plan, State
from inpublic.writing.safefile import remove_parts
from inpublic.writing.safepath import faults_of
from inpublic.writing.walking import Found, files_in

EDITED = "edited"
"""The folder beside the manifest that keeps what somebody wrote into a file of ours."""
_TOLD = frozenset({State.STRANGE, State.LOST, State.EDITED})
"""The states of which somebody has to know."""


class TreeReport(Struct, frozen=True):
    """Counts the files of the tree, and those that were written or removed this time."""

    total: int = 0
    written: int = 0
    removed: int = 0
    problems: tuple[Problem, ...] = ()


def write_tree(
    files: Iterable[OutputFile],
    docs: Path,
    manifest: Path,
    digests: Digests | None = None,
    there: Sequence[Found] | None = None,
    jobs: int = 1,
) -> TreeReport:
    """Bring the files below `docs` to the wanted state; `manifest` remembers which of them are ours.

    A file that was not written by an earlier run is left as it is and reported; so is a link or folder in a file's
    place. What somebody wrote into a file of ours is kept beside the manifest. A path that some system could not
    store is left out and reported. Raises InpublicError when the disk refuses. With `digests` no file is read that
    is as it was; what is made from the same as last time is not made again in any case.
    """
    wanted, refused = _sift(files, docs)
    known, made = read_manifest(manifest), read_made(manifest)
    there = tuple(files_in(str(docs))) if there is None else there
    ours = {**known, **stray_files(docs, {*known, *wanted}, there)}
    digests = digests or Digests(manifest.parent / "digests")
    places = Places(docs, ours, kept=manifest.parent / EDITED, digests=digests, made=made, there=there)
    remove_parts(manifest.parent)
    places.clear({*ours, *wanted})
    gone = {path: places.remove(path) for path in sorted(ours.keys() - wanted.keys())}
    plans = {place: places.plan(file) for place, file in wanted.items()}
    states = {place: plan.state for place, plan in plans.items()}
    joined = dict(ours)
    for batch in batches(places, [plan for plan in plans.values() if plan.state in WRITTEN], jobs):
        joined = _joined(joined, batch)
        write_manifest(manifest, joined, made)  # before the change: so the next run knows a killed one's files
        for plan, state in zip(batch, _carried_out(places, batch, jobs), strict=True):
            states[plan.place] = state
            plans[plan.place] = replace(plan, content=None)
    pairs = [(plans[place], states[place]) for place in wanted]
    later = _owned(ours, pairs)
    write_manifest(manifest, later, _recipes(pairs, later))
    return TreeReport(
        total=len(later),
        written=_count(states.values(), WRITTEN),
        removed=_count(gone.values(), (State.OURS, State.EDITED)),
        problems=(*refused, *_reports(pairs, docs), *_edited_reports(gone, docs)),
    )


def _carried_out(places: Places, batch: Sequence[Plan], jobs: int) -> Iterator[State]:
    """Write files side by side: most of the time is the system's."""
    if jobs == 1:
        yield from map(places.carry_out, batch)
        return
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(places.carry_out, batch)


def _recipe(plan: Plan) -> tuple[str, str] | None:
    content = plan.file.content
    return (content.key, plan.digest) if isinstance(content, Recipe) and plan.digest else None


def _sift(files: Iterable[OutputFile], docs: Path) -> tuple[dict[str, OutputFile], list[Problem]]:
    """Tell the files that every system can store from those that are left out; the very same one counts once."""
    wanted: dict[str, OutputFile] = {}
    refused: list[Problem] = []
    several = list(files)
    for file, fault in zip(several, faults_of(file.path for file in several), strict=True):
        if not fault:
            wanted[str(file.path)] = file
        elif wanted.get(str(file.path)) != file:
            refused.append(_refusal(file, fault, docs))
    return wanted, refused


def _joined(ours: Owned, plans: Iterable[Plan]) -> dict[str, frozenset[str]]:
    """Own what is in docs/ now as well as what will be; of a file that has no digest everything is ours already."""
    joined = dict(ours)
    for plan in plans:
        if plan.digest and joined.get(plan.place) != frozenset():
            joined[plan.place] = joined.get(plan.place, frozenset()) | {plan.digest}
    return joined


def _owned(ours: Owned, pairs: Iterable[tuple[Plan, State]]) -> Owned:
    owned = {}
    for plan, state in pairs:
        if state not in (State.LOST, State.STRANGE):
            owned[plan.place] = frozenset({plan.digest})
        elif state is State.LOST and plan.place in ours:
            owned[plan.place] = ours[plan.place]
    return owned


def _recipes(pairs: Iterable[tuple[Plan, State]], owned: Owned) -> dict[str, tuple[str, str]]:
    """Say of the files that are ours what they were made from, where that is known."""
    made = ((plan.place, _recipe(plan)) for plan, _ in pairs if plan.place in owned)
    return {place: recipe for place, recipe in made if recipe}


def _count(states: Iterable[State], wanted: Collection[State]) -> int:
    return sum(state in wanted for state in states)


def _reports(pairs: Iterable[tuple[Plan, State]], docs: Path) -> Iterator[Problem]:
    told = [(plan, state) for plan, state in pairs if state in _TOLD]
    for plan, state in sorted(told, key=lambda pair: pair[0].file.path):
        if state is State.STRANGE:
            yield _stranger(plan.place, docs)
        elif state is State.LOST:
            yield _loss(plan.file, docs)
        else:
            yield _edit(plan.place, docs)


def _refusal(file: OutputFile, fault: str, docs: Path) -> Problem:
    what = f"this file is left out: its path {fault}"
    return Problem(
        f"{docs.name}/{printable(str(file.path))}", what, "Rename what it is made from, or report it as a bug."
    )


def _stranger(path: str, docs: Path) -> Problem:
    return Problem(
        f"{docs.name}/{path}",
        "what is here was not made by inpublic and is left as it is; the generated page is missing",
        "Move it to another name, or delete it if it is not yours.",
        severity=Severity.WARNING,
    )


def _loss(file: OutputFile, docs: Path) -> Problem:
    """Name the source where it is the learner's; what the cache lost is made again by the next run."""
    root, source = docs.parent, file.content
    is_own = isinstance(source, Path) and source.is_relative_to(root) and ".inpublic" not in source.parts
    where = source.relative_to(root).as_posix() if isinstance(source, Path) and is_own else f"{docs.name}/{file.path}"
    what = "changed or vanished while the site was being built, so the site has it as it was before, or not yet"
    return Problem(where, what, "Build again.")


def _edit(path: str, docs: Path) -> Problem:
    return Problem(
        f"{docs.name}/{path}",
        f"somebody wrote into this file, which is made anew each time; what it said is kept in .inpublic/{EDITED}/",
        "Write into projects/ or into pages of your own instead.",
        severity=Severity.WARNING,
    )


def _edited_reports(gone: dict[str, State], docs: Path) -> Iterator[Problem]:
    return (_edit(path, docs) for path, state in gone.items() if state is State.EDITED)
