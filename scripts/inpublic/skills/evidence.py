"""Which skills the published work proves, and where: the names that code uses, looked up in the map of skills."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from inpublic.document import Usage
from inpublic.records.slug import slugify, unique
from inpublic.skills.skill import FileProof, PageProof, Proof, Skill
from inpublic.skills.skillmap import Lookup, SkillKind, SkillMap, SkillRule, plain_skill
from inpublic.skills.tools import own_modules
from inpublic.website import Project


def skills_of(projects: Sequence[Project], skill_map: SkillMap) -> tuple[Skill, ...]:
    """Return the skills of a site: proven ones by kind and group, most used first, then those only claimed."""
    lookup = Lookup(skill_map)
    proofs: dict[str, list[Proof]] = {}
    rules: dict[str, SkillRule] = {}
    for project in projects:
        for name, (rule, proof) in _proven(project, lookup, skill_map).items():
            proofs.setdefault(name, []).append(proof)
            rules.setdefault(name, rule)
    claims = _claims(projects, lookup, skill_map, proofs)
    declared = {skill_map.shown(lookup.called(name)): said for name, said in skill_map.declared.items()}
    names = [name for name in dict.fromkeys((*_ordered(rules, proofs, skill_map), *declared, *claims)) if name]
    keys = unique(slugify(name, fallback="skill") for name in names)
    return tuple(
        Skill(
            name,
            key,
            kind=rules[name].kind if name in rules else None,
            group=rules[name].group if name in rules else "",
            proofs=tuple(proofs.get(name, ())),
            claims=tuple(claims.get(name, ())),
            sentence=declared.get(name, ""),
            is_declared=name in declared,
        )
        for name, key in zip(names, keys, strict=True)
    )


def skills_by_project(skills: Iterable[Skill]) -> Mapping[str, tuple[Skill, ...]]:
    """Map the slug of each project to the skills that it proves, in their order."""
    found: dict[str, list[Skill]] = {}
    for skill in skills:
        for proof in skill.proofs:
            found.setdefault(proof.project.record.slug, []).append(skill)
    return {slug: tuple(group) for slug, group in found.items()}


def rules_in(
    uses: Iterable[Usage], lookup: Lookup, own: Collection[str] = frozenset()
) -> Mapping[SkillRule, tuple[int, ...]]:
    """Map the rules that code meets to the cells, or lines, that do; of modules of one's `own`, own rules alone."""
    found: dict[SkillRule, set[int]] = {}
    for usage in uses:
        is_own = bool(own) and usage.name.partition(".")[0] in own
        for rule in lookup.own_rules(usage.name) if is_own else lookup.rules(usage.name):
            found.setdefault(rule, set()).update(usage.cells)
    return {rule: tuple(sorted(cells)) for rule, cells in found.items()}


def _proven(project: Project, lookup: Lookup, skill_map: SkillMap) -> dict[str, tuple[SkillRule, Proof]]:
    """Map the names of the skills that a project proves to the proof; rules that were given one name are one skill."""
    places: dict[str, dict[int, set[int]]] = {}
    rules: dict[str, SkillRule] = {}
    own = own_modules(project.entry)
    code = [*(page.document.uses for page in project.pages), *(script.uses for script in project.scripts)]
    for number, uses in enumerate(code):
        for rule, cells in rules_in(uses, lookup, own).items():
            if name := skill_map.shown(rule.name):
                places.setdefault(name, {}).setdefault(number, set()).update(cells)
                rules.setdefault(name, rule)
    return {name: (rules[name], _proof(project, found)) for name, found in places.items()}


def _proof(project: Project, found: Mapping[int, set[int]]) -> Proof:
    """Make a proof of places in a project's pages and scripts, which are counted as one list."""
    pages = [PageProof(page, tuple(sorted(found[n]))) for n, page in enumerate(project.pages) if n in found]
    scripts = enumerate(project.scripts, start=len(project.pages))
    files = [FileProof(script.path, tuple(sorted(found[n]))) for n, script in scripts if n in found]
    return Proof(project, tuple(pages), tuple(files))


def _ordered(rules: Mapping[str, SkillRule], proofs: Mapping[str, list[Proof]], skill_map: SkillMap) -> Iterator[str]:
    kinds = list(SkillKind)
    groups = list(dict.fromkeys((rule.kind, rule.group) for rule in skill_map.rules))

    def place(name: str) -> tuple[int, int, int, str]:
        rule = rules[name]
        return kinds.index(rule.kind), groups.index((rule.kind, rule.group)), -len(proofs[name]), name.casefold()

    return iter(sorted(rules, key=place))


def _claims(
    projects: Iterable[Project], lookup: Lookup, skill_map: SkillMap, proofs: Mapping[str, list[Proof]]
) -> dict[str, list[Project]]:
    """Find the skills that records name, and that the project's own code does not prove."""
    claims: dict[str, list[Project]] = {}
    spellings = {plain_skill(name): name for name in chain(proofs, skill_map.declared)}
    for project in projects:
        for said in project.record.skills:
            name = skill_map.shown(lookup.called(said))
            name = spellings.setdefault(plain_skill(name), name)
            if name and all(proof.project is not project for proof in proofs.get(name, ())):
                claims.setdefault(name, []).append(project)
    return claims
