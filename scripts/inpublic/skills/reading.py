"""What the code cells of a notebook use, whatever their languages: names to look up in the map of skills."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from types import MappingProxyType

from msgspec import Struct

from inpublic.document import Usage
from inpublic.notebooks.languages import magic_language
from inpublic.skills.expressions import Expressions
from inpublic.skills.magics import Magic, written_module
from inpublic.skills.names import UNKNOWN
from inpublic.skills.othercode import julia_names, r_names
from inpublic.skills.pythoncode import PythonReader
from inpublic.skills.sqlcode import sql_names, statement_in

PYTHON = "python"
_SQL = ("sql", "postgresql", "mysql", "tsql")
Readers = Mapping[str, Callable[[str], Iterator[str]]]
_MOST = 2_000
"""Names of one notebook that are kept; no notebook that people wrote has as many."""


class CodeCell(Struct, frozen=True):
    """Holds the code of one cell; `is_apart` says that a magic hands it to another language, or writes it to a file."""

    number: int
    source: str
    language: str
    is_apart: bool = False


class CodeReading(Struct, frozen=True):
    """Holds what code uses: names with their cells, in the order of the names, and packages in that of the code.

    A name is a dotted path (`sklearn.ensemble.RandomForestClassifier.fit`), or says its language first: `r:dplyr`,
    `sql:join`; `language:r` stands for a language itself. Packages are named likewise: `sklearn`, `r:dplyr`.
    """

    uses: tuple[Usage, ...] = ()
    packages: tuple[str, ...] = ()


def read_code(cells: Iterable[CodeCell]) -> CodeReading:
    """Say which names the cells really use and where; modules that a cell writes to a file are the author's own."""
    cells, readers = tuple(cells), [PythonReader()]
    found = _found(cells, readers)
    own = {written_module(cell.source) for cell in cells if cell.is_apart}
    names = [name for name in found if name.partition(".")[0] not in own]
    packages = [*chain.from_iterable(reader.packages() for reader in readers), *_other_packages(names)]
    return CodeReading(
        _usages({name: found[name] for name in names}),
        tuple(name for name in dict.fromkeys(packages) if name not in own),
    )


def _usages(found: Mapping[str, set[int]]) -> tuple[Usage, ...]:
    return tuple(Usage(name, tuple(sorted(found[name]))) for name in sorted(found)[:_MOST])


def read_script(source: str) -> CodeReading:
    """Say which names a Python file really uses and on which of its lines."""
    reader = PythonReader(Expressions(by_line=True))
    is_python = reader.read(source, 1).is_python
    found: dict[str, set[int]] = {f"language:{PYTHON}": {1}} if is_python else {}
    return CodeReading(_usages(_merged(found, [reader])), reader.packages())


def _other_packages(names: Sequence[str]) -> Iterator[str]:
    """Yield the packages of R and Julia; those of R may have dots (`data.table`), and stand before their members."""
    found: set[str] = set()
    for name in names:
        package = name.partition(".")[0]
        if name.startswith("julia:"):
            yield from [package] if not package.endswith(UNKNOWN) else []
        elif name.startswith("r:") and not package.endswith(UNKNOWN):
            starts = accumulate(name.split("."), "{}.{}".format)
            if found.isdisjoint(starts):
                found.add(name)
                yield name


def _found(cells: Iterable[CodeCell], readers: list[PythonReader]) -> dict[str, set[int]]:
    """Map the names in use to their cells; readers are added for code that is apart from the notebook's own."""
    found: dict[str, set[int]] = {}
    loaded, defined = dict[str, str](), set[str]()
    others = {**_READERS, "julia": lambda code: julia_names(code, loaded), "r": lambda code: r_names(code, defined)}
    for cell in cells:
        for name in _names(cell, readers, others):
            found.setdefault(name, set()).add(cell.number)
    return _merged(found, readers)


def _merged(found: dict[str, set[int]], readers: Iterable[PythonReader]) -> dict[str, set[int]]:
    """Add what readers found when all was read."""
    for name, numbers in chain.from_iterable(reader.found() for reader in readers):
        found.setdefault(name, set()).update(numbers)
    return found


def _names(cell: CodeCell, readers: list[PythonReader], others: Readers) -> Iterator[str]:
    """Yield what one cell uses; of Python its magics alone: names are with the first reader or its own."""
    code = cell.source.partition("\n")[2] if cell.is_apart and cell.language not in _SQL else cell.source
    if cell.language == PYTHON:
        readers += [PythonReader()] if cell.is_apart else []
        read = readers[-1 if cell.is_apart else 0].read(code, cell.number)
        yield from [f"language:{PYTHON}"] if read.is_python else []
        yield from _of_magics(read.magics, others)
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


_READERS: Readers = MappingProxyType(dict.fromkeys(_SQL, _sql_cell))
