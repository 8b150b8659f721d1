"""What a Python expression gives, as far as names tell, and which names are used in it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from types import MappingProxyType

from msgspec import Struct, field

from inpublic.skills.names import LATER, UNKNOWN
from inpublic.skills.sqlcode import sql_names

_IMPORTERS = frozenset({"importlib.import_module", f"{LATER}__import__"})
_ASKING = frozenset({f"{LATER}help", f"{LATER}dir"})
_ASKED = (".__version__", ".__file__", ".__path__", ".__name__", ".__doc__")
_SQL_CALLS = frozenset("execute executemany executescript read_sql read_sql_query sql query raw text run sqldf".split())
_MAKERS = frozenset({"fit", "compile", "eval", "train", "to"})
"""Methods that commonly return the object itself."""


class Thing(Struct, frozen=True):
    """Holds what is known of a value: the dotted name it came by, whether a call has given it, its text."""

    name: str = ""
    is_made: bool = False
    text: str = ""


OWN = Thing()
"""A value of the author's own."""

Bound = dict[str, Thing]
"""What the names of a scope stand for."""


class Expressions(Struct):
    """Reads expressions; `names` are those that were used, each with its cells, or `by_line` with its lines."""

    names: dict[str, dict[int, None]] = field(default_factory=dict)
    cell: int = 0
    by_line: bool = False

    def value(self, node: ast.AST, bound: Bound) -> Thing:
        """Say what an expression gives, and note the names in it, each as far as its dots go."""
        thing = self._read(node, bound)
        if isinstance(node, ast.Attribute) or (isinstance(node, ast.Name) and not thing.is_made):
            self._note(thing.name, node)
        return thing

    def bind(self, target: ast.expr, thing: Thing, bound: Bound) -> None:
        """Let the names of a target stand for a value, or for parts of it."""
        if isinstance(target, ast.Name):
            bound[target.id] = thing
        elif isinstance(target, (ast.Tuple, ast.List)):
            for element in target.elts:
                self.bind(element, part(thing), bound)
        elif isinstance(target, ast.Starred):
            self.bind(target.value, part(thing), bound)
        else:
            self.value(target, bound)

    def outside(self, arguments: ast.arguments, bound: Bound) -> None:
        """Read the parts of a function's head that belong to the scope around it."""
        hints = [argument.annotation for argument in parameters(arguments)]
        for node in (*arguments.defaults, *arguments.kw_defaults, *hints):
            if node:
                self.value(node, bound)

    def _read(self, node: ast.AST, bound: Bound) -> Thing:
        return _READERS.get(type(node), Expressions._compound)(self, node, bound)

    def _note(self, name: str, node: ast.AST) -> None:
        """Note a name in use, which ends where its node does; to ask a module for its version is not to use it."""
        if name and not name.endswith(_ASKED):
            place = getattr(node, "end_lineno", 0) if self.by_line else self.cell
            self.names.setdefault(name, {})[place] = None

    def _name(self, node: ast.Name, bound: Bound) -> Thing:
        return bound.get(node.id) or Thing(LATER + node.id)

    def _attribute(self, node: ast.Attribute, bound: Bound) -> Thing:
        owner = self._read(node.value, bound)
        return Thing(f"{owner.name}.{node.attr}", owner.is_made) if owner.name else Thing(text=owner.text)

    def _call(self, node: ast.Call, bound: Bound) -> Thing:
        called = self._read(node.func, bound)
        if called.name in _ASKING:
            return OWN
        self._note(called.name, node.func)
        given = [self.value(one, bound) for one in (*node.args, *(word.value for word in node.keywords))]
        text = given[0].text if given else ""
        method = node.func.attr if isinstance(node.func, ast.Attribute) else called.name.rpartition(".")[2]
        if text and called.name in _IMPORTERS:
            return Thing(text)
        for name in sql_names(text) if text and method in _SQL_CALLS else ():
            self._note(name, node.func)
        return _made(called.name) if called.name else Thing(text=called.text)

    def _constant(self, node: ast.Constant, _bound: Bound) -> Thing:
        return Thing(text=node.value) if isinstance(node.value, str) else OWN

    def _joined(self, node: ast.JoinedStr, bound: Bound) -> Thing:
        return Thing(text="".join(self.value(one, bound).text or " x " for one in node.values))

    def _named(self, node: ast.NamedExpr, bound: Bound) -> Thing:
        thing = self.value(node.value, bound)
        self.bind(node.target, thing, bound)
        return thing

    def _lambda(self, node: ast.Lambda, bound: Bound) -> Thing:
        self.outside(node.args, bound)
        self.value(node.body, {**bound, **{argument.arg: OWN for argument in parameters(node.args)}})
        return OWN

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, bound: Bound) -> Thing:
        own = dict(bound)
        for generator in node.generators:
            self.bind(generator.target, part(self.value(generator.iter, own)), own)
            for test in generator.ifs:
                self.value(test, own)
        for element in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
            if element:
                self.value(element, own)
        return OWN

    def _passing(self, node: ast.Await | ast.Starred, bound: Bound) -> Thing:
        return self.value(node.value, bound)

    def _compound(self, node: ast.AST, bound: Bound) -> Thing:
        """Read all parts; the whole is taken for what the first of them with a package gives."""
        things = [self.value(child, bound) for child in ast.iter_child_nodes(node)]
        text = things[0].text if isinstance(node, ast.BinOp) else ""
        first = next((thing for thing in things if thing.name), OWN)
        return Thing(part(first).name, is_made=bool(first.name), text=text)


_READERS: Mapping[type[ast.AST], Callable[..., Thing]] = MappingProxyType(
    {
        ast.Name: Expressions._name,
        ast.Attribute: Expressions._attribute,
        ast.Call: Expressions._call,
        ast.Constant: Expressions._constant,
        ast.JoinedStr: Expressions._joined,
        ast.NamedExpr: Expressions._named,
        ast.Lambda: Expressions._lambda,
        ast.ListComp: Expressions._comprehension,
        ast.SetComp: Expressions._comprehension,
        ast.GeneratorExp: Expressions._comprehension,
        ast.DictComp: Expressions._comprehension,
        ast.Await: Expressions._passing,
        ast.Starred: Expressions._passing,
    }
)


def parameters(arguments: ast.arguments) -> list[ast.arg]:
    """Return all parameters of a function."""
    stars = [one for one in (arguments.vararg, arguments.kwarg) if one]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *stars]


def part(thing: Thing) -> Thing:
    """Return what is known of a part of a value, or of what an operation makes of it: its package."""
    root = thing.name.partition(".")[0]
    return Thing(f"{root}.{UNKNOWN}", is_made=True) if root else OWN


def _made(name: str) -> Thing:
    """Return what a call gives: an object of the class, where that was called or a method that returns one."""
    owner, _, last = name.rpartition(".")
    if _is_class(last):
        return Thing(name, is_made=True)
    if _is_class(owner.rpartition(".")[2]) and (last in _MAKERS or last.startswith("from_")):
        return Thing(owner, is_made=True)
    return part(Thing(name))


def _is_class(name: str) -> bool:
    return name.lstrip("_")[:1].isupper()
