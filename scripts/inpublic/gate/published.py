"""Names the files that the site's engine publishes without us: settings, a theme's files, pages written by hand."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path, PurePosixPath

from inpublic.digests import Digests
from inpublic.errors import InpublicError
from inpublic.pages.cards import HOME
from inpublic.settings.config import Config
from inpublic.settings.sections import FILE, Section, read_settings
from inpublic.writing.manifest import read_manifest
from inpublic.writing.walking import Found, files_in

_ALWAYS_EXCLUDED = (".*", "/templates/")
"""What MkDocs leaves out of a site unless `exclude_docs` says otherwise."""

_ICONS = ".icons"
"""The one hidden folder of a theme whose files get into pages."""

_CODE = frozenset({".py", ".pyc"})
"""Endings of files of a theme that are never copied."""


def published_files(config: Config, digests: Digests) -> Iterator[PurePosixPath]:
    """Yield the paths, from the site's folder, of all that is published and was not made by us.

    They may lead out of it, as `INHERIT` and `custom_dir` may. Raises InpublicError where reading would never end.
    """
    settings = _settings(config.root)
    yield from settings
    yield from _theme(config.root, settings.values())
    yield from _by_hand(config, settings.values(), digests)


def _settings(root: Path) -> dict[PurePosixPath, Section]:
    """Read mkdocs.yml and what it inherits; what cannot be read is empty, since MkDocs refuses it anyway."""
    chain: dict[PurePosixPath, Section] = {}
    path = PurePosixPath(FILE)
    while path not in chain and (root / path).is_file():
        chain[path] = section = _read(root / path)
        parent = section.values.get("INHERIT")
        if isinstance(parent, str):
            path = _beside(path.parent, parent)
    return chain


def _read(file: Path) -> Section:
    """Read settings as MkDocs does, which asks the environment of the process."""
    try:
        return read_settings(file.read_bytes().decode("utf-8-sig"), os.environ)
    except (InpublicError, OSError, UnicodeDecodeError):
        return Section()


def _beside(folder: PurePosixPath, name: str) -> PurePosixPath:
    return PurePosixPath(Path(os.path.normpath(Path(folder, name))).as_posix())


def _theme(root: Path, settings: Iterable[Section]) -> Iterator[PurePosixPath]:
    """Yield the files of the theme's `custom_dir`, which are copied, or stand in every page as its template."""
    named = (section.section("theme", short="name").text("custom_dir") for section in settings)
    name = next(filter(None, named), "")
    for path in _files(root / name, lambda file: _is_of_theme(PurePosixPath(file.path))) if name else ():
        yield _beside(PurePosixPath(name), str(path))


def _is_of_theme(path: PurePosixPath) -> bool:
    return path.suffix not in _CODE and not any(part.startswith(".") and part != _ICONS for part in path.parts)


def _by_hand(config: Config, settings: Iterable[Section], known: Digests) -> Iterator[PurePosixPath]:
    ours = read_manifest(config.state / "manifest.json")
    docs, is_shown = str(config.docs), _shown_by(settings)
    handed_back = frozenset() if config.home else frozenset({str(HOME)})  # a home page handed back stays

    def is_theirs(file: Found) -> bool:
        # What a link leads to may change at any time.
        digests = None if file.is_linked or file.path in handed_back else ours.get(file.path)
        is_ours = digests is not None and _holds(f"{docs}/{file.path}", digests, known)
        return not is_ours and is_shown(PurePosixPath(file.path))

    for path in _files(config.docs, is_theirs):
        yield PurePosixPath(config.docs.name) / path


def _shown_by(settings: Iterable[Section]) -> Callable[[PurePosixPath], bool]:
    """Make the function that tells whether a file of docs/ gets into the site: hidden ones only if they are asked for.

    Of the others all count, for what `exclude_docs` leaves out another engine may take in.
    """
    lines = next((text for one in settings if isinstance(text := one.values.get("exclude_docs"), str)), "")
    if "!" not in lines:
        return lambda path: not _is_hidden(path)
    from pathspec import GitIgnoreSpec  # comes with MkDocs, which decides by it

    try:
        excluded = GitIgnoreSpec.from_lines([*_ALWAYS_EXCLUDED, *lines.splitlines()])
    except ValueError:  # MkDocs refuses it
        return lambda path: not _is_hidden(path)
    return lambda path: not _is_hidden(path) or not excluded.match_file(path.as_posix())


def _is_hidden(path: PurePosixPath) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _holds(file: str, digests: Collection[str], known: Digests) -> bool:
    """Tell whether a file has our content."""
    try:
        return not digests or known.of(file) in digests
    except PermissionError:  # nobody can publish it like that, and the tree makes it anew
        return True
    except OSError:
        return False


def _files(folder: Path, is_wanted: Callable[[Found], bool]) -> Iterator[PurePosixPath]:
    """Yield the files in a folder and below it by their paths from there, in order."""
    found = (file.path for file in files_in(str(folder)) if is_wanted(file))
    for path in sorted(map(PurePosixPath, found)):
        file = folder / path
        if not file.exists():
            continue
        if not file.is_file():
            hint = "Replace it with an ordinary file, or delete it: reading it would never end."
            raise InpublicError(f"{folder.name}/{path} is a pipe or a device, not a file", hint)
        yield path
