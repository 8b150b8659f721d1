"""Converts all sources: from the cache where they are unchanged, else here or in a pool of processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path, PurePosixPath

from inpublic.cache import Cache, fingerprint, key_of
from inpublic.document import Converted, Document, Fault

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
_WORTH_A_POOL = 1_000_000
"""Bytes to convert from which starting processes pays."""

Progress = Callable[[int, int], None]
"""Is told how many documents are done and how many there are to convert."""


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
        return _looked_through(suffix, data, _convert(suffix, data))
    except Exception as error:  # a bug of ours, or of a library, that no test has met
        what = f"this file could not be converted ({type(error).__name__}: {str(error)[:120]})"
        fault = Fault(
            what, "this is a bug of inpublic: please report it, with the file if you can share it", is_error=True
        )
        return Converted(Document(title="", blocks=(), faults=(fault,)))


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
        losses = (Fault(what, "this is a bug of inpublic: please report it"),)
    return replace(converted, document=replace(converted.document, losses=losses))


def convert_all(
    paths: Iterable[PurePosixPath], root: Path, cache: Cache, *, jobs: int = 1, progress: Progress | None = None
) -> Mapping[PurePosixPath, Document]:
    """Return the document of each source below `root`; a source that cannot be read gives one with a fault."""
    documents: dict[PurePosixPath, Document] = {}
    misses: list[Source] = []
    version = fingerprint(_PACKAGES)
    for path in paths:
        source = _read(root, path, version)
        found = source if isinstance(source, Document) else cache.get(source.key)
        if isinstance(found, Document):
            documents[path] = found
        elif isinstance(source, Source):
            misses.append(source)
    for number, (source, converted) in enumerate(_converted(misses, jobs), 1):
        documents[source.path] = cache.put(source.key, converted)
        if progress:
            progress(number, len(misses))
    return documents


def _read(root: Path, path: PurePosixPath, version: bytes) -> Source | Document:
    try:
        data = (root / path).read_bytes()
    except OSError as error:
        fault = Fault(f"this file cannot be read: {error.strerror}", "check its permissions", is_error=True)
        return Document(title="", blocks=(), faults=(fault,))
    return Source(path, data, key_of(version, path.suffix.lower().encode(), data))


def _converted(sources: list[Source], jobs: int) -> Iterator[tuple[Source, Converted]]:
    with _executor(sources, jobs) as executor:
        run = executor.map if executor else map
        suffixes, contents = [source.path.suffix for source in sources], [source.data for source in sources]
        yield from zip(sources, run(convert_source, suffixes, contents), strict=True)


@contextmanager
def _executor(sources: list[Source], jobs: int) -> Iterator[Executor | None]:
    """Start processes only when there is enough to do; None means here and now."""
    if jobs < 2 or len(sources) < 2 or sum(len(source.data) for source in sources) < _WORTH_A_POOL:
        yield None
        return
    with ProcessPoolExecutor(min(jobs, len(sources)), mp_context=get_context("spawn")) as executor:
        yield executor
