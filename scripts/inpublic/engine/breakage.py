"""Says in words what kept MkDocs from building, and whose fault it is: a plugin's, a hook's, the disk's."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from traceback import walk_tb
from types import ModuleType
from typing import TYPE_CHECKING

from inpublic.errors import InpublicError
from inpublic.settings.quoting import masked
from inpublic.writing.safefile import explained

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

PLUGIN = "inpublic"
"""The name of our plugin in mkdocs.yml, and of our package."""
_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})
"""What the system says of a disk, of which it names no file while that is written."""
_SAID = "The lines above say what it stumbled over."


def in_words(error: BaseException, settings: MkDocsConfig) -> InpublicError | None:
    """Say what kept MkDocs from building; None where it is Ctrl+C or a bug of ours."""
    from mkdocs.exceptions import MkDocsException

    if isinstance(error, MkDocsException):
        return InpublicError(f"MkDocs could not build the site: {masked(str(error))}", _SAID)
    if isinstance(error, OSError) and (error.filename or error.errno in _DISK):  # whoever it was, this says more
        return explained(error, error.filename or settings.site_dir, doing="read or write")
    return broken(error, settings) if isinstance(error, Exception) else None


def broken(error: Exception, settings: MkDocsConfig) -> InpublicError | None:
    """Say which plugin, hook or other part of MkDocs raised what nobody foresaw; None where it is a bug of ours."""
    modules = [str(frame.f_globals.get("__name__", "")) for frame, _ in walk_tb(error.__traceback__)]
    ours = [number for number, module in enumerate(modules) if module.startswith(f"{PLUGIN}.")]
    theirs = modules[ours[-1] + 1 if ours else 0 :]
    if not any(module.startswith("mkdocs.") for module in theirs):
        return None
    if name := _culprit(theirs, settings):
        what = f"the plugin or hook «{name}» of mkdocs.yml broke"
        return _unforeseen(what, error, "Mend it or take it out of mkdocs.yml; its authors may know more.")
    return _unforeseen(f"MkDocs broke in {theirs[-1]}", error, "Look at what mkdocs.yml says of it.")


def _culprit(modules: Sequence[str], settings: MkDocsConfig) -> str:
    """Name the plugin or hook that the last of the modules belongs to which belong to any."""
    plugins = settings.plugins if isinstance(settings.plugins, dict) else {}
    found = (name for module in reversed(modules) for name, plugin in plugins.items() if _is_of(module, plugin))
    return next(found, "")


def _unforeseen(what: str, error: Exception, hint: str) -> InpublicError:
    said = masked(f"{type(error).__name__}: {str(error)[:300]}")
    return InpublicError(f"{what}: {said}", f"{hint} `--verbose` shows where.")


def _is_of(module: str, plugin: object) -> bool:
    """Tell whether a module belongs to a plugin, which is an object of a class, or a module itself if it is a hook."""
    home = plugin.__name__ if isinstance(plugin, ModuleType) else type(plugin).__module__
    package = home.rpartition(".")[0] or home
    return module == home or module.startswith(f"{package}.")
