"""Converts all sources: those that changed; all others come from the cache without being read."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path, PurePosixPath

from inpublic.cache import Cache, key_of
from inpublic.checking.limits import source_fault
from inpublic.convert import convert_source
from inpublic.document import Converted, Document, Fault
from inpublic.executors import gathered
from inpublic.memory import collect_seldom
from inpublic.settings.parts import Limits
from inpublic.versions import fingerprint
from inpublic.workers import Convert, Task, Workers, run

_PACKAGES = (
    "nbconvert",
    "markdown-it-py",
    "mdit-py-plugins",
    "math-core",
    "latex2mathml",
    "nh3",
    "pygments",
    "selectolax",
    "lxml",
    "pillow",
    "tinycss2",
    "merman",
    "comrak",
    "ahocorasick-rs",
)
_LIMITS = Limits()
_HERE = Workers()
_FEW = 16
"""Sources that may be converted before memory is looked through."""

_DEADLY = (
    "There may be too little memory: close other programs, or clear its largest outputs. "
    "If that is not it, this is a bug: please report it, with the file if you can share it."
)

Progress = Callable[[int, int], None]
"""Is told how many documents are done and how many there are to convert."""


def convert_all(  # noqa: PLR0913 - what is converted, where from and to, and three choices by name
    paths: Iterable[PurePosixPath],
    root: Path,
    cache: Cache,
    *,
    workers: Workers = _HERE,
    progress: Progress | None = None,
    allow: Collection[str] = (),
    limits: Limits = _LIMITS,
    convert: Convert = convert_source,
) -> Mapping[PurePosixPath, Document]:
    """Return the document of each source below `root`; a source that cannot be read gives one with a fault.

    Of a document with a secret in it nothing is kept but the findings, unless all their identifiers are in `allow`.
    """
    wanted = list(paths)
    documents: dict[PurePosixPath, Document] = {}
    misses: dict[PurePosixPath, int] = {}
    version = lru_cache(partial(_version, convert))  # once, when it is needed: of a first build while others convert
    is_new = cache.is_new()
    for path in wanted:
        try:
            size = os.stat(_place(path, root)).st_size  # noqa: PTH116 - a Path for each of thousands is slow
            found = _oversized(path, size, limits) or (None if is_new else _known(path, root, cache, version()))
            if found is None or _is_released(found, allow):
                misses[path] = size
            else:
                documents[path] = _held_back(Converted(found), allow).document
        except OSError as error:
            documents[path] = _unread(error)
    tasks = _tasks(root, sorted(misses, key=misses.__getitem__, reverse=True), documents)
    apart = not is_new and any(_has_felled(path, root, cache, version()) for path in misses)
    if len(misses) > _FEW:
        collect_seldom()
    crew_for = gathered(workers, list(misses.values()), converter, apart=apart)
    with crew_for as crew, closing(run(convert, tasks, crew)) as results:
        for number, (task, converted) in enumerate(results, 1):
            documents[task.path] = _kept(cache, version(), task, converted, allow)
            if progress:
                progress(number, len(misses))
    return {path: documents[path] for path in wanted}


def converter() -> bytes:
    """Identify the converter that is here, on this computer or that of a worker."""
    return fingerprint(_PACKAGES)


def _version(convert: Convert) -> bytes:
    return converter() + convert.__name__.encode()


def _kept(cache: Cache, version: bytes, task: Task, converted: Converted | None, allow: Collection[str]) -> Document:
    """Put a document into the cache; one that took its process down may well be made another time, but never here."""
    key = _key(version, task.path, sha256(task.data).hexdigest())
    if converted is None:
        cache.put_note(_felled(key), b"")
        fault = Fault("this file ends the process that converts it, each time", _DEADLY, is_error=True)
        return Document(title="", blocks=(), faults=(fault,))
    return cache.put(key, _held_back(converted, allow))


def _has_felled(path: PurePosixPath, root: Path, cache: Cache, version: bytes) -> bool:
    """Tell whether a source took its process down in an earlier run: next time that must not be ours."""
    try:
        return cache.note(_felled(_key(version, path, cache.digests.of(_place(path, root))))) is not None
    except OSError:
        return False


def _felled(key: str) -> str:
    return key_of(b"felled", key.encode())


def _oversized(path: PurePosixPath, size: int, limits: Limits) -> Document | None:
    fault = source_fault(path, size, limits)
    return Document(title="", blocks=(), faults=(fault,)) if fault else None


def _known(path: PurePosixPath, root: Path, cache: Cache, version: bytes) -> Document | None:
    """Return the document of a source that has not changed; None when it has to be converted."""
    return cache.get(_key(version, path, cache.digests.of(_place(path, root))))


def _place(path: PurePosixPath, root: Path) -> str:
    """Return where a source is; files of a theme that are looked through may lie elsewhere than below `root`."""
    return os.path.join(root, path)  # noqa: PTH118


def _key(version: bytes, path: PurePosixPath, digest: str) -> str:
    return key_of(version, path.suffix.lower().encode(), digest.encode())


def _tasks(root: Path, paths: Iterable[PurePosixPath], documents: dict[PurePosixPath, Document]) -> Iterator[Task]:
    """Read each source when it is asked for; one that cannot be read any more is a document with a fault."""
    for path in paths:
        try:
            yield Task(path, (root / path).read_bytes())
        except OSError as error:
            documents[path] = _unread(error)


def _unread(error: OSError) -> Document:
    fault = Fault(f"this file cannot be read: {error.strerror}", "Check its permissions.", is_error=True)
    return Document(title="", blocks=(), faults=(fault,))


def _held_back(converted: Converted, allow: Collection[str]) -> Converted:
    """Forget all but the findings of a document with a secret in it, so that the secret gets no further."""
    findings = converted.document.findings
    if all(finding.identifier in allow for finding in findings if finding.is_secret):
        return converted
    return Converted(Document(title="", blocks=(), findings=findings, digest=converted.document.digest))


def _is_released(document: Document, allow: Collection[str]) -> bool:
    """Tell whether a document that was held back may be published now, so that it has to be made again."""
    secrets = [finding.identifier for finding in document.findings if finding.is_secret]
    return bool(secrets) and not document.blocks and all(name in allow for name in secrets)
