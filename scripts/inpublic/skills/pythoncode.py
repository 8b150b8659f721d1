"""What Python code really uses: a walk through its statements that follows names to the packages they came from.

Nothing is run or imported. What a call gives is only known by its package (`pandas.?`), or its class.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator
from contextlib import suppress

from msgspec import Struct, field

from inpublic.skills.expressions import OWN, Bound, Expressions, Thing, parameters, part
from inpublic.skills.magics import Magic, has_magic, plain_python
from inpublic.skills.names import LATER
from inpublic.skills.pythonparse import parse

_THERE = frozenset({*vars(builtins), "display", "get_ipython", "In", "Out", "exit", "quit"})
"""Names that are there without an import, in IPython as well."""


class PythonCell(Struct, frozen=True):
    """Holds the line magics of a cell, and whether there is any Python in it."""

    magics: tuple[Magic, ...]
    is_python: bool


class PythonReader(Struct):
    """Reads the cells of one notebook in their order; all of them share the names of the outermost scope.

    A file of plain Python is one cell, whose names are found with the lines of `Expressions(by_line=True)`.
    """

    _expressions: Expressions = field(default_factory=Expressions)
    _bound: Bound = field(default_factory=dict)
    _stars: list[str] = field(default_factory=list)
    _packages: dict[str, None] = field(default_factory=dict)

    def read(self, source: str, cell: int) -> PythonCell:
        """Read one cell; of what does not parse, what can be saved is read."""
        self._expressions.cell = cell
        is_plain = self._expressions.by_line or not has_magic(source)
        plain = None if is_plain else plain_python(source)
        tree = parse(plain.code if plain else source)
        with suppress(RecursionError):  # nested deeper than anybody writes by hand
            self._run(tree.body, self._bound)
        return PythonCell(plain.magics if plain else (), any(map(_does_something, tree.body)))

    def found(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield each name in use with its cells, when all cells have been read; a name may come twice."""
        for name, cells in self._expressions.names.items():
            for known in self._known(name):
                yield known, tuple(cells)

    def packages(self) -> tuple[str, ...]:
        """Return the packages that were imported and are in use, in the order of their imports."""
        used = {name.partition(".")[0] for name, _ in self.found()}
        return tuple(name for name in self._packages if name in used)

    def _known(self, name: str) -> Iterable[str]:
        """Say what a name means that was read before it was bound; nothing where nobody bound it."""
        if not name.startswith(LATER):
            return (name,)
        root, dot, rest = name.removeprefix(LATER).partition(".")
        if root in self._bound:
            thing = self._bound[root]
            return (f"{thing.name}{dot}{rest}",) if thing.name and not thing.is_made else ()
        is_there = root in _THERE or root.startswith("_")  # of what has an underscore a star brings nothing
        return () if is_there else [f"{module}.{root}{dot}{rest}" for module in self._stars]

    def _run(self, body: Iterable[ast.stmt], bound: Bound) -> None:
        for statement in body:
            self._statement(statement, bound)

    def _statement(self, node: ast.stmt, bound: Bound) -> None:
        match node:
            case ast.Import():
                self._import(node, bound)
            case ast.ImportFrom():
                self._import_from(node, bound)
            case ast.If() | ast.Try() | ast.TryStar():
                self._branches(node, bound)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(node, bound)
            case ast.ClassDef():
                self._class(node, bound)
            case ast.Assign() | ast.AnnAssign():
                self._assign(node, bound)
            case ast.Delete():
                self._delete(node, bound)
            case ast.For() | ast.AsyncFor():
                self._expressions.bind(node.target, part(self._expressions.value(node.iter, bound)), bound)
                self._run([*node.body, *node.orelse], bound)
            case _:
                self._parts(node, bound)

    def _parts(self, node: ast.AST, bound: Bound) -> None:
        """Read other statements in the order of their parts, which is that in which they are run."""
        name = getattr(node, "name", None)  # of an exception that was caught, or of a pattern
        if isinstance(name, str):
            bound[name] = OWN
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.stmt):
                self._statement(child, bound)
            elif isinstance(child, ast.expr):
                self._expressions.value(child, bound)
            elif isinstance(child, ast.withitem):
                thing = self._expressions.value(child.context_expr, bound)
                if child.optional_vars:
                    self._expressions.bind(child.optional_vars, thing, bound)
            else:
                self._parts(child, bound)

    def _delete(self, node: ast.Delete, bound: Bound) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                bound.pop(target.id, None)
            else:
                self._expressions.value(target, bound)

    def _import(self, node: ast.Import, bound: Bound) -> None:
        for alias in node.names:
            name = alias.name if alias.asname else alias.name.partition(".")[0]
            bound[alias.asname or name] = Thing(name)
            self._packages[name.partition(".")[0]] = None

    def _import_from(self, node: ast.ImportFrom, bound: Bound) -> None:
        """Note where names come from; those of a relative import are the author's own."""
        module = "" if node.level else node.module or ""
        self._packages |= {module.partition(".")[0]: None} if module else {}
        for alias in node.names:
            if alias.name == "*":
                self._stars += [module] if module else []
            else:
                bound[alias.asname or alias.name] = Thing(f"{module}.{alias.name}") if module else OWN

    def _branches(self, node: ast.If | ast.Try | ast.TryStar, bound: Bound) -> None:
        """Read each way as if it were the one taken; what any of them imports is known afterwards."""
        after: Bound = {}
        for way in self._ways(node, bound):
            own = dict(bound)
            self._run(way, own)
            after |= {name: thing for name, thing in own.items() if thing.name or name not in after}
        bound.update(after)
        self._run(getattr(node, "finalbody", ()), bound)

    def _ways(self, node: ast.If | ast.Try | ast.TryStar, bound: Bound) -> list[list[ast.stmt]]:
        if isinstance(node, ast.If):
            self._expressions.value(node.test, bound)
            is_never = isinstance(node.test, ast.Constant) and not node.test.value
            return [[] if is_never else node.body, node.orelse]
        for handler in node.handlers:
            if handler.type:
                self._expressions.value(handler.type, bound)
        return [[*node.body, *node.orelse], *(handler.body for handler in node.handlers)]

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, bound: Bound) -> None:
        for around in (*node.decorator_list, node.returns):
            if around:
                self._expressions.value(around, bound)
        self._expressions.outside(node.args, bound)
        bound[node.name] = OWN
        self._run(node.body, {**bound, **{argument.arg: OWN for argument in parameters(node.args)}})

    def _class(self, node: ast.ClassDef, bound: Bound) -> None:
        for around in (*node.decorator_list, *node.bases, *(word.value for word in node.keywords)):
            self._expressions.value(around, bound)
        self._run(node.body, dict(bound))
        bound[node.name] = OWN

    def _assign(self, node: ast.Assign | ast.AnnAssign, bound: Bound) -> None:
        expressions, targets = self._expressions, node.targets if isinstance(node, ast.Assign) else [node.target]
        if isinstance(node, ast.AnnAssign):
            expressions.value(node.annotation, bound)
        values = node.value.elts if isinstance(node.value, ast.Tuple) else []
        names = targets[0].elts if isinstance(targets[0], (ast.Tuple, ast.List)) and len(targets) == 1 else []
        if values and len(values) == len(names):
            things = [expressions.value(value, bound) for value in values]
            for target, thing in zip(names, things, strict=True):
                expressions.bind(target, thing, bound)
        elif node.value:
            thing = expressions.value(node.value, bound)
            for target in targets:
                expressions.bind(target, thing, bound)


def _does_something(node: ast.stmt) -> bool:
    """Tell code from what a magic or a line that is no Python has left behind, and from notes in quotes."""
    return not isinstance(node, ast.Pass) and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
