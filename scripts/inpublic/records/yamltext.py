"""YAML text read safely into values that still know their author's text and line; nothing is constructed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from inpublic.text.markers import unmarked

if TYPE_CHECKING:
    import yaml

MAX_CHARACTERS = 100_000
MAX_DEPTH = 20

_LEVELS = "[{-:?"
"""Each list and mapping has one of these characters at least to itself."""
_SIGNS = ("*", "---", "...")
"""How aliases begin, and what ends a document."""

_TAG = "tag:yaml.org,2002:"
_TYPES = frozenset({"str", "int", "float", "bool", "null", "timestamp", "merge", "value", "map", "seq"})


class MisreadError(ValueError):
    """Says what is wrong on which line of a text and how to mend it; record.py makes it a Problem."""

    def __init__(self, message: str, hint: str = "", line: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.line = line


class Scalar(Struct, frozen=True):
    """Holds one value as written, so 0.90 stays 0.90; `type` is how YAML reads it: str, int, bool, null."""

    text: str
    type: str = "str"
    line: int = 1


class Items(Struct, frozen=True):
    """Holds a list."""

    items: tuple[Value, ...] = ()
    line: int = 1


class Pairs(Struct, frozen=True):
    """Holds a mapping, in its author's order; no key is there twice."""

    pairs: tuple[tuple[Scalar, Value], ...] = ()
    line: int = 1


Value: TypeAlias = "Scalar | Items | Pairs"


def read_mapping(text: str) -> Pairs:
    """Read text that has to be a mapping of keys to values; empty text is an empty one.

    Raises MisreadError for anything else, and for what could harm: aliases (a few lines of them can grow
    to gigabytes), tags that call code, endless nesting, the same key twice.
    """
    value = read_yaml(text)
    if isinstance(value, Pairs):
        return value
    if isinstance(value, Scalar) and value.type == "null":
        return Pairs()
    raise MisreadError(
        f"must be lines of the form «key: value», not {quote(value)}", _hint(text, value.line), value.line
    )


def read_yaml(text: str) -> Value:
    """Read one YAML document, with lines counted from 1; raises MisreadError as `read_mapping` does."""
    if len(text) > MAX_CHARACTERS:
        raise MisreadError(f"is longer than {MAX_CHARACTERS:,} characters", "Move the text itself out of it.")
    if not text.strip(" \n"):  # as what most cells of notebooks say of themselves
        return Scalar("", "null")
    import yaml

    try:
        if any(sign in text for sign in _SIGNS) or sum(map(text.count, _LEVELS)) > MAX_DEPTH:
            _refuse_harm(text)
        node = yaml.compose(text, Loader=_loader())
        return Scalar("", "null") if node is None else _value(node)
    except MisreadError:
        raise
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the last two: characters that there are not
        raise _misread(text, error) from error


def quote(value: Value) -> str:
    """Show a value in a message, on one line and not too long."""
    if isinstance(value, Items):
        return "a list"
    if isinstance(value, Pairs):
        return "a mapping"
    text = " ".join(value.text.split())
    return f"«{text[:60]}…»" if len(text) > 61 else f"«{text}»"


def _refuse_harm(text: str) -> None:
    """Look at the flat stream of events first: composing recurses, and anchors make it expand."""
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=_loader()):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise MisreadError(f"is nested more than {MAX_DEPTH} deep", "Make it flatter.", _line(event))
        if isinstance(event, yaml.AliasEvent):
            message = f"uses the alias «*{event.anchor}»"
            raise MisreadError(message, "Aliases are not followed: write the value out, or quote it.", _line(event))


def _loader() -> type[yaml.SafeLoader]:
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _value(node: yaml.Node) -> Value:
    import yaml

    kind = node.tag.removeprefix(_TAG)
    if kind not in _TYPES:
        raise MisreadError(f"uses the tag «{kind}»", "Tags are not followed: write a plain value.", _line(node))
    if isinstance(node, yaml.ScalarNode):
        return Scalar(unmarked(node.value), kind, _line(node))
    if isinstance(node, yaml.SequenceNode):
        return Items(tuple(_value(item) for item in node.value), _line(node))
    return Pairs(tuple(_pairs(node)), _line(node))


def _pairs(node: yaml.Node) -> Iterator[tuple[Scalar, Value]]:
    seen: set[str] = set()
    for key_node, value_node in node.value:
        key = _value(key_node)
        if not isinstance(key, Scalar):
            raise MisreadError(f"has {quote(key)} as a key", "Put text that starts with { or [ in quotes.", key.line)
        if key.text in seen:
            raise MisreadError(f"has the key {quote(key)} twice", "Keep one of the two.", key.line)
        seen.add(key.text)
        yield key, _value(value_node)


def _line(marked: yaml.Node | yaml.Event) -> int:
    return int(marked.start_mark.line) + 1 if marked.start_mark else 1


def _misread(text: str, error: yaml.YAMLError | ValueError | OverflowError) -> MisreadError:
    """Turn a parser's complaint into one that names the usual slip where there is one."""
    import yaml

    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        line = min(error.problem_mark.line, text.count("\n")) + 1
        reason = ", ".join(part for part in (error.context, error.problem) if part)
        return MisreadError(f"is not valid YAML: {reason}", _hint(text, line), line)
    position = error.position if isinstance(error, yaml.reader.ReaderError) else getattr(error, "start", 0)
    line = text.count("\n", 0, position) + 1
    return MisreadError("holds a character that cannot be shown", "Delete the line and type it again.", line)


_SLIPS = (
    (re.compile(r"\s*\t"), "Indent with spaces: YAML takes no tabs."),
    (re.compile(r"[^:#]*："), "Write an ordinary colon and a space («: ») after the key."),
    (re.compile(r"\s*(- )?[\w-]+:(?!//)[^\s:]"), "Put a space after the colon."),
    (re.compile(r"\s*(- )?[\w -]+:\s+[^\s\"'\[{|>#].*:(\s|$)"), "Put the value in quotes: it has a colon in it."),
    (re.compile(r"\s*(- )?[\w -]+:\s+([@`%!&*]|- )"), "Put the value in quotes: it starts with a special character."),
    (re.compile(r"\s*(- )?[\w -]+:\s+([\"'])(?!.*\2\s*(#.*)?$)"), "Close the quotes."),
    (re.compile(r"\s*(- )?[\w -]+:\s+'.*'.*'"), "Use double quotes around a value with an apostrophe in it."),
    (re.compile(r"[^\[]*\[[^\]]*$"), "Close the bracket, or put the value in quotes."),
    (re.compile(r"[^{]*\{[^}]*$"), "Close the brace, or put the value in quotes."),
)
_GENERAL_HINT = "Write «key: value» on each line, and put values with special characters in quotes."


def _hint(text: str, line: int) -> str:
    """Guess the slip from the line complained about, then from the one before: parsers notice late."""
    lines = text.split("\n")
    for candidate in lines[max(0, line - 2) : line][::-1]:
        for pattern, hint in _SLIPS:
            if pattern.match(candidate[:300]):
                return hint
    return _GENERAL_HINT
