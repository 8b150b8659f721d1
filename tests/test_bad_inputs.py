"""Every broken, hostile or odd input that is known ends as it should: named, warned of, or built.

The inputs are made by a file that lies outside of this repository; INPUBLIC_BAD_INPUTS says where.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import runpy
import shutil
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from inpublic.cli import main

SCRIPT = os.environ.get("INPUBLIC_BAD_INPUTS", "")
CASES: dict[str, Any] = runpy.run_path(SCRIPT)["CASES"] if SCRIPT else {}
KEYS: list[str] = list(runpy.run_path(SCRIPT)["_keys"]().values()) if SCRIPT else []
ROOT = Path(__file__).parent.parent
ARGUED = {
    "md-jinja": ("in_site", "between * and * Markdown emphasises: no reader of CommonMark shows these two"),
    "slug-duplicate-case": ("message_names", "a slug with a capital is refused by itself, so nothing is doubled"),
}
"""What is expected of a case and does not hold, for the reason given."""

FULL_PROJECTS = {"projects-empty", "projects-missing", "projects-is-file"}
"""Cases about the folder of all projects, which cannot stand beside others."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CASES, reason="set INPUBLIC_BAD_INPUTS to the file that makes bad inputs"),
]


@dataclass(frozen=True)
class Run:
    """What one build did: its exit code, its lines, and how long it took in seconds."""

    code: int
    lines: tuple[str, ...]
    seconds: float

    def told(self, name: str, *severities: str) -> bool:
        marks = [f": {severity}: " for severity in severities]
        return any(name in line and any(mark in line for mark in marks) for line in self.lines)


def build(root: Path) -> Run:
    start = time.monotonic()
    with as_ordinary_user():
        result = CliRunner().invoke(main, ["build", "--root", str(root), "--jobs", "1"])
    seconds = time.monotonic() - start
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert "Traceback" not in result.output
    assert "bug of inpublic" not in result.output, result.output
    lines = tuple(result.output.splitlines())
    assert [line for line in lines if not is_in_form(line)] == []
    return Run(result.exit_code, lines, seconds)


def is_in_form(line: str) -> bool:
    """Tell whether a message is a clause and a hint is sentences, as test_wording.py has it of the code."""
    if line.startswith("  → "):
        return (line[4] in "`«" or line[4].isupper()) and line.endswith((".", "?"))
    found = re.search(r": (?:error|warning|note): (.*)", line)
    return found is None or not found[1].endswith(".")


@contextmanager
def as_ordinary_user() -> Iterator[None]:
    """Let file modes count, also where tests run as root: give up the right to pass over them for a while."""
    if sys.platform != "linux" or os.geteuid():
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = struct.pack("Ii", 0x20080522, 0)
    before = ctypes.create_string_buffer(24)
    assert libc.capget(header, before) == 0
    words = list(struct.unpack("6I", before.raw))
    words[0] &= ~0b110  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH
    assert libc.capset(header, struct.pack("6I", *words)) == 0
    try:
        yield
    finally:
        assert libc.capset(header, before) == 0


