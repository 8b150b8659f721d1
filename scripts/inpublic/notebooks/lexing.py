"""Lexers of Pygments that find the same tokens in a fraction of the time.

Pygments tries the rules of a state one after the other, at each place of a text. Nearly none of them can match there:
a character follows that they never begin with, or the text is without a sign that they need. Only the others are
tried here, in the same order, so that the first that matches is the same; and a rule is compiled when it is tried.

It relies on two things that Pygments keeps since its first versions, and that a test watches: `_process_regex` of the
metaclass, which its own profiler replaces too, and `_tokens`, the lists of (match, action, way) that the metaclass
makes for each state.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, ClassVar, NamedTuple, TypeAlias, cast

from pygments.lexer import Lexer, RegexLexer, RegexLexerMeta, bygroups, using
from pygments.lexers.python import PythonLexer
from pygments.token import Error, Operator, Text, Whitespace, _TokenType
from pygments.util import Future

from inpublic.notebooks.openings import UNKNOWN, Opening, opening_of, set_of

_Match: TypeAlias = "Callable[[str, int], re.Match[str] | None]"
_Rule: TypeAlias = "tuple[_Match, Any, Any]"
"""How to match, what to yield and where to go then (Any: Pygments has five forms of them, see below)."""

_BEYOND = "\x80"
"""Stands for all characters beyond ASCII."""


@lru_cache(maxsize=64)
def quick(lexer: type[Lexer]) -> type[Lexer]:
    """Return the quick form of a class of lexers, or the class itself where it goes its own ways."""
    is_usual = type(lexer) is RegexLexerMeta and not getattr(lexer, "token_variants", False)
    if not is_usual or lexer.get_tokens_unprocessed is not RegexLexer.get_tokens_unprocessed:
        return lexer
    made: Any = _QuickMeta(lexer.__name__, (_Quick, lexer), {})  # type: ignore[no-untyped-call]  # Any: not in the stubs
    return cast("type[Lexer]", made)


@cache
def ipython() -> type[Lexer]:
    """Return the quick form of the lexer of IPython; what stands below a magic such as `%%time` gets one as well."""
    from ipython_pygments_lexers import IPython3Lexer

    below = bygroups(Text, Operator, Text, using(quick(PythonLexer)))  # type: ignore[no-untyped-call]  # stubs
    root = [(rule[0], below) if _is_magic(rule) else rule for rule in IPython3Lexer.tokens["root"]]
    return quick(type(IPython3Lexer)("IPython", (IPython3Lexer,), {"tokens": {**IPython3Lexer.tokens, "root": root}}))


def _is_magic(rule: Any) -> bool:  # Any: rules have many forms before they are made ready
    return isinstance(rule, tuple) and any(f"(%%{name})" in str(rule[0]) for name in _WITH_PYTHON)


_WITH_PYTHON = ("capture", "debug", "prun", "python3", "python", "timeit", "time", "writefile", "file")
"""Magics of whole cells whose other lines are Python."""


class _Regex(NamedTuple):
    """Stands for a regular expression that is compiled when it is first tried."""

    pattern: str
    flags: int

    def __call__(self, text: str, place: int) -> re.Match[str] | None:
        return _ready(self)(text, place)


@lru_cache(maxsize=4096)
def _ready(match: _Match) -> _Match:
    """Compile a regular expression; what else Pygments gives to match with is ready."""
    return re.compile(_short(*match), match.flags).match if isinstance(match, _Regex) else match


def _short(pattern: str, flags: int) -> str:
    """Write sets that go on to the last character there is by what they lack: Python goes through all that a set names.

    So it takes a tenth of the time to make Julia's lexer ready, whose every name is such a set.
    """
    has_cases = flags & re.IGNORECASE or "(?i" in pattern
    return pattern if has_cases else _ENDLESS.sub(lambda found: _by_its_lacks(found[1], found[2]), pattern)


_ENDLESS = re.compile(r"(?<!\\)\[((?:\w(?:-\w)?|!)*)([\x80-\xff])-\U0010ffff\]", re.ASCII)


@lru_cache(maxsize=16)
def _by_its_lacks(some: str, first: str) -> str:
    """Write the set of `some` characters and of all from the `first` on."""
    held = re.compile(f"[{some}]") if some else None
    lacks = (code for code in range(ord(first)) if not (held and held.match(chr(code))))
    return "[^" + "".join(map(r"\x{:02x}".format, lacks)) + "]"


class _QuickMeta(RegexLexerMeta):
    """Leaves the regular expressions of a lexer as they are written."""

    def _process_regex(cls, regex: str | Future, rflags: int, _state: str) -> _Regex:  # noqa: N805  # this is a class
        written: Any = regex.get() if isinstance(regex, Future) else regex  # type: ignore[func-returns-value]  # a text
        return _Regex(written, rflags)


class _Quick(RegexLexer, metaclass=_QuickMeta):
    """Goes before a class of lexers, and finds its tokens."""

    _tokens: ClassVar[Mapping[str, Sequence[_Rule]]]

    def get_tokens_unprocessed(
        self, text: str, stack: Iterable[str] = ("root",)
    ) -> Iterator[tuple[int, _TokenType, str]]:
        """Yield the place, the type and the text of each token."""
        states = _States(type(self), text)
        path = list(stack)
        place = 0
        while True:
            rules = states[path[-1]]
            for match, action, way in rules[text[place : place + 1]]:
                found = match(text, place)
                if found is None:
                    continue
                if type(action) is _TokenType:
                    yield place, action, found.group()
                elif action is not None:
                    yield from action(self, found)
                place = found.end()
                if way is not None:
                    _go(path, way)
                break
            else:
                if place == len(text):
                    return
                if text[place] == "\n":
                    path = ["root"]
                yield place, Whitespace if text[place] == "\n" else Error, text[place]
                place += 1


def _go(path: list[str], way: Any) -> None:  # Any: see _Rule
    """Go on by the names of states, or back by as many as a negative number says, but for the first."""
    if isinstance(way, int):
        del path[max(1, len(path) + way) :]
        return
    for name in (way,) if isinstance(way, str) else way:
        if name == "#pop":
            del path[max(1, len(path) - 1) :]
        else:
            path.append(path[-1] if name == "#push" else name)


class _States(dict[str, "_Rules"]):
    """Holds for each state the rules that can match in one text."""

    def __init__(self, lexer: type[_Quick], text: str) -> None:
        super().__init__()
        self._lexer = lexer
        self._text = text

    def __missing__(self, name: str) -> _Rules:
        lacking = frozenset(need for need in _needs(self._lexer, name) if need not in self._text)
        rules = self[name] = _rules_without(lacking, self._lexer, name)
        return rules


class _Rules(dict[str, tuple[_Rule, ...]]):
    """Holds for each character which rules can match where it follows; "" is the end of the text."""

    def __init__(self, rules: Sequence[tuple[Opening, _Rule]]) -> None:
        super().__init__()
        self._rules = rules

    def __missing__(self, character: str) -> tuple[_Rule, ...]:
        if character > _BEYOND:
            return self[_BEYOND]
        here = set_of(character)
        fitting = [rule for opening, rule in self._rules if opening.characters & here]
        rules = self[character] = tuple((_ready(match), action, way) for match, action, way in fitting)
        return rules


@lru_cache(maxsize=1024)
def _rules_without(lacking: frozenset[str], lexer: type[_Quick], state: str) -> _Rules:
    return _Rules([(opening, rule) for opening, rule in _rules(lexer, state) if opening.needed not in lacking])


@lru_cache(maxsize=1024)
def _needs(lexer: type[_Quick], state: str) -> frozenset[str]:
    """Collect the signs worth asking for: those of rules that can begin with a space, where many would be tried."""
    space = set_of(" ")
    return frozenset(
        opening.needed for opening, _ in _rules(lexer, state) if opening.needed and opening.characters & space
    )


@lru_cache(maxsize=1024)
def _rules(lexer: type[_Quick], state: str) -> tuple[tuple[Opening, _Rule], ...]:
    return tuple((_opening(rule[0]), rule) for rule in lexer._tokens[state])


def _opening(match: _Match) -> Opening:
    return opening_of(match.pattern, match.flags) if isinstance(match, _Regex) else UNKNOWN
