"""The map from names in code to skills, and how a name is looked up in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import lru_cache
from itertools import chain

from msgspec import Struct, field
from msgspec.structs import replace

from inpublic.skills.names import UNKNOWN


class SkillKind(Enum):
    """Says what a skill is about; the values are the sections of the file."""

    TECHNIQUE = "techniques"
    PACKAGE = "packages"
    LANGUAGE = "languages"


class SkillRule(Struct, frozen=True):
    """Says what proves one skill: names as in skills.yml; `group` is the heading that it stands under."""

    name: str
    kind: SkillKind
    group: str = ""
    names: tuple[str, ...] = ()


class SkillMap(Struct, frozen=True):
    """Holds the rules in their order, and what the learner wants otherwise.

    `renamed` gives a skill, by its plain name, another one, `hidden` are the plain names of skills that are not shown,
    `declared` are those that the learner says to have, with a sentence on each, which may be empty. `added` are the
    names in code that the learner's own rules have.
    """

    rules: tuple[SkillRule, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    declared: Mapping[str, str] = field(default_factory=dict)
    added: frozenset[str] = frozenset()

    def shown(self, name: str) -> str:
        """Return the name under which a skill is shown; empty if it is hidden."""
        renamed = self.renamed.get(plain_skill(name), name)
        return "" if {plain_skill(name), plain_skill(renamed)} & self.hidden else renamed

    def translated(self, names: Mapping[str, str]) -> SkillMap:
        """Show skills under `names`, by the map's own, unless the learner has another one for them.

        What the learner gives one of the map's own names is one skill with it, and so is shown under the same.
        """
        plain = {plain_skill(name): other for name, other in names.items()}
        own = {name: plain.get(plain_skill(other), other) for name, other in self.renamed.items()}
        return replace(self, renamed=plain | own)


@lru_cache(maxsize=4096)
def plain_skill(name: str) -> str:
    """Reduce a skill's name to what all spellings of it share: case, blanks, hyphens and underscores do not count."""
    return " ".join(re.split(r"[\s_-]+", name.casefold())).strip()


class Lookup:
    """Finds the rules that a name is proof for; remembers names, since all notebooks use the same."""

    def __init__(self, skill_map: SkillMap) -> None:
        self._prefixes: dict[str, list[SkillRule]] = {}
        self._patterns: dict[str, list[tuple[int, str, str, SkillRule]]] = {}
        self._known: dict[str, tuple[SkillRule, ...]] = {}
        self._called: dict[str, str] = {}
        self._added = skill_map.added
        for rule in skill_map.rules:
            self._called.setdefault(plain_skill(rule.name), rule.name)
            for name in rule.names:
                self._called.setdefault(name, rule.name)
                if "*" in name:
                    self._add_pattern(name, rule)
                else:
                    self._prefixes.setdefault(name, []).append(rule)

    def rules(self, name: str) -> tuple[SkillRule, ...]:
        """Return the rules for a name of `Usage`. What a call has given is no proof for its package's name alone."""
        if name not in self._known:
            self._known[name] = tuple(dict.fromkeys(self._find(name)))
        return self._known[name]

    def own_rules(self, name: str) -> tuple[SkillRule, ...]:
        """Return the rules for a name in a module of the learner's own: theirs alone, however packages are called."""
        return tuple(rule for rule in self.rules(name) if not self._added.isdisjoint(rule.names))

    def called(self, said: str) -> str:
        """Return the map's name for a skill that somebody names, perhaps as code does (`sklearn`)."""
        return self._called.get(plain_skill(said)) or self._called.get(said, said)

    def _find(self, name: str) -> Iterator[SkillRule]:
        parts = name.split(".")
        known = parts.index(UNKNOWN) if UNKNOWN in parts else 0
        for end in range(known + 1, len(parts) + 1):
            yield from self._prefixes.get(".".join(parts[:end]), ())
        near = chain(self._patterns.get("", ()), self._patterns.get(_first(name), ()))
        likely = ((number, pattern, rule) for number, part, pattern, rule in near if part in name)
        hits = sorted((number, rule) for number, pattern, rule in likely if _pattern(pattern).match(name))
        yield from (rule for _, rule in hits)

    def _add_pattern(self, name: str, rule: SkillRule) -> None:
        """Keep a pattern with others that begin alike, and with the longest part that each of its names has in it."""
        number, head = sum(map(len, self._patterns.values())), name.partition("*")[0]
        known = self._patterns.setdefault(_first(head) if _END.search(head) else "", [])
        known.append((number, max(name.split("*"), key=len), name, rule))


_END = re.compile(r"[.:]")
"""What ends the first part of a name: a package's, or the language's."""


def _first(name: str) -> str:
    return _END.split(name, maxsplit=1)[0]


@lru_cache(maxsize=4096)
def _pattern(name: str) -> re.Pattern[str]:
    """Compile a name of the map, of which few are asked for: all of them take as long as a page."""
    return re.compile(".*".join(map(re.escape, name.split("*"))) + r"(?:\.|$)")
