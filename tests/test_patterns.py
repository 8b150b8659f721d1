"""Regular expressions that are kept find what those that are compiled anew find; Python's own code decides."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from re import _compiler  # type: ignore[attr-defined]  # private, which is the question
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inpublic.patterns import _Kept

WRITTEN: list[tuple[str | bytes, int]] = [
    ("", 0),
    (r"(?P<year>\d{4})-(?P<month>\d\d)|(x)?", 0),
    (r"(?i)straße|[а-я]+|ſ", 0),
    (r"^\s*#{1,6}(?=\s)(?!.*!)|(?<=a)b|(?<!c)d", re.MULTILINE),
    (r"(a|b)*?(?:c|)\1(?>x+)y++", re.DOTALL | re.ASCII),
    ("[\u4e00-\u9fff\U0001f600-\U0001f64f\ud800]+|[^\\w\\s]", 0),
    (r"a # a word of explanation", re.VERBOSE),
    (rb"\x1b\[[0-?]*[ -/]*(?P<end>[@-~])", 0),
]
TEXTS = ["", "2024-05", "STRASSE straße ДА ſ", "# one\n ## two\nab cd", "abab", "中文 😀 \ud800!", "a", "aay", "xxyy"]


def kept(place: Path) -> Any:
    return _Kept(_compiler, str(place))


def said(pattern: re.Pattern[Any], text: Any) -> object:
    return (
        pattern.pattern,
        pattern.flags,
        pattern.groups,
        dict(pattern.groupindex),
        [(found.span(), found.groups(), found.lastgroup) for found in pattern.finditer(text)],
    )


def assert_alike(ours: re.Pattern[Any], own: re.Pattern[Any]) -> None:
    for text in TEXTS:
        place = text.encode("utf-8", "surrogatepass") if isinstance(own.pattern, bytes) else text
        assert said(ours, place) == said(own, place)


@pytest.mark.parametrize(("written", "flags"), WRITTEN)
def test_a_kept_expression_is_the_one_that_was_written(tmp_path: Path, written: str | bytes, flags: int) -> None:
    first = kept(tmp_path / "kept")
    for pattern, also in [*WRITTEN, *((f"x{number}", 0) for number in range(9))]:
        assert_alike(first(pattern, int(also)), re.compile(pattern, also))
    first.keep()
    second = kept(tmp_path / "kept")
    assert_alike(second(written, int(flags)), re.compile(written, flags))
    assert not second._new


@pytest.mark.filterwarnings("ignore:Possible nested set")
@given(
    written=st.lists(st.sampled_from([*r"ab.^$*+?|()[]\-", "(?:", "(?P<n>", r"\d", "{1,2}", "é"]), max_size=8).map(
        "".join
    ),
    flags=st.sampled_from([0, re.IGNORECASE, re.MULTILINE, re.VERBOSE]),
)
def test_any_expression_is_refused_or_matches_as_ever(written: str, flags: int) -> None:
    ours = kept(Path("nowhere") / "kept")
    try:
        own = re.compile(written, flags)
    except re.error as error:
        with pytest.raises(re.error, match=re.escape(str(error))):
            ours(written, int(flags))
        return
    assert_alike(ours(written, int(flags)), own)
    assert_alike(ours(written, int(flags)), own)


@pytest.mark.parametrize("content", [b"", b"not marshal", b"i\x01\x00\x00\x00", "older", "cut", "no code", "no list"])
def test_what_cannot_be_used_is_compiled_as_ever(tmp_path: Path, content: str | bytes) -> None:
    import marshal

    place = tmp_path / "kept"
    kind = kept(place)._kind
    key = (r"(\d+)", 0)
    whole = {key: (32, b"\1\0\0\0", 1, {}, (None, None))}
    made = {
        "older": marshal.dumps(((0, *kind[1:]), whole)),
        "cut": marshal.dumps((kind, whole))[:-9],
        "no code": marshal.dumps((kind, {key: (32, b"\xff\xff\xff\xff", 1, {}, (None, None))})),
        "no list": marshal.dumps((kind, {key: 7})),
    }
    place.write_bytes(content if isinstance(content, bytes) else made[content])
    assert kept(place)(*key).findall("1 22") == ["1", "22"]


def test_what_is_said_while_an_expression_is_compiled_is_not_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = kept(tmp_path / "kept")
    ours("a", int(re.DEBUG))
    assert "LITERAL 97" in capsys.readouterr().out
    ours(b"\\w", int(re.LOCALE))
    ours(_compiler._parser.parse("a|b"), 0)
    assert not ours._new


def test_a_few_new_ones_are_not_worth_a_file(tmp_path: Path) -> None:
    ours = kept(tmp_path / "kept")
    for number in range(7):
        ours(f"a{number}", 0)
    ours.keep()
    assert not (tmp_path / "kept").exists()
    ours("b", 0)
    ours.keep()
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_where_nothing_can_be_written_nothing_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    ours = kept(tmp_path / "kept")
    for number in range(9):
        ours(f"a{number}", 0)
    ours.keep()
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert len(ours._new) == 9


def test_a_copy_of_a_process_keeps_only_what_it_compiles_itself(tmp_path: Path) -> None:
    ours = kept(tmp_path / "kept")
    for number in range(9):
        ours(f"a{number}", 0)
    ours.begin()
    ours("a3", 0)
    assert not ours._new
    ours.keep()
    assert not list(tmp_path.iterdir())


def test_processes_add_to_what_is_kept_by_now(tmp_path: Path) -> None:
    first, second = kept(tmp_path / "kept"), kept(tmp_path / "kept")
    for number in range(9):
        first(f"a{number}", 0)
        second(f"b{number}", 0)
    first.keep()
    second.keep()
    third = kept(tmp_path / "kept")
    third("a3", 0)
    third("b3", 0)
    assert not third._new


PROGRAM = """
from inpublic.patterns import keep_compiled, take_kept
take_kept()
import re, inpublic.convert, inpublic.notebooks.notebook, inpublic.cli
print(len(getattr(re._compiler.compile, "_new", ())), type(re._compiler.compile).__name__)
keep_compiled()
"""


def run(cache: Path, **others: str) -> list[str]:
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environ |= {"PYTHONPYCACHEPREFIX": str(cache), **others}
    return subprocess.check_output([sys.executable, "-c", PROGRAM], env=environ, text=True).split()


def test_a_second_process_compiles_next_to_nothing(tmp_path: Path) -> None:
    first, name = run(tmp_path)
    assert (int(first) > 200, name) == (True, "_Kept")
    assert [path.name for path in tmp_path.rglob("*.kept*")] == [f"patterns.{sys.implementation.cache_tag}.pyc.kept"]
    assert int(run(tmp_path)[0]) < 8


def test_nothing_is_kept_where_python_keeps_no_bytecode(tmp_path: Path) -> None:
    assert run(tmp_path, PYTHONDONTWRITEBYTECODE="1") == ["0", "function"]
    assert not list(tmp_path.rglob("*.kept*"))
