"""What is printed where, and that no terminal is too plain for it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path, PurePosixPath

import pytest
from msgspec.structs import replace

from inpublic.errors import InpublicError, Problem
from inpublic.telling.terminal import Teller, progress_bar

PROBLEM = Problem("projects/n.ipynb", "damaged", "run it again", cell=2)


def teller(form: str, root: Path) -> Teller:
    tell = Teller(form, root, PurePosixPath("site"))
    tell.tell([PROBLEM])
    tell.line("1 project on 1 page.")
    return tell


def test_people_read_problems_on_one_stream_and_the_outcome_on_the_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    teller("human", tmp_path).end(InpublicError("stopped", "go on"))
    shown = capsys.readouterr()
    assert shown.out == "1 project on 1 page.\n"
    assert shown.err == "projects/n.ipynb: cell 2: error: damaged\n  → run it again\nerror: stopped\n  → go on\n"


def test_people_read_last_what_holds_for_several_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tell = Teller("human", tmp_path)
    tell.tell([replace(PROBLEM, common=("Take it out.",), paste=("allow:",))] * 2)
    tell.end()
    assert capsys.readouterr().err.splitlines()[-3:] == ["  → run it again", "  → Take it out.", "allow:"]


def test_json_stands_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    teller("json", tmp_path).end()
    shown = capsys.readouterr()
    assert json.loads(shown.out)["problems"][0]["message"] == "damaged"
    assert shown.err == ""


def test_github_gets_annotations_with_the_line_of_the_cell_and_the_log_its_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "projects").mkdir()
    (tmp_path / "projects/n.ipynb").write_text(json.dumps({"cells": [{}, {"a": 1}]}, indent=1))
    teller("github", tmp_path).end(InpublicError("nothing was written"))
    shown = capsys.readouterr()
    assert shown.out.splitlines() == [
        "1 project on 1 page.",
        "::error::nothing was written",
        "::error file=site/projects/n.ipynb,line=4,title=cell 2::damaged%0Arun it again",
    ]
    assert "cell 2: error: damaged" in shown.err


@pytest.mark.parametrize("content", [None, b"{", b"\xff"], ids=["gone", "no notebook", "no text"])
def test_an_annotation_does_without_a_line_where_there_is_none_to_find(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "projects").mkdir()
    if content is not None:
        (tmp_path / "projects/n.ipynb").write_bytes(content)
    teller("github", tmp_path).end()
    assert "::error file=site/projects/n.ipynb,title=cell 2::damaged" in capsys.readouterr().out


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "gb18030", "utf-8"])
def test_every_encoding_of_a_terminal_takes_every_message(encoding: str, tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from inpublic.errors import Problem; from inpublic.telling.terminal import *\n"
        "prepare_streams(); tell = Teller('human', Path())\n"
        "tell.tell([Problem('projects/鸢\\udcff.md', 'a «b» … 👩', 'mend it')])\n"
        "tell.line('→ 鸢尾花 👩 …'); tell.end()\n"
    )
    environ = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert b"\\udcff.md" in done.stderr
    if encoding == "cp1252":
        assert done.stdout == b"-> \\u9e22\\u5c3e\\u82b1 \\U0001f469 \x85\n"
        assert b"  -> mend it" in done.stderr


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_no_thread_draws_the_bar_when_all_is_converted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", _Terminal())
    before = set(threading.enumerate())
    with progress_bar() as progress:
        assert progress is not None
        progress(1, 2)
        (drawing,) = set(threading.enumerate()) - before
        progress(2, 2)
        drawing.join(10)
        assert not drawing.is_alive()
