"""Makes pages, and copies files, in this process and in a copy of it.

What stands in no menu needs no other page; what does is read by MkDocs, and needs none from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from inpublic.engine.listening import overheard
from inpublic.engine.onepage import Press, is_read
from inpublic.engine.record import Facts
from inpublic.twin import divided

if TYPE_CHECKING:
    from mkdocs.structure.files import File
    from mkdocs.structure.pages import Page

_BATCH = 64
"""Files that are copied together."""

Look = Callable[[str, str], bytes]
"""Says something of a page that is made: its source below docs/, and its HTML."""


class Made(Struct, frozen=True):
    """Holds what others need of a page that was made, the SHA-256 of its file, and what a `look` at it has found."""

    facts: Facts
    digest: str
    found: bytes = b""


Outcome = Made | None
"""What is known of a page that is made; None for a page that MkDocs has to make, and for a file."""


def made(
    press: Press,
    pages: Iterable[File],
    others: Sequence[File],
    jobs: int,
    facts_of: Callable[[Page], Facts],
    look: Look | None = None,
) -> Generator[tuple[File, Outcome], None, None]:
    """Make `pages` and copy `others` (see twin.py); yield each that is done, and what is known of it then.

    Left to MkDocs, which will say why, are files that cannot be copied and pages about which anything is to be said:
    these come without facts, and are read anew by whoever asks for them.
    """

    def work(item: Sequence[File]) -> bytes:
        if not item[0].is_documentation_page():
            return msgspec.msgpack.encode([_is_copied(file) for file in item])
        return msgspec.msgpack.encode(_made(press, item[0], facts_of, look))

    batches = [others[start : start + _BATCH] for start in range(0, len(others), _BATCH)]
    for item, content in divided(work, [*batches, *([file] for file in _largest_outside(pages))], jobs):
        if item[0].is_documentation_page():
            yield item[0], msgspec.msgpack.decode(content, type=Made | None)
        else:
            done = msgspec.msgpack.decode(content, type=list[bool])
            yield from ((file, None) for file, is_done in zip(item, done, strict=True) if is_done)


def _made(press: Press, file: File, facts_of: Callable[[Page], Facts], look: Look | None) -> Made | None:
    """Make a page, and forget it; None where that fails, or anything is said of it."""
    page = file.page
    if page is None:
        return None
    was_read = is_read(page)
    with overheard() as heard:
        try:
            if not was_read:
                press.read(page)
            html, digest = press.build(page)
        except Exception as error:  # whatever it is, it is raised again where MkDocs tells of it
            heard.append(str(error))
    if not (heard and was_read):
        page.markdown = page.content = None
    return None if heard else Made(facts_of(page), digest, look(file.src_uri, html) if look else b"")


def _is_copied(file: File) -> bool:
    try:
        file.copy_file()
    except Exception:  # MkDocs says why
        return False
    return True


def _largest_outside(files: Iterable[File]) -> list[File]:
    """Order pages so that those which take longest are taken first, from either end."""
    ordered = sorted(files, key=_size, reverse=True)
    return [*ordered[::2], *reversed(ordered[1::2])]


def _size(file: File) -> int:
    try:
        return Path(file.abs_src_path or "").stat().st_size
    except OSError:
        return 0
