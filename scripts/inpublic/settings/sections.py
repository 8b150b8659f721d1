"""mkdocs.yml as sections that know their lines, so that every message can name the place.

MkDocs' own tags are understood (`!ENV`) or passed over (`!relative`, `!!python/…`): no code is ever called.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping

import yaml
from msgspec import Struct, field
from msgspec.structs import replace

from inpublic.errors import InpublicError, Problem
from inpublic.settings.aliases import GrowthError, refuse_growth
from inpublic.settings.quoting import masked, shown

FILE = "mkdocs.yml"
_ENV = "!ENV"
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Section(Struct, frozen=True):
    """Holds one mapping of mkdocs.yml; `name` is its place, such as `extra.inpublic`, empty at the top.

    Reading a value of the wrong type adds to `faults`, which all sections of a file share, and gives the default, as
    for what is absent or left blank: so one run tells all that is wrong. `hidden` are the keys whose values come from
    the environment and stand in no message.
    """

    values: Mapping[str, object] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    name: str = ""
    hidden: frozenset[str] = frozenset()
    faults: list[Problem] = field(default_factory=list)

    def text(self, key: str, default: str = "") -> str:
        """Return text, without space around it."""
        value = self.values.get(key)
        if value is None or isinstance(value, str):
            return (value or "").strip() or default
        plain = isinstance(value, int | float) and key not in self.hidden
        hint = (
            f'Put it in quotes: `{key}: "{shown(key, value)}"`.' if plain else "Write it on one line after the colon."
        )
        self.fault(key, "has to be text", hint)
        return default

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self.values.get(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.fault(key, "has to be true or false", f"Write `{key}: true` or `{key}: false`.")
        return default

    def number(self, key: str, default: int) -> int:
        """Return a whole number above 0."""
        value = self.values.get(key)
        if value is None:
            return default
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        self.fault(key, "has to be a whole number above 0", f"Write for example `{key}: {default}`.")
        return default

    def choices(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        """Return a list of known names, each once, in their author's order; all of them when absent."""
        value = self.values.get(key)
        names = tuple(known) if value is None else value
        if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
            self.fault(key, "has to be a list of names", f"Write for example `{key}: [{', '.join(known)}]`.")
            return tuple(known)
        for name in names:
            if name not in known:
                quoted = "a name from the environment" if key in self.hidden else f"«{shown(key, name)}»"
                self.fault(key, f"holds {quoted}, which is unknown", _suggestion(name, known), quote=False)
        return tuple(dict.fromkeys(name for name in names if name in known))

    def section(self, key: str, *, short: str = "") -> Section:
        """Return a nested section; with `short`, text alone stands for a section with that key only."""
        value = self.values.get(key)
        name = f"{self.name}.{key}" if self.name else key
        if isinstance(value, str) and short:
            hidden = frozenset([short]) if key in self.hidden else frozenset[str]()
            value = Section({short: value}, {short: self.lines.get(key, 1)}, hidden=hidden)
        if value is not None and not isinstance(value, Section):
            self.fault(key, "has to be a section", "Write its settings below it, one a line, indented by spaces.")
            value = None
        return replace(value or Section(), name=name, faults=self.faults)

    def only(self, *known: str) -> None:
        """Add a fault for each key that is not known."""
        for key in self.values:
            if key not in known:
                self.fault(key, "is an unknown setting", _suggestion(key, known), quote=False)

    def fault(self, key: str, message: str, hint: str = "", *, quote: bool = True) -> None:
        """Say what is wrong with the value of `key`, which stands before it in the message if `quote`."""
        name = f"{self.name}.{key}" if self.name else key
        value = self.values.get(key)
        quoted = "a section" if isinstance(value, Section) else shown(key, value)
        what = "comes from the environment" if key in self.hidden else f"is «{quoted}»"
        told = masked(f"{name} {what}, but it {message}" if quote else f"{name} {message}")
        self.faults.append(Problem(FILE, told, masked(hint), self.lines.get(key)))


def refusal(faults: Collection[Problem]) -> InpublicError:
    """Make the error that stops a run because of the settings' faults."""
    many = "something" if len(faults) == 1 else f"{len(faults)} things"
    return InpublicError(f"nothing was done: {many} in {FILE} must be mended", "See the errors above.", faults)


