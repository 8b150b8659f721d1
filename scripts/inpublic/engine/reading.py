"""Lets MkDocs read mkdocs.yml, and says in words what it does not take."""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from inpublic.engine.breakage import PLUGIN, broken
from inpublic.engine.listening import overheard
from inpublic.errors import InpublicError, Problem, Severity
from inpublic.settings.config import Config, read_text
from inpublic.settings.quoting import masked
from inpublic.settings.sections import FILE, read_settings, refusal
from inpublic.writing.sitefolder import refuse_foreign

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


Read = tuple["MkDocsConfig", tuple[Problem, ...]]
"""The settings, and what MkDocs warns of them."""


class Reader:
    """Lets MkDocs read mkdocs.yml once for all who ask in a run, as long as the file is the same.

    What is wrong with it is said to each of them.
    """

    def __init__(self, config: Config, *, strict: bool = False) -> None:
        self._load = partial(load_settings, config, strict=strict)
        self._file = config.root / FILE
        self._content = b""
        self._known: Read | None = None
        self._heard: list[str] = []

    def read_ahead(self) -> None:
        """Read it before somebody asks, and let nothing be heard of it until then."""
        self._known = None
        with suppress(Exception), overheard() as self._heard:  # whatever it is, it is raised again when somebody asks
            self._content = self._file.read_bytes()
            self._known = self._load()

    def read(self) -> Read:
        """Do the same as `load_settings`."""
        if self._known is None or not self._is_same():
            self.read_ahead()
        for words in self._heard:
            logging.getLogger("mkdocs").warning(words)
        return self._known or self._load()

    def _is_same(self) -> bool:
        """Tell whether the file is as it was: what is built is remembered as made from what is there now."""
        try:
            return self._file.read_bytes() == self._content
        except OSError:
            return False


def check_settings(config: Config, reader: Reader) -> Read:
    """Do the same as `load_settings`, and refuse to build into a folder that holds what no build has made."""
    settings, warnings = reader.read()
    try:
        refuse_foreign(site_of(settings), config.root)
    except InpublicError as error:
        line = read_settings(read_text(config.root), {}).lines.get("site_dir")
        raise refusal([Problem(FILE, error.message, error.hint, line)]) from error
    return settings, warnings


def site_of(settings: MkDocsConfig) -> Path:
    """Return the folder of the site; where that is a link, what it leads to is exchanged."""
    return Path(settings.site_dir).resolve()


def load_settings(config: Config, *, strict: bool = False) -> Read:
    """Let MkDocs read mkdocs.yml, and return what it warns of; raises InpublicError with what it cannot take."""
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.exceptions import MkDocsException

    path = config.root / FILE
    settings = MkDocsConfig(config_file_path=str(path))
    try:
        with path.open("rb") as file:
            settings.load_file(file)
        settings.load_dict({"strict": True} if strict else {})
        errors, warnings = settings.validate()
    except MkDocsException as error:
        raise refusal([Problem(FILE, f"MkDocs cannot read it: {masked(str(error))}")]) from error
    except Exception as error:  # a plugin or extension of somebody else: whatever it raises, it is not our bug
        if said := broken(error, settings):
            raise said from error
        raise
    if errors:
        raise refusal([_fault(config, key, str(error)) for key, error in errors])
    if Path(settings.docs_dir).resolve() != config.docs.resolve():
        raise InpublicError("docs_dir has to be docs", "Take that line out of the file that INHERIT names.")
    if PLUGIN in settings.plugins:
        settings.plugins[PLUGIN].config["refresh"] = False  # the tree has just been made
    settings.site_url = config.site_url or settings.site_url
    return settings, tuple(_fault(config, key, message, Severity.WARNING) for key, message in warnings)


def _fault(config: Config, key: str, message: str, severity: Severity = Severity.ERROR) -> Problem:
    top = read_settings(read_text(config.root), {})
    what = "its value comes from the environment" if key in top.hidden else masked(message)
    install = "Install the plugin where inpublic is installed, or take it out of the list."
    hint = install if "is not installed" in message else f"MkDocs' user guide says what `{key}` may be."
    return Problem(FILE, f"MkDocs does not take «{masked(key)}»: {what}", hint, top.lines.get(key), severity=severity)
