"""Converts all sources: from the cache where they are unchanged, else here or in a pool of processes."""

from __future__ import annotations

import signal
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path, PurePosixPath

from inpublic.cache import Cache, fingerprint, key_of
from inpublic.checking.limits import source_fault
from inpublic.document import Converted, Document, Fault
from inpublic.settings.config import Limits

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
)
_LIMITS = Limits()
_WORTH_A_POOL = 1_000_000
"""Bytes to convert from which starting processes pays."""

Progress = Callable[[int, int], None]
"""Is told how many documents are done and how many there are to convert."""

Convert = Callable[[str, bytes], Converted]
"""Makes the document of one source from the ending of its name and its bytes."""


@dataclass(frozen=True, slots=True)
class Source:
    """Holds one source as it was read, and the key of its document in the cache."""

    path: PurePosixPath
    data: bytes
    key: str


def convert_source(suffix: str, data: bytes) -> Converted:
    """Convert one source by its file name's ending: a pure function, run wherever there is a processor.

    Whatever goes wrong becomes a fault of this source, so that one file never takes the others down.
    """
    try:
        converted = _looked_through(suffix, data, _convert(suffix, data))
    except Exception as error:  # a bug of ours, or of a library, that no test has met
        what = f"this file could not be converted ({type(error).__name__}: {str(error)[:120]})"
        fault = Fault(
            what, "This is a bug of inpublic: please report it, with the file if you can share it.", is_error=True
        )
        converted = Converted(Document(title="", blocks=(), faults=(fault,)))
    return _gated(suffix, data, converted)


def scan_source(suffix: str, data: bytes) -> Converted:
    """Look through a file for what must not be published and make nothing else of it: all but its findings is empty."""
    return _gated(suffix, data, Converted(Document(title="", blocks=())))


def _convert(suffix: str, data: bytes) -> Converted:
    if suffix.lower() == ".ipynb":
        from inpublic.notebooks.notebook import convert_notebook

        return convert_notebook(data)
    from inpublic.text.writeup import convert_writeup

    return convert_writeup(data)


def _looked_through(suffix: str, data: bytes, converted: Converted) -> Converted:
    """Note what was lost; here, so that it is known wherever the document comes from the cache."""
    from inpublic.stock.losses import document_losses

    try:
        losses = document_losses(suffix, data, converted.document)
    except Exception as error:  # a bug of the check, which must not keep a sound document off the site
        what = f"this file could not be looked through for losses ({type(error).__name__}: {str(error)[:120]})"
        losses = (Fault(what, "This is a bug of inpublic: please report it."),)
    return replace(converted, document=replace(converted.document, losses=losses))


def _gated(suffix: str, data: bytes, converted: Converted) -> Converted:
    """Add what must not be published; where that cannot be told, nothing is."""
    from inpublic.gate.findings import scan

    try:
        findings = scan(suffix, data)
    except Exception as error:  # a bug of the gate, which must not open it; its words may quote what it read
        what = f"this file could not be looked through for keys and passwords ({type(error).__name__})"
        fault = Fault(what, "This is a bug of inpublic: please report it.", is_error=True)
        return Converted(Document(title="", blocks=(), faults=(fault,)))
    digest = sha256(data).hexdigest()  # of what was looked through: nothing else may be published in its name
    return replace(converted, document=replace(converted.document, findings=findings, digest=digest))


def convert_all(  # noqa: PLR0913 - what is converted, where from and to, and three choices by name
    paths: Iterable[PurePosixPath],
    root: Path,
    cache: Cache,
    *,
    jobs: int = 1,
    progress: Progress | None = None,
    allow: Collection[str] = (),
    limits: Limits = _LIMITS,
    convert: Convert = convert_source,
) -> Mapping[PurePosixPath, Document]:
    """Return the document of each source below `root`; a source that cannot be read gives one with a fault.

    Of a document with a secret in it nothing is kept but the findings, unless all their identifiers are in `allow`.
    """
    documents: dict[PurePosixPath, Document] = {}
    misses: list[Source] = []
    version = fingerprint(_PACKAGES) + convert.__name__.encode()
    for path in paths:
        source = _read(root, path, version, limits)
        found = source if isinstance(source, Document) else cache.get(source.key)
        if isinstance(found, Document) and not _is_released(found, allow):
            documents[path] = _held_back(Converted(found), allow).document
        elif isinstance(source, Source):
            misses.append(source)
    for number, (source, converted) in enumerate(_converted(misses, jobs, convert), 1):
        documents[source.path] = cache.put(source.key, _held_back(converted, allow))
        if progress:
            progress(number, len(misses))
    return documents


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


def _read(root: Path, path: PurePosixPath, version: bytes, limits: Limits) -> Source | Document:
    try:
        if fault := source_fault(path, (root / path).stat().st_size, limits):
            return Document(title="", blocks=(), faults=(fault,))
        data = (root / path).read_bytes()
    except OSError as error:
        fault = Fault(f"this file cannot be read: {error.strerror}", "Check its permissions.", is_error=True)
        return Document(title="", blocks=(), faults=(fault,))
    return Source(path, data, key_of(version, path.suffix.lower().encode(), data))


def _converted(sources: list[Source], jobs: int, convert: Convert) -> Iterator[tuple[Source, Converted]]:
    with _executor(sources, jobs) as executor:
        run = executor.map if executor else map
        suffixes, contents = [source.path.suffix for source in sources], [source.data for source in sources]
        with _interrupts_held():
            results = run(convert, suffixes, contents)
        yield from zip(sources, results, strict=True)


@contextmanager
def _executor(sources: list[Source], jobs: int) -> Iterator[Executor | None]:
    """Start processes only when there is enough to do; None means here and now."""
    if jobs < 2 or len(sources) < 2 or sum(len(source.data) for source in sources) < _WORTH_A_POOL:
        yield None
        return
    executor = ProcessPoolExecutor(min(jobs, len(sources)), mp_context=get_context("spawn"))
    try:
        yield executor
    except KeyboardInterrupt:
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    executor.shutdown()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Keep Ctrl+C from processes that are started here: one that dies of it leaves others waiting for it for ever."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