def read_settings(text: str, environ: Mapping[str, str]) -> Section:
    """Read the text of mkdocs.yml; raises InpublicError, with the line, when it is not valid YAML."""
    try:
        refuse_growth(text)
        value = _load(text, environ)
    except GrowthError as error:
        raise refusal([Problem(FILE, masked(error.message), error.hint, error.line)]) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = ", ".join(part for part in (error.context, error.problem) if part)
        raise refusal([_not_yaml(reason, mark.line + 1 if mark else None)]) from error
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:  # a control character, 0b_, \UFFFFFFFF
        raise refusal([_not_yaml(str(error).partition("\n")[0])]) from error
    if value is not None and not isinstance(value, Section):
        message = "its first line is not a setting"
        raise refusal([Problem(FILE, message, "Write it as lines of «key: value».", 1)])
    return value or Section()


def _not_yaml(reason: str, line: int | None = None) -> Problem:
    return Problem(FILE, f"cannot be read as YAML: {masked(reason)}", _YAML_HINT, line)


def _load(text: str, environ: Mapping[str, str]) -> object:
    loader = _Loader(text)
    loader.environ = environ
    loader.faults = []
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


_YAML_HINT = (
    "Indent with spaces, put a space after each colon, and put text with a colon or a special character in quotes."
)


def _suggestion(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, known, 1, 0.6)
    return f"Did you mean «{near[0]}»?" if near else f"Known are: {', '.join(known)}."


class _Loader(_LOADER):  # type: ignore[misc, valid-type]  # which of the two it is, nobody knows before
    """Reads mkdocs.yml; `environ` answers its `!ENV` tags, `faults` are those of its sections."""

    environ: Mapping[str, str]
    faults: list[Problem]


def _section(loader: _Loader, node: yaml.MappingNode) -> Section:
    lines: dict[str, int] = {}
    for key_node, _ in node.value:
        key, line = str(loader.construct_object(key_node, deep=True)), key_node.start_mark.line + 1
        if key in lines and key != "<<":
            message = f"«{masked(key)}» is here for a second time; it is on line {lines[key]} already"
            hint = "Put its settings together in one place: the first would be lost."
            loader.faults.append(Problem(FILE, message, hint, line))
        lines.setdefault(key, line)
    loader.flatten_mapping(node)
    nodes = {str(loader.construct_object(key_node, deep=True)): value_node for key_node, value_node in node.value}
    values = {key: loader.construct_object(value_node, deep=True) for key, value_node in nodes.items()}
    hidden = frozenset(key for key, value_node in nodes.items() if _is_secret(value_node))
    return Section(values, lines, hidden=hidden, faults=loader.faults)


def _is_secret(node: yaml.Node) -> bool:
    """Tell whether a value, or one in its list, is of the environment; a nested section answers for itself."""
    items = node.value if isinstance(node, yaml.SequenceNode) and node.tag != _ENV else []
    return node.tag == _ENV or any(_is_secret(item) for item in items)


def _environment(loader: _Loader, node: yaml.Node) -> object:
    """Resolve `!ENV NAME` and `!ENV [NAME, OTHER_NAME, default]` as MkDocs does, types included."""
    nodes: list[yaml.Node] = node.value if isinstance(node, yaml.SequenceNode) else [node]
    *names, default = nodes if len(nodes) > 1 else [*nodes, None]
    for name in names:
        value = loader.environ.get(str(name.value) if name else "")
        if value is not None:
            tag = loader.resolve(yaml.ScalarNode, value, (True, False))
            return loader.construct_object(yaml.ScalarNode(tag, value))
    return None if default is None else loader.construct_object(default, deep=True)


def _text(loader: _Loader, node: yaml.ScalarNode) -> object:
    return loader.construct_scalar(node)


def _nothing(_loader: _Loader, _node: yaml.Node) -> None:
    return None


_Loader.add_constructor("tag:yaml.org,2002:map", _section)
_Loader.add_constructor(_ENV, _environment)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _text)  # no date is needed here, and 2024-13-45 is none
_Loader.add_constructor(None, _nothing)  # any tag that is not YAML's own
