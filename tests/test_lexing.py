"""The quick lexers find what those of Pygments find, in every language and for any text."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ipython_pygments_lexers import IPython3Lexer
from pygments.lexer import Lexer, RegexLexer
from pygments.lexers import find_lexer_class, find_lexer_class_by_name, get_all_lexers

from inpublic.notebooks.languages import LANGUAGES
from inpublic.notebooks.lexing import _ready, _Regex, _States, quick

REAL = os.environ.get("INPUBLIC_NOTEBOOKS", "")
NAMES = sorted(set(LANGUAGES.values()))
PIECES = r"""
    a bc if def class import from as lambda None True self print f r b x1 _ __init__ K ſ İ é 中文 ² 𝒳
    0 1.5e3 0x1F 1_000 " ' \""" \''' ` f" {x!r:>3} %s %d \n \x41 \N{DASH} # // /* */ <!-- --> <b> </b> & && || | \
    $x ${y} $(z) @ @a ? ?? ! !! !ls %%time %%timeit %%capture %%python %%python2 %%file %%html %time %% %
    := == != -> => << >> ** .. . , ; : :: ~ ^ ( ) [ ] { } SELECT End --
""".split()
PIECES += [" ", "  ", "\t", "\n", "\n\n", "\r\n", "\n    ", "\f", "\x00", "\x1c", "\ufeff", "match x:\n case _:\n"]

texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.text(max_size=30))


@cache
def lexers(kind: type[Lexer]) -> tuple[Lexer, Lexer]:
    return kind(stripnl=False), quick(kind)(stripnl=False)


def assert_same_tokens(kind: type[Lexer], text: str) -> None:
    own, ours = lexers(kind)
    assert list(ours.get_tokens(text)) == list(own.get_tokens(text))


@settings(deadline=None)  # to make a lexer takes its time
@given(text=texts)
def test_python_has_the_tokens_of_pygments(text: str) -> None:
    assert_same_tokens(IPython3Lexer, text)


@pytest.mark.parametrize("magic", ["time", "timeit", "capture", "python", "python2", "python3", "writefile", "ruby"])
@pytest.mark.parametrize("before", ["", "\n  ", "x = 1\n"])
def test_what_stands_below_a_magic_has_the_tokens_of_pygments(magic: str, before: str) -> None:
    assert_same_tokens(IPython3Lexer, f"{before}%%{magic} -o a\nfrom a import b  # é\nprint 'x %s' % f'{{b!r}}'\n!ls")


@settings(deadline=None)
@given(name=st.sampled_from(NAMES), text=texts)
def test_every_language_has_the_tokens_of_pygments(name: str, text: str) -> None:
    assert_same_tokens(find_lexer_class_by_name(name), text)


@pytest.mark.slow
def test_every_lexer_of_pygments_has_a_quick_form_with_the_same_tokens() -> None:
    text = "".join(piece + " " * (number % 3 == 0) for number, piece in enumerate(PIECES))
    for name, *_ in get_all_lexers(plugins=False):
        kind = find_lexer_class(name)
        assert kind is not None
        if quick(kind) is not kind:
            assert_same_tokens(kind, text)
            assert_same_tokens(kind, text[::-1])


def sources() -> Iterator[str]:
    for path in sorted(Path(REAL).rglob("*.ipynb")):
        for cell in json.loads(path.read_bytes()).get("cells", []):
            if cell["cell_type"] == "code":
                yield "".join(cell["source"])


@pytest.mark.skipif(not REAL, reason="INPUBLIC_NOTEBOOKS names no folder of real notebooks")
def test_real_code_has_the_tokens_of_pygments() -> None:
    for source in sources():
        assert_same_tokens(IPython3Lexer, source[:20_000])


def test_pygments_makes_lexers_in_the_way_that_the_quick_ones_rely_on() -> None:
    """If this fails, Pygments has changed how it makes rules: mend lexing.py."""
    lexer = quick(IPython3Lexer)
    assert lexer is not IPython3Lexer
    assert issubclass(lexer, IPython3Lexer)
    rules = lexer()._tokens["root"]  # type: ignore[attr-defined]  # private, which is the question
    assert {type(match).__name__ for match, _, _ in rules} == {"_Regex"}


def test_what_a_lexer_hands_on_is_found_by_quick_lexers() -> None:
    html, css, bash = map(find_lexer_class_by_name, ("html", "css", "bash"))
    quick(html)(stripnl=False)
    quick(IPython3Lexer)(stripnl=False)
    assert {quick(css), quick(bash)} <= handed_on(quick(html)) | handed_on(quick(IPython3Lexer))


def handed_on(lexer: Any) -> set[Any]:
    rules = [rule for state in lexer._tokens.values() for rule in state]
    return {kind for _, action, _ in rules for kind in kinds_in(action)}


def kinds_in(action: Any) -> Iterator[Any]:
    """Look into what `using` and `bygroups` made."""
    if isinstance(action, type):
        yield action
    for part in action if type(action) is tuple else [c.cell_contents for c in getattr(action, "__closure__", 0) or ()]:
        yield from kinds_in(part)


def test_few_rules_are_tried_at_one_place() -> None:
    lexer = quick(IPython3Lexer)
    assert len(lexer()._tokens["root"]) > 80  # type: ignore[attr-defined]  # private: as above
    rules = _States(lexer, "x = f(1)\n")["root"]  # type: ignore[arg-type]  # a quick one
    assert max(len(rules[character]) for character in "x =(1\n") <= 8


@pytest.mark.parametrize(
    "written", ["[a-zA-Z_¡-\U0010ffff]", "[0-9!\x80-\U0010ffff]", "[ÿ-\U0010ffff]", "(?i)[a-k¡-\U0010ffff]"]
)
def test_a_class_of_characters_up_to_the_last_stays_the_same(written: str) -> None:
    match = _ready(_Regex(written, re.MULTILINE))
    everything = "".join(map(chr, range(0x3000))) + "\ud800中𝒳\U0010ffff"
    assert [bool(match(c, 0)) for c in everything] == [bool(re.match(written, c)) for c in everything]


def test_a_lexer_that_goes_its_own_way_is_left_alone() -> None:
    own = find_lexer_class_by_name("cpp")
    assert own.get_tokens_unprocessed is not RegexLexer.get_tokens_unprocessed
    assert quick(own) is own
