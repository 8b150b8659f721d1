"""Finds the earlier values of results in git, at the price of one question where nothing was committed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct

from inpublic.cache import key_of
from inpublic.project import Result
from inpublic.results.history import Past, Version, results_in
from inpublic.settings.revisions import Revision, read_blobs, read_head, read_revisions
from inpublic.website import Notes, Project

_SAYS = b"past of results, 2"
"""Changes when what is kept changes its form or its meaning."""


class Teller(Struct, frozen=True):
    """Names the file that says a project's results, and whether it is a notebook that says them in its metadata."""

    slug: str
    path: PurePosixPath
    metadata: bool = False


def read_past(root: Path, projects: Iterable[Project], notes: Notes, *, version: bytes, is_cut: bool) -> Past:
    """Read what earlier commits said of the projects' results; `is_cut` tells that git has not all of them.

    What was found is kept in `notes` under the commit, `version` being that of our code.
    """
    tellers = [teller for project in projects if (teller := teller_of(project))]
    head = read_head(root) if tellers else ""
    if not head:
        return Past(is_cut=is_cut and bool(tellers))
    key = key_of(_SAYS, version, head.encode(), repr(tellers).encode("utf-8", "surrogatepass"))
    kept = notes.note(key)
    if kept is None:
        kept = _encode(_versions(root, tellers, notes, version))
        notes.put_note(key, kept)
    return Past(_decode(kept), is_cut)


def teller_of(project: Project) -> Teller | None:
    """Find the file that says a project's results; None where it has none."""
    origin = project.origins.get("results", "") if project.record.results else ""
    entry, slug = project.entry, project.record.slug
    if entry.layer and origin == entry.layer.origin:
        return Teller(slug, entry.folder / origin)
    for source in entry.sources:
        if origin in (f"front matter of {source.name}", f"metadata of {source.name}"):
            return Teller(slug, source, metadata=origin.startswith("metadata"))
    return None


def _versions(root: Path, tellers: list[Teller], notes: Notes, version: bytes) -> Mapping[str, tuple[Version, ...]]:
    revisions = read_revisions(root, {teller.path for teller in tellers})
    said = _said(root, [(teller, one) for teller in tellers for one in revisions.get(teller.path, ())], notes, version)
    return {
        teller.slug: tuple(
            Version(one.moment, said[teller.slug, one.blob])
            for one in revisions.get(teller.path, ())
            if (teller.slug, one.blob) in said
        )
        for teller in tellers
    }


def _said(
    root: Path, wanted: Iterable[tuple[Teller, Revision]], notes: Notes, version: bytes
) -> dict[tuple[str, str], tuple[Result, ...]]:
    """Read what each version says of results; a version that was read before is not read again."""
    pairs = list(wanted)
    keys = {(teller.slug, one.blob): _blob_key(teller, one.blob, version) for teller, one in pairs}
    known = {pair: kept for pair, key in keys.items() if (kept := notes.note(key)) is not None}
    contents = dict(read_blobs(root, [one.blob for teller, one in pairs if (teller.slug, one.blob) not in known]))
    for teller, one in pairs:
        pair = teller.slug, one.blob
        if pair not in known and one.blob in contents:
            found = results_in(teller.path, contents[one.blob], metadata=teller.metadata)
            known[pair] = _encode({"": (Version(None, found),)})
            notes.put_note(keys[pair], known[pair])
    return {pair: versions[0].results for pair, kept in known.items() if (versions := _decode(kept).get("", ()))}


def _blob_key(teller: Teller, blob: str, version: bytes) -> str:
    kind = f"{teller.path.suffix.lower()} {teller.metadata}"
    return key_of(_SAYS, version, blob.encode(), kind.encode("utf-8", "surrogatepass"))


def _encode(versions: Mapping[str, tuple[Version, ...]]) -> bytes:
    return msgspec.msgpack.encode(versions)


def _decode(data: bytes) -> Mapping[str, tuple[Version, ...]]:
    """Return what is kept; nothing where it is no longer understood."""
    with suppress(msgspec.DecodeError):
        return msgspec.msgpack.decode(data, type=dict[str, tuple[Version, ...]])
    return {}