def make_site(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    settings = (ROOT / "mkdocs.yml").read_text()
    settings = settings.replace("custom_dir: scripts", f"custom_dir: {ROOT}/scripts")
    settings = settings.replace("!ENV SITE_URL", "https://example.org/portfolio/")
    (folder / "mkdocs.yml").write_text(f"{settings}\nrepo_url: https://github.com/ada/portfolio\n")
    (folder / "docs").mkdir()
    (folder / "docs/about.md").write_text("# About me\n")
    return folder


def outcome(case: Any, run: Run) -> str:
    """Say what a run made of a case; problems count where they name its files."""
    names = case.mentions or ["projects/"]
    if any(run.told(name, "error") for name in names):
        assert run.code == 1, "an error has to be in the exit code"
        return "error"
    return "warning" if any(run.told(name, "warning") for name in names) else "ok"


def digest(folder: Path) -> dict[str, str]:
    """Say what is in a folder, links and odd names included, without following anything."""
    found = {}
    for top, folders, files in os.walk(os.fsencode(folder)):
        for name in [*folders, *files]:
            path = os.path.join(top, name)
            mode = os.lstat(path).st_mode
            key = os.path.relpath(path, os.fsencode(folder)).decode("utf-8", "backslashreplace")
            if os.path.islink(path):
                found[key] = "-> " + os.fsdecode(os.readlink(path))
            elif os.path.isfile(path):
                with open(path, "rb") as file:
                    found[key] = hashlib.sha256(file.read()).hexdigest()
            else:
                found[key] = oct(mode)
    return found


def site_files(root: Path) -> Iterator[tuple[Path, bytes]]:
    """Give the files that we or MkDocs made of the work, without those of the theme."""
    for path in sorted((root / "site").rglob("*")):
        is_text = path.is_file() and path.suffix in {".html", ".xml", ".json", ".svg", ".txt"}
        if is_text and "assets/javascripts" not in path.as_posix():
            yield path, path.read_bytes()


def reader_sees(root: Path) -> str:
    pages = [data for path, data in site_files(root) if path.suffix == ".html"]
    texts = [LexborHTMLParser(page.decode()).body.text(separator=" ") for page in pages]
    return "\n".join(" ".join(text.split()) for text in texts)


def check_site_never(case: Any, root: Path) -> None:
    """Look at every file of the site: valid, and without what must never be in it."""
    never = KEYS if case.id.startswith("leak-keys") else case.never
    for path, data in site_files(root):
        text = data.decode("utf-8")
        if path.suffix == ".xml":
            etree.fromstring(data)
        for word in never:
            assert word not in text, (case.id, word, path)


def check_site(case: Any, root: Path) -> None:
    check_site_never(case, root)
    if case.shows and (root / "site").exists() and ARGUED.get(case.id, ("",))[0] != "in_site":
        seen = reader_sees(root)
        for word in case.shows:
            assert " ".join(word.split()) in seen or word.replace(" ", "") in seen.replace(" ", ""), (case.id, word)


def check_case(case: Any, root: Path) -> str:
    make_site(root)
    case.write(root)
    before = digest(root)
    run = build(root)
    wanted = {case.expect, *case.also}
    found = outcome(case, run)
    assert found in wanted, (case.id, found, wanted, run.lines)
    assert run.seconds <= (case.seconds or 60), run.seconds
    if found == case.expect != "ok" and ARGUED.get(case.id, ("",))[0] != "message_names":
        for name in case.mentions:
            assert run.told(name, "error", "warning"), (case.id, name, run.lines)
    check_site(case, root)
    first = digest(root)
    assert {key: first.get(key) for key in before} == before, "a file of the user's changed"
    strangers = {key.split("/")[0] for key in first} - {key.split("/")[0] for key in before}
    assert strangers <= {"docs", "site", ".inpublic"}, strangers
    again = build(root)
    assert again.code == run.code
    assert site_digest(root) == {key: value for key, value in first.items() if key.startswith(("docs", "site"))}
    return found


def site_digest(root: Path) -> dict[str, str]:
    return {key: value for key, value in digest(root).items() if key.startswith(("docs", "site"))}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "case"
    for top, folders, _ in os.walk(os.fsencode(tmp_path)):
        for name in folders:
            if not os.path.islink(os.path.join(top, name)):
                os.chmod(os.path.join(top, name), 0o700)
    shutil.rmtree(os.fsencode(tmp_path), ignore_errors=True)


@pytest.mark.parametrize("name", list(CASES))
def test_a_bad_input_alone_ends_as_it_should(name: str, folder: Path) -> None:
    case = CASES[name]
    lack = case.missing()
    if lack and "root can read" not in lack:
        pytest.skip(lack)
    check_case(case, folder)


def merged(cases: list[Any], root: Path, scratch: Path) -> dict[str, dict[str, str]]:
    """Lay the projects of all cases into one folder; says for each case what its folders are called there."""
    names: dict[str, dict[str, str]] = {}
    for case in cases:
        alone = scratch / case.id
        alone.mkdir(parents=True)
        case.write(alone)
        names[case.id] = {}
        for path in sorted(alone.iterdir()):
            if path.name != "projects" and not (root / path.name).exists():
                path.rename(root / path.name)
        for found in os.listdir(os.fsencode(alone / "projects")):
            name = os.fsdecode(found)
            taken = {os.fsdecode(other) for other in os.listdir(os.fsencode(root / "projects"))}
            new = name if name not in taken else f"{case.id}-{name}"
            os.rename(os.path.join(alone, "projects", name), os.path.join(root, "projects", new))
            names[case.id][name] = new
    return names


def add_good_projects(root: Path) -> None:
    """Add ten good projects, and one before and after them: pages lead to their neighbours in time."""
    notebook = runpy.run_path(SCRIPT)["dump"](next(iter(CASES["sound-notebook"].make.values())))
    days = ["2023-12-31", *(f"2024-01-{day:02}" for day in range(1, 11)), "2024-01-31"]
    for number, day in enumerate(days):
        folder = root / "projects" / (f"good-{number}" if 0 < number < 11 else f"neighbour-{number}")
        folder.mkdir(parents=True)
        (folder / "README.md").write_text(f"---\ndate: {day}\ntags: [fine work]\n---\n# Good {number}\n\nText.\n")
        (folder / "work.ipynb").write_bytes(notebook)


def good_files(root: Path) -> dict[str, str]:
    return {key: value for key, value in site_digest(root).items() if "/good-" in key}


def test_all_bad_inputs_together_harm_neither_each_other_nor_good_work(folder: Path) -> None:
    alone = make_site(folder / "alone")
    (alone / "projects").mkdir()
    add_good_projects(alone)
    assert build(alone).code == 0
    root = make_site(folder / "together")
    (root / "projects").mkdir()
    add_good_projects(root)
    cases = [case for case in CASES.values() if case.id not in FULL_PROJECTS]
    names = merged(cases, root, folder / "scratch")
    before = digest(root)
    run = build(root)
    assert run.code == 1
    assert good_files(root) == good_files(alone)
    for case in cases:
        wanted = [with_names(mention, names[case.id]) for mention in case.mentions]
        if case.expect == "error" and not case.also:
            assert all(run.told(name, "error") for name in wanted), (case.id, wanted)
        elif case.expect == "warning" and not case.also:
            assert all(run.told(name, "error", "warning") for name in wanted), (case.id, wanted)
    for case in cases:
        if case.id != "name-jinja":  # the digits that it must not show are in the text of another, md-jinja
            check_site_never(case, root)
    assert {key: value for key, value in digest(root).items() if key in before} == before


def with_names(mention: str, names: dict[str, str]) -> str:
    parts = mention.split("/")
    return "/".join(
        names.get(part, part) if at == 1 and parts[0] == "projects" else part for at, part in enumerate(parts)
    )
