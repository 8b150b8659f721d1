"""Reads the map of skills from YAML: the one that is shipped, and what docs/skills.yml of a learner says otherwise."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path, PurePosixPath

from msgspec import Struct, field
from msgspec.structs import replace

from inpublic.errors import Problem, Severity
from inpublic.records.ownfile import read_own
from inpublic.records.parsers import is_unset, normalise, parse_names, parse_text
from inpublic.records.yamltext import Items, MisreadError, Pairs, Scalar, Value, quote, read_mapping
from inpublic.skills.skillmap import SkillKind, SkillMap, SkillRule, plain_skill

FILE = "docs/skills.yml"
_KINDS = {kind.value: kind for kind in SkillKind}
_DECLARED = "Write «- skill» on each line, or «skill: a sentence» without hyphens."
_KEYS = (*_KINDS, "rename", "hide", "declared")


@cache
def shipped() -> SkillMap:
    """Return the map that comes with the engine."""
    skill_map, problems = read_skill_map((files(__package__) / "skills.yml").read_text("utf-8"), SkillMap())
    if problems:  # a slip of ours, which a test meets first
        raise ValueError(str(problems[0]))
    return replace(skill_map, added=frozenset())


def load_skill_map(root: Path) -> tuple[SkillMap, tuple[Problem, ...]]:
    """Return the map with what the learner's file below the site's folder says, if there is one."""
    text, problems = read_own(root, PurePosixPath(FILE))
    return (shipped(), problems) if text is None else read_skill_map(text, shipped())


def read_skill_map(text: str, base: SkillMap, path: str = FILE) -> tuple[SkillMap, tuple[Problem, ...]]:
    """Add what a file says to a map; what is wrong in it is told with its line, and the rest counts."""
    complaints = _Complaints(path)
    try:
        sections = read_mapping(text)
    except MisreadError as error:
        complaints.misread("this file", error)
        return base, tuple(complaints.problems)
    found = {normalise(key.text): value for key, value in sections.pairs if not is_unset(value)}
    for key, _ in sections.pairs:
        complaints.unknown("the key", key, _KEYS, is_key=True)
    rules = [rule for name, kind in _KINDS.items() if name in found for rule in _rules(kind, found[name], complaints)]
    changed = replace(base, rules=_joined(base.rules, rules))
    declared = {name.text: said for name, said in _texts("declared", found, complaints)}
    names = [*(rule.name for rule in changed.rules), *declared]
    return (
        replace(
            changed,
            renamed=dict(_renamed(found, names, complaints)),
            hidden=frozenset(_hidden(found, names, complaints)),
            declared=declared,
            added=frozenset(name for rule in rules for name in rule.names),
        ),
        tuple(complaints.problems),
    )


class _Complaints(Struct, frozen=True):
    path: str
    problems: list[Problem] = field(default_factory=list)

    def misread(self, what: str, error: MisreadError) -> None:
        self.problems.append(Problem(self.path, f"{what} {error.message}", error.hint, error.line))

    def unknown(self, what: str, name: Scalar, known: Iterable[str], *, is_key: bool = False) -> None:
        """Say so unless a name is among those known, however it is spelt; of a skill's only if it may be a slip."""
        plain = {plain_skill(one): one for one in known}
        if plain_skill(name.text) in plain:
            return
        near = difflib.get_close_matches(plain_skill(name.text), plain, 1, 0.75)
        if not (near or is_key):
            return  # a name that only records use, which the file may rename, too
        hint = f"Did you mean «{plain[near[0]]}»?" if near else f"Write one of: {', '.join(plain.values())}."
        message = f"{what} {quote(name)} is not known"
        self.problems.append(Problem(self.path, message, hint, name.line, severity=Severity.WARNING))


def _rules(kind: SkillKind, value: Value, complaints: _Complaints, group: str = "") -> Iterator[SkillRule]:
    """Read a section; where a name has a mapping behind it, that name is a heading."""
    for key, said in _pairs(kind.value, value, complaints):
        if isinstance(said, Pairs) and not group and kind is not SkillKind.LANGUAGE:
            yield from _rules(kind, said, complaints, key.text)
            continue
        try:
            prefix = "language:" if kind is SkillKind.LANGUAGE else ""
            names = tuple(prefix + _checked(name, said) for name in parse_names(said))
        except MisreadError as error:
            complaints.misread(quote(key), error)
            continue
        if not names:
            hint = "Write what stands in code behind it, or list a skill without code below `declared`."
            complaints.misread(quote(key), MisreadError("has no name in code", hint, key.line))
            continue
        yield SkillRule(key.text, kind, group, names)


def _checked(name: str, value: Value) -> str:
    """Refuse what would be proof for everything, or for nothing."""
    if name.strip("*.?") and not any(blank in name for blank in " ()"):
        return name
    hint = "Write names as they stand in code, such as sklearn.svm, or pandas.*.merge."
    raise MisreadError(f"has «{name[:60]}», which is no name in code", hint, value.line)


def _joined(base: Iterable[SkillRule], added: Iterable[SkillRule]) -> tuple[SkillRule, ...]:
    """Add names to the rules of skills that are there already, and new skills behind them."""
    rules = {plain_skill(rule.name): rule for rule in base}
    for rule in added:
        known = rules.get(plain_skill(rule.name), replace(rule, names=()))
        rules[plain_skill(rule.name)] = replace(known, names=tuple(dict.fromkeys((*known.names, *rule.names))))
    return tuple(rules.values())


def _renamed(found: dict[str, Value], names: Iterable[str], complaints: _Complaints) -> Iterator[tuple[str, str]]:
    for key, name in _texts("rename", found, complaints):
        complaints.unknown("the skill", key, names)
        if name:
            yield plain_skill(key.text), name
        else:
            hint = "Write the name to show, or put the skill below `hide`."
            complaints.misread(quote(key), MisreadError("is to have no name", hint, key.line))


def _hidden(found: dict[str, Value], names: Iterable[str], complaints: _Complaints) -> Iterator[str]:
    value = found.get("hide", Items())
    try:
        hidden = parse_names(value)
    except MisreadError as error:
        complaints.misread("«hide»", error)
        return
    for name in hidden:
        complaints.unknown("the skill", Scalar(name, line=_line_of(value, name)), names)
        yield plain_skill(name)


def _line_of(value: Value, name: str) -> int:
    items = value.items if isinstance(value, Items) else ()
    return next((item.line for item in items if isinstance(item, Scalar) and item.text.strip() == name), value.line)


def _texts(section: str, found: dict[str, Value], complaints: _Complaints) -> Iterator[tuple[Scalar, str]]:
    """Read lines of the form «name: text», of which the text may be missing; a list has names alone."""
    value = found.get(section, Pairs())
    if isinstance(value, Items) and section == "declared":
        for item in value.items:
            if not isinstance(item, Scalar):
                message = f"«{section}» has {quote(item)}, where a skill should be"
                complaints.problems.append(Problem(complaints.path, message, _DECLARED, item.line))
        value = Pairs(tuple((item, Scalar("")) for item in value.items if isinstance(item, Scalar)), value.line)
    for key, said in _pairs(section, value, complaints):
        try:
            yield key, parse_text(said)
        except MisreadError as error:
            complaints.misread(quote(key), error)


def _pairs(section: str, value: Value, complaints: _Complaints) -> tuple[tuple[Scalar, Value], ...]:
    if isinstance(value, Pairs):
        return value.pairs
    message = f"must be lines of the form «skill: …», not {quote(value)}"
    complaints.misread(f"«{section}»", MisreadError(message, "See the guide for an example.", value.line))
    return ()
