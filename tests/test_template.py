"""Templates are filled in with escaping, and compiled once for all runs."""

from __future__ import annotations

import sys
from pathlib import Path

import jinja2
import pytest

from inpublic import template


def test_values_are_escaped_and_empty_lines_left_out() -> None:
    assert template.render_block("text.html.j2", text="a < b") == "a &lt; b"


def _rendered(monkeypatch: pytest.MonkeyPatch) -> int:
    """Fill in a template as a new run would, and count what had to be compiled for it."""
    compiled: list[str] = []
    compiling = jinja2.Environment._generate

    def counted(self: jinja2.Environment, source: jinja2.nodes.Template, *rest: object, **more: object) -> str:
        compiled.append(str(rest))
        return compiling(self, source, *rest, **more)  # type: ignore[arg-type]  # as they came

    with monkeypatch.context() as patched:
        patched.setattr(jinja2.Environment, "_generate", counted)
        template._environment.__wrapped__().get_template("text.html.j2")
    return len(compiled)


@pytest.mark.parametrize(("may_write", "second"), [(True, 0), (False, 1)])
def test_a_template_is_compiled_once_where_python_keeps_what_it_compiles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, may_write: bool, second: int
) -> None:
    monkeypatch.setattr(template, "COMPILED", tmp_path / "compiled")
    monkeypatch.setattr(sys, "dont_write_bytecode", not may_write)
    assert _rendered(monkeypatch) == 1
    assert _rendered(monkeypatch) == second
    assert (tmp_path / "compiled").exists() is may_write


def test_a_folder_that_cannot_be_made_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setattr(template, "COMPILED", tmp_path / "file" / "compiled")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    assert template._environment.__wrapped__().get_template("text.html.j2").render(text="a") == "a\n"
