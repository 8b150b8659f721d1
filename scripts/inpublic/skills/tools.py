"""Which tools a project is built with: packages that its code uses, without what everybody has."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from inpublic.document import Document, Script
from inpublic.project import Entry
from inpublic.skills.names import UNKNOWN
from inpublic.skills.skillfile import shipped
from inpublic.skills.skillmap import SkillKind
from inpublic.website import Project

_PYTHON = frozenset("IPython google helper_functions helpers ipywidgets src tqdm utils".split())
_R = frozenset("base datasets graphics grDevices grid methods parallel splines stats stats4 tools utils".split())
_JULIA = frozenset("Base Dates DelimitedFiles LinearAlgebra Pkg Printf Random SparseArrays Statistics Test".split())
_NO_TOOLS = sys.stdlib_module_names | _PYTHON | {f"r:{name}" for name in _R} | {f"julia:{name}" for name in _JULIA}
"""What comes with a language, and plumbing."""


def tools_of(entry: Entry, documents: Iterable[Document | Script]) -> tuple[str, ...]:
    """Name the packages that a project's code uses as the map of skills does, in the order of the code."""
    own, called = own_modules(entry), _called()
    used = (name for document in documents for name in document.imports if name not in own)
    return tuple(dict.fromkeys(called.get(name, name.rpartition(":")[2]) for name in used if name not in _NO_TOOLS))


def built_with(project: Project) -> tuple[str, ...]:
    """Name the packages that the pages of a project use, then those of its scripts."""
    return tools_of(project.entry, [*(page.document for page in project.pages), *project.scripts])


def own_modules(entry: Entry) -> frozenset[str]:
    """Name the modules in a project's folder, and the folders that they are in: to import them proves nothing else."""
    inside = (path.relative_to(entry.folder).with_suffix("") for path in entry.files if path.suffix == ".py")
    return frozenset(part for path in inside for part in path.parts)


@cache
def _called() -> Mapping[str, str]:
    """Map packages to their names; one of which only parts are in the map keeps its own."""
    rules = (rule for rule in shipped().rules if rule.kind is SkillKind.PACKAGE)
    named = ((name.removesuffix(f".{UNKNOWN}"), rule.name) for rule in rules for name in rule.names)
    return MappingProxyType({name: called for name, called in reversed([*named]) if "." not in name})
