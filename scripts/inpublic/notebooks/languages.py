"""The language of a notebook's code and of single cells, under the names that Pygments knows.

Kernels, editors and magics call one language by many names; an unknown one stays as it is and is shown plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from types import MappingProxyType

from inpublic.text.markers import scrub

_SPELLINGS: Mapping[str, str] = {
    "python": (
        "ipython ipython2 ipython3 py python3 pyspark pysparkkernel sparkpython xpython xeus-python pyodide pyolite "
        "jupyter-python conda-root-py sos xonsh coconut codon graalpython micropython circuitpython"
    ),
    "sage": "sagemath sage-notebook",
    "r": "ir irkernel rlang xr sparkr sparkrkernel webr",
    "julia": "ijulia xjulia",
    "bash": "sh shell shellscript zsh ksh calysto_bash bash_kernel system sx !",
    "doscon": "cmd bat",
    "sql": (
        "xsql xeus-sql sqlite sqlite3 xsqlite xeus-sqlite sparksql bigquery duckdb sql_kernel jupysql read_sql "
        "presto trino snowflake impala hive"
    ),
    "postgresql": "postgres psql pgsql postgres_kernel xpostgres",
    "mysql": "mariadb mariadb_kernel",
    "tsql": "mssql",
    "cpp": "xcpp c++ cling xeus-cling xeus-cling-cpp cling-cpp root rootc clang-repl cpp_kernel",
    "c": "c_kernel xc",
    "java": "ijava rapaio rapaio-jupyter-kernel jshell",
    "kotlin": "kotlin-jupyter",
    "scala": "almond sparkkernel spark apache_toree_scala toree polynote spylon-kernel",
    "csharp": "c# .net-csharp dotnet-csharp",
    "fsharp": "f# .net-fsharp dotnet-fsharp ifsharp",
    "powershell": "pwsh .net-powershell .net-pwsh dotnet-powershell powershell_kernel",
    "javascript": "js node nodejs ijavascript jslab xjavascript jp-javascript javascript-kernel",
    "typescript": "ts deno tslab jp-typescript itypescript",
    "rust": "evcxr evcxr_jupyter",
    "go": "golang gophernotes gonb lgo",
    "octave": "ioctave xeus-octave xoctave",
    "matlab": "imatlab matlab_kernel jupyter_matlab_kernel",
    "sas": "sas_kernel saspy",
    "stata": "stata_kernel nbstata pystata",
    "haskell": "ihaskell hs",
    "ruby": "iruby rb",
    "perl": "iperl pl",
    "lua": "ilua xlua xeus-lua",
    "mathematica": "wolfram wolframlanguage wolframlanguage13 wolfram_kernel wolfram-language iwolfram wl",
    "prolog": "swi-prolog calysto_prolog prolog_kernel jupyter-swi-prolog logtalk_kernel",
    "lean4": "lean xlean",
    "groovy": "beakerx-groovy igroovy",
    "clojure": "iclojure clojupyter clj",
    "ocaml": "ocaml-jupyter iocaml",
    "elixir": "ielixir",
    "racket": "iracket",
    "scheme": "calysto_scheme mit-scheme chez",
    "php": "jupyter-php",
    "swift": "swift-jupyter",
    "fortran": "lfortran xfortran coarray-fortran",
    "maxima": "maxima-jupyter",
    "gap": "jupyter-gap gap-4",
    "tex": "latex tikz itikz",
    "markdown": "md ai",
    "html": "htm",
    "xml": "svg",
    "json": "configure ipynb",
    "cython": "cython_inline pyx",
    "cuda": "cu nvcc",
    "dot": "graphviz",
    "vbnet": "vb",
}
LANGUAGES: Mapping[str, str] = MappingProxyType(
    {spelling: name for name, spellings in _SPELLINGS.items() for spelling in (name, *spellings.split())}
)
"""What kernels, editors and magics call a language, and what Pygments calls it."""

_PLAIN = frozenset({"", "text", "plain", "txt", "raw", "plaintext"})
_VERSION = re.compile(r"[-_ ]?v?(?<![\d.])\d+(\.\d+)*$")
_ENVIRONMENT = re.compile(r"conda-env-.*-(py|r|julia)$")
_ENDINGS = MappingProxyType(
    {".m": "octave", ".r": "r", ".sc": "scala", ".pl": "perl", ".do": "stata", ".wl": "wolfram"}
)
"""Endings that Pygments takes for those of another language."""
_WRITTEN = (
    ".py:python .txt:text .md:markdown .json:json .yml:yaml .yaml:yaml .toml:toml .sh:bash .html:html .css:css "
    ".js:javascript .ts:typescript .c:c .cpp:cpp .cu:cuda .jl:julia .rs:rust"
)
USUAL = MappingProxyType({ending: name for ending, _, name in (pair.partition(":") for pair in _WRITTEN.split())})
"""Endings of the files that cells write: Pygments says the same, once it has compiled all names of files it knows."""
UNUSUAL = frozenset({"CMakeLists.txt", "meson_options.txt", "todo.txt"})
"""Names that it knows for something else."""

_OF_THE_CELL = frozenset({"python", "spark", "sos"})
"""Magics with the name of a language whose cells are in that of the notebook."""

_FILES = frozenset({"writefile", "file", "writetemplate"})
_OF_CELLS = (("vscode", "languageId"), ("polyglot_notebook", "kernelName"), ("dotnet_interactive", "language"))


def canonical(name: str) -> str:
    """Return the name that Pygments has for a language, whatever it was called; the name itself if it has none."""
    plain = scrub(name).strip().lower()
    for candidate in (plain, _VERSION.sub("", plain), plain.replace(" ", "-")):
        if candidate in LANGUAGES:
            return LANGUAGES[candidate]
    environment = _ENVIRONMENT.fullmatch(plain)
    return canonical(environment[1]) if environment else plain


@lru_cache(maxsize=256)
def is_known(name: str) -> bool:
    """Tell whether Pygments can colour a language that has its canonical name."""
    if name in _PLAIN or ":" in name:  # a directive such as glue:text; to look through all plugins takes its time
        return False
    from pygments.lexers import find_lexer_class_by_name
    from pygments.util import ClassNotFound

    try:
        return find_lexer_class_by_name(name) is not None
    except ClassNotFound:
        return False


def kernel_language(metadata: Mapping[str, object]) -> str:
    """Name the language of a notebook; Python when its metadata do not say."""
    info, kernel = _mapping(metadata.get("language_info")), _mapping(metadata.get("kernelspec"))
    said = [info.get("pygments_lexer"), info.get("name"), kernel.get("language")]
    named = [canonical(name) for name in said if isinstance(name, str) and name.strip()]
    found = next((name for name in chain(named, _guessed(info, kernel)) if is_known(name)), "")
    return found or next((name for name in named if name not in _PLAIN), "" if named else "python")


def _guessed(info: Mapping[str, object], kernel: Mapping[str, object]) -> Iterator[str]:
    yield canonical(str(kernel.get("name") or ""))
    yield from _by_file(info)  # costs the import of many lexers


def cell_language(metadata: Mapping[str, object], language: str) -> str:
    """Name the language of one cell where its metadata know it; else that of the notebook."""
    said = [_mapping(metadata.get(tool)).get(name) for tool, name in _OF_CELLS] + [metadata.get("kernel")]
    names = (canonical(name) for name in said if isinstance(name, str))
    return next((name for name in names if is_known(name)), language)


def magic_language(line: str) -> str:
    """Name the language of what stands below a magic, `%%sql` or `#!fsharp`; empty where it is the cell's own."""
    words = line.split()
    name = re.sub(r"^(%%|#!)", "", words[0]) if words else ""
    if not words or name == words[0]:
        return ""
    if name in _FILES:
        return _of_file(words[-1])
    if name == "script" and len(words) > 1:
        name = words[1].rpartition("/")[2]
    known = canonical(name)
    is_other = known in _SPELLINGS and not _OF_THE_CELL & {known, name}
    return known if is_other else ""


def _by_file(info: Mapping[str, object]) -> Iterator[str]:
    ending, mime = info.get("file_extension"), info.get("mimetype")
    if isinstance(ending, str):
        yield _of_file(f"a.{ending.lstrip('.')}")
    if isinstance(mime, str):
        yield canonical(re.sub(r"^\w+/(x-)?|src$", "", mime.lower()))


def _of_file(name: str) -> str:
    ending = re.search(r"\.\w+$", name)
    if ending and ending[0].lower() in _ENDINGS:
        return canonical(_ENDINGS[ending[0].lower()])
    if ending and ending[0] in USUAL and name.rpartition("/")[2] not in UNUSUAL:
        return canonical(USUAL[ending[0]])
    from pygments.lexers import find_lexer_class_for_filename

    lexer = find_lexer_class_for_filename(name) if ending else None
    return canonical(lexer.aliases[0]) if lexer and lexer.aliases else ""


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
