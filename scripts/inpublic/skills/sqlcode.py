"""What a piece of SQL shows that its author can do."""

from __future__ import annotations

import re
from collections.abc import Iterator

_STARTS = re.compile(
    r"\s*(?:\(\s*)*(?:select\b.+\b(?:from|as)\b|select\s+[\w*]|with\b.+\bas\s*\(|insert\s+into\b|update\b.+\bset\b"
    r"|delete\s+from\b|(?:create|drop|alter)\s+(?:or\s+replace\s+)?(?:temp(?:orary)?\s+)?"
    r"(?:table|view|index|database|schema)\b|merge\s+into\b)",
    re.IGNORECASE | re.DOTALL,
)
_IGNORED = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", re.DOTALL)
_FEATURES = (
    ("select", re.compile(r"\bselect\b")),
    ("join", re.compile(r"\bjoin\b")),
    ("group_by", re.compile(r"\bgroup\s+by\b")),
    ("window", re.compile(r"\bover\s*\(")),
    ("with", re.compile(r"\bwith\s+(?:recursive\s+)?[\w\"]+\s*(?:\([^)]*\)\s*)?as\s*\(")),
    ("create_table", re.compile(r"\bcreate\s+(?:temp(?:orary)?\s+)?table\b")),
    ("insert", re.compile(r"\binsert\s+into\b")),
)
_VERB = re.compile(r"\b(?:select|with|insert|update|delete|create|drop|alter|merge)\b", re.IGNORECASE)
_LONGEST = 50_000


SQL = "language:sql"


def sql_names(text: str) -> Iterator[str]:
    """Yield `language:sql` and what the text uses, such as `sql:join` and `sql:window`; nothing if it is no SQL."""
    code = _IGNORED.sub(" ", text[:_LONGEST]).lower()
    if _STARTS.match(code):
        yield SQL
        yield from (f"sql:{name}" for name, pattern in _FEATURES if pattern.search(code))


def statement_in(text: str) -> str:
    """Take off what stands before the first statement, such as where the data base is."""
    start = _VERB.search(text)
    return text[start.start() :] if start else ""
