"""What the command needs longest is begun first, where it is clear that it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from inpublic.entry import is_first_build

HEAVY = ("click", "yaml", "inpublic.cli", "inpublic.executors")
PROGRAM = "import sys, inpublic.entry, inpublic.forking; print([name for name in %r if name in sys.modules])"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a site, which is where the command runs."""
    (tmp_path / "projects").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    return tmp_path


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are copied on Linux only")
@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("build", True),
        ("build --strict --pdf", True),
        ("build --jobs 1", False),
        ("build --root elsewhere", False),
        ("build --executor serial", False),
        ("build --help", False),
        ("check", False),
        ("", False),
    ],
)
def test_a_first_build_is_known_by_its_words(site: Path, words: str, first: bool) -> None:
    assert site.is_dir()
    assert is_first_build(words.split()) is first


def test_a_build_that_knows_an_earlier_one_is_not_the_first(site: Path) -> None:
    (site / ".inpublic").mkdir()
    (site / ".inpublic/digests").touch()
    assert not is_first_build(["build"])


def test_elsewhere_than_in_a_site_nothing_is_begun(site: Path) -> None:
    (site / "projects").rmdir()
    assert not is_first_build(["build"])


def test_what_begins_first_imports_little() -> None:
    words = [sys.executable, "-c", PROGRAM % (HEAVY,)]
    assert subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout == "[]\n"


ENDS = """
import atexit, os, sys, threading, time
import click
from inpublic import cli, entry
def run(prog_name):
    atexit.register(print, "said at last")
    if sys.argv[1:] == ["thread"]:
        threading.Thread(target=lambda: time.sleep(0.2) or print("said beside")).start()
    print("said")
    sys.exit(3)
cli.main = run
entry.main()
"""


@pytest.mark.parametrize("beside", ["", "thread"])
def test_nothing_that_is_to_be_said_or_done_is_lost_at_the_end(beside: str) -> None:
    words = [sys.executable, "-c", ENDS, *beside.split()]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (3, "")
    assert done.stdout.splitlines() == ["said", *(["said beside"] if beside else []), "said at last"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
@pytest.mark.parametrize("module", ["click", "inpublic.workers"])
def test_ctrl_c_while_the_command_is_imported_ends_it_without_a_word(tmp_path: Path, module: str) -> None:
    interrupted = (
        "import os, signal, sys\n"
        "module = sys.argv.pop(1)\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == module: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Finder())\n"
        "from inpublic.entry import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", interrupted, module, "check"], cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
