"""What the code cells of a notebook use, whatever their languages: names to look up in the map of skills."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from inpublic.document import Usage
from inpublic.notebooks.languages import magic_language
from inpublic.skills.magics import Magic
from inpublic.skills.othercode import julia_names, r_names
from inpublic.skills.pythoncode import PythonReader
from inpublic.skills.sqlcode import sql_names, statement_in

PYTHON = "python"
_SQL = ("sql", "postgresql", "mysql", "tsql")
Readers = Mapping[str, Callable[[str], Iterator[str]]]
_MOST = 2_000
"""Names of one notebook that are kept; no notebook that people wrote has as many."""


@dataclass(frozen=True, slots=True)
class CodeCell:
    """Holds the code of one cell; `is_apart` says that a magic hands it to another language, or writes it to a file."""

    number: int
    source: str
    language: str
    is_apart: bool = False


def read_code(cells: Iterable[CodeCell]) -> tuple[Usage, ...]:
    """Say which names the cells really use and where, in the order of the names.

    A name is a dotted path (`sklearn.ensemble.RandomForestClassifier.fit`), or says its language first: `r:dplyr`,
    `sql:join`; `language:r` stands for a language itself.
    """
    found: dict[str, set[int]] = {}
    reader, loaded = PythonReader(), dict[str, str]()
    others = {**_READERS, "julia": lambda code: julia_names(code, loaded)}
    for cell in cells:
        for name in _names(cell, reader, others):
            found.setdefault(name, set()).add(cell.number)
    for name, numbers in reader.found():
        found.setdefault(name, set()).update(numbers)
    return tuple(Usage(name, tuple(sorted(found[name]))) for name in sorted(found)[:_MOST])


def _names(cell: CodeCell, reader: PythonReader, others: Readers) -> Iterator[str]:
    code = cell.source.partition("\n")[2] if cell.is_apart and cell.language not in _SQL else cell.source
    if cell.language == PYTHON:
        own = PythonReader() if cell.is_apart else reader
        read = own.read(code, cell.number)
        yield from [f"language:{PYTHON}"] if read.is_python else []
        yield from _of_magics(read.magics, others)
        yield from (name for name, _ in own.found()) if cell.is_apart else ()
    else:
        yield from _other_names(cell.language, code, others)


def _other_names(language: str, code: str, others: Readers) -> Iterator[str]:
    if code.strip() and language not in _SQL:
        yield f"language:{language}"
    if language in others:
        yield from others[language](code)


def _of_magics(magics: Iterable[Magic], others: Readers) -> Iterator[str]:
    for magic in magics:
        language = magic_language(f"%%{magic.name}")
        if language in others:
            yield from _other_names(language, magic.text, others)


def _sql_cell(code: str) -> Iterator[str]:
    return sql_names(statement_in(code))


_READERS: Readers = MappingProxyType({"r": r_names, **dict.fromkeys(_SQL, _sql_cell)})
