"""What R and Julia code uses, by package and by the names of what it calls; read by pattern, not by syntax."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inpublic.skills.names import UNKNOWN

_NAME = r"[A-Za-z][\w.]*"
_R = re.compile(
    rf"""(?P<comment>\#[^\n]*)
    |\b(?:library|require|requireNamespace|loadNamespace)\s*\(\s*(?:package\s*=\s*)?["']?(?P<package>{_NAME})["']?\s*[,)]
    |\bp_load\s*\((?P<packages>[^()]*)\)
    |["'](?:\\.|[^\\])*?(?:["']|\Z)
    |(?<![\w.])(?P<owner>{_NAME}):::?(?P<member>{_NAME})
    |(?<![\w.$@])(?P<own>{_NAME})\s*(?:<-|=)\s*function\b
    |(?P<call>(?<![\w.$@]){_NAME})\s*\(""",
    re.VERBOSE,
)
_R_WORDS = frozenset("if for while function repeat switch return c print cat paste paste0 list invisible".split())
_JULIA = re.compile(
    r"""(?P<comment>\#=.*?(?:=\#|\Z)|\#[^\n]*)|\"{3}.*?(?:\"{3}|\Z)|"(?:\\.|[^"\\\n])*+"?
    |\bfunction\s+(?P<own>[A-Za-z_]\w*!?)\s*[({]
    |^[^\S\n]*(?P<short>[A-Za-z_]\w*!?)\([^()\n]*\)\s*=(?![=>])
    |^[^\S\n]*(?P<how>using|import)\s+(?P<packages>[\w.,: \t]+(?:,\s*\n[\w.,: \t]+)*)
    |(?<![\w.])(?P<owner>[A-Z]\w*(?:\.\w+)*)\.(?P<member>\w+!?)\s*[({]
    |(?P<call>(?<![\w.@])[A-Za-z_]\w*!?)\s*\(""",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_JULIA_WORDS = frozenset("if for while function return println print push! end".split())


def r_names(code: str, own: set[str]) -> Iterator[str]:
    """Yield what R code loads (`r:dplyr`), takes from a package (`r:dplyr.filter`) and calls (`r:?.lm`).

    `own` are the functions that earlier cells have defined; those of this one are added.
    """
    own |= {match["own"] for match in _R.finditer(code) if match["own"]}
    no_proof = _R_WORDS | own
    for match in _R.finditer(code):
        for package in (match["package"], *re.findall(_NAME, match["packages"] or "")):
            if package:
                yield f"r:{package}"
        if match["owner"]:
            yield from (f"r:{match['owner']}", f"r:{match['owner']}.{match['member']}")
        if match["call"] and match["call"] not in no_proof:
            yield f"r:{UNKNOWN}.{match['call']}"


def julia_names(code: str, loaded: dict[str, str]) -> Iterator[str]:
    """Yield what Julia code loads (`julia:Flux`), takes from a package (`julia:CSV.read`), calls (`julia:?.fit!`).

    What is only imported has to be used by its name, too. `loaded` are the names of packages and their members that
    earlier cells have brought along; those of this one are added, and, as empty, the functions that it defines.
    """
    defined = (match["own"] or match["short"] for match in _JULIA.finditer(code))
    loaded |= dict.fromkeys(filter(None, defined), "")
    for match in _JULIA.finditer(code):
        for name, alias in _julia_packages(match["packages"] or ""):
            loaded[alias] = name
            if match["how"] == "using" and alias == name.partition(".")[0]:
                yield f"julia:{name}"
        root, dot, rest = (match["owner"] or "").partition(".")
        if loaded.get(root):
            yield f"julia:{loaded[root]}{dot}{rest}.{match['member']}"
        called = match["call"]
        if called and called not in _JULIA_WORDS:
            known = loaded.get(called, f"{UNKNOWN}.{called}")
            yield from [f"julia:{known}"] if known else []


def _julia_packages(text: str) -> Iterator[tuple[str, str]]:
    """Yield the packages of one `using`, then the members behind its colon, each with the name that it goes by."""
    packages, _, members = text.partition(":")
    for listed in packages.split(","):
        name, _, alias = listed.strip().partition(" as ")
        if re.fullmatch(r"[A-Za-z_][\w.]*", name):
            yield name, alias.strip() or name.partition(".")[0]
    for listed in filter(str.strip, members.split(",")):
        name, _, alias = listed.strip().partition(" as ")
        yield f"{packages.strip()}.{name}", alias.strip() or name
