"""What findings mean for their author: problems with their place and remedy, but for what is allowed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from inpublic.document import Finding
from inpublic.errors import Problem, Severity
from inpublic.gate.kinds import INSTEAD
from inpublic.gate.masks import identifier

_FEW = 3
"""How many different personal values one message names the identifiers of."""
_FIRST = (
    "# If this may be public, say why in mkdocs.yml; add those of these lines that are not there yet:",
    "extra:",
    "  inpublic:",
    "    allow:",
)
_ONE_MORE = ("# If this may be public, say why in mkdocs.yml, below `allow:`",)


class Allowance(Struct, frozen=True):
    """Says what may be published: identifiers of findings, and the author's own address as mkdocs.yml gives it."""

    identifiers: Collection[str] = frozenset()
    email: str = ""

    def covers(self, finding: Finding) -> bool:
        """Tell whether a finding is no fault."""
        is_own = bool(self.email) and finding.identifier == identifier(finding.kind, self.email)
        return is_own or finding.identifier in self.identifiers


def problems(path: str, findings: Iterable[Finding], allowed: Allowance) -> Iterator[Problem]:
    """Report each secret, which is an error, and each sort of personal matter once, which is a warning."""
    rest = [finding for finding in findings if not allowed.covers(finding)]
    yield from (_secret(path, finding, allowed) for finding in rest if finding.is_secret)
    personal = sorted((finding for finding in rest if not finding.is_secret), key=attrgetter("kind"))
    for kind, group in groupby(personal, key=attrgetter("kind")):
        yield _personal(path, kind, list(group), allowed)


def _secret(path: str, finding: Finding, allowed: Allowance) -> Problem:
    more = f", {finding.count} times" if finding.count > 1 else ""
    message = f"{finding.kind} «{finding.masked}» in the {finding.where}{more}"
    problem = _problem(path, message, finding, [finding.identifier], allowed)
    return replace(problem, severity=Severity.ERROR, common=(INSTEAD,))


def _personal(path: str, kind: str, group: Sequence[Finding], allowed: Allowance) -> Problem:
    first = group[0]
    count = sum(finding.count for finding in group)
    names = list(dict.fromkeys(finding.identifier for finding in group))
    message = f"{kind} «{first.masked}» in the {first.where}"
    if count > 1:
        message = f"{message} (and {count - 1} more in this file)"
    return _problem(path, message, first, names, allowed)


def _problem(path: str, message: str, first: Finding, names: Sequence[str], allowed: Allowance) -> Problem:
    called = f"Its name for `allow:` is {names[0]}."
    if len(names) > 1:
        called = f"Their names for `allow:` are {', '.join(names[:_FEW])}{', …' if len(names) > _FEW else ''}."
    hint = f"{first.remedy} {called}"
    above = _ONE_MORE if allowed.identifiers else _FIRST
    paste = (*above, *(f"      {name}: why it may be public" for name in names[:_FEW]))
    return Problem(path, message, hint, first.line, first.cell, Severity.WARNING, paste=paste)


def unused(allow: Mapping[str, str], findings: Iterable[Finding]) -> Iterator[Problem]:
    """Note what is allowed and stands nowhere any more."""
    seen = {finding.identifier for finding in findings}
    for name in allow:
        if name not in seen:
            message = (
                f"«{name}» is allowed under `extra:` `inpublic:` `allow:`, but nothing in the site bears that name"
            )
            hint = "Take the line out, or copy the name from the message again."
            yield Problem("mkdocs.yml", message, hint, severity=Severity.NOTE)
