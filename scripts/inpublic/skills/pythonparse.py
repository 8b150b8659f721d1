"""Parses the cells of notebooks: what is no Python in them does not take down the rest."""

from __future__ import annotations

import ast
import re
import warnings

_LONGEST = 200_000
"""Characters of a cell beyond which it holds data, not code that anybody wrote."""

_RETRIES = 12
_IMPORT = re.compile(r"^[^\S\n]*((?:from\s+[\w.]+\s+import|import)\s[^\n#;(]+)", re.MULTILINE)


def parse(code: str) -> ast.Module:
    """Parse a cell; lines that are no Python are taken out one by one, and at last only the imports are left."""
    lines = code.split("\n") if len(code) <= _LONGEST else []
    for _ in range(_RETRIES):
        try:
            return _parsed("\n".join(lines))
        except SyntaxError as error:
            bad = min(error.lineno or 1, len(lines)) - 1
            line = lines[bad]
            if line.strip() in ("", "pass"):
                break
            lines[bad] = f"{line[: len(line) - len(line.lstrip())]}pass"
        except (ValueError, RecursionError, MemoryError):
            break
    return _imports_alone(code)


def _parsed(code: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what others write in their strings
        return ast.parse(code)


def _imports_alone(code: str) -> ast.Module:
    body: list[ast.stmt] = []
    for match in _IMPORT.finditer(code[:_LONGEST]):
        try:
            body += _parsed(match[1].strip()).body
        except (SyntaxError, ValueError):
            continue
    return ast.Module(body=body, type_ignores=[])
