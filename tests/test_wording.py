"""Every message is a clause that goes on after «error:», every hint one or more whole sentences.

The code is read, not run: of each call that makes a message, whatever stands in it as text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

import inpublic

PACKAGE = Path(inpublic.__file__).parent
WHERE: Mapping[str, tuple[int, int]] = {
    "Fault": (0, 1),
    "NotebookFault": (0, 9),
    "DiagramFault": (0, 1),
    "MisreadError": (0, 1),
    "InpublicError": (0, 1),
    "Problem": (1, 2),
    "_problem": (1, 2),
    "_left_out": (1, 2),
    "_warning": (1, 2),
    "fault": (0, 1),
    "Section.fault": (1, 2),
}
"""Which arguments of a call are its message and its hint."""
NAMES = re.compile(r"(?:MkDocs|GitHub|JSON|YAML|HTML|I/O|[A-Z][\w-]* key)\b")
"""What has a capital of its own."""


@dataclass(frozen=True)
class Text:
    """Holds where a text begins and how it ends; what is not known before the program runs is a NUL."""

    place: str
    text: str


@pytest.fixture(scope="module")
def modules() -> Mapping[Path, ast.Module]:
    return {path: ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def arguments(role: int, modules: Mapping[Path, ast.Module]) -> Iterator[Text]:
    """Yield the messages (0) or hints (1) of the whole package."""
    for path, module in modules.items():
        constants = list(assignments(module.body))
        for function in ast.walk(module):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                scope = [*constants, *assignments(function.body)]
                for call in calls(function, path):
                    place = f"{path.relative_to(PACKAGE).as_posix()}:{call.lineno}"
                    given = call.args[position(call, path, role) :][:1]
                    yield from (Text(place, text) for one in given for text in texts(one, scope))


def calls(function: ast.AST, path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(function) if isinstance(node, ast.Call) and name_of(node, path) in WHERE)


def name_of(call: ast.Call, path: Path) -> str:
    if isinstance(call.func, ast.Attribute):
        is_section = call.func.attr == "fault" and path.parent.name == "settings"
        return "Section.fault" if is_section else call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def position(call: ast.Call, path: Path, role: int) -> int:
    """Find the argument, wherever a module's own `_warning` has it: a path or page comes first, or nothing does."""
    name = name_of(call, path)
    return WHERE[name][role] - (name == "_warning" and len(call.args) == 2)


def assignments(body: list[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    """Yield what is assigned, of several names at once each its own; of constants also what a table or tuple holds."""
    for node in (inner for statement in body for inner in ast.walk(statement)):
        if isinstance(node, ast.Assign):
            target = node.targets[0]
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                yield from (
                    (ast.unparse(name), value) for name, value in zip(target.elts, node.value.elts, strict=True)
                )
            yield ast.unparse(target), node.value


def texts(node: ast.expr, scope: list[tuple[str, ast.expr]]) -> list[str]:
    """Resolve an expression to the texts that it may be."""
    if isinstance(node, ast.Constant):
        return [str(node.value)] if node.value else []
    if isinstance(node, ast.JoinedStr):
        parts = [texts(part, scope)[:1] or [""] for part in node.values]
        return ["".join(part[0] for part in parts)]
    if isinstance(node, ast.FormattedValue):
        return texts(node.value, scope)[:1] if isinstance(node.value, ast.Name) else ["\0"]
    if isinstance(node, ast.IfExp):
        return texts(node.body, scope) + texts(node.orelse, scope)
    if isinstance(node, ast.BoolOp):
        return [text for value in node.values for text in texts(value, scope)]
    if isinstance(node, ast.Name):
        found = [value for name, value in scope if name == node.id and value is not node]
        return [text for value in found for text in texts(value, [pair for pair in scope if pair[1] is not value])] or [
            "\0"
        ]
    return ["\0"]


def is_clause(text: str) -> bool:
    return not (text[:1].isupper() and not NAMES.match(text)) and not text.endswith((".", "!"))


def are_sentences(text: str) -> bool:
    return (text[0] in "`«\0" or text[0].isupper()) and text[-1] in ".?\0"


def test_a_message_goes_on_where_its_severity_ends_in_small_letters_and_without_a_full_stop(
    modules: Mapping[Path, ast.Module],
) -> None:
    messages = list(arguments(0, modules))
    assert len(messages) > 100
    assert [item for item in messages if not is_clause(item.text)] == []


def test_a_hint_is_sentences_with_a_capital_and_a_full_stop(modules: Mapping[Path, ast.Module]) -> None:
    known = [item for item in arguments(1, modules) if item.text.strip("\0")]
    assert len(known) > 90
    assert [item for item in known if not are_sentences(item.text)] == []


@pytest.mark.parametrize("hint", ["mend it.", "Mend it", "close it with -->"])
def test_another_form_of_hint_is_seen(hint: str) -> None:
    assert not are_sentences(hint)


@pytest.mark.parametrize("message", ["Nothing was written", "nothing was written."])
def test_another_form_of_message_is_seen(message: str) -> None:
    assert not is_clause(message)
