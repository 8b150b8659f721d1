"""Lexers of Pygments that find the same tokens in a fraction of the time.

Pygments tries the rules of a state one after the other, at each place of a text. Nearly none of them can match there:
a character follows that they never begin with, or the text is without a sign that they need. Only the others are
tried here, in the same order, so that the first that matches is the same; and a rule is compiled when it is tried.

It relies on things that Pygments keeps since its first versions, and that a test watches: `_process_regex` of the
metaclass, which its own profiler replaces too, `_process_token` beside it, and `_tokens`, the lists of (match, action,
way) that the metaclass makes for each state.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from types import CellType, FunctionType
from typing import Any, ClassVar, NamedTuple, TypeAlias, cast

from pygments.lexer import Lexer, RegexLexer, RegexLexerMeta, bygroups, words
from pygments.token import Error, Whitespace, _TokenType
from pygments.util import Future

from inpublic.notebooks.openings import UNKNOWN, Opening, opening_of, set_of

_Match: TypeAlias = "Callable[[str, int], re.Match[str] | None]"
_Rule: TypeAlias = "tuple[_Match, Any, Any]"
"""How to match, what to yield and where to go then (Any: Pygments has five forms of them, see below)."""

_BEYOND = "\x80"
"""Stands for all characters beyond ASCII."""


@cache
def quick(lexer: type[Lexer]) -> type[Lexer]:
    """Return the quick form of a class of lexers, or the class itself where it goes its own ways."""
    is_usual = type(lexer) is RegexLexerMeta and not getattr(lexer, "token_variants", False)
    if not is_usual or lexer.get_tokens_unprocessed is not RegexLexer.get_tokens_unprocessed:
        return lexer
    made: Any = _QuickMeta(lexer.__name__, (_Quick, lexer), {})  # type: ignore[no-untyped-call]  # Any: not in the stubs
    return cast("type[Lexer]", made)


class _Regex(NamedTuple):
    """Stands for a regular expression that is compiled when it is first tried; `written` may be a list of words."""

    written: str | Future
    flags: int

    @property
    def pattern(self) -> str:
        """Return the expression; that of hundreds of words is spelt out here, which takes milliseconds."""
        written: Any = self.written  # Any: in the stubs a list of words gives nothing
        return written if isinstance(written, str) else str(written.get())

    @property
    def sketch(self) -> str:
        """Return an expression that begins and ends as this one does, of words with their first characters alone."""
        if not isinstance(self.written, words) or not isinstance(self.written.words, Collection):
            return self.pattern
        firsts = {word[:1] for word in self.written.words}
        if not all(firsts):
            return self.pattern
        return f"{self.written.prefix}([{re.escape(''.join(sorted(firsts)))}]){self.written.suffix}"

    def __call__(self, text: str, place: int) -> re.Match[str] | None:
        return _ready(self)(text, place)


@lru_cache(maxsize=4096)
def _ready(match: _Match) -> _Match:
    """Compile a regular expression; what else Pygments gives to match with is ready."""
    if not isinstance(match, _Regex):
        return match
    pattern = match.pattern
    if not (match.flags & re.IGNORECASE or "(?" in _PLAIN_GROUP.sub("", pattern)):
        pattern = _OPEN_CLASS.sub(_turned, pattern)
    return re.compile(pattern, match.flags).match


_OPEN_CLASS = re.compile(r"(?<![\\\[])\[((?:[a-zA-Z0-9]-[a-zA-Z0-9]|[\w!])*)([\x80-\xff])-\U0010ffff\]", re.ASCII)
"""A class of characters with all from one of Latin-1 on to the last: in Julia each name has two of them."""
_PLAIN_GROUP = re.compile(r"\(\?(?:[:=!]|<[=!])")


def _turned(found: re.Match[str]) -> str:
    """Name the characters that are not in a class: few, where those beyond Latin-1 take milliseconds to compile."""
    inside = re.compile(f"[{found[1]}]" if found[1] else "(?!)")
    others = (chr(code) for code in range(ord(found[2])) if not inside.match(chr(code)))
    return f"[^{re.escape(''.join(others))}]"


class _QuickMeta(RegexLexerMeta):
    """Leaves the regular expressions of a lexer as they are written."""

    def _process_regex(cls, regex: str | Future, rflags: int, _state: str) -> _Regex:  # noqa: N805  # this is a class
        return _Regex(regex, rflags)

    def _process_token(cls, token: Any) -> Any:  # noqa: N805  # Any: see _Rule
        return _hastened(super()._process_token(token))  # type: ignore[misc]  # not in the stubs


def _hastened(action: Any) -> Any:  # Any: see _Rule
    """Let the lexers to which a rule hands on a part of a text be quick, too: as CSS within HTML, or a line of Bash.

    `using` and `bygroups` of Pygments remember them in the cells of the functions that they make.
    """
    if type(action) is tuple:  # what a token is, is one as well
        return tuple(map(_hastened, action))
    if isinstance(action, RegexLexerMeta):
        return quick(action)
    if not isinstance(action, FunctionType) or action.__module__ != bygroups.__module__:
        return action
    cells = tuple(CellType(_hastened(cell.cell_contents)) for cell in action.__closure__ or ())
    return FunctionType(action.__code__, action.__globals__, action.__name__, action.__defaults__, cells)


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
    return opening_of(match.sketch, match.flags) if isinstance(match, _Regex) else UNKNOWN
