"""The site's folder: a new site is built beside it and takes its place at once, so that half a site is never served.

The folder beside may start empty, as now, or with what the last site has; only its exchange is known here.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path

from inpublic.errors import InpublicError
from inpublic.settings.sitedir import overlap
from inpublic.writing.safefile import explained, remove_parts, write_beside

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NEW, _OLD = "site", "site-old"
_BUILT = ("sitemap.xml", "404.html")
"""What MkDocs writes into every site, whatever its theme, and Zensical into most."""

_KEPT = frozenset({".git", ".nojekyll", ".gitignore"})
"""Hidden files that a folder for a site may have before its first build, as the branch of a site does."""


def refuse_foreign(site: Path, root: Path) -> None:
    """Raise InpublicError when a build would empty a folder that no build has made.

    `root` is the folder of mkdocs.yml; one outside of it has to be empty or one that we have filled before.
    """
    root = root.resolve()
    hint = "Choose another `site_dir` in mkdocs.yml, or take the line out: then it is site/."
    if lost := overlap(site, root):
        raise InpublicError(f"the site cannot be built into {site}: that would empty {lost}", hint)
    if site.exists() and not site.is_dir():
        raise InpublicError(f"the site cannot be built into {site}: that is a file", hint)
    enough = any if site == root / "site" else all  # a folder by another name may hold a sitemap of somebody's own
    is_built = site.is_relative_to(root) and enough((site / name).is_file() for name in _BUILT)
    is_own = is_built or _marked(root / ".inpublic") == site
    hidden = set() if site.is_relative_to(root) else _strangers(site) - _KEPT
    if not is_own and (found := sorted({*_contents(site), *hidden})):
        shown = ", ".join(found[:3]) + (", …" if len(found) > 3 else "")
        raise InpublicError(
            f"the site cannot be built into {site}: it holds what no build of this site has made ({shown})",
            f"{hint} Or empty that folder yourself, if nothing in it is needed.",
        )


def stage(site: Path, state: Path, *, spare: bool = False) -> Path:
    """Return a folder to build into, on the disk of the site; puts right what a killed run has left.

    It is empty; as a `spare` one it has whatever the last run left there, which need not be whole.
    """
    recover(state)
    try:
        staged = _workplace(site, state) / _NEW
        if not spare or staged.is_symlink() or not staged.is_dir():
            _remove(staged)
        _remove(staged.with_name(_OLD))
        staged.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise explained(error, error.filename or site) from error
    return staged


def recover(state: Path) -> None:
    """Put the last site back if a run was killed in the moment between two renames."""
    site = _marked(state)
    if site and site.parent.is_dir() and not os.path.lexists(site):
        with suppress(OSError):
            (_workplace(site, state) / _OLD).rename(site)


def publish(
    staged: Path,
    site: Path,
    state: Path,
    exchange: Callable[[], AbstractContextManager[None]] = nullcontext,
    *,
    spare: bool = False,
) -> bool:
    """Put the finished site into its place, at once where the system can; raises InpublicError when it cannot at all.

    Tells whether the folder itself is there now.

    Where the folder itself has to stay (a mount, a folder with a `.git` in it) its files change one by one. All that
    happens within `exchange`. With `spare` the folder of the last site is left for the next build, if it is our own.
    """
    old = staged.with_name(_OLD)
    try:
        if _marked(state) != site:
            write_beside(state / "site.json", json.dumps({"site": str(site)}).encode(), durable=True)
        site.mkdir(parents=True, exist_ok=True)
        remove_parts(site)
        with exchange():
            is_moved = not _hidden(site) - _hidden(staged) and _swap(staged, site, old)
            if not is_moved:
                _refill(staged, site)
    except OSError as error:
        raise explained(error, error.filename or site) from error
    is_ours = staged.parent == state
    for folder in (old, *([] if spare and is_ours else [staged]), *([] if is_ours else [staged.parent])):
        discard(folder)
    return is_moved


def discard(folder: Path) -> None:
    """Remove a folder of ours if that can be done; the next run tries again."""
    with suppress(OSError):
        _remove(folder)


def _workplace(site: Path, state: Path) -> Path:
    """Return the folder for what is not the site yet or no more: our own, or one beside a site on another disk."""
    site.parent.mkdir(parents=True, exist_ok=True)
    state.mkdir(parents=True, exist_ok=True)
    is_near = site.parent.stat().st_dev == state.stat().st_dev
    return state if is_near else site.parent / f".{site.name}.inpublic"


def _swap(staged: Path, site: Path, old: Path) -> bool:
    """Exchange two folders; False where the system does not let us."""
    try:
        _exchange(staged, site)
    except OSError:
        return _rename_both(staged, site, old)
    return True


def _exchange(one: Path, two: Path) -> None:
    """Exchange two folders in one step, which Linux alone offers (renameat2(2)); raises OSError elsewhere."""
    if sys.platform != "linux":
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    import ctypes

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(two), _RENAME_EXCHANGE):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(two))


def _rename_both(staged: Path, site: Path, old: Path) -> bool:
    try:
        site.rename(old)
    except OSError:
        return False
    try:
        staged.rename(site)
    except OSError:
        old.rename(site)
        return False
    return True


def _refill(staged: Path, site: Path) -> None:
    """Make a folder equal to another file by file, each of them whole at any moment; what is hidden in it stays.

    What pages need comes before the pages, and what nobody needs any more goes last.
    """
    wanted = {path.relative_to(staged) for path in _walk(staged)}
    files = sorted(
        (path for path in wanted if (staged / path).is_file()), key=lambda path: (path.suffix == ".html", path)
    )
    for path in files:
        _make_way(site, path)
        content = (staged / path).read_bytes()
        if not _is_same(site / path, content):
            write_beside(site / path, content)
    for path in sorted(_walk(site), reverse=True):
        relative = path.relative_to(site)
        if relative not in wanted and not relative.parts[0].startswith("."):
            _remove(path)


def _make_way(site: Path, path: Path) -> None:
    """Remove links and files where folders are to be, and a link or folder where the file is to be."""
    for folder in reversed(list(path.parents)[:-1]):
        if (site / folder).is_symlink() or (site / folder).is_file():
            (site / folder).unlink()
    if (site / path).is_symlink() or (site / path).is_dir():
        _remove(site / path)


def _is_same(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _walk(folder: Path) -> Iterator[Path]:
    for where, folders, files in os.walk(folder):  # does not follow links
        yield from (Path(where) / name for name in (*folders, *files))


def _remove(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


def _contents(folder: Path) -> list[str]:
    """List what a build would take away: MkDocs leaves what is hidden alone, and so do we."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith(".")) if folder.is_dir() else []


def _strangers(folder: Path) -> set[str]:
    return _hidden(folder) if folder.is_dir() else set()


def _hidden(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.name.startswith(".")}


def _marked(state: Path) -> Path | None:
    """Return the folder that we built last."""
    try:
        return Path(json.loads((state / "site.json").read_bytes())["site"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
