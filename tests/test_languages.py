"""The language of kernels, cells and magics, under Pygments' names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pygments.lexers import find_lexer_class_for_filename
from pygments.lexers._mapping import LEXERS

from inpublic.notebooks.languages import (
    LANGUAGES,
    UNUSUAL,
    USUAL,
    canonical,
    cell_language,
    is_known,
    kernel_language,
    magic_language,
)

KERNELS = {
    "python3": "python",
    "python38": "python",
    "conda-env-lab-py": "python",
    "conda-env-lab-r": "r",
    "pysparkkernel": "python",
    "sparkkernel": "scala",
    "coconut": "python",
    "xonsh": "python",
    "sagemath": "sage",
    "ir": "r",
    "xr": "r",
    "julia-1.10": "julia",
    "bash": "bash",
    "xsql": "sql",
    "postgres": "postgresql",
    "xsqlite": "sql",
    "xcpp11": "cpp",
    "xcpp14": "cpp",
    "xcpp17": "cpp",
    "xcpp20": "cpp",
    "xeus-cling-cpp14": "cpp",
    "cling-cpp17": "cpp",
    "c": "c",
    "ijava": "java",
    "rapaio-jupyter-kernel": "java",
    "kotlin": "kotlin",
    "scala": "scala",
    "almond": "scala",
    ".net-csharp": "csharp",
    ".net-fsharp": "fsharp",
    ".net-powershell": "powershell",
    "deno": "typescript",
    "tslab": "typescript",
    "jslab": "javascript",
    "ijavascript": "javascript",
    "rust": "rust",
    "evcxr": "rust",
    "gophernotes": "go",
    "gonb": "go",
    "octave": "octave",
    "matlab": "matlab",
    "sas": "sas",
    "stata": "stata",
    "nbstata": "stata",
    "ihaskell": "haskell",
    "ruby": "ruby",
    "iruby": "ruby",
    "iperl": "perl",
    "lua": "lua",
    "xlua": "lua",
    "wolframlanguage13": "mathematica",
    "prolog_kernel": "prolog",
    "lean4": "lean4",
}


@pytest.mark.parametrize(("name", "language"), KERNELS.items())
def test_a_kernel_is_known_by_its_name_alone(name: str, language: str) -> None:
    assert kernel_language({"kernelspec": {"name": name}}) == language
    assert is_known(language)


def test_every_language_of_the_table_can_be_coloured() -> None:
    assert [name for name in sorted(set(LANGUAGES.values())) if not is_known(name)] == []


@pytest.mark.parametrize(
    ("info", "spec", "language"),
    [
        ({}, {}, "python"),
        ({"name": "python", "pygments_lexer": "ipython3"}, {}, "python"),
        ({"name": "R"}, {"name": "anything"}, "r"),
        ({"name": "c++", "pygments_lexer": ""}, {}, "cpp"),
        ({"name": "Wolfram Language"}, {}, "mathematica"),
        ({"name": "polyglot-notebook"}, {"name": ".net-csharp", "language": "C#"}, "csharp"),
        ({"name": "own", "file_extension": ".jl"}, {}, "julia"),
        ({"name": "own", "file_extension": "m"}, {}, "octave"),
        ({"name": "own", "mimetype": "text/x-csrc"}, {}, "c"),
        ({"name": "Own"}, {"name": "tf-gpu"}, "own"),
        ({}, {"name": "tf-gpu"}, "python"),
        ({"name": "text"}, {}, ""),
        ({"name": 3, "pygments_lexer": None, "file_extension": 1}, {"language": []}, "python"),
    ],
)
def test_the_first_thing_that_says_a_known_language_counts(
    info: dict[str, object], spec: dict[str, object], language: str
) -> None:
    assert kernel_language({"language_info": info, "kernelspec": spec}) == language


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"vscode": {"languageId": "shellscript"}}, "bash"),
        ({"polyglot_notebook": {"kernelName": "fsharp"}}, "fsharp"),
        ({"dotnet_interactive": {"language": "csharp"}}, "csharp"),
        ({"kernel": "R"}, "r"),
        ({"kernel": "SoS"}, "python"),
        ({"vscode": {"languageId": "dotnet-interactive"}}, "julia"),
        ({"vscode": 3}, "julia"),
    ],
)
def test_a_cell_can_have_a_language_of_its_own(metadata: dict[str, object], language: str) -> None:
    assert cell_language(metadata, "julia") == language


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("%%sql sqlite://", "sql"),
        ("%%R -i x", "r"),
        ("%%bash", "bash"),
        ("%%script /usr/bin/perl -w", "perl"),
        ("%%!", "bash"),
        ("%%html", "html"),
        ("%%SVG", "xml"),
        ("%%javascript", "javascript"),
        ("%%julia", "julia"),
        ("%%cython -a", "cython"),
        ("%%writefile src/x.py", "python"),
        ("%%writefile -a app.yaml", "yaml"),
        ("#!fsharp", "fsharp"),
        ("%%time", ""),
        ("%%capture out", ""),
        ("%%python3", ""),
        ("%%spark", ""),
        ("%%writefile", ""),
        ("#!/bin/bash", ""),
        ("sql = 1", ""),
        ("", ""),
    ],
)
def test_a_magic_says_the_language_of_what_stands_below(line: str, language: str) -> None:
    assert magic_language(line) == language


@given(st.text(max_size=30))
@settings(max_examples=100, deadline=None)
def test_no_name_makes_it_fail_and_the_canonical_name_is_its_own(name: str) -> None:
    assert kernel_language({"language_info": {"name": name, "file_extension": name, "mimetype": name}}) is not None
    assert canonical(canonical(name)) == canonical(name)
    magic_language(f"%%writefile {name}")


@pytest.mark.parametrize("ending", sorted(USUAL))
def test_an_ending_means_what_pygments_takes_it_for(ending: str) -> None:
    lexer = find_lexer_class_for_filename(f"a{ending}")
    assert lexer is not None
    assert magic_language(f"%%writefile a{ending}") == canonical(lexer.aliases[0])
    names = {name for one in LEXERS.values() for name in one[3] if name.endswith(ending)}
    assert names - {f"*{ending}"} <= UNUSUAL


@pytest.mark.parametrize("name", sorted(UNUSUAL))
def test_a_name_may_mean_more_than_its_ending(name: str) -> None:
    lexer = find_lexer_class_for_filename(name)
    assert lexer is not None
    assert magic_language(f"%%writefile {name}") == canonical(lexer.aliases[0])
