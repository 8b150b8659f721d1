"""mkdocs.yml as sections that know their lines, so that every message can name the place.

MkDocs' own tags are understood (`!ENV`) or passed over (`!relative`, `!!python/…`): no code is ever called.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

import yaml

from inpublic.errors import InpublicError

FILE = "mkdocs.yml"


@dataclass(frozen=True, slots=True)
class Section:
    """Holds one mapping of mkdocs.yml; `name` is its place, such as `extra.inpublic`, empty at the top.

    Reading a value of the wrong type raises InpublicError; what is absent or left blank is the default.
    """

    values: Mapping[str, object] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    name: str = ""

    def text(self, key: str, default: str = "") -> str:
        """Return text, without space around it."""
        value = self.values.get(key)
        if value is not None and not isinstance(value, str):
            plain = isinstance(value, int | float)
            hint = f'Put it in quotes: {key}: "{_shown(value)}"' if plain else "Write it on one line after the colon."
            raise self.fault(key, "has to be text", hint)
        return (value or "").strip() or default

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self.values.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.fault(key, "has to be true or false", f"Write {key}: true or {key}: false")
        return default if value is None else value

    def number(self, key: str, default: int) -> int:
        """Return a whole number above 0."""
        value = self.values.get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise self.fault(key, "has to be a whole number above 0", f"Write for example {key}: {default}")
        return value

    def choices(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        """Return a list of known names, each once, in their author's order; all of them when absent."""
        value = self.values.get(key)
        names = tuple(known) if value is None else value
        if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
            raise self.fault(key, "has to be a list of names", f"Write for example {key}: [{', '.join(known)}]")
        for name in names:
            if name not in known:
                raise self.fault(key, f"holds «{name}», which is unknown", _suggestion(name, known))
        return tuple(dict.fromkeys(names))

    def section(self, key: str, *, short: str = "") -> Section:
        """Return a nested section; with `short`, text alone stands for a section with that key only."""
        value = self.values.get(key)
        name = f"{self.name}.{key}" if self.name else key
        if isinstance(value, str) and short:
            value = Section({short: value}, {short: self.lines.get(key, 1)})
        if value is not None and not isinstance(value, Section):
            raise self.fault(key, "has to be a section", "Write its settings below it, one a line, indented by spaces.")
        return replace(value or Section(), name=name)

    def only(self, *known: str) -> None:
        """Raise InpublicError for the first key that is not known."""
        for key in self.values:
            if key not in known:
                raise self.fault(key, "is an unknown setting", _suggestion(key, known))

    def fault(self, key: str, message: str, hint: str = "") -> InpublicError:
        """Make the error that says what is wrong with the value of `key`, and where it stands."""
        name = f"{self.name}.{key}" if self.name else key
        value = "" if message.startswith(("is an", "holds")) else f" is «{_shown(self.values.get(key))}», but it"
        place = f"{FILE}:{self.lines[key]}" if key in self.lines else FILE
        return InpublicError(f"{place}: {name}{value} {message}", hint)


def read_settings(text: str, environ: Mapping[str, str]) -> Section:
    """Read the text of mkdocs.yml; raises InpublicError, with the line, when it is not valid YAML."""
    try:
        value = _load(text, environ)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = ", ".join(part for part in (error.context, error.problem) if part)
        raise InpublicError(f"{FILE}:{mark.line + 1 if mark else 1}: {reason}", _YAML_HINT) from error
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:  # a control character, 0b_, \UFFFFFFFF
        reason = str(error).partition("\n")[0]
        raise InpublicError(f"{FILE} cannot be read as YAML: {reason}", _YAML_HINT) from error
    if value is not None and not isinstance(value, Section):
        raise InpublicError(f"{FILE}: its first line is not a setting", "Write it as lines of «key: value».")
    return value or Section()


def _load(text: str, environ: Mapping[str, str]) -> object:
    loader = _Loader(text)
    loader.environ = environ
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


_YAML_HINT = (
    "Indent with spaces, put a space after each colon, and put text with a colon or a special character in quotes."
)


def _shown(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Section):
        return "a section"
    return json.dumps(value, ensure_ascii=False, default=str)


def _suggestion(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, known, 1, 0.6)
    return f"Did you mean «{near[0]}»?" if near else f"Known are: {', '.join(known)}."


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml; `environ` answers its `!ENV` tags."""

    environ: Mapping[str, str]


def _section(loader: _Loader, node: yaml.MappingNode) -> Section:
    lines: dict[str, int] = {}
    for key_node, _ in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        if key in lines and key != "<<":
            message = f"«{key}» is here for a second time; it is on line {lines[key]} already"
            hint = "Put its settings together in one place: the first would be lost."
            raise InpublicError(f"{FILE}:{key_node.start_mark.line + 1}: {message}", hint)
        lines[key] = key_node.start_mark.line + 1
    loader.flatten_mapping(node)
    values = {
        str(loader.construct_object(key_node, deep=True)): loader.construct_object(value_node, deep=True)
        for key_node, value_node in node.value
    }
    return Section(values, lines)


def _environment(loader: _Loader, node: yaml.Node) -> object:
    """Resolve `!ENV NAME` and `!ENV [NAME, OTHER_NAME, default]` as MkDocs does, types included."""
    nodes: list[yaml.Node] = node.value if isinstance(node, yaml.SequenceNode) else [node]
    *names, default = nodes if len(nodes) > 1 else [*nodes, None]
    for name in names:
        value = loader.environ.get(str(name.value) if name else "")
        if value is not None:
            tag = loader.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]  # so in its stubs
            return loader.construct_object(yaml.ScalarNode(tag, value))
    return None if default is None else loader.construct_object(default, deep=True)


def _text(loader: _Loader, node: yaml.ScalarNode) -> object:
    return loader.construct_scalar(node)


def _nothing(_loader: _Loader, _node: yaml.Node) -> None:
    return None


_Loader.add_constructor("tag:yaml.org,2002:map", _section)
_Loader.add_constructor("!ENV", _environment)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _text)  # no date is needed here, and 2024-13-45 is none
_Loader.add_constructor(None, _nothing)  # any tag that is not YAML's own
